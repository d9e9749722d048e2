/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/chart/drover-chart-model.h"

G_BEGIN_DECLS

char *drover_chart_summarize (const DroverChartModel *model);

G_END_DECLS
