/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact-provider.h"

G_BEGIN_DECLS

extern const DroverFactProvider drover_rehearsal_provider;

char *drover_rehearsal_why_not (const DroverPlan *plan, const DroverFactReach *reach);

G_END_DECLS
