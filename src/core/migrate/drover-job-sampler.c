/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-job-sampler.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"

#define INTERVAL_MS 250

/* The downtime limit changes only when somebody changes it, and asking for it waits for QEMU's monitor. */
#define LIMIT_INTERVAL_US (2 * G_USEC_PER_SEC)

struct _DroverJobSampler {
  gatomicrefcount refs; /* the owner's, the questions' on their way and the watch's */
  DroverDomain *domain;
  DroverJobSamplerFunc func; /* NULL once stopped */
  gpointer user_data;
  guint timer;
  gboolean look_in_flight;
  gboolean limit_in_flight;
  gboolean seen_running;
  gint64 limit_asked_us;
  gint64 downtime_limit_ms;
  gint64 iteration; /* by events, which come before the figures do */
  int watch;
};

static DroverJobSampler *
sampler_ref (DroverJobSampler *sampler)
{
  g_atomic_ref_count_inc (&sampler->refs);
  return sampler;
}

static void
sampler_unref (gpointer data)
{
  DroverJobSampler *sampler = data;

  if (!g_atomic_ref_count_dec (&sampler->refs))
    return;
  drover_domain_free (sampler->domain);
  g_free (sampler);
}

static gpointer
run_look (gpointer data, GCancellable *cancellable, GError **error)
{
  return drover_job_work_look (data, error);
}

static gpointer
run_limit (gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *limit = g_new (gint64, 1);

  *limit = drover_domain_get_max_downtime (data);
  return limit;
}

static void
on_looked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  DroverJobSampler *sampler = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree DroverMoment *moment = drover_call_finish (result, &error);

  sampler->look_in_flight = FALSE;
  sampler->seen_running |= moment != NULL && moment->stats.kind == DROVER_JOB_KIND_MIGRATION_OUT;
  if (sampler->func != NULL)
    sampler->func (moment, error, sampler->user_data);
  sampler_unref (sampler);
}

static void
on_limit (GObject *object, GAsyncResult *result, gpointer user_data)
{
  DroverJobSampler *sampler = user_data;
  g_autofree gint64 *limit = drover_call_finish (result, NULL);

  sampler->limit_in_flight = FALSE;
  if (limit != NULL && *limit >= 0)
    sampler->downtime_limit_ms = *limit;
  sampler_unref (sampler);
}

static void
ask_limit (DroverJobSampler *sampler)
{
  gint64 now = g_get_monotonic_time ();

  if (sampler->limit_in_flight || now - sampler->limit_asked_us < LIMIT_INTERVAL_US)
    return;
  sampler->limit_in_flight = TRUE;
  sampler->limit_asked_us = now;
  drover_call_async (_ ("reading the downtime limit"), run_limit, drover_domain_ref (sampler->domain),
                     (GDestroyNotify) drover_domain_free, g_free, 0, NULL, on_limit, sampler_ref (sampler));
}

/**
 * drover_job_sampler_look:
 *
 * Looks now, unless a look is on its way.
 */
void
drover_job_sampler_look (DroverJobSampler *sampler)
{
  if (sampler->seen_running)
    ask_limit (sampler);
  if (sampler->look_in_flight)
    return;
  sampler->look_in_flight = TRUE;
  drover_call_async (_ ("reading the job's figures"), run_look, drover_domain_ref (sampler->domain),
                     (GDestroyNotify) drover_domain_free, g_free, 0, NULL, on_looked, sampler_ref (sampler));
}

static gboolean
on_tick (gpointer user_data)
{
  drover_job_sampler_look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_iteration (gint64 iteration, gpointer user_data)
{
  DroverJobSampler *sampler = user_data;

  g_debug ("pass %" G_GINT64_FORMAT " over the guest's memory begins", iteration);
  sampler->iteration = iteration;
  if (sampler->func != NULL)
    drover_job_sampler_look (sampler);
}

/**
 * drover_job_sampler_start:
 * @domain: the guest on its source
 * @func: called after every look
 * @user_data: for @func
 *
 * Returns: a sampler, to be ended by [func@job_sampler_stop]
 */
DroverJobSampler *
drover_job_sampler_start (DroverDomain *domain, DroverJobSamplerFunc func, gpointer user_data)
{
  DroverJobSampler *sampler = g_new0 (DroverJobSampler, 1);
  g_autoptr (GError) error = NULL;

  g_atomic_ref_count_init (&sampler->refs);
  sampler->domain = drover_domain_ref (domain);
  sampler->func = func;
  sampler->user_data = user_data;
  sampler->downtime_limit_ms = -1;
  sampler->iteration = -1;
  sampler->timer = g_timeout_add (INTERVAL_MS, on_tick, sampler);
  sampler->watch =
      drover_domain_watch_iterations (domain, on_iteration, sampler_ref (sampler), sampler_unref, &error);
  if (error != NULL)
    g_debug ("no iteration events: %s", error->message);
  return sampler;
}

/**
 * drover_job_sampler_stop:
 * @sampler: (nullable) (transfer full): what to end
 */
void
drover_job_sampler_stop (DroverJobSampler *sampler)
{
  if (sampler == NULL)
    return;
  sampler->func = NULL;
  g_clear_handle_id (&sampler->timer, g_source_remove);
  drover_domain_unwatch (sampler->domain, sampler->watch);
  sampler_unref (sampler);
}

/**
 * drover_job_sampler_get_iteration:
 *
 * Returns: the last pass over the guest's memory that an event told of, -1 for none
 */
gint64
drover_job_sampler_get_iteration (const DroverJobSampler *sampler)
{
  return sampler->iteration;
}

/**
 * drover_job_sampler_get_downtime_limit:
 *
 * Returns: the limit of the guest's standstill in milliseconds, -1 where unknown
 */
gint64
drover_job_sampler_get_downtime_limit (const DroverJobSampler *sampler)
{
  return sampler->downtime_limit_ms;
}
