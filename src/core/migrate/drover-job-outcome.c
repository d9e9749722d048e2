/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-job-outcome.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/* Of virDomainPausedReason. */
#define PAUSED_MIGRATION 2
#define PAUSED_POSTCOPY 12
#define PAUSED_POSTCOPY_FAILED 13

/**
 * drover_convergence_init:
 * @convergence: (out): set from the options
 */
void
drover_convergence_init (DroverConvergence *convergence, const DroverMigrateOptions *options)
{
  *convergence = (DroverConvergence){ 0 };
  if (drover_migrate_options_is_set (options, DROVER_OPTION_TIMEOUT))
    convergence->timeout_us =
        drover_migrate_options_get_uint (options, DROVER_OPTION_TIMEOUT) * G_USEC_PER_SEC;
  convergence->post_copy = drover_migrate_options_get_flag (options, DROVER_OPTION_TIMEOUT_POSTCOPY);
  /* virsh suspends when nothing else is said. */
  convergence->suspend = !convergence->post_copy;
  convergence->post_copy_after_first_pass =
      drover_migrate_options_get_flag (options, DROVER_OPTION_POSTCOPY_AFTER_PRECOPY);
  if (drover_migrate_options_is_set (options, DROVER_OPTION_MAX_DOWNTIME))
    convergence->max_downtime_ms = drover_migrate_options_get_uint (options, DROVER_OPTION_MAX_DOWNTIME);
}

/**
 * drover_convergence_step:
 * @sample: the newest moment
 * @elapsed_us: since libvirt's call began, in microseconds
 * @tuning: (out): what to change now; set only when there is something
 *
 * Returns: whether the job is to be changed now
 */
gboolean
drover_convergence_step (DroverConvergence *convergence,
                         const DroverSample *sample,
                         gint64 elapsed_us,
                         DroverTuning *tuning)
{
  gboolean late = convergence->timeout_us > 0 && elapsed_us >= (gint64) convergence->timeout_us;

  *tuning = (DroverTuning){ 0 };
  tuning->max_downtime_ms = convergence->max_downtime_ms;
  convergence->max_downtime_ms = 0;
  if (!convergence->pushed && sample->phase == DROVER_PHASE_COPYING)
    {
      tuning->suspend = late && convergence->suspend;
      /* The second pass begins when all of the memory was sent once. */
      tuning->post_copy = (late && convergence->post_copy) ||
                          (convergence->post_copy_after_first_pass && sample->iteration > 1);
      convergence->pushed = tuning->suspend || tuning->post_copy;
    }
  return tuning->max_downtime_ms > 0 || tuning->suspend || tuning->post_copy;
}

static DroverPhase
phase_of (const DroverMoment *moment)
{
  const DroverJobStats *stats = &moment->stats;

  if (moment->state == DROVER_DOMAIN_PAUSED &&
      (moment->reason == PAUSED_POSTCOPY || moment->reason == PAUSED_POSTCOPY_FAILED))
    return DROVER_PHASE_POST_COPY;
  if (moment->state == DROVER_DOMAIN_PAUSED && moment->reason == PAUSED_MIGRATION)
    return DROVER_PHASE_SWITCHING;
  if (stats->data_total > 0)
    return DROVER_PHASE_COPYING;
  return DROVER_PHASE_PREPARING;
}

static gint64
sum_known (gint64 a, gint64 b)
{
  if (a < 0)
    return b;
  return b < 0 ? a : a + b;
}

/**
 * drover_sample_from_moment:
 * @sample: (out): all but its time and the downtime limit
 * @moment: what the source said
 * @state: the job's state before
 */
void
drover_sample_from_moment (DroverSample *sample, const DroverMoment *moment, DroverJobState state)
{
  const DroverJobStats *stats = &moment->stats;

  *sample = (DroverSample){
    .phase = phase_of (moment),
    .processed = stats->data_processed,
    .remaining = drover_range (stats->data_remaining),
    .total = stats->data_total,
    .rate = drover_range (sum_known (stats->memory_rate, stats->disk_rate)),
    .dirty_rate = drover_range (stats->memory_dirty_rate),
    .iteration = stats->memory_iteration,
    .downtime_limit_ms = -1,
    .memory_remaining = stats->memory_remaining,
    .disk_remaining = stats->disk_remaining,
    .throttle = stats->auto_converge_throttle,
    .postcopy_requests = stats->postcopy_requests,
  };
  /* Until QEMU has counted what there is, libvirt says 0 of everything: nothing would seem to be left. */
  if (stats->data_total <= 0)
    {
      sample->remaining = drover_range (-1);
      sample->memory_remaining = -1;
      sample->disk_remaining = -1;
    }
  /* A job that has been copying does not prepare again, whatever a figure says in between. */
  if (sample->phase == DROVER_PHASE_PREPARING && state == DROVER_JOB_COPYING)
    sample->phase = DROVER_PHASE_COPYING;
  else if (sample->phase == DROVER_PHASE_PREPARING && state == DROVER_JOB_SWITCHING)
    sample->phase = DROVER_PHASE_SWITCHING;
}

static gboolean
is_where_it_should_be (const DroverPlan *plan, const DroverWhereabouts *whereabouts)
{
  if (drover_plan_has_flag (plan, DROVER_MIGRATE_OFFLINE))
    return whereabouts->target.looked && whereabouts->target.defined;
  return g_str_equal (drover_whereabouts_running_on (whereabouts), "target");
}

/* Who attaches to a migration need not name its target. */
static gboolean
target_was_asked (const DroverWhereabouts *whereabouts)
{
  return whereabouts->target.looked || whereabouts->target.error != NULL;
}

static gboolean
is_where_it_was (const DroverPlan *plan, const DroverWhereabouts *whereabouts)
{
  if (drover_plan_has_flag (plan, DROVER_MIGRATE_OFFLINE))
    return whereabouts->source.looked && whereabouts->source.defined;
  /* A guest that its source runs on after the job is gone did not leave. */
  if (!target_was_asked (whereabouts))
    return whereabouts->source.active;
  return g_str_equal (drover_whereabouts_running_on (whereabouts), "source");
}

/**
 * drover_job_decide:
 * @whereabouts: what both hosts say
 * @cancel_requested: whether the user asked for an end
 * @error: (inout): libvirt's error; set where libvirt said "done" and the hosts say otherwise
 *
 * Returns: how the job ended: done, failed or cancelled
 */
DroverJobState
drover_job_decide (const DroverPlan *plan,
                   const DroverWhereabouts *whereabouts,
                   gboolean cancel_requested,
                   GError **error)
{
  g_autofree char *seen = NULL;

  if (*error == NULL && is_where_it_should_be (plan, whereabouts))
    return DROVER_JOB_DONE;
  if (is_where_it_was (plan, whereabouts) &&
      (cancel_requested || g_error_matches (*error, DROVER_ERROR, DROVER_ERROR_CANCELLED)))
    return DROVER_JOB_CANCELLED;
  if (*error == NULL && whereabouts->source.looked && !whereabouts->source.active &&
      !target_was_asked (whereabouts))
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                 _ ("The migration is over and the guest has left its source. Whether it runs on the target "
                    "was not asked, for the target was not named."));
  else if (*error == NULL)
    {
      seen = drover_whereabouts_describe (whereabouts, plan);
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The migration ended without an error, but the guest is not where it should be: %s"),
                   seen);
    }
  return DROVER_JOB_FAILED;
}

/**
 * drover_job_state_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_job_state_to_string (DroverJobState state)
{
  switch (state)
    {
    case DROVER_JOB_QUEUED:
      return "queued";
    case DROVER_JOB_PREPARING:
      return "preparing";
    case DROVER_JOB_COPYING:
      return "copying";
    case DROVER_JOB_SWITCHING:
      return "switching";
    case DROVER_JOB_VERIFYING:
      return "verifying";
    case DROVER_JOB_DONE:
      return "done";
    case DROVER_JOB_FAILED:
      return "failed";
    case DROVER_JOB_CANCELLED:
      return "cancelled";
    }
  g_return_val_if_reached (NULL);
}

/**
 * drover_job_state_get_label:
 *
 * Returns: the state in words, translated
 */
const char *
drover_job_state_get_label (DroverJobState state)
{
  switch (state)
    {
    case DROVER_JOB_QUEUED:
      return _ ("Waiting");
    case DROVER_JOB_PREPARING:
      return _ ("Preparing");
    case DROVER_JOB_COPYING:
      return _ ("Copying");
    case DROVER_JOB_SWITCHING:
      return _ ("Switching over");
    case DROVER_JOB_VERIFYING:
      return _ ("Looking at both hosts");
    case DROVER_JOB_DONE:
      return _ ("Done");
    case DROVER_JOB_FAILED:
      return _ ("Failed");
    case DROVER_JOB_CANCELLED:
      return _ ("Cancelled");
    }
  g_return_val_if_reached (NULL);
}
