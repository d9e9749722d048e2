/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"
#include "plan/drover-conflicts.h"

G_BEGIN_DECLS

DroverPlanVersions drover_fact_versions_of (const DroverFactIdentity *source,
                                            const DroverFactIdentity *target);

G_END_DECLS
