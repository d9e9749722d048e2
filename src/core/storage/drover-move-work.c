/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-move-work.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "caps/drover-volume.h"
#include "facts/drover-host-pools.h"
#include "facts/drover-marker-pool.h"
#include "remedies/drover-disk-redirect.h"
#include "storage/drover-move-plan.h"
#include "virt/drover-volume-copy.h"
#include "virt/drover-volume-digest.h"

#define TELL_US (G_USEC_PER_SEC / 4)

typedef struct {
  const DroverMoveOrder *order;
  GCancellable *cancellable;
  DroverMoveReport *report;
  DroverPoolHandle *target;
  guint64 total;
  guint64 before; /* bytes of the disks that are copied already */
  gint64 told_us;
  guint n_made;      /* how many copies there are */
  GPtrArray *mtimes; /* when the old files were written last, as text or NULL */
} Run;

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

/* --- how far it is --- */

typedef struct {
  DroverMoveProgress progress;
  gpointer data;
  guint64 done;
  guint64 total;
} News;

static gboolean
tell (gpointer data)
{
  const News *news = data;

  news->progress (news->done, news->total, news->data);
  return G_SOURCE_REMOVE;
}

static void
on_progress (guint64 done, gpointer user_data)
{
  Run *run = user_data;
  gint64 now = g_get_monotonic_time ();
  News *news;

  if (run->order->progress == NULL || now - run->told_us < TELL_US)
    return;
  run->told_us = now;
  news = g_new0 (News, 1);
  *news = (News){ run->order->progress, run->order->progress_data, run->before + done, run->total };
  g_main_context_invoke_full (run->order->context, G_PRIORITY_DEFAULT, tell, news, g_free);
}

/* --- looking --- */

static gboolean
find_directory (Run *run, char **directory, gint64 *available, GError **error)
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

/* The file as the host sees it now. */
static DroverVolume *
look_at_file (Run *run, const DroverMovedDisk *disk, DroverMarkerPool **pool, GError **error)
{
  g_autofree char *above = g_path_get_dirname (disk->from);
  g_autofree char *name = g_path_get_basename (disk->from);
  gboolean missing;
  DroverVolume *volume;

  *pool = drover_marker_pool_open (run->order->connection, above, &missing, error);
  if (*pool == NULL)
    return NULL;
  volume = drover_marker_pool_look (*pool, name, &missing);
  if (volume == NULL)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, _ ("%s cannot be read on the host"),
                 disk->from);
  return volume;
}

static gboolean
measure (Run *run, DroverMovedDisk *disk, GError **error)
{
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) volume = look_at_file (run, disk, &pool, error);
  g_autofree char *name = g_path_get_basename (disk->to);
  g_autofree char *there = NULL;

  if (volume == NULL)
    return FALSE;
  disk->bytes = volume->physical;
  disk->allocation = volume->allocation;
  disk->format = g_strdup (volume->format);
  disk->backing = g_strdup (volume->backing_path);
  g_ptr_array_add (run->mtimes, g_strdup (volume->mtime));
  if (volume->physical <= 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, _ ("the size of %s is not known"),
                   disk->from);
      return FALSE;
    }
  run->total += (guint64) volume->physical;
  there = drover_storage_get_volume_xml (run->target, name, NULL);
  if (there == NULL)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
               _ ("%s is there already, and is never overwritten"), disk->to);
  return FALSE;
}

static gboolean
look (Run *run, DroverDomain **guest, GError **error)
{
  const DroverMoveOrder *order = run->order;
  g_autoptr (DroverDomain) domain = drover_domain_lookup (order->connection, order->guest, error);
  g_autoptr (DroverDomainInfo) info = domain ? drover_domain_get_info (domain, error) : NULL;
  g_autofree char *xml = NULL;
  g_autofree char *directory = NULL;
  gint64 available = 0;

  if (info == NULL)
    return FALSE;
  g_free (run->report->guest);
  run->report->guest = g_strdup (info->name);
  if (!drover_move_is_allowed (info, error) || !find_directory (run, &directory, &available, error))
    return FALSE;
  xml = drover_domain_get_xml (domain, DROVER_XML_INACTIVE, error);
  run->target = xml ? drover_storage_lookup_pool (order->connection, order->pool, error) : NULL;
  /* what it does not know of it would overwrite */
  if (run->target == NULL || !drover_storage_refresh_pool (run->target, error))
    return FALSE;
  g_ptr_array_unref (run->report->disks);
  run->report->disks = drover_move_choose_disks (xml, directory, (const char *const *) order->disks, error);
  if (run->report->disks == NULL)
    return FALSE;
  for (guint i = 0; i < run->report->disks->len; i++)
    if (!measure (run, run->report->disks->pdata[i], error))
      return FALSE;
  *guest = g_steal_pointer (&domain);
  return drover_move_fits (run->report->disks, available, error);
}

/* --- copying --- */

/* The copy must read as what was read of the old file, and that must not have changed meanwhile. */
static gboolean
verify (Run *run, DroverMovedDisk *disk, const char *name, GError **error)
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
copy_disk (Run *run, DroverMovedDisk *disk, GError **error)
{
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) volume = look_at_file (run, disk, &pool, error);
  g_autofree char *from = g_path_get_basename (disk->from);
  g_autofree char *to = g_path_get_basename (disk->to);
  DroverVolumeCopy copy = {
    .from_name = from,
    .length = (guint64) disk->bytes,
    .to = run->target,
    .to_name = to,
    .progress = on_progress,
    .progress_data = run,
  };

  if (volume == NULL)
    return FALSE;
  copy.from = drover_marker_pool_get_handle (pool);
  copy.mode = volume->mode;
  copy.owner = volume->owner;
  copy.group = volume->group;
  disk->checksum = drover_volume_copy_run (&copy, run->cancellable, error);
  if (disk->checksum == NULL)
    return FALSE;
  run->n_made++;
  run->before += (guint64) disk->bytes;
  return verify (run, disk, to, error);
}

/**
 * drover_move_remove_copies:
 * @report: what is left is told there
 * @n: how many of its disks were copied
 *
 * Removes what this run has made. Blocks.
 */
void
drover_move_remove_copies (DroverMoveReport *report, DroverPoolHandle *pool, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const DroverMovedDisk *disk = report->disks->pdata[i];
      g_autofree char *name = g_path_get_basename (disk->to);
      g_autoptr (GError) error = NULL;

      if (drover_storage_delete_volume (pool, name, &error))
        continue;
      g_free (report->remains);
      report->remains = g_strdup_printf ("%s: %s", disk->to, error->message);
    }
}

/* A guest that was started meanwhile, and shut down again, has written to the old file. */
static gboolean
is_unchanged (Run *run, guint i, GError **error)
{
  const DroverMovedDisk *disk = run->report->disks->pdata[i];
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) volume = look_at_file (run, disk, &pool, error);

  if (volume == NULL)
    return FALSE;
  if (volume->physical == disk->bytes && g_strcmp0 (volume->mtime, run->mtimes->pdata[i]) == 0)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s was written to while it was copied"),
               disk->from);
  return FALSE;
}

static gboolean
copy_all (Run *run, DroverDomain *guest, DroverFix *fix, GError **error)
{
  for (guint i = 0; i < run->report->disks->len; i++)
    {
      DroverMovedDisk *disk = run->report->disks->pdata[i];

      if (!copy_disk (run, disk, error) ||
          !drover_disk_redirect_add (fix, guest, disk->disk, disk->to, error))
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

/**
 * drover_move_work:
 * @data: a #DroverMoveOrder
 * @unused: the order has one of its own
 * @error: unused: what went wrong is in the report
 *
 * Looks, copies and compares; changes no definition. Blocks.
 *
 * Returns: (transfer full): a #DroverMoveOutcome
 */
gpointer
drover_move_work (gpointer data, GCancellable *cancellable, GError **unused)
{
  const DroverMoveOrder *order = data;
  DroverMoveOutcome *outcome = g_new0 (DroverMoveOutcome, 1);
  Run run = { .order = order, .cancellable = order->cancellable };
  g_autoptr (GPtrArray) mtimes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DroverDomain) guest = NULL;
  g_autoptr (DroverFix) fix = NULL;
  g_autoptr (GError) error = NULL;
  gboolean began = FALSE;

  run.mtimes = mtimes;
  run.report = outcome->report = drover_record_new (&drover_move_report_type);
  run.report->guest = g_strdup (order->guest);
  run.report->pool = g_strdup (order->pool);
  run.report->disks = drover_record_list_new (&drover_moved_disk_type);
  if (look (&run, &guest, &error) && !order->plan_only)
    {
      began = TRUE;
      fix = drover_disk_redirect_new (drover_connection_get_uri (order->connection), run.report->guest);
      if (copy_all (&run, guest, fix, &error))
        outcome->fix = g_steal_pointer (&fix);
      else
        drover_move_remove_copies (run.report, run.target, run.n_made);
    }
  if (run.report->disks == NULL)
    run.report->disks = drover_record_list_new (&drover_moved_disk_type);
  run.report->state = g_strdup (error ? state_of (error, began) : order->plan_only ? "planned" : "done");
  run.report->error = error ? g_strdup (error->message) : NULL;
  drover_pool_handle_free (run.target);
  return outcome;
}
