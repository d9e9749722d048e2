/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-guest-item.h"
#include "model/drover-survey.h"

G_BEGIN_DECLS

#define DROVER_TYPE_UNDER_WAY (drover_under_way_get_type ())

/**
 * DroverUnderWay:
 *
 * Finds a guest that is on its way between two known hosts, because another program moves it, or this one did
 * before it was closed. Lives in the main context.
 */
G_DECLARE_FINAL_TYPE (DroverUnderWay, drover_under_way, DROVER, UNDER_WAY, GObject)

DroverUnderWay *drover_under_way_new (GListModel *surveys);
void drover_under_way_forget (DroverUnderWay *under_way);
DroverGuestItem *drover_under_way_get_guest (DroverUnderWay *under_way);
DroverSurvey *drover_under_way_get_source (DroverUnderWay *under_way);
DroverSurvey *drover_under_way_get_target (DroverUnderWay *under_way);

G_END_DECLS
