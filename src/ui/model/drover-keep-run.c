/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-keep-run.h"

#include "drover-config.h"

static void
findings_free (gpointer data, GClosure *closure)
{
  g_ptr_array_unref (data);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!drover_history_keep_finish (result, &error))
    g_message ("A run is not kept: %s", error->message);
  if (user_data != NULL)
    g_application_release (user_data);
}

/* The program stays until the run is written, whoever closes its window. */
static void
on_finished (DroverJob *job, GPtrArray *findings)
{
  GApplication *application = g_application_get_default ();
  DroverRun *run =
      drover_run_new_from_job (job, findings, "drover", DROVER_VERSION, drover_job_get_notes (job));

  if (application != NULL)
    g_application_hold (application);
  drover_history_keep_async (run, on_kept, application);
}

/**
 * drover_keep_run_when_finished:
 * @job: a migration that has begun
 * @findings: (transfer full) (element-type DroverFinding): what the checks had found
 *
 * Sees to it that the migration is kept in the history once it has ended.
 */
void
drover_keep_run_when_finished (DroverJob *job, GPtrArray *findings)
{
  g_return_if_fail (DROVER_IS_JOB (job) && findings != NULL);
  g_signal_connect_data (job, "finished", G_CALLBACK (on_finished), findings, findings_free, 0);
}
