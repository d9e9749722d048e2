/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/drover-run.h"

#include <glib/gi18n-lib.h>

DROVER_RECORD_TYPE (DroverRunFinding,
                    drover_run_finding_type,
                    DROVER_FIELD (DroverRunFinding, check, STRING),
                    DROVER_FIELD (DroverRunFinding, code, STRING),
                    DROVER_FIELD (DroverRunFinding, catalog, STRING),
                    DROVER_FIELD (DroverRunFinding, group, STRING),
                    DROVER_FIELD (DroverRunFinding, verdict, STRING),
                    DROVER_FIELD (DroverRunFinding, title, STRING),
                    DROVER_FIELD (DroverRunFinding, why, STRING),
                    DROVER_FIELD (DroverRunFinding, source, STRING),
                    DROVER_FIELD (DroverRunFinding, target, STRING),
                    DROVER_FIELD (DroverRunFinding, evidence, STRING));

DROVER_RECORD_TYPE (DroverRunSample,
                    drover_run_sample_type,
                    DROVER_FIELD (DroverRunSample, t_ms, INT),
                    DROVER_FIELD (DroverRunSample, phase, INT),
                    DROVER_FIELD (DroverRunSample, processed, INT),
                    DROVER_FIELD (DroverRunSample, total, INT),
                    DROVER_FIELD (DroverRunSample, remaining, INT),
                    DROVER_FIELD (DroverRunSample, remaining_low, INT),
                    DROVER_FIELD (DroverRunSample, remaining_high, INT),
                    DROVER_FIELD (DroverRunSample, rate, INT),
                    DROVER_FIELD (DroverRunSample, rate_low, INT),
                    DROVER_FIELD (DroverRunSample, rate_high, INT),
                    DROVER_FIELD (DroverRunSample, dirty_rate, INT),
                    DROVER_FIELD (DroverRunSample, dirty_rate_low, INT),
                    DROVER_FIELD (DroverRunSample, dirty_rate_high, INT),
                    DROVER_FIELD (DroverRunSample, iteration, INT),
                    DROVER_FIELD (DroverRunSample, downtime_limit_ms, INT),
                    DROVER_FIELD (DroverRunSample, memory_remaining, INT),
                    DROVER_FIELD (DroverRunSample, disk_remaining, INT),
                    DROVER_FIELD (DroverRunSample, throttle, INT),
                    DROVER_FIELD (DroverRunSample, postcopy_requests, INT));

DROVER_RECORD_TYPE (DroverRunDetails,
                    drover_run_details_type,
                    DROVER_FIELD (DroverRunDetails, version, STRING),
                    DROVER_FIELD (DroverRunDetails, error, STRING),
                    DROVER_FIELD (DroverRunDetails, error_code, STRING),
                    DROVER_FIELD (DroverRunDetails, cause, STRING),
                    DROVER_FIELD (DroverRunDetails, safe, STRING),
                    DROVER_FIELD (DroverRunDetails, options, STRV),
                    DROVER_FIELD (DroverRunDetails, command, STRV),
                    DROVER_FIELD (DroverRunDetails, notes, STRV),
                    DROVER_FIELD_LIST (DroverRunDetails, findings, &drover_run_finding_type));

/* clang-format off */
DROVER_RECORD_TYPE (DroverRun,
                    drover_run_type,
                    DROVER_FIELD (DroverRun, id, INT),
                    DROVER_FIELD (DroverRun, started_s, INT),
                    DROVER_FIELD (DroverRun, program, STRING),
                    DROVER_FIELD (DroverRun, guest, STRING),
                    DROVER_FIELD (DroverRun, uuid, STRING),
                    DROVER_FIELD (DroverRun, source, STRING),
                    DROVER_FIELD (DroverRun, target, STRING),
                    DROVER_FIELD (DroverRun, state, STRING),
                    DROVER_FIELD (DroverRun, running_on, STRING),
                    DROVER_FIELD (DroverRun, total_ms, INT),
                    DROVER_FIELD (DroverRun, downtime_ms, INT),
                    DROVER_FIELD (DroverRun, bytes, INT),
                    { "details", DROVER_FIELD_RECORD, offsetof (DroverRun, details), &drover_run_details_type, NULL, 0 },
                    DROVER_FIELD_LIST (DroverRun, samples, &drover_run_sample_type));
/* clang-format on */

/* More than a job keeps, lest anything is merged again. */
#define MAX_SAMPLES (1 << 20)

/**
 * drover_run_dup_samples:
 *
 * Returns: (transfer full): what the run looked like on the way, as a chart takes it; empty where it is not
 * known
 */
DroverSampleRing *
drover_run_dup_samples (const DroverRun *run)
{
  DroverSampleRing *ring = drover_sample_ring_new (MAX_SAMPLES);

  for (guint i = 0; run->samples != NULL && i < run->samples->len; i++)
    {
      const DroverRunSample *from = run->samples->pdata[i];

      drover_sample_ring_add (
          ring, &(DroverSample){
                    .t_ms = from->t_ms,
                    .phase = (DroverPhase) CLAMP (from->phase, 0, (gint64) DROVER_PHASE_VERIFYING),
                    .processed = from->processed,
                    .total = from->total,
                    .remaining = { from->remaining, from->remaining_low, from->remaining_high },
                    .rate = { from->rate, from->rate_low, from->rate_high },
                    .dirty_rate = { from->dirty_rate, from->dirty_rate_low, from->dirty_rate_high },
                    .iteration = from->iteration,
                    .downtime_limit_ms = from->downtime_limit_ms,
                    .memory_remaining = from->memory_remaining,
                    .disk_remaining = from->disk_remaining,
                    .throttle = from->throttle,
                    .postcopy_requests = from->postcopy_requests,
                });
    }
  return ring;
}

/**
 * drover_run_dup_host:
 * @side: which host
 *
 * Returns: (transfer full): the host in a word: its name, or what stands for this computer
 */
char *
drover_run_dup_host (const DroverRun *run, DroverSide side)
{
  const char *text = side == DROVER_SIDE_SOURCE ? run->source : run->target;
  g_autoptr (DroverUri) uri = text ? drover_uri_parse (text, NULL) : NULL;

  if (uri == NULL)
    return g_strdup (text ? text : "");
  return g_strdup (uri->host ? uri->host : _ ("this computer"));
}

/**
 * drover_run_dup_headline:
 *
 * Returns: (transfer full): what became of it, in one sentence
 */
char *
drover_run_dup_headline (const DroverRun *run)
{
  g_autofree char *source = drover_run_dup_host (run, DROVER_SIDE_SOURCE);
  g_autofree char *target = drover_run_dup_host (run, DROVER_SIDE_TARGET);

  if (g_strcmp0 (run->state, "done") == 0)
    /* Translators: a guest, the host it was on, and the host it is on now */
    return g_strdup_printf (_ ("“%s” moved from %s to %s"), run->guest, source, target);
  if (g_strcmp0 (run->state, "cancelled") == 0)
    return g_strdup_printf (_ ("“%s” was to move from %s to %s: cancelled"), run->guest, source, target);
  return g_strdup_printf (_ ("“%s” could not be moved from %s to %s"), run->guest, source, target);
}

/**
 * drover_run_dup_time:
 *
 * Returns: (transfer full): when it began, by locale and in local time
 */
char *
drover_run_dup_time (const DroverRun *run)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (run->started_s);

  return time ? g_date_time_format (time, "%x %R") : g_strdup ("");
}

/**
 * drover_run_describe_place:
 *
 * Returns: where the guest was seen at the end, in a sentence
 */
const char *
drover_run_describe_place (const DroverRun *run)
{
  if (g_strcmp0 (run->running_on, "source") == 0)
    return _ ("Both hosts were asked: the guest is on the source.");
  if (g_strcmp0 (run->running_on, "target") == 0)
    return _ ("Both hosts were asked: the guest is on the target.");
  if (g_strcmp0 (run->running_on, "both") == 0)
    return _ ("The guest is active on both hosts. Do not start or resume anything; find out which one is the "
              "true one, and destroy the other only then.");
  if (g_strcmp0 (run->running_on, "neither") == 0)
    return _ ("Both hosts were asked: the guest is active on neither.");
  return _ ("Where the guest is could not be learned.");
}
