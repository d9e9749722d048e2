/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "migrate/drover-job-work.h"

G_BEGIN_DECLS

/**
 * DroverJobSampler:
 *
 * Looks at a running job four times a second, and at once when a new pass over the guest's memory begins. It
 * never has more than one question of a kind on its way. Lives in the main context.
 */
typedef struct _DroverJobSampler DroverJobSampler;

/**
 * DroverJobSamplerFunc:
 * @moment: (nullable): what the source said
 * @error: (nullable): why it said nothing
 * @user_data: closure
 *
 * Called after every look, not after [func@job_sampler_stop] any more.
 */
typedef void (*DroverJobSamplerFunc) (const DroverMoment *moment, const GError *error, gpointer user_data);

DroverJobSampler *
drover_job_sampler_start (DroverDomain *domain, DroverJobSamplerFunc func, gpointer user_data);
void drover_job_sampler_look (DroverJobSampler *sampler);
void drover_job_sampler_stop (DroverJobSampler *sampler);
gint64 drover_job_sampler_get_iteration (const DroverJobSampler *sampler);
gint64 drover_job_sampler_get_downtime_limit (const DroverJobSampler *sampler);

G_END_DECLS
