/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explain/drover-explain.h"
#include "migrate/drover-sample.h"
#include "migrate/drover-whereabouts.h"

G_BEGIN_DECLS

#define DROVER_TYPE_JOB (drover_job_get_type ())

/**
 * DroverJob:
 *
 * One migration, from its start to the look at both hosts behind it. Lives in the main context it was created
 * in, emits its signals there, and keeps itself alive until it has ended.
 */
G_DECLARE_FINAL_TYPE (DroverJob, drover_job, DROVER, JOB, GObject)

/**
 * DroverJobState:
 *
 * The three last ones are said only after both hosts were looked at.
 */
typedef enum {
  DROVER_JOB_QUEUED,
  DROVER_JOB_PREPARING,
  DROVER_JOB_COPYING,
  DROVER_JOB_SWITCHING,
  DROVER_JOB_VERIFYING,
  DROVER_JOB_DONE,
  DROVER_JOB_FAILED,
  DROVER_JOB_CANCELLED,
} DroverJobState;

DroverJob *drover_job_new (DroverPlan *plan,
                           DroverConnection *source,
                           DroverConnection *target,
                           const DroverOpenOptions *options);
void drover_job_start (DroverJob *job);
void drover_job_attach (DroverJob *job);
void drover_job_cancel (DroverJob *job);

/**
 * DroverTuning:
 * @max_downtime_ms: 0 leaves it
 * @max_speed_mib: MiB/s, 0 leaves it
 * @max_speed_postcopy_mib: MiB/s, 0 leaves it
 * @compression_cache: bytes, 0 leaves it
 * @post_copy: switch to post-copy now
 * @suspend: stop the guest, so that it converges
 *
 * What can be changed while a migration runs.
 */
typedef struct {
  guint64 max_downtime_ms;
  guint64 max_speed_mib;
  guint64 max_speed_postcopy_mib;
  guint64 compression_cache;
  gboolean post_copy;
  gboolean suspend;
} DroverTuning;

void drover_job_tune_async (DroverJob *job,
                            const DroverTuning *tuning,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean drover_job_tune_finish (DroverJob *job, GAsyncResult *result, GError **error);

gboolean
drover_tune_running (DroverConnection *source, const char *guest, const DroverTuning *tuning, GError **error);

DroverPlan *drover_job_get_plan (DroverJob *job);
DroverJobState drover_job_get_state (DroverJob *job);
gboolean drover_job_is_finished (DroverJob *job);
const DroverSampleRing *drover_job_get_samples (DroverJob *job);
const GError *drover_job_get_error (DroverJob *job);
const GError *drover_job_get_cancel_error (DroverJob *job);
DroverExplanation *drover_job_get_explanation (DroverJob *job);
const DroverWhereabouts *drover_job_get_whereabouts (DroverJob *job);
gint64 drover_job_get_total_ms (DroverJob *job);
gint64 drover_job_get_downtime_ms (DroverJob *job);
gint64 drover_job_get_bytes (DroverJob *job);
const char *const *drover_job_get_notes (DroverJob *job);
const char *drover_job_state_to_string (DroverJobState state);
const char *drover_job_state_get_label (DroverJobState state);

G_END_DECLS
