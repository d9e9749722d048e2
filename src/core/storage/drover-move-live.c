/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disks of a guest that runs, copied by QEMU. */
#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-disk-redirect.h"
#include "storage/drover-move-mark.h"
#include "storage/drover-move-run.h"
#include "virt/drover-block-copy.h"

#define LOOK_US (G_USEC_PER_SEC / 10)

/* What a full file system may still call free. */
#define FULL_BYTES (4 * 1024 * 1024)

/* Bytes that are left at a file's place, -1 where not known. What the host's own pool says of it is old. */
static gint64
read_room (DroverMoveRun *run, const char *path)
{
  g_autofree char *above = g_path_get_dirname (path);
  gboolean missing;
  g_autoptr (DroverMarkerPool) pool = drover_marker_pool_open (run->order->connection, above, &missing, NULL);
  g_autofree char *xml =
      pool ? drover_storage_get_pool_xml (drover_marker_pool_get_handle (pool), NULL) : NULL;
  g_autoptr (xmlDoc) doc = xml ? drover_xml_parse (xml, "pool", NULL) : NULL;
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  guint64 available;

  return context != NULL && drover_xml_get_bytes (context, NULL, "/pool/available", 1, &available, NULL)
             ? (gint64) available
             : -1;
}

/* QEMU's own words stay in its log; what can be seen of the cause is the room that is left. */
static void
explain_end (DroverMoveRun *run, const DroverMovedDisk *disk, GError **error)
{
  gint64 room = read_room (run, disk->to);

  if (room >= 0 && room < FULL_BYTES)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("QEMU gave up copying “%s”: the pool is full"),
                 disk->disk);
  else
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                 _ ("QEMU gave up copying “%s”: it could not read the old file, or not write %s"), disk->disk,
                 disk->to);
}

/* From now on every write of the guest goes to both files, once it is ready. */
static gboolean
wait_until_ready (DroverMoveRun *run, const DroverMovedDisk *disk, GError **error)
{
  DroverBlockCopyState state = { 0 };
  guint64 others = run->total - (guint64) disk->bytes;

  for (;;)
    {
      if (g_cancellable_set_error_if_cancelled (run->cancellable, error) ||
          !drover_block_copy_look (run->guest, disk->disk, &state, error))
        return FALSE;
      if (!state.active)
        {
          explain_end (run, disk, error);
          return FALSE;
        }
      if (state.ready)
        return TRUE;
      drover_move_run_tell (run, run->before + state.done, others + state.total);
      g_usleep (LOOK_US);
    }
}

static gboolean
begin (DroverMoveRun *run, DroverMovedDisk *disk, GError **error)
{
  DroverBlockCopy copy = {
    .disk = disk->disk,
    .path = disk->to,
    .format = disk->format,
    .shallow = disk->backing != NULL && !disk->flattened,
    .bandwidth = run->order->bandwidth,
  };

  if (g_strcmp0 (disk->found, "under-way") != 0)
    return drover_move_run_make_way (run, disk, error) && drover_block_copy_begin (run->guest, &copy, error);
  disk->made = TRUE;
  return drover_block_copy_set_speed (run->guest, disk->disk, copy.bandwidth, error);
}

/* A copy that is whole is called half-made no longer: from here on the guest may come to need it. */
static gboolean
unmark (DroverMoveRun *run, const DroverMovedDisk *disk, GError **error)
{
  g_autofree char *name = g_path_get_basename (disk->to);
  g_autoptr (GError) local = NULL;

  if (drover_move_mark_remove (run->target, name, &local) ||
      g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * drover_move_mirror_all:
 * @run: what is to be moved, of a guest that runs
 * @fix: is told what is to be done once all copies are ready
 * @error: the copies may be half-made, and QEMU still at them
 *
 * Copies one disk after the other; then the guest writes to the old and the new files of all. Blocks.
 *
 * Returns: whether the guest can go on with the copies
 */
gboolean
drover_move_mirror_all (DroverMoveRun *run, DroverFix *fix, GError **error)
{
  for (guint i = 0; i < run->report->disks->len; i++)
    {
      DroverMovedDisk *disk = run->report->disks->pdata[i];

      if (!begin (run, disk, error) || !wait_until_ready (run, disk, error))
        return FALSE;
      run->before += (guint64) disk->bytes;
    }
  for (guint i = 0; i < run->report->disks->len; i++)
    {
      const DroverMovedDisk *disk = run->report->disks->pdata[i];

      if (!unmark (run, disk, error) ||
          !drover_disk_redirect_add_pivot (fix, run->guest, disk->disk, disk->to, error))
        return FALSE;
    }
  return TRUE;
}
