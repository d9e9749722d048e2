/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disks of a guest that is shut off, copied as the files they are; and the frame of every move. */
#include "storage/drover-move-work.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "caps/drover-volume.h"
#include "remedies/drover-disk-redirect.h"
#include "storage/drover-move-mark.h"
#include "storage/drover-move-run.h"
#include "virt/drover-volume-copy.h"
#include "virt/drover-volume-digest.h"

/**
 * drover_move_order_free:
 * @data: (transfer full): an order
 */
void
drover_move_order_free (gpointer data)
{
  DroverMoveOrder *order = data;

  g_clear_object (&order->connection);
  g_free (order->guest);
  g_free (order->pool);
  g_strfreev (order->disks);
  g_main_context_unref (order->context);
  g_clear_object (&order->cancellable);
  g_free (order);
}

/**
 * drover_move_outcome_free:
 * @data: (transfer full): an outcome
 */
void
drover_move_outcome_free (gpointer data)
{
  DroverMoveOutcome *outcome = data;

  drover_move_report_free (outcome->report);
  g_clear_object (&outcome->fix);
  g_free (outcome);
}

/* --- copying --- */

typedef struct {
  DroverMoveRun *run;
  gint64 began_us;
} Copying;

/* libvirt's pieces are small: what is too early waits here. */
static void
on_progress (guint64 done, gpointer user_data)
{
  Copying *copying = user_data;
  DroverMoveRun *run = copying->run;
  guint64 limit = run->order->bandwidth;
  gint64 due = limit > 0 ? (gint64) ((double) done * G_USEC_PER_SEC / (double) limit) : 0;
  gint64 early = copying->began_us + due - g_get_monotonic_time ();

  if (due > 0 && early > 0)
    g_usleep ((gulong) early);
  drover_move_run_tell (run, run->before + done, run->total);
}

/* The copy must read as what was read of the old file, and that must not have changed meanwhile. */
static gboolean
verify (DroverMoveRun *run, DroverMovedDisk *disk, const char *name, GError **error)
{
  g_autoptr (DroverVolumeDigest) digest =
      drover_storage_digest_volume (run->target, name, (guint64) disk->bytes, run->cancellable, error);

  if (digest == NULL)
    return FALSE;
  if (g_str_equal (digest->checksum, disk->checksum))
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
               _ ("the copy %s does not read as what was written: %s instead of %s"), disk->to,
               digest->checksum, disk->checksum);
  return FALSE;
}

static gboolean
copy_disk (DroverMoveRun *run, DroverMovedDisk *disk, GError **error)
{
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) volume = drover_move_run_look_at_file (run, disk->from, &pool, error);
  g_autofree char *from = g_path_get_basename (disk->from);
  g_autofree char *to = g_path_get_basename (disk->to);
  Copying copying = { run, g_get_monotonic_time () };
  DroverVolumeCopy copy = {
    .from_name = from,
    .length = (guint64) disk->bytes,
    .to = run->target,
    .to_name = to,
    .progress = on_progress,
    .progress_data = &copying,
  };

  if (volume == NULL || !drover_move_run_make_way (run, disk, error))
    return FALSE;
  copy.from = drover_marker_pool_get_handle (pool);
  copy.mode = volume->mode;
  copy.owner = volume->owner;
  copy.group = volume->group;
  disk->checksum = drover_volume_copy_run (&copy, run->cancellable, error);
  if (disk->checksum == NULL)
    return FALSE;
  run->before += (guint64) disk->bytes;
  return verify (run, disk, to, error) && drover_move_mark_remove (run->target, to, error);
}

/* A guest that was started meanwhile, and shut down again, has written to the old file. */
static gboolean
is_unchanged (DroverMoveRun *run, guint i, GError **error)
{
  const DroverMovedDisk *disk = run->report->disks->pdata[i];
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) volume = drover_move_run_look_at_file (run, disk->from, &pool, error);

  if (volume == NULL)
    return FALSE;
  if (volume->physical == disk->bytes && g_strcmp0 (volume->mtime, run->mtimes->pdata[i]) == 0)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s was written to while it was copied"),
               disk->from);
  return FALSE;
}

/**
 * drover_move_copy_all:
 * @run: what is to be moved, of a guest that is shut off
 * @fix: is told what its definition is to name
 *
 * Copies and compares; changes no definition. Blocks.
 *
 * Returns: whether all copies are whole
 */
gboolean
drover_move_copy_all (DroverMoveRun *run, DroverFix *fix, GError **error)
{
  for (guint i = 0; i < run->report->disks->len; i++)
    {
      DroverMovedDisk *disk = run->report->disks->pdata[i];

      if (!copy_disk (run, disk, error) ||
          !drover_disk_redirect_add (fix, run->guest, disk->disk, disk->to, error))
        return FALSE;
    }
  for (guint i = 0; i < run->report->disks->len; i++)
    if (!is_unchanged (run, i, error))
      return FALSE;
  return TRUE;
}

static const char *
state_of (const GError *error, gboolean began)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  return began ? "failed" : "refused";
}

static void
move_run_clear (DroverMoveRun *run)
{
  g_clear_pointer (&run->guest, drover_domain_free);
  g_clear_pointer (&run->guest_uuid, g_free);
  g_clear_pointer (&run->target, drover_pool_handle_free);
  g_clear_pointer (&run->mtimes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DroverMoveRun, move_run_clear)

/**
 * drover_move_work:
 * @data: a #DroverMoveOrder
 * @unused: the order has one of its own
 * @error: unused: what went wrong is in the report
 *
 * Looks, copies and compares; the guest goes on as it is. Blocks.
 *
 * Returns: (transfer full): a #DroverMoveOutcome
 */
gpointer
drover_move_work (gpointer data, GCancellable *cancellable, GError **unused)
{
  const DroverMoveOrder *order = data;
  DroverMoveOutcome *outcome = g_new0 (DroverMoveOutcome, 1);
  DroverMoveReport *report = drover_record_new (&drover_move_report_type);
  g_auto (DroverMoveRun) run = { .order = order, .cancellable = order->cancellable, .report = report };
  g_autoptr (DroverFix) fix = NULL;
  g_autoptr (GError) error = NULL;
  gboolean began = FALSE;

  outcome->report = report;
  run.mtimes = g_ptr_array_new_with_free_func (g_free);
  report->guest = g_strdup (order->guest);
  report->pool = g_strdup (order->pool);
  report->disks = drover_record_list_new (&drover_moved_disk_type);
  if (drover_move_run_look (&run, &error) && !order->plan_only)
    {
      began = TRUE;
      fix = drover_disk_redirect_new (drover_connection_get_uri (order->connection), report->guest);
      if (run.live ? drover_move_mirror_all (&run, fix, &error) : drover_move_copy_all (&run, fix, &error))
        outcome->fix = g_steal_pointer (&fix);
      else
        drover_move_take_back (order->connection, run.guest, run.target, report);
    }
  report->state = g_strdup (error ? state_of (error, began) : order->plan_only ? "planned" : "done");
  report->error = error ? g_strdup (error->message) : NULL;
  return outcome;
}
