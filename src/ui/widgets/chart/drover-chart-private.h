/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/chart/drover-chart-canvas.h"
#include "widgets/chart/drover-chart-cursor.h"
#include "widgets/chart/drover-chart.h"

G_BEGIN_DECLS

/* For tests and measurements. */
DroverChartCanvas *drover_chart_get_canvas (DroverChart *self);
DroverChartCursor *drover_chart_get_cursor (DroverChart *self);
GtkWidget *drover_chart_get_toggle (DroverChart *self, DroverChartSeries series);

G_END_DECLS
