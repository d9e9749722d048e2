/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-guest.h"
#include "facts/drover-knock.h"
#include "plan/drover-plan.h"

G_BEGIN_DECLS

GPtrArray *drover_listen_list_knocks (const DroverPlan *plan, const DroverGuest *guest);

G_END_DECLS
