/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"
#include "widgets/chart/drover-chart.h"

G_BEGIN_DECLS

#define DROVER_TYPE_RUN_VIEW (drover_run_view_get_type ())

/**
 * DroverRunView:
 *
 * One migration that has ended, looked at again.
 */
G_DECLARE_FINAL_TYPE (DroverRunView, drover_run_view, DROVER, RUN_VIEW, AdwBin)

void drover_run_view_fill_chart (DroverChart *chart, const DroverRun *run);
void drover_run_view_show (DroverRunView *view, const DroverRun *run);

G_END_DECLS
