/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-job.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <inttypes.h>

#include "cli-chart.h"
#include "cli-history.h"
#include "cli-job-json.h"
#include "cli-output.h"
#include "cli-progress.h"

/* Where there is no terminal, a line of progress this often. */
#define LINE_INTERVAL_MS 1000

typedef struct {
  CliContext *context;
  DroverJob *job;
  GMainLoop *loop;
  gint64 last_line_ms;
  gboolean cancel_when_seen;
  gboolean told_cancelling;
} Run;

static void
clear_line (const Run *run)
{
  if (run->context->terminal)
    g_print ("\r\033[K");
}

static void
tell_cancelling (Run *run)
{
  drover_job_cancel (run->job);
  if (run->told_cancelling || run->context->json)
    return;
  clear_line (run);
  g_printerr ("%s\n", _ ("Cancelling: waiting for libvirt's own answer…"));
  run->told_cancelling = TRUE;
}

static void
on_sample (DroverJob *job, const DroverSample *sample, Run *run)
{
  if (run->cancel_when_seen)
    {
      run->cancel_when_seen = FALSE;
      tell_cancelling (run);
    }
  if (run->context->json)
    {
      cli_print_sample_json (sample);
      return;
    }
  if (run->context->terminal || sample->t_ms - run->last_line_ms >= LINE_INTERVAL_MS)
    {
      g_autofree char *line = cli_progress_line (sample, drover_job_get_samples (job),
                                                 run->context->width - 1, run->context->unicode);

      if (run->context->terminal)
        g_print ("\r\033[K%s", line);
      else
        g_print ("%s\n", line);
      run->last_line_ms = sample->t_ms;
    }
}

static void
on_finished (DroverJob *job, Run *run)
{
  clear_line (run);
  g_main_loop_quit (run->loop);
}

static gboolean
on_interrupt (gpointer user_data)
{
  tell_cancelling (user_data);
  return G_SOURCE_CONTINUE;
}

static void
print_chart (const CliContext *context, DroverJob *job)
{
  const DroverSampleRing *samples = drover_job_get_samples (job);
  CliChartOptions options = {
    .width = MIN (context->width, 100),
    .ascii = !context->unicode,
    .color = context->color,
    .title = drover_plan_get_guest_name (drover_job_get_plan (job)),
    .total_ms = drover_job_get_total_ms (job),
    .downtime_ms = drover_job_get_downtime_ms (job),
    .bytes = drover_job_get_bytes (job),
  };
  g_autofree char *chart = NULL;

  if (drover_sample_ring_get_length (samples) == 0)
    return;
  chart = cli_chart_render (samples, &options);
  g_print ("%s\n", chart);
}

static const char *
name_of (const DroverUri *uri)
{
  return uri->host ? uri->host : _ ("this computer");
}

static void
print_done (const CliContext *context, DroverJob *job)
{
  const DroverPlan *plan = drover_job_get_plan (job);
  g_autofree char *total = drover_format_ms (MAX (drover_job_get_total_ms (job), 0));
  gint64 downtime_ms = drover_job_get_downtime_ms (job);

  cli_print_styled (context, CLI_GOOD, _ ("Done: “%s” moved from %s to %s"),
                    drover_plan_get_guest_name (plan), name_of (drover_plan_get_source (plan)),
                    name_of (drover_plan_get_target (plan)));
  if (drover_job_get_total_ms (job) >= 0)
    g_print (_ (" in %s"), total);
  if (downtime_ms >= 0)
    {
      g_autofree char *downtime = drover_format_ms (downtime_ms);

      g_print (_ (", standing still for %s"), downtime);
    }
  if (drover_job_get_bytes (job) >= 0)
    {
      g_autofree char *bytes = drover_format_bytes ((guint64) drover_job_get_bytes (job));

      g_print (_ ("; %s sent"), bytes);
    }
  g_print (".\n");
}

static void
print_failure (const CliContext *context, DroverJob *job)
{
  const GError *error = drover_job_get_error (job);
  DroverExplanation *explanation = drover_job_get_explanation (job);

  if (drover_job_get_state (job) == DROVER_JOB_CANCELLED)
    {
      cli_print_styled (context, CLI_WARNING, "%s\n", _ ("Cancelled."));
      return;
    }
  cli_print_styled (context, CLI_BAD, "%s\n", _ ("Failed."));
  if (error != NULL)
    cli_complain ("%s", error->message);
  if (explanation != NULL)
    {
      g_autofree char *text = drover_explanation_to_text (explanation, MIN (context->width, 100));

      g_print ("%s\n", text);
    }
}

typedef struct {
  GMainLoop *loop;
  GStrv told;
  GError *error;
} Following;

static void
on_followed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Following *following = user_data;

  following->told = drover_fix_follow_finish (result, &following->error);
  g_main_loop_quit (following->loop);
}

/* What is said behind the result: the job's own notes, and what came of giving back on the target what
 * remedies took on the source. */
static GStrv
collect_notes (DroverJob *job, DroverConnection *target)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  const char *const *own = drover_job_get_notes (job);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Following following = { .loop = loop };

  if (own != NULL)
    g_strv_builder_addv (notes, (const char **) own);
  if (target != NULL && drover_job_get_state (job) == DROVER_JOB_DONE)
    {
      drover_fix_follow_async (drover_job_get_plan (job), target, on_followed, &following);
      g_main_loop_run (loop);
      if (following.told != NULL)
        g_strv_builder_addv (notes, (const char **) following.told);
      else
        g_strv_builder_add (notes, following.error->message);
      g_strfreev (following.told);
      g_clear_error (&following.error);
    }
  return g_strv_builder_end (notes);
}

static void
print_text (const CliContext *context, DroverJob *job, const char *const *notes, gint64 run)
{
  const char *running_on = drover_whereabouts_running_on (drover_job_get_whereabouts (job));
  g_autofree char *seen =
      drover_whereabouts_describe (drover_job_get_whereabouts (job), drover_job_get_plan (job));
  gboolean asked_both =
      drover_job_get_whereabouts (job)->target.looked || drover_job_get_whereabouts (job)->target.error;
  g_autofree char *looked =
      g_strdup_printf (asked_both ? _ ("Both hosts were asked: %s.") : _ ("The source was asked: %s."), seen);

  print_chart (context, job);
  if (drover_job_get_state (job) == DROVER_JOB_DONE)
    print_done (context, job);
  else
    print_failure (context, job);
  cli_print_wrapped (context, 0, looked);
  if (g_str_equal (running_on, "both"))
    cli_print_styled (
        context, CLI_BAD, "%s\n",
        _ ("The guest is active on both hosts. Do not start or resume anything; find out which one "
           "is the true one, and destroy the other only then."));
  for (gsize i = 0; notes != NULL && notes[i] != NULL; i++)
    cli_print_wrapped (context, 0, notes[i]);
  if (run > 0)
    cli_print_styled (context, CLI_DIM, _ ("Kept as run %" PRId64 ": droverctl report %" PRId64 "\n"), run,
                      run);
}

static void
print_json (DroverJob *job, const char *const *notes, gint64 run)
{
  DroverExplanation *explanation = drover_job_get_explanation (job);
  g_autoptr (JsonNode) error = explanation ? drover_explanation_to_json (explanation) : NULL;

  cli_print_result_json (&(CliResult){
      .state = drover_job_state_to_string (drover_job_get_state (job)),
      .total_ms = drover_job_get_total_ms (job),
      .downtime_ms = drover_job_get_downtime_ms (job),
      .bytes = drover_job_get_bytes (job),
      .error = error,
      .running_on = drover_whereabouts_running_on (drover_job_get_whereabouts (job)),
      .notes = notes,
      .run = run,
  });
}

/**
 * cli_job_run:
 * @start: how to begin
 * @target: (nullable): where remedies are followed up once the guest is there
 * @findings: (nullable) (element-type DroverFinding): what the checks had found, for the history
 *
 * Follows a job to its end; Ctrl-C cancels the migration, not this program. What was begun here is kept in
 * the history.
 *
 * Returns: the exit status
 */
CliStatus
cli_job_run (
    CliContext *context, DroverJob *job, CliJobStart start, DroverConnection *target, GPtrArray *findings)
{
  g_auto (GStrv) notes = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { .context = context, .job = job, .loop = loop, .last_line_ms = -LINE_INTERVAL_MS };
  guint interrupt = 0;
  guint terminate = 0;
  gint64 kept = 0;

  run.cancel_when_seen = start == CLI_JOB_ATTACH_AND_CANCEL;
  g_signal_connect (job, "sample", G_CALLBACK (on_sample), &run);
  g_signal_connect (job, "finished", G_CALLBACK (on_finished), &run);
  /* Who only watches may leave at any time. */
  if (start == CLI_JOB_START)
    {
      interrupt = g_unix_signal_add (SIGINT, on_interrupt, &run);
      terminate = g_unix_signal_add (SIGTERM, on_interrupt, &run);
      drover_job_start (job);
    }
  else
    drover_job_attach (job);
  if (!drover_job_is_finished (job))
    g_main_loop_run (loop);
  g_clear_handle_id (&interrupt, g_source_remove);
  g_clear_handle_id (&terminate, g_source_remove);
  g_signal_handlers_disconnect_by_data (job, &run);

  notes = collect_notes (job, target);
  if (start == CLI_JOB_START)
    kept = cli_history_keep (job, findings, (const char *const *) notes);
  if (context->json)
    print_json (job, (const char *const *) notes, kept);
  else
    print_text (context, job, (const char *const *) notes, kept);
  if (start == CLI_JOB_ATTACH_AND_CANCEL)
    return drover_job_get_state (job) == DROVER_JOB_CANCELLED ? CLI_DONE : CLI_NOT_DONE;
  return drover_job_get_state (job) == DROVER_JOB_DONE ? CLI_DONE : CLI_NOT_DONE;
}

typedef struct {
  GMainLoop *loop;
  DroverConnection *connection;
  GError *error;
} Opening;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;

  opening->connection = drover_connection_open_finish (result, &opening->error);
  g_main_loop_quit (opening->loop);
}

/**
 * cli_open:
 * @error: as of [func@connection_open_finish]
 *
 * Opens a connection and waits for it.
 *
 * Returns: (transfer full): the connection
 */
DroverConnection *
cli_open (CliContext *context, const DroverUri *uri, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Opening opening = { .loop = loop };
  DroverOpenOptions options;

  drover_virt_init ();
  cli_open_options_init (&options, context);
  drover_connection_open_async (uri, &options, NULL, on_opened, &opening);
  g_main_loop_run (loop);
  if (opening.error != NULL)
    g_propagate_prefixed_error (error, opening.error, "%s: ", uri->text);
  return opening.connection;
}
