/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job that has ended, written down. */
#include "checks/drover-finding.h"
#include "history/drover-run.h"

/* What hosts say is not always UTF-8, and JSON is. */
static char *
keep (const char *text)
{
  return text ? g_utf8_make_valid (text, -1) : NULL;
}

static GStrv
keep_all (const char *const *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autofree char *text = keep (texts[i]);

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static char *
option_to_text (const DroverMigrateOptions *options, const DroverMigrateOptionInfo *info)
{
  g_autofree char *list = NULL;

  switch (info->kind)
    {
    case DROVER_OPTION_KIND_FLAG:
      return g_strdup_printf ("%s%s", drover_migrate_options_get_flag (options, info->id) ? "" : "no-",
                              info->name);
    case DROVER_OPTION_KIND_UINT:
      return g_strdup_printf ("%s=%" G_GUINT64_FORMAT, info->name,
                              drover_migrate_options_get_uint (options, info->id));
    case DROVER_OPTION_KIND_STRING:
      return g_strdup_printf ("%s=%s", info->name, drover_migrate_options_get_string (options, info->id));
    case DROVER_OPTION_KIND_LIST:
      list = g_strjoinv (",", (char **) drover_migrate_options_get_list (options, info->id));
      return g_strdup_printf ("%s=%s", info->name, list);
    case DROVER_OPTION_KIND_XML:
      /* A definition may hold passwords. */
      return g_strdup (info->name);
    }
  g_return_val_if_reached (NULL);
}

static GStrv
keep_options (const DroverMigrateOptions *options)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    if (drover_migrate_options_is_set (options, id))
      {
        g_autofree char *raw = option_to_text (options, drover_migrate_option_get_info (id));
        g_autofree char *text = keep (raw);

        g_strv_builder_add (builder, text);
      }
  return g_strv_builder_end (builder);
}

static GPtrArray *
keep_findings (GPtrArray *findings)
{
  GPtrArray *list = drover_record_list_new (&drover_run_finding_type);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      DroverFinding *from = findings->pdata[i];
      const DroverCheck *check = drover_finding_get_check (from);
      DroverRunFinding *finding = drover_record_new (&drover_run_finding_type);

      finding->check = g_strdup (check->id);
      finding->code = keep (drover_finding_get_code (from));
      finding->catalog = keep (drover_finding_get_catalog (from));
      finding->group = g_strdup (drover_check_group_to_string (check->group));
      finding->verdict = g_strdup (drover_verdict_to_string (drover_finding_get_verdict (from)));
      finding->title = keep (drover_finding_get_title (from));
      finding->why = keep (drover_finding_get_why (from));
      finding->source = keep (drover_finding_get_source (from));
      finding->target = keep (drover_finding_get_target (from));
      finding->evidence = keep (drover_finding_get_evidence (from));
      g_ptr_array_add (list, finding);
    }
  return list;
}

static GPtrArray *
keep_samples (const DroverSampleRing *ring)
{
  GPtrArray *list = drover_record_list_new (&drover_run_sample_type);

  for (guint i = 0; i < drover_sample_ring_get_length (ring); i++)
    {
      const DroverSample *from = drover_sample_ring_get (ring, i);
      DroverRunSample *sample = drover_record_new (&drover_run_sample_type);

      *sample = (DroverRunSample){
        .t_ms = from->t_ms,
        .phase = from->phase,
        .processed = from->processed,
        .total = from->total,
        .remaining = from->remaining.value,
        .remaining_low = from->remaining.low,
        .remaining_high = from->remaining.high,
        .rate = from->rate.value,
        .rate_low = from->rate.low,
        .rate_high = from->rate.high,
        .dirty_rate = from->dirty_rate.value,
        .dirty_rate_low = from->dirty_rate.low,
        .dirty_rate_high = from->dirty_rate.high,
        .iteration = from->iteration,
        .downtime_limit_ms = from->downtime_limit_ms,
        .memory_remaining = from->memory_remaining,
        .disk_remaining = from->disk_remaining,
        .throttle = from->throttle,
        .postcopy_requests = from->postcopy_requests,
      };
      g_ptr_array_add (list, sample);
    }
  return list;
}

static gint64
find_length_ms (DroverJob *job)
{
  const DroverSampleRing *samples = drover_job_get_samples (job);
  guint n = drover_sample_ring_get_length (samples);
  gint64 last = n > 0 ? drover_sample_ring_get (samples, n - 1)->t_ms : 0;

  return MAX (MAX (drover_job_get_total_ms (job), last), 0);
}

static DroverRunDetails *
keep_details (DroverJob *job, GPtrArray *findings, const char *version, const char *const *notes)
{
  const DroverPlan *plan = drover_job_get_plan (job);
  const DroverExplanation *explanation = drover_job_get_explanation (job);
  const GError *error = drover_job_get_error (job);
  g_auto (GStrv) command = drover_plan_to_virsh (plan, NULL, NULL);
  DroverRunDetails *details = drover_record_new (&drover_run_details_type);

  details->version = g_strdup (version);
  details->error = error ? keep (error->message) : NULL;
  details->error_code = explanation ? g_strdup (explanation->code) : NULL;
  details->cause = explanation ? keep (explanation->cause) : NULL;
  details->safe = explanation ? keep (explanation->safe) : NULL;
  details->options = keep_options (drover_plan_get_options (plan));
  details->command = keep_all ((const char *const *) command);
  details->notes = keep_all (notes);
  details->findings = keep_findings (findings);
  return details;
}

/**
 * drover_run_new_from_job:
 * @job: a migration that has just ended
 * @findings: (nullable) (element-type DroverFinding): what the checks had found
 * @program: `drover` or `droverctl`
 * @version: of that program
 * @notes: (nullable): what was said behind the result
 *
 * Returns: (transfer full): the run, to be kept in the history
 */
DroverRun *
drover_run_new_from_job (
    DroverJob *job, GPtrArray *findings, const char *program, const char *version, const char *const *notes)
{
  const DroverPlan *plan;
  DroverRun *run;

  g_return_val_if_fail (DROVER_IS_JOB (job) && drover_job_is_finished (job), NULL);

  plan = drover_job_get_plan (job);
  run = drover_record_new (&drover_run_type);
  run->started_s = (g_get_real_time () / 1000 - find_length_ms (job)) / 1000;
  run->program = g_strdup (program);
  run->guest = keep (drover_plan_get_guest_name (plan));
  run->uuid = keep (drover_plan_get_guest_uuid (plan));
  run->source = keep (drover_plan_get_source (plan)->text);
  run->target = keep (drover_plan_get_target (plan)->text);
  run->state = g_strdup (drover_job_state_to_string (drover_job_get_state (job)));
  run->running_on = g_strdup (drover_whereabouts_running_on (drover_job_get_whereabouts (job)));
  run->total_ms = drover_job_get_total_ms (job);
  run->downtime_ms = drover_job_get_downtime_ms (job);
  run->bytes = drover_job_get_bytes (job);
  run->details = keep_details (job, findings, version, notes);
  run->samples = keep_samples (drover_job_get_samples (job));
  return run;
}
