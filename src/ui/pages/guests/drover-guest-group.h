/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/drover-guest-item.h"
#include "model/drover-survey.h"

G_BEGIN_DECLS

#define DROVER_TYPE_GUEST_GROUP (drover_guest_group_get_type ())

/**
 * DroverGuestGroup:
 *
 * The guests of one host, of which one can be chosen.
 */
G_DECLARE_FINAL_TYPE (DroverGuestGroup, drover_guest_group, DROVER, GUEST_GROUP, GtkBox)

GtkWidget *drover_guest_group_new (DroverSurvey *survey, GtkCheckButton *group);
DroverSurvey *drover_guest_group_get_survey (DroverGuestGroup *group);

G_END_DECLS
