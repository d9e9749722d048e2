/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-job.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "migrate/drover-job-private.h"

#define RING_CAPACITY 4096

G_DEFINE_FINAL_TYPE (DroverJob, drover_job, G_TYPE_OBJECT)

enum {
  STATE_CHANGED,
  SAMPLE,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void look_up_guest (DroverJob *self);
static void verify (DroverJob *self);

static void
clear_beginning (DroverJob *self)
{
  g_clear_pointer (&self->sampler, drover_job_sampler_stop);
  g_clear_pointer (&self->beginning, drover_beginning_free);
}

static void
drover_job_finalize (GObject *object)
{
  DroverJob *self = DROVER_JOB (object);

  clear_beginning (self);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_pointer (&self->plan, drover_plan_unref);
  g_clear_pointer (&self->ring, drover_sample_ring_free);
  g_clear_error (&self->error);
  g_clear_error (&self->cancel_error);
  g_clear_error (&self->link_error);
  g_clear_pointer (&self->explanation, drover_explanation_unref);
  g_clear_pointer (&self->whereabouts, drover_whereabouts_free);
  g_strfreev (self->notes);
  G_OBJECT_CLASS (drover_job_parent_class)->finalize (object);
}

static void
drover_job_class_init (DroverJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_job_finalize;

  /**
   * DroverJob::state-changed:
   *
   * The job is in another state.
   */
  signals[STATE_CHANGED] =
      g_signal_new ("state-changed", DROVER_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DroverJob::sample:
   * @sample: (type gpointer): a #DroverSample, valid during the emission
   *
   * A new moment was seen.
   */
  signals[SAMPLE] = g_signal_new ("sample", DROVER_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * DroverJob::finished:
   *
   * Both hosts were looked at; the outcome is known.
   */
  signals[FINISHED] =
      g_signal_new ("finished", DROVER_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_job_init (DroverJob *self)
{
  self->ring = drover_sample_ring_new (RING_CAPACITY);
  self->total_ms = -1;
  self->downtime_ms = -1;
  self->bytes = -1;
}

/**
 * drover_job_new:
 * @plan: what moves where and how
 * @source: the source's connection
 * @target: (nullable): the target's connection; without it the job can only watch
 * @options: how to connect anew where a connection breaks
 *
 * Returns: (transfer full): a job that has not begun
 */
DroverJob *
drover_job_new (DroverPlan *plan,
                DroverConnection *source,
                DroverConnection *target,
                const DroverOpenOptions *options)
{
  DroverJob *self = g_object_new (DROVER_TYPE_JOB, NULL);

  self->plan = drover_plan_ref (plan);
  self->source = g_object_ref (source);
  g_set_object (&self->target, target);
  self->options = *options;
  drover_convergence_init (&self->convergence, drover_plan_get_options (plan));
  return self;
}

static void
set_state (DroverJob *self, DroverJobState state)
{
  if (self->state == state)
    return;
  g_debug ("job: %s after %.1f ms", drover_job_state_to_string (state),
           (double) (g_get_monotonic_time () - self->start_us) / 1000.0);
  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
add_sample (DroverJob *self, DroverSample *sample)
{
  sample->t_ms = (g_get_monotonic_time () - self->start_us) / 1000;
  sample->iteration = MAX (sample->iteration, drover_job_sampler_get_iteration (self->sampler));
  sample->downtime_limit_ms = drover_job_sampler_get_downtime_limit (self->sampler);
  drover_sample_ring_add (self->ring, sample);
  if (sample->processed > self->bytes)
    self->bytes = sample->processed;
  g_signal_emit (self, signals[SAMPLE], 0, sample);
}

static void
finish (DroverJob *self, DroverJobState state)
{
  if (self->error != NULL)
    self->explanation = drover_explain_error (self->error);
  set_state (self, state);
  g_signal_emit (self, signals[FINISHED], 0);
  /* The reference of the running job. */
  g_object_unref (self);
}

DroverJobWork *
drover_job_work_new (DroverJob *self)
{
  DroverJobWork *work = g_new0 (DroverJobWork, 1);

  work->plan = drover_plan_ref (self->plan);
  g_set_object (&work->source, self->source);
  g_set_object (&work->target, self->target);
  if (self->beginning != NULL)
    work->domain = drover_domain_ref (self->beginning->domain);
  return work;
}

void
drover_job_work_free (gpointer data)
{
  DroverJobWork *work = data;

  drover_plan_unref (work->plan);
  g_clear_object (&work->source);
  g_clear_object (&work->target);
  drover_domain_free (work->domain);
  g_free (work);
}

static gpointer
run_end (gpointer data, GCancellable *cancellable, GError **error)
{
  DroverJobWork *work = data;

  return drover_job_work_end (work->plan, work->source, work->target, work->was_autostart, work->moved);
}

static void
on_ended (GObject *object, GAsyncResult *result, gpointer user_data)
{
  DroverJob *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverEnding) ending = drover_call_finish (result, &error);

  if (ending != NULL)
    {
      self->notes = g_steal_pointer (&ending->notes);
      if (ending->has_stats && ending->stats.data_processed > 0)
        self->bytes = ending->stats.data_processed;
      if (ending->has_stats)
        self->downtime_ms = ending->stats.downtime;
    }
  finish (self, drover_job_decide (self->plan, self->whereabouts, self->cancel_requested, &self->error));
}

/* The link broke, and the guest is still on its source: libvirt there may well be moving it on. */
static void
rejoin (DroverJob *self)
{
  g_debug ("job: looking for the migration again");
  self->rejoined = TRUE;
  self->attached = TRUE;
  self->seen_running = FALSE;
  self->total_ms = -1;
  clear_beginning (self);
  g_clear_pointer (&self->whereabouts, drover_whereabouts_free);
  set_state (self, DROVER_JOB_COPYING);
  look_up_guest (self);
}

static void
on_whereabouts (GObject *object, GAsyncResult *result, gpointer user_data)
{
  DroverJob *self = user_data;
  DroverJobWork *work;

  self->whereabouts = drover_whereabouts_look_finish (result, &self->source, &self->target);
  if (self->link_error != NULL && !self->rejoined_in_vain && self->whereabouts->source.active)
    {
      rejoin (self);
      return;
    }
  /* A guest that arrived does not care who watched. */
  if (self->link_error != NULL && !g_str_equal (drover_whereabouts_running_on (self->whereabouts), "target"))
    self->error = g_steal_pointer (&self->link_error);
  work = drover_job_work_new (self);
  work->was_autostart = self->was_autostart;
  work->moved =
      self->error == NULL && g_str_equal (drover_whereabouts_running_on (self->whereabouts), "target");
  drover_call_async (_ ("reading the last figures"), run_end, work, drover_job_work_free,
                     (GDestroyNotify) drover_ending_free, self->options.timeout_ms, NULL, on_ended, self);
}

static void
verify (DroverJob *self)
{
  if (self->rejoined && self->ours)
    self->total_ms = (g_get_monotonic_time () - self->call_start_us) / 1000;
  g_clear_pointer (&self->sampler, drover_job_sampler_stop);
  set_state (self, DROVER_JOB_VERIFYING);
  drover_whereabouts_look_async (self->plan, self->source, self->target, &self->options, on_whereabouts,
                                 self);
}

static gpointer
run_migrate (gpointer data, GCancellable *cancellable, GError **error)
{
  DroverJobWork *work = data;

  return drover_job_work_migrate (work->plan, work->domain, work->target, error) ? GINT_TO_POINTER (1) : NULL;
}

/* What libvirt calls cancelled by the client was not the user's wish. */
static void
tell_cut_off (DroverJob *self)
{
  const DroverUri *target = drover_plan_get_target (self->plan);

  g_clear_error (&self->error);
  g_set_error (&self->error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE,
               _ ("The connection to %s broke during the migration, which was therefore ended."),
               target->host ? target->host : target->text);
}

static void
on_migrated (GObject *object, GAsyncResult *result, gpointer user_data)
{
  DroverJob *self = user_data;

  drover_call_finish (result, &self->error);
  self->total_ms = (g_get_monotonic_time () - self->call_start_us) / 1000;
  g_debug ("libvirt's call ended after %" G_GINT64_FORMAT " ms: %s", self->total_ms,
           self->error ? self->error->message : "well");
  if (self->cut_off && g_error_matches (self->error, DROVER_ERROR, DROVER_ERROR_CANCELLED))
    tell_cut_off (self);
  if (self->error != NULL && drover_plan_is_p2p (self->plan) && !drover_connection_is_alive (self->source))
    self->link_error = g_steal_pointer (&self->error);
  verify (self);
}

static void
follow_phase (DroverJob *self, DroverPhase phase)
{
  if (self->state >= DROVER_JOB_VERIFYING)
    return;
  switch (phase)
    {
    case DROVER_PHASE_PREPARING:
      break;
    case DROVER_PHASE_COPYING:
      set_state (self, DROVER_JOB_COPYING);
      break;
    case DROVER_PHASE_SWITCHING:
    case DROVER_PHASE_POST_COPY:
      set_state (self, DROVER_JOB_SWITCHING);
      break;
    case DROVER_PHASE_VERIFYING:
      break;
    }
}

/* Where this computer steers, the target's last word comes through its own connection. When that is dead no
 * migration can succeed, but one that only waits for the network would go on waiting for many minutes. */
static gboolean
is_cut_off (const DroverJob *self)
{
  return self->ours && !self->attached && !drover_plan_is_p2p (self->plan) && self->target != NULL &&
         !drover_connection_is_alive (self->target);
}

static void
on_looked (const DroverMoment *moment, const GError *error, gpointer user_data)
{
  DroverJob *self = user_data;
  DroverTuning tuning = { 0 };
  DroverSample sample;
  gboolean running;

  if (self->state >= DROVER_JOB_VERIFYING)
    return;
  running = moment != NULL && moment->stats.kind == DROVER_JOB_KIND_MIGRATION_OUT && !moment->stats.completed;
  if (self->attached && moment == NULL && !drover_connection_is_alive (self->source))
    {
      if (self->link_error == NULL)
        self->link_error = g_error_copy (error);
      verify (self);
      return;
    }
  if (self->attached && !running)
    {
      /* Nobody of ours waits for libvirt's answer: the job's disappearance is the end. */
      if (self->rejoined)
        self->rejoined_in_vain = !self->seen_running;
      else if (!self->seen_running)
        {
          /* Nothing was there to be cancelled. */
          self->cancel_requested = FALSE;
          g_set_error (&self->error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND,
                       _ ("no migration of “%s” is running"), drover_plan_get_guest_name (self->plan));
        }
      verify (self);
      return;
    }
  if (!running)
    {
      if (error != NULL)
        g_debug ("job statistics: %s", error->message);
      return;
    }

  self->seen_running = TRUE;
  g_clear_error (&self->link_error);
  drover_sample_from_moment (&sample, moment, self->state);
  follow_phase (self, sample.phase);
  add_sample (self, &sample);
  if (self->ours && drover_convergence_step (&self->convergence, &sample,
                                             g_get_monotonic_time () - self->call_start_us, &tuning))
    drover_job_tune_itself (self, &tuning);
  self->cut_off |= is_cut_off (self);
  if ((self->cancel_requested || self->cut_off) && !self->abort_taken)
    drover_job_try_abort (self);
}

static gpointer
run_begin (gpointer data, GCancellable *cancellable, GError **error)
{
  DroverJobWork *work = data;

  return drover_job_work_begin (work->plan, work->source, error);
}

static void
on_begun (GObject *object, GAsyncResult *result, gpointer user_data)
{
  DroverJob *self = user_data;
  g_autoptr (GError) error = NULL;
  DroverPlan *plan;

  self->beginning = drover_call_finish (result, &error);
  if (self->beginning == NULL && self->rejoined)
    /* Gone meanwhile: the look at both hosts says where to. */
    self->rejoined_in_vain = TRUE;
  else if (self->beginning == NULL)
    self->error = g_steal_pointer (&error);
  else if (self->cancel_requested && !self->attached)
    self->error = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("stopped before it began"));
  if (self->beginning == NULL || self->error != NULL)
    {
      verify (self);
      return;
    }
  if (!self->rejoined)
    self->was_autostart = self->beginning->info->autostart;
  plan = drover_plan_with_guest (self->plan, self->beginning->info->name, self->beginning->info->uuid,
                                 self->beginning->info->persistent,
                                 drover_domain_state_is_active (self->beginning->info->state));
  drover_plan_unref (self->plan);
  self->plan = plan;

  self->sampler = drover_job_sampler_start (self->beginning->domain, on_looked, self);
  if (!self->rejoined)
    self->call_start_us = g_get_monotonic_time ();
  if (self->attached)
    drover_job_sampler_look (self->sampler);
  else
    drover_call_async (_ ("migrating"), run_migrate, drover_job_work_new (self), drover_job_work_free, NULL,
                       0, NULL, on_migrated, self);
}

static void
look_up_guest (DroverJob *self)
{
  drover_call_async (_ ("looking up the guest"), run_begin, drover_job_work_new (self), drover_job_work_free,
                     (GDestroyNotify) drover_beginning_free, self->options.timeout_ms, NULL, on_begun, self);
}

static void
begin (DroverJob *self)
{
  /* Given back by finish(). */
  g_object_ref (self);
  self->start_us = g_get_monotonic_time ();
  self->call_start_us = self->start_us;
  set_state (self, DROVER_JOB_PREPARING);
  look_up_guest (self);
}

/**
 * drover_job_start:
 *
 * Begins the migration. [signal@Job::finished] tells the end.
 */
void
drover_job_start (DroverJob *self)
{
  g_return_if_fail (DROVER_IS_JOB (self) && self->state == DROVER_JOB_QUEUED);
  self->ours = TRUE;
  begin (self);
}

/**
 * drover_job_attach:
 *
 * Watches a migration somebody else began (or an earlier run of this program), until it ends.
 */
void
drover_job_attach (DroverJob *self)
{
  g_return_if_fail (DROVER_IS_JOB (self) && self->state == DROVER_JOB_QUEUED);
  self->attached = TRUE;
  begin (self);
}

/**
 * drover_job_get_plan:
 *
 * Returns: (transfer none): the plan, with what was learned of the guest
 */
DroverPlan *
drover_job_get_plan (DroverJob *self)
{
  return self->plan;
}

/**
 * drover_job_get_state:
 */
DroverJobState
drover_job_get_state (DroverJob *self)
{
  return self->state;
}

/**
 * drover_job_is_finished:
 *
 * Returns: whether the outcome is known
 */
gboolean
drover_job_is_finished (DroverJob *self)
{
  return self->state >= DROVER_JOB_DONE;
}

/**
 * drover_job_get_samples:
 *
 * Returns: (transfer none): what was seen so far
 */
const DroverSampleRing *
drover_job_get_samples (DroverJob *self)
{
  return self->ring;
}

/**
 * drover_job_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed, in libvirt's words
 */
const GError *
drover_job_get_error (DroverJob *self)
{
  return self->error;
}

/**
 * drover_job_get_cancel_error:
 *
 * Returns: (transfer none) (nullable): why the last attempt to cancel was not taken
 */
const GError *
drover_job_get_cancel_error (DroverJob *self)
{
  return self->cancel_error;
}

/**
 * drover_job_get_explanation:
 *
 * Returns: (transfer none) (nullable): the error explained
 */
DroverExplanation *
drover_job_get_explanation (DroverJob *self)
{
  return self->explanation;
}

/**
 * drover_job_get_whereabouts:
 *
 * Returns: (transfer none) (nullable): where the guest is; known once both hosts were looked at
 */
const DroverWhereabouts *
drover_job_get_whereabouts (DroverJob *self)
{
  return self->whereabouts;
}

/**
 * drover_job_get_total_ms:
 *
 * Returns: how long libvirt's call took in milliseconds, -1 while it runs
 */
gint64
drover_job_get_total_ms (DroverJob *self)
{
  return self->total_ms;
}

/**
 * drover_job_get_downtime_ms:
 *
 * Returns: how long the guest stood still, by QEMU's own word, in milliseconds; -1 where unknown
 */
gint64
drover_job_get_downtime_ms (DroverJob *self)
{
  return self->downtime_ms;
}

/**
 * drover_job_get_bytes:
 *
 * Returns: how much was sent in bytes, -1 where unknown
 */
gint64
drover_job_get_bytes (DroverJob *self)
{
  return self->bytes;
}

/**
 * drover_job_get_notes:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what else was done or left, translated
 */
const char *const *
drover_job_get_notes (DroverJob *self)
{
  return (const char *const *) self->notes;
}
