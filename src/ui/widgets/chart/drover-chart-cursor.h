/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/chart/drover-chart-canvas.h"

G_BEGIN_DECLS

#define DROVER_TYPE_CHART_CURSOR (drover_chart_cursor_get_type ())
G_DECLARE_FINAL_TYPE (DroverChartCursor, drover_chart_cursor, DROVER, CHART_CURSOR, GtkWidget)

GtkWidget *drover_chart_cursor_new (DroverChartCanvas *canvas);
void drover_chart_cursor_point_at (DroverChartCursor *self, double x);
void drover_chart_cursor_hide (DroverChartCursor *self);
char *drover_chart_cursor_dup_reading (DroverChartCursor *self);

G_END_DECLS
