/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-needed-files.h"

/**
 * drover_needed_file_new:
 * @target: (nullable): the disk it belongs to
 *
 * Returns: (transfer full): a file of which nothing is known yet
 */
DroverFactFile *
drover_needed_file_new (const char *path, const char *kind, const char *target)
{
  DroverFactFile *file = drover_record_new (&drover_fact_file_type);

  file->path = g_strdup (path);
  file->kind = g_strdup (kind);
  file->target = g_strdup (target);
  file->exists = g_strdup ("unknown");
  file->directory = g_strdup ("unknown");
  file->capacity = -1;
  file->allocation = -1;
  file->physical = -1;
  file->mtime = -1;
  file->owner = -1;
  file->group = -1;
  file->mode = -1;
  return file;
}

static const char *
kind_of (const DroverDisk *disk, guint depth)
{
  if (depth > 0)
    return "backing";
  return g_str_equal (disk->device, "cdrom") || g_str_equal (disk->device, "floppy") ? disk->device : "disk";
}

static void
add_element (GPtrArray *files, const DroverDisk *disk, guint depth)
{
  const DroverStorageSource *source = disk->chain->pdata[depth];
  g_autofree char *name = drover_storage_source_describe (source);
  DroverFactFile *file;

  switch (drover_storage_source_get_kind (source))
    {
    case DROVER_STORAGE_FILE:
    case DROVER_STORAGE_BLOCK:
    case DROVER_STORAGE_DIR:
    case DROVER_STORAGE_VOLUME:
      file = drover_needed_file_new (name, kind_of (disk, depth), disk->target_dev);
      if (drover_storage_source_get_kind (source) == DROVER_STORAGE_VOLUME)
        file->pool = g_strdup (source->pool);
      file->format = g_strdup (depth == 0 && disk->driver_type ? disk->driver_type : source->format);
      g_ptr_array_add (files, file);
      break;
    case DROVER_STORAGE_NONE:
    case DROVER_STORAGE_NETWORK:
    case DROVER_STORAGE_NVME:
    case DROVER_STORAGE_VHOST_USER:
    case DROVER_STORAGE_VHOST_VDPA:
    case DROVER_STORAGE_OTHER:
      break;
    }
}

static const char *
kind_of_role (const char *role)
{
  static const char *const boot[] = { "kernel", "initrd",     "dtb",   "loader", "nvram-template",
                                      "nvram",  "acpi-table", "fwcfg", NULL };

  return g_strv_contains (boot, role) ? role : NULL;
}

/**
 * drover_guest_list_needed_files:
 *
 * Lists the files that a host must have for the guest: its images with what backs them, and what it boots
 * from. What reaches its storage by network is not among them. A pure function.
 *
 * A disk that names a volume has `POOL/VOLUME` for its path, and its pool set.
 *
 * Returns: (transfer full) (element-type DroverFactFile): the files, nothing known of them yet
 */
GPtrArray *
drover_guest_list_needed_files (const DroverGuest *guest)
{
  GPtrArray *files = drover_record_list_new (&drover_fact_file_type);
  g_autoptr (GPtrArray) paths = drover_guest_list_host_paths (guest);

  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      for (guint depth = 0; depth < disk->chain->len; depth++)
        add_element (files, disk, depth);
    }
  for (guint i = 0; i < paths->len; i++)
    {
      const DroverHostPath *path = paths->pdata[i];
      const char *kind = kind_of_role (path->role);

      if (kind != NULL)
        g_ptr_array_add (files, drover_needed_file_new (path->path, kind, NULL));
    }
  return files;
}

/**
 * drover_guest_chain_may_go_on:
 * @file: one of its files
 *
 * A definition seldom tells what backs an image; the image itself does.
 *
 * Returns: whether @file belongs to a disk of whose chain the guest's XML does not tell the end
 */
gboolean
drover_guest_chain_may_go_on (const DroverGuest *guest, const DroverFactFile *file)
{
  const DroverDisk *disk = file->target ? drover_guest_find_disk (guest, file->target) : NULL;

  return disk != NULL && !disk->chain_complete;
}
