/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-survey.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SURVEYS (drover_surveys_get_type ())

/**
 * DroverSurveys:
 *
 * The known hosts, each with what was seen of it, and how they are entered. Lives in the main context.
 */
G_DECLARE_FINAL_TYPE (DroverSurveys, drover_surveys, DROVER, SURVEYS, GObject)

DroverSurveys *drover_surveys_new (DroverHostStore *store);
DroverHostStore *drover_surveys_get_store (DroverSurveys *surveys);
GListModel *drover_surveys_get_list (DroverSurveys *surveys);
DroverSignIn *drover_surveys_get_sign_in (DroverSurveys *surveys);
const DroverOpenOptions *drover_surveys_get_open_options (DroverSurveys *surveys);

void drover_surveys_refresh (DroverSurveys *surveys);
gboolean drover_surveys_add (DroverSurveys *surveys, const DroverUri *uri, GError **error);
gboolean drover_surveys_remove (DroverSurveys *surveys, DroverSurvey *survey, GError **error);

G_END_DECLS
