/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-move-plan.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-units.h"
#include "caps/drover-guest.h"

/* A copy needs a little more: what the file system keeps for itself of each file. */
#define SPARE_BYTES (16 * 1024 * 1024)

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, format, args);
  va_end (args);
  return FALSE;
}

/**
 * drover_move_is_allowed:
 * @error: %DROVER_ERROR_UNSUPPORTED: what must be done first
 *
 * Pure.
 *
 * Returns: whether a guest's disks can be moved: as files, or by QEMU where it runs
 */
gboolean
drover_move_is_allowed (const DroverDomainInfo *info, GError **error)
{
  gboolean active = drover_domain_state_is_active (info->state);

  if (!active && !info->persistent)
    return refuse (error, _ ("“%s” has no definition that could name the new files."), info->name);
  if (info->has_managed_save)
    return refuse (
        error,
        _ ("“%s” has a saved memory image, which names the old files: start it and shut it down first."),
        info->name);
  if (info->n_snapshots > 0)
    return refuse (error, _ ("“%s” has snapshots, which name the old files."), info->name);
  return TRUE;
}

static gboolean
is_wanted (const DroverDisk *disk, const char *const *wanted)
{
  return wanted == NULL || (disk->target_dev != NULL && g_strv_contains (wanted, disk->target_dev));
}

static gboolean
can_move (const DroverDisk *disk)
{
  const DroverStorageSource *source = drover_disk_get_source (disk);

  return g_strcmp0 (disk->device, "disk") == 0 && !disk->readonly && !disk->shareable &&
         drover_storage_source_get_kind (source) == DROVER_STORAGE_FILE && source->path != NULL;
}

static gboolean
lies_in (const char *path, const char *directory)
{
  g_autofree char *above = g_path_get_dirname (path);

  return g_strcmp0 (above, directory) == 0;
}

static gboolean
has_name (const GPtrArray *disks, const char *to)
{
  for (guint i = 0; i < disks->len; i++)
    if (g_strcmp0 (((const DroverMovedDisk *) disks->pdata[i])->to, to) == 0)
      return TRUE;
  return FALSE;
}

static DroverMovedDisk *
disk_new (const DroverDisk *disk, const char *directory)
{
  DroverMovedDisk *moved = drover_record_new (&drover_moved_disk_type);
  g_autofree char *name = g_path_get_basename (drover_disk_get_source (disk)->path);

  moved->disk = g_strdup (disk->target_dev);
  moved->from = g_strdup (drover_disk_get_source (disk)->path);
  moved->to = g_build_filename (directory, name, NULL);
  moved->bytes = -1;
  moved->allocation = -1;
  return moved;
}

/* Every one that was named must be there and be one that can. */
static gboolean
covers (const DroverGuest *guest, const char *const *wanted, GError **error)
{
  for (gsize i = 0; wanted != NULL && wanted[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < guest->disks->len && !found; k++)
        {
          const DroverDisk *disk = guest->disks->pdata[k];

          found = g_strcmp0 (disk->target_dev, wanted[i]) == 0 && can_move (disk);
        }
      if (!found)
        return refuse (error, _ ("“%s” is no disk of the guest's own that is a file"), wanted[i]);
    }
  return TRUE;
}

/**
 * drover_move_choose_disks:
 * @guest: the guest as it runs, else its definition
 * @directory: of the pool they are to go to
 * @wanted: (nullable): names of disks; %NULL for all that can
 * @error: %DROVER_ERROR_UNSUPPORTED: one that was named cannot, or there is none to move
 *
 * Files that the guest writes to and has for itself; not those that are there already. Pure.
 *
 * Returns: (transfer full) (element-type DroverMovedDisk): from where to where
 */
GPtrArray *
drover_move_choose_disks (const DroverGuest *guest,
                          const char *directory,
                          const char *const *wanted,
                          GError **error)
{
  g_autoptr (GPtrArray) disks = drover_record_list_new (&drover_moved_disk_type);

  if (!covers (guest, wanted, error))
    return NULL;
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];
      DroverMovedDisk *moved;

      if (!is_wanted (disk, wanted) || !can_move (disk) ||
          lies_in (drover_disk_get_source (disk)->path, directory))
        continue;
      moved = disk_new (disk, directory);
      if (has_name (disks, moved->to))
        {
          drover_record_free (&drover_moved_disk_type, moved);
          refuse (error, _ ("two of its disks have files of the same name: move them one by one"));
          return NULL;
        }
      g_ptr_array_add (disks, moved);
    }
  if (disks->len == 0)
    {
      refuse (error, _ ("no disk of it has to be moved: they are there already, or are no files of its own"));
      return NULL;
    }
  return g_steal_pointer (&disks);
}

/**
 * drover_move_choose_backing:
 * @moved: its backing file is noted, and whether the copy is flattened
 * @disk: the same, as the guest has it; of one that runs the chain is known
 * @directory: of the pool it goes to
 * @backing: what was asked for
 * @live: whether the guest runs
 * @error: %DROVER_ERROR_UNSUPPORTED
 *
 * Pure.
 *
 * Returns: whether it can be so
 */
gboolean
drover_move_choose_backing (DroverMovedDisk *moved,
                            const DroverDisk *disk,
                            const char *directory,
                            DroverMoveBacking backing,
                            gboolean live,
                            GError **error)
{
  const DroverStorageSource *below = disk->chain->len > 1 ? disk->chain->pdata[1] : NULL;

  if (!live && backing == DROVER_MOVE_BACKING_FLATTEN)
    return refuse (error, _ ("only the disks of a guest that runs can be flattened: start it first"));
  if (below == NULL || drover_storage_source_get_kind (below) == DROVER_STORAGE_NONE)
    return TRUE;
  g_free (moved->backing);
  moved->backing = below->path ? g_strdup (below->path) : drover_storage_source_describe (below);
  moved->flattened =
      live &&
      (backing == DROVER_MOVE_BACKING_FLATTEN ||
       (backing == DROVER_MOVE_BACKING_AUTO && (below->path == NULL || !lies_in (below->path, directory))));
  return TRUE;
}

/**
 * drover_move_names_file:
 * @path: a file
 *
 * Pure.
 *
 * Returns: whether a disk of the guest is that file, builds on it, or is being copied to it
 */
gboolean
drover_move_names_file (const DroverGuest *guest, const char *path)
{
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (disk->mirror != NULL && g_strcmp0 (disk->mirror->path, path) == 0)
        return TRUE;
      for (guint k = 0; k < disk->chain->len; k++)
        if (g_strcmp0 (((const DroverStorageSource *) disk->chain->pdata[k])->path, path) == 0)
          return TRUE;
    }
  return FALSE;
}

/**
 * drover_move_fits:
 * @disks: (element-type DroverMovedDisk): with their sizes
 * @available: bytes left in the pool
 *
 * Holes are not copied and need no room. Pure.
 *
 * Returns: whether there is room
 */
gboolean
drover_move_fits (const GPtrArray *disks, gint64 available, GError **error)
{
  gint64 needed = SPARE_BYTES;
  g_autofree char *has = NULL;
  g_autofree char *wants = NULL;

  for (guint i = 0; i < disks->len; i++)
    {
      const DroverMovedDisk *disk = disks->pdata[i];

      /* QEMU is at it: part of it is there, and the rest was asked for when it was begun */
      if (g_strcmp0 (disk->found, "under-way") != 0)
        needed += MAX (disk->allocation, 0);
    }
  if (needed <= available)
    return TRUE;
  has = drover_format_bytes ((guint64) MAX (available, 0));
  wants = drover_format_bytes ((guint64) needed);
  return refuse (error, _ ("the pool has %s left and the disks need %s"), has, wants);
}
