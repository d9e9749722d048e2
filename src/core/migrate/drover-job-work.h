/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "migrate/drover-job.h"
#include "virt/drover-migration.h"

G_BEGIN_DECLS

/* The blocking halves of a job, for worker threads. */

/**
 * DroverMoment:
 *
 * What one look at a running job brought.
 */
typedef struct {
  DroverJobStats stats;
  gboolean has_stats;
  DroverDomainState state; /* of the guest on the source */
  int reason;
} DroverMoment;

/**
 * DroverBeginning:
 *
 * What is known of the guest before it moves.
 */
typedef struct {
  DroverDomain *domain;
  DroverDomainInfo *info;
} DroverBeginning;

/**
 * DroverEnding:
 *
 * The figures of a finished job, and what was carried over behind it.
 */
typedef struct {
  DroverJobStats stats;
  gboolean has_stats;
  GStrv notes;
} DroverEnding;

DroverBeginning *drover_job_work_begin (const DroverPlan *plan, DroverConnection *source, GError **error);
void drover_beginning_free (DroverBeginning *beginning);
gboolean drover_job_work_migrate (const DroverPlan *plan,
                                  DroverDomain *domain,
                                  DroverConnection *target,
                                  GError **error);
DroverMoment *drover_job_work_look (DroverDomain *domain, GError **error);
DroverEnding *drover_job_work_end (const DroverPlan *plan,
                                   DroverConnection *source,
                                   DroverConnection *target,
                                   gboolean was_autostart,
                                   gboolean moved);
void drover_ending_free (DroverEnding *ending);
gboolean drover_job_work_tune (DroverDomain *domain, const DroverTuning *tuning, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverBeginning, drover_beginning_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverEnding, drover_ending_free)

G_END_DECLS
