/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_PAIR_VIEW (drover_pair_view_get_type ())

/**
 * DroverPairView:
 *
 * Two runs side by side, their charts to one scale.
 */
G_DECLARE_FINAL_TYPE (DroverPairView, drover_pair_view, DROVER, PAIR_VIEW, AdwBin)

void drover_pair_view_show (DroverPairView *view, const DroverRun *first, const DroverRun *second);

G_END_DECLS
