/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-job.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "migrate/drover-job-private.h"

static gpointer
run_tune (gpointer data, GCancellable *cancellable, GError **error)
{
  DroverJobWork *work = data;

  return drover_job_work_tune (work->domain, &work->tuning, error) ? GINT_TO_POINTER (1) : NULL;
}

static void
on_tuned_itself (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverJob) self = user_data;
  g_autoptr (GError) error = NULL;

  if (drover_call_finish (result, &error) == NULL)
    g_message ("%s: %s", drover_plan_get_guest_name (self->plan), error->message);
}

void
drover_job_tune_itself (DroverJob *self, const DroverTuning *tuning)
{
  DroverJobWork *work = drover_job_work_new (self);

  work->tuning = *tuning;
  drover_call_async (_ ("changing the running migration"), run_tune, work, drover_job_work_free, NULL, 0,
                     NULL, on_tuned_itself, g_object_ref (self));
}

static gpointer
run_abort (gpointer data, GCancellable *cancellable, GError **error)
{
  DroverJobWork *work = data;

  return drover_domain_abort_job (work->domain, FALSE, error) ? GINT_TO_POINTER (1) : NULL;
}

static void
on_aborted (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverJob) self = user_data;
  g_autoptr (GError) error = NULL;

  self->abort_in_flight = FALSE;
  self->abort_taken = drover_call_finish (result, &error) != NULL;
  if (self->abort_taken)
    g_clear_error (&self->cancel_error);
  /* Too early is no refusal: the next sample tries again. What counts is how the migration itself ends. */
  if (!self->abort_taken)
    {
      g_debug ("abort: %s", error->message);
      g_clear_error (&self->cancel_error);
      self->cancel_error = g_steal_pointer (&error);
    }
}

void
drover_job_try_abort (DroverJob *self)
{
  guint n = drover_sample_ring_get_length (self->ring);

  if (self->abort_in_flight || self->beginning == NULL || self->state >= DROVER_JOB_VERIFYING)
    return;
  if (n > 0 && drover_sample_ring_get (self->ring, n - 1)->phase == DROVER_PHASE_POST_COPY)
    {
      g_clear_error (&self->cancel_error);
      self->cancel_error = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_BUSY,
                                                _ ("The guest already runs on the target and still fetches "
                                                   "memory from the source: stopping now would "
                                                   "lose it. It is left to finish."));
      return;
    }
  self->abort_in_flight = TRUE;
  drover_call_async (_ ("cancelling"), run_abort, drover_job_work_new (self), drover_job_work_free, NULL, 0,
                     NULL, on_aborted, g_object_ref (self));
}

/**
 * drover_job_cancel:
 *
 * Asks the source to give up. The job ends when libvirt says how it went and both hosts were looked at; a
 * migration that is quicker ends as done.
 */
void
drover_job_cancel (DroverJob *self)
{
  g_return_if_fail (DROVER_IS_JOB (self));

  if (self->state >= DROVER_JOB_VERIFYING)
    return;
  self->cancel_requested = TRUE;
  drover_job_try_abort (self);
}

static void
on_tuned (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (drover_call_finish (result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * drover_job_tune_async:
 * @tuning: what to change
 * @callback: called when the source took it or refused
 * @user_data: for @callback
 *
 * Changes the running migration.
 */
void
drover_job_tune_async (DroverJob *self,
                       const DroverTuning *tuning,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  DroverJobWork *work;

  g_task_set_source_tag (task, drover_job_tune_async);
  if (self->beginning == NULL || self->state >= DROVER_JOB_VERIFYING)
    {
      g_task_return_new_error (task, DROVER_ERROR, DROVER_ERROR_NOT_FOUND, _ ("no migration is running"));
      g_object_unref (task);
      return;
    }
  work = drover_job_work_new (self);
  work->tuning = *tuning;
  drover_call_async (_ ("changing the running migration"), run_tune, work, drover_job_work_free, NULL,
                     self->options.timeout_ms, NULL, on_tuned, task);
}

/**
 * drover_job_tune_finish:
 * @error: libvirt's refusal
 *
 * Returns: whether the change was taken
 */
gboolean
drover_job_tune_finish (DroverJob *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
