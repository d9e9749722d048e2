/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-session.h"
#include "widgets/drover-choice-row.h"

G_BEGIN_DECLS

DroverChoiceRow *drover_target_row_new (DroverSession *session, DroverSurvey *target, GtkCheckButton *group);

G_END_DECLS
