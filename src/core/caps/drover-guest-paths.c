/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-guest.h"

DROVER_RECORD_TYPE (DroverHostPath,
                    drover_host_path_type,
                    DROVER_FIELD (DroverHostPath, role, STRING),
                    DROVER_FIELD (DroverHostPath, path, STRING),
                    DROVER_FIELD (DroverHostPath, created, BOOLEAN));

static void
add (GPtrArray *paths, const char *role, const char *path, gboolean created)
{
  DroverHostPath *entry;

  if (path == NULL || path[0] != '/')
    return;
  /* a serial port is told a second time as the first console */
  for (guint i = 0; i < paths->len; i++)
    {
      const DroverHostPath *before = paths->pdata[i];

      if (g_strcmp0 (before->path, path) == 0)
        return;
    }
  entry = drover_record_new (&drover_host_path_type);
  entry->role = g_strdup (role);
  entry->path = g_strdup (path);
  entry->created = created;
  g_ptr_array_add (paths, entry);
}

static void
add_os (GPtrArray *paths, const DroverGuestOs *os)
{
  add (paths, "loader", os->loader, FALSE);
  add (paths, "nvram-template", os->nvram_template, FALSE);
  add (paths, "nvram", os->nvram, TRUE);
  add (paths, "kernel", os->kernel, FALSE);
  add (paths, "initrd", os->initrd, FALSE);
  add (paths, "dtb", os->dtb, FALSE);
  add (paths, "acpi-table", os->acpi_table, FALSE);
  for (guint i = 0; os->fwcfg_files[i] != NULL; i++)
    add (paths, "fwcfg", os->fwcfg_files[i], FALSE);
}

/* QEMU makes the socket it binds and the file it writes; it opens devices, pipes and others' sockets. */
static gboolean
chardev_is_created (const DroverChardev *chardev)
{
  if (g_strcmp0 (chardev->type, "unix") == 0)
    return g_strcmp0 (chardev->mode, "bind") == 0;
  return g_strcmp0 (chardev->type, "file") == 0;
}

static void
add_chardevs (GPtrArray *paths, const GPtrArray *chardevs)
{
  for (guint i = 0; i < chardevs->len; i++)
    {
      const DroverChardev *chardev = chardevs->pdata[i];

      /* of a running guest, the host's end of a pseudo-terminal: nothing the target would need */
      if (g_strcmp0 (chardev->type, "pty") != 0)
        add (paths, chardev->kind, chardev->path, chardev_is_created (chardev));
      add (paths, "log", chardev->log_file, TRUE);
    }
}

static void
add_devices (GPtrArray *paths, const DroverGuest *guest)
{
  for (guint i = 0; i < guest->rngs->len; i++)
    add (paths, "rng", ((const DroverRng *) guest->rngs->pdata[i])->path, FALSE);
  for (guint i = 0; i < guest->inputs->len; i++)
    add (paths, "evdev", ((const DroverInput *) guest->inputs->pdata[i])->path, FALSE);
  for (guint i = 0; i < guest->filesystems->len; i++)
    add (paths, "filesystem", ((const DroverFilesystem *) guest->filesystems->pdata[i])->source, FALSE);
  for (guint i = 0; i < guest->tpms->len; i++)
    add (paths, "tpm", ((const DroverTpm *) guest->tpms->pdata[i])->path, FALSE);
  for (guint i = 0; i < guest->memories->len; i++)
    add (paths, "nvdimm", ((const DroverMemoryDevice *) guest->memories->pdata[i])->path, FALSE);
  for (guint i = 0; i < guest->shmems->len; i++)
    add (paths, "shmem", ((const DroverShmem *) guest->shmems->pdata[i])->server_path, FALSE);
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];

      /* in server mode QEMU makes the socket */
      add (paths, "vhostuser", interface->path, g_strcmp0 (interface->mode, "server") == 0);
      if (g_strcmp0 (interface->type, "vdpa") == 0)
        add (paths, "vdpa", interface->dev, FALSE);
    }
  for (guint i = 0; i < guest->graphics->len; i++)
    add (paths, "render-node", ((const DroverGraphics *) guest->graphics->pdata[i])->render_node, FALSE);
  for (guint i = 0; i < guest->others->len; i++)
    {
      const DroverSimpleDevice *device = guest->others->pdata[i];

      add (paths, device->kind, device->path, FALSE);
    }
}

/**
 * drover_guest_list_host_paths:
 * @guest: a guest
 *
 * Lists what the guest needs of the host's file system beside its disks, each path once.
 *
 * Returns: (transfer full) (element-type DroverHostPath): the paths, in no particular order
 */
GPtrArray *
drover_guest_list_host_paths (const DroverGuest *guest)
{
  GPtrArray *paths = drover_record_list_new (&drover_host_path_type);

  add (paths, "emulator", guest->emulator, FALSE);
  add_os (paths, guest->os);
  add_chardevs (paths, guest->chardevs);
  add_devices (paths, guest);
  return paths;
}
