/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"
#include "plan/drover-plan.h"

G_BEGIN_DECLS

DroverGuest *drover_effective_guest (const DroverPlan *plan, const DroverFacts *facts, GError **error);

G_END_DECLS
