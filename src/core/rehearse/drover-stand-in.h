/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-guest.h"
#include "plan/drover-plan.h"

G_BEGIN_DECLS

char *drover_stand_in_build (const DroverGuest *guest, const char *name, const char *uuid, gboolean plain);
guint64 drover_stand_in_get_flags (const DroverPlan *plan);
GVariant *drover_stand_in_get_params (const DroverPlan *plan, const char *destination_xml);

G_END_DECLS
