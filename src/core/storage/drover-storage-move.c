/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-move.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-units.h"
#include "storage/drover-move-work.h"

DROVER_RECORD_TYPE (DroverMovedDisk,
                    drover_moved_disk_type,
                    DROVER_FIELD (DroverMovedDisk, disk, STRING),
                    DROVER_FIELD (DroverMovedDisk, from, STRING),
                    DROVER_FIELD (DroverMovedDisk, to, STRING),
                    DROVER_FIELD (DroverMovedDisk, format, STRING),
                    DROVER_FIELD (DroverMovedDisk, bytes, INT),
                    DROVER_FIELD (DroverMovedDisk, allocation, INT),
                    DROVER_FIELD (DroverMovedDisk, backing, STRING),
                    DROVER_FIELD (DroverMovedDisk, flattened, BOOLEAN),
                    DROVER_FIELD (DroverMovedDisk, found, STRING),
                    DROVER_FIELD (DroverMovedDisk, checksum, STRING));

DROVER_RECORD_TYPE (DroverMoveReport,
                    drover_move_report_type,
                    DROVER_FIELD (DroverMoveReport, state, STRING),
                    DROVER_FIELD (DroverMoveReport, guest, STRING),
                    DROVER_FIELD (DroverMoveReport, pool, STRING),
                    DROVER_FIELD (DroverMoveReport, live, BOOLEAN),
                    DROVER_FIELD_LIST (DroverMoveReport, disks, &drover_moved_disk_type),
                    DROVER_FIELD (DroverMoveReport, record, STRING),
                    DROVER_FIELD (DroverMoveReport, error, STRING),
                    DROVER_FIELD (DroverMoveReport, remains, STRING));

/**
 * drover_move_report_free:
 * @report: (nullable) (transfer full): what to free
 */
void
drover_move_report_free (DroverMoveReport *report)
{
  drover_record_free (&drover_move_report_type, report);
}

/* --- the whole --- */

static void
finish (GTask *task)
{
  DroverMoveOutcome *outcome = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&outcome->report), (GDestroyNotify) drover_move_report_free);
}

typedef struct {
  DroverConnection *connection;
  DroverMoveReport *report; /* of the task, which waits */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->connection);
  g_free (removal);
}

static gpointer
clean_up (gpointer data, GCancellable *cancellable, GError **error)
{
  const Removal *removal = data;
  g_autoptr (DroverPoolHandle) pool =
      drover_storage_lookup_pool (removal->connection, removal->report->pool, error);
  g_autoptr (DroverDomain) guest =
      pool ? drover_domain_lookup (removal->connection, removal->report->guest, error) : NULL;

  if (guest != NULL)
    drover_move_take_back (removal->connection, guest, pool, removal->report);
  return g_steal_pointer (&guest);
}

static void
on_cleaned_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DroverMoveOutcome *outcome = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  DroverDomain *guest = drover_call_finish (result, &error);

  if (guest == NULL)
    outcome->report->remains = g_strdup (error->message);
  drover_domain_free (guest);
  finish (task);
}

/* The guest uses the old files still, or again: then nobody needs the copies. */
static void
on_redirected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DroverMoveOutcome *outcome = g_task_get_task_data (task);
  DroverMoveReport *report = outcome->report;
  g_autoptr (GError) error = NULL;
  gboolean done = drover_fix_call_finish (result, &error);
  Removal *removal;

  if (drover_fix_is_applied (outcome->fix))
    report->record = g_strdup (drover_fix_get_record (outcome->fix));
  if (done)
    {
      finish (task);
      return;
    }
  g_free (report->state);
  report->state = g_strdup ("failed");
  report->error = g_strdup (error->message);
  removal = g_new0 (Removal, 1);
  removal->connection = g_object_ref (g_task_get_source_object (task));
  removal->report = report;
  drover_call_async ("removal of the copies", clean_up, removal, removal_free,
                     (GDestroyNotify) drover_domain_free, 0, NULL, on_cleaned_up, g_steal_pointer (&task));
}

static void
on_worked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DroverConnection *connection = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  DroverMoveOutcome *outcome = drover_call_finish (result, &error);

  g_task_set_task_data (task, outcome, drover_move_outcome_free);
  if (outcome->fix == NULL)
    finish (task);
  else
    drover_fix_apply_async (outcome->fix, connection, connection, on_redirected, g_steal_pointer (&task));
}

/**
 * drover_storage_move_async:
 * @connection: the host the guest is on
 * @options: what is to be moved
 * @cancellable: (nullable): stops it; what was copied is removed, and the end is reported when that is done
 * @callback: called when the guest has its disks in the pool, or is as before
 * @user_data: for @callback
 *
 * Moves disks of a guest into another pool of its host. Of one that is shut off they are copied byte by byte,
 * read again and compared, and only then named in its definition. Of one that runs QEMU copies them and
 * keeps the copies up with what the guest writes, until it can go on with them. The old files stay.
 */
void
drover_storage_move_async (DroverConnection *connection,
                           const DroverMoveOptions *options,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (connection, NULL, callback, user_data);
  DroverMoveOrder *order = g_new0 (DroverMoveOrder, 1);

  g_task_set_source_tag (task, drover_storage_move_async);
  order->connection = g_object_ref (connection);
  order->guest = g_strdup (options->guest);
  order->pool = g_strdup (options->pool);
  order->disks = g_strdupv ((char **) options->disks);
  order->plan_only = options->plan_only;
  order->backing = options->backing;
  order->bandwidth = options->bandwidth;
  order->progress = options->progress;
  order->progress_data = options->progress_data;
  order->context = g_main_context_ref_thread_default ();
  order->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  /* Nobody stops waiting: what was begun is ended, or taken back, before it is told. */
  drover_call_async ("move of the disks", drover_move_work, order, drover_move_order_free,
                     drover_move_outcome_free, 0, NULL, on_worked, task);
}

/**
 * drover_storage_move_finish:
 *
 * Returns: (transfer full): how it ended
 */
DroverMoveReport *
drover_storage_move_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * drover_move_news_describe:
 *
 * Returns: (transfer full): a line for a person, translated, that tells of rate and time only what is known
 */
char *
drover_move_news_describe (const DroverMoveNews *news)
{
  g_autofree char *done = drover_format_bytes (news->done);
  g_autofree char *all = drover_format_bytes (news->total);
  g_autofree char *rate = drover_format_rate ((guint64) MAX (news->rate, 0));
  g_autofree char *left = drover_format_ms (MAX (news->eta_ms, 0));

  if (news->eta_ms >= 0)
    /* Translators: as in "1.5 GiB of 20.0 GiB copied, 80 MiB/s, about 3 min left" */
    return g_strdup_printf (_ ("%s of %s copied, %s, about %s left"), done, all, rate, left);
  if (news->rate >= 0)
    /* Translators: as in "1.5 GiB of 20.0 GiB copied, 80 MiB/s" */
    return g_strdup_printf (_ ("%s of %s copied, %s"), done, all, rate);
  /* Translators: as in "1.5 GiB of 20.0 GiB copied" */
  return g_strdup_printf (_ ("%s of %s copied"), done, all);
}
