/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "migrate/drover-job-outcome.h"
#include "migrate/drover-job-sampler.h"
#include "migrate/drover-job-work.h"

G_BEGIN_DECLS

/* For the files of the job only: its course, and what interferes with it. */

struct _DroverJob {
  GObject parent_instance;

  DroverPlan *plan;
  DroverConnection *source;
  DroverConnection *target;
  DroverOpenOptions options;

  DroverJobState state;
  DroverBeginning *beginning;
  gboolean was_autostart;
  gboolean ours; /* begun here, not by somebody else */
  gboolean attached;
  gboolean seen_running; /* attached: a job was seen, so its end means something */
  gboolean rejoined;     /* attached to what was begun here, after the link broke */
  gboolean rejoined_in_vain;
  GError *link_error; /* the link broke under a migration that goes on without it */
  gboolean cancel_requested;
  gboolean cut_off; /* nobody asked for an end, but without the target there can be no other */
  gboolean abort_in_flight;
  gboolean abort_taken;
  GError *cancel_error;

  gint64 start_us;
  gint64 call_start_us;
  DroverJobSampler *sampler; /* one per link: what an older one still hears is past */
  DroverSampleRing *ring;
  DroverConvergence convergence;

  GError *error;
  DroverExplanation *explanation;
  DroverWhereabouts *whereabouts;
  GStrv notes;
  gint64 total_ms;
  gint64 downtime_ms;
  gint64 bytes;
};

/* What a blocking call of the job takes along. */
typedef struct {
  DroverPlan *plan;
  DroverConnection *source;
  DroverConnection *target;
  DroverDomain *domain;
  DroverTuning tuning;
  gboolean was_autostart;
  gboolean moved;
} DroverJobWork;

DroverJobWork *drover_job_work_new (DroverJob *self);
void drover_job_work_free (gpointer data);

void drover_job_try_abort (DroverJob *self);
void drover_job_tune_itself (DroverJob *self, const DroverTuning *tuning);

G_END_DECLS
