/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "migrate/drover-job-work.h"

G_BEGIN_DECLS

/* The pure halves of a job: what a moment means, when to push, and how it ended. */

/**
 * DroverConvergence:
 *
 * virsh's own ways to make a migration end: `--timeout` with `--timeout-suspend` or `--timeout-postcopy`,
 * `--postcopy-after-precopy`, and a downtime limit set once the job runs.
 */
typedef struct {
  guint64 timeout_us; /* 0: none */
  gboolean suspend;   /* at the timeout */
  gboolean post_copy; /* at the timeout */
  gboolean post_copy_after_first_pass;
  guint64 max_downtime_ms; /* to be set as soon as the job runs; 0: none, or done */
  gboolean pushed;
} DroverConvergence;

void drover_convergence_init (DroverConvergence *convergence, const DroverMigrateOptions *options);
gboolean drover_convergence_step (DroverConvergence *convergence,
                                  const DroverSample *sample,
                                  gint64 elapsed_us,
                                  DroverTuning *tuning);

void drover_sample_from_moment (DroverSample *sample, const DroverMoment *moment, DroverJobState state);
DroverJobState drover_job_decide (const DroverPlan *plan,
                                  const DroverWhereabouts *whereabouts,
                                  gboolean cancel_requested,
                                  GError **error);

G_END_DECLS
