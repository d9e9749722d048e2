/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-survey.h"
#include "widgets/drover-host-card.h"

G_BEGIN_DECLS

GtkWidget *drover_survey_card_new (DroverSurvey *survey);

G_END_DECLS
