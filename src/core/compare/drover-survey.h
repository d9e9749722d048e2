/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-gatherer.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SURVEY (drover_survey_get_type ())

/**
 * DroverSurvey:
 *
 * Looks at several hosts at the same time, each with its own time limits and its own calls, so none waits for
 * another. Lives in the main context it was created in.
 */
G_DECLARE_FINAL_TYPE (DroverSurvey, drover_survey, DROVER, SURVEY, GObject)

DroverSurvey *drover_survey_new (const DroverOpenOptions *options);
void drover_survey_add_host (DroverSurvey *survey, const DroverUri *uri);
void drover_survey_want (DroverSurvey *survey, DroverFactId id);
void drover_survey_start (DroverSurvey *survey);
void drover_survey_cancel (DroverSurvey *survey);
gboolean drover_survey_is_done (DroverSurvey *survey);

guint drover_survey_get_n_hosts (DroverSurvey *survey);
const DroverUri *drover_survey_get_uri (DroverSurvey *survey, guint host);
DroverFacts *drover_survey_get_facts (DroverSurvey *survey, guint host);
DroverGatherer *drover_survey_get_gatherer (DroverSurvey *survey, guint host);
const DroverOpenOptions *drover_survey_get_options (DroverSurvey *survey);

G_END_DECLS
