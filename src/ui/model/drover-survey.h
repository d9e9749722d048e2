/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SURVEY (drover_survey_get_type ())

/**
 * DroverSurvey:
 *
 * A known host and what was seen of it when it was last looked at. Its texts came from the host: never
 * markup.
 */
G_DECLARE_FINAL_TYPE (DroverSurvey, drover_survey, DROVER, SURVEY, GObject)

DroverSurvey *drover_survey_new (DroverHost *host);
void drover_survey_refresh (DroverSurvey *survey, const DroverOpenOptions *options);
void drover_survey_cancel (DroverSurvey *survey);

DroverHost *drover_survey_get_host (DroverSurvey *survey);
const char *drover_survey_get_name (DroverSurvey *survey);
DroverConnection *drover_survey_get_connection (DroverSurvey *survey);
DroverFacts *drover_survey_get_facts (DroverSurvey *survey);
GListModel *drover_survey_get_guests (DroverSurvey *survey);
gboolean drover_survey_is_busy (DroverSurvey *survey);
const GError *drover_survey_get_error (DroverSurvey *survey);
const GError *drover_survey_get_trouble (DroverSurvey *survey);

G_END_DECLS
