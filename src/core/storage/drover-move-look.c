/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a move would do, found out without changing anything. */
#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "caps/drover-volume.h"
#include "facts/drover-host-pools.h"
#include "storage/drover-move-mark.h"
#include "storage/drover-move-plan.h"
#include "storage/drover-move-run.h"

static gboolean
find_directory (DroverMoveRun *run, char **directory, gint64 *available, GError **error)
{
  DroverFactPools *pools = drover_host_pools_read (run->order->connection, error);
  gboolean found = FALSE;

  for (guint i = 0; pools != NULL && i < pools->pools->len && !found; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      found = g_strcmp0 (pool->name, run->order->pool) == 0 && pool->active && pool->path != NULL;
      if (!found)
        continue;
      *directory = g_strdup (pool->path);
      *available = pool->available;
    }
  if (pools != NULL && !found)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                 _ ("the host has no pool “%s” of files that is started"), run->order->pool);
  drover_record_free (&drover_fact_pools_type, pools);
  return found;
}

/**
 * drover_move_run_look_at_file:
 * @path: a file on the host
 * @pool: (out): its directory, open
 *
 * Blocks.
 *
 * Returns: (transfer full): the file as the host sees it now
 */
DroverVolume *
drover_move_run_look_at_file (DroverMoveRun *run, const char *path, DroverMarkerPool **pool, GError **error)
{
  g_autofree char *above = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  gboolean missing;
  DroverVolume *volume;

  *pool = drover_marker_pool_open (run->order->connection, above, &missing, error);
  if (*pool == NULL)
    return NULL;
  volume = drover_marker_pool_look (*pool, name, &missing);
  if (volume == NULL)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, _ ("%s cannot be read on the host"), path);
  return volume;
}

/* A copy that holds what the whole chain holds needs at most the room of all, and of what the guest sees. */
static gboolean
add_chain (
    DroverMoveRun *run, DroverMovedDisk *moved, const DroverDisk *disk, gint64 capacity, GError **error)
{
  for (guint i = 1; i < disk->chain->len; i++)
    {
      const DroverStorageSource *source = disk->chain->pdata[i];
      g_autoptr (DroverMarkerPool) pool = NULL;
      g_autoptr (DroverVolume) volume = NULL;

      /* whatever is no file is as large as it can be */
      if (source->path == NULL || drover_storage_source_get_kind (source) != DROVER_STORAGE_FILE)
        {
          moved->allocation = capacity;
          return TRUE;
        }
      volume = drover_move_run_look_at_file (run, source->path, &pool, error);
      if (volume == NULL)
        return FALSE;
      moved->allocation += MAX (volume->allocation, 0);
    }
  if (capacity > 0)
    moved->allocation = MIN (moved->allocation, capacity);
  return TRUE;
}

static gboolean
measure (DroverMoveRun *run, DroverMovedDisk *moved, const DroverDisk *disk, GError **error)
{
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) volume = drover_move_run_look_at_file (run, moved->from, &pool, error);

  if (volume == NULL)
    return FALSE;
  moved->bytes = volume->physical;
  moved->allocation = volume->allocation;
  /* QEMU has the last word on what it is; what a guest can write into a raw file is not asked */
  moved->format = g_strdup (run->live && disk->driver_type ? disk->driver_type : volume->format);
  if (!run->live)
    moved->backing = g_strdup (volume->backing_path);
  g_ptr_array_add (run->mtimes, g_strdup (volume->mtime));
  if (volume->physical <= 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, _ ("the size of %s is not known"),
                   moved->from);
      return FALSE;
    }
  run->total += (guint64) volume->physical;
  return !moved->flattened || add_chain (run, moved, disk, volume->capacity, error);
}

/* What is at the copy's place, if anything. */
static gboolean
find_left_over (DroverMoveRun *run,
                DroverMovedDisk *moved,
                const DroverDisk *disk,
                const DroverGuest *definition,
                const DroverGuest *guest,
                GError **error)
{
  g_autofree char *name = g_path_get_basename (moved->to);
  g_autofree char *there = NULL;

  if (disk->mirror != NULL)
    {
      if (g_strcmp0 (disk->mirror_job, "copy") == 0 && g_strcmp0 (disk->mirror->path, moved->to) == 0)
        {
          moved->found = g_strdup ("under-way");
          return TRUE;
        }
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                   _ ("another block job of “%s” is under way; “virsh blockjob” shows and ends it"),
                   moved->disk);
      return FALSE;
    }
  there = drover_storage_get_volume_xml (run->target, name, NULL);
  if (there == NULL)
    return TRUE;
  if (drover_move_mark_is_of (run->target, name, run->guest_uuid, moved->disk) &&
      !drover_move_names_file (guest, moved->to) && !drover_move_names_file (definition, moved->to))
    {
      moved->found = g_strdup ("partial");
      return TRUE;
    }
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
               _ ("%s is there already, and is never overwritten"), moved->to);
  return FALSE;
}

/* What it starts from next time must be what it runs from, else it is not clear what is meant. */
static gboolean
agrees (const DroverGuest *definition, const DroverMovedDisk *moved, GError **error)
{
  const DroverDisk *disk = drover_guest_find_disk (definition, moved->disk);

  if (disk != NULL && g_strcmp0 (drover_disk_get_source (disk)->path, moved->from) == 0)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
               _ ("the guest runs with %s as “%s”, and would start with another file next time: shut it "
                  "down first"),
               moved->from, moved->disk);
  return FALSE;
}

static DroverGuest *
read_guest (DroverMoveRun *run, DroverXmlKind kind, GError **error)
{
  g_autofree char *xml = drover_domain_get_xml (run->guest, kind, error);

  return xml ? drover_guest_parse (xml, error) : NULL;
}

static gboolean
look_at_disks (DroverMoveRun *run, const char *directory, GError **error)
{
  g_autoptr (DroverGuest) definition = read_guest (run, DROVER_XML_INACTIVE, error);
  g_autoptr (DroverGuest) guest =
      definition ? read_guest (run, run->live ? DROVER_XML_LIVE : DROVER_XML_INACTIVE, error) : NULL;
  GPtrArray *disks =
      guest ? drover_move_choose_disks (guest, directory, (const char *const *) run->order->disks, error)
            : NULL;

  if (disks == NULL)
    return FALSE;
  g_ptr_array_unref (run->report->disks);
  run->report->disks = disks;
  for (guint i = 0; i < disks->len; i++)
    {
      DroverMovedDisk *moved = disks->pdata[i];
      const DroverDisk *disk = drover_guest_find_disk (guest, moved->disk);

      if (!agrees (definition, moved, error) ||
          !drover_move_choose_backing (moved, disk, directory, run->order->backing, run->live, error) ||
          !measure (run, moved, disk, error) || !find_left_over (run, moved, disk, definition, guest, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * drover_move_run_look:
 * @run: its disks are found, and their sizes
 *
 * Changes nothing. Blocks.
 *
 * Returns: whether they can be moved
 */
gboolean
drover_move_run_look (DroverMoveRun *run, GError **error)
{
  const DroverMoveOrder *order = run->order;
  g_autoptr (DroverDomainInfo) info = NULL;
  g_autofree char *directory = NULL;
  g_autoptr (GError) refusal = NULL;
  gboolean refreshed;
  gint64 available = 0;

  run->guest = drover_domain_lookup (order->connection, order->guest, error);
  info = run->guest ? drover_domain_get_info (run->guest, error) : NULL;
  if (info == NULL)
    return FALSE;
  g_free (run->report->guest);
  run->report->guest = g_strdup (info->name);
  run->guest_uuid = g_strdup (info->uuid);
  run->live = run->report->live = drover_domain_state_is_active (info->state);
  if (!drover_move_is_allowed (info, error))
    return FALSE;
  /* what it does not know of it would overwrite; and how much room it has left, it knows from its last look
   */
  run->target = drover_storage_lookup_pool (order->connection, order->pool, &refusal);
  refreshed = run->target != NULL && drover_storage_refresh_pool (run->target, &refusal);
  if (!find_directory (run, &directory, &available, error))
    return FALSE;
  if (!refreshed)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return look_at_disks (run, directory, error) && drover_move_fits (run->report->disks, available, error);
}
