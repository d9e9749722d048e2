/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/chart/drover-chart-scene.h"

G_BEGIN_DECLS

#define DROVER_TYPE_CHART_CANVAS (drover_chart_canvas_get_type ())
G_DECLARE_FINAL_TYPE (DroverChartCanvas, drover_chart_canvas, DROVER, CHART_CANVAS, GtkWidget)

GtkWidget *drover_chart_canvas_new (DroverChartModel *model);
void drover_chart_canvas_added (DroverChartCanvas *self, gint64 before_ms);
void drover_chart_canvas_replaced (DroverChartCanvas *self);
void
drover_chart_canvas_set_series_visible (DroverChartCanvas *self, DroverChartSeries series, gboolean visible);
void drover_chart_canvas_slide_to (DroverChartCanvas *self, double view_end_ms);
void drover_chart_canvas_invalidate (DroverChartCanvas *self);
const DroverChartScene *drover_chart_canvas_get_scene (DroverChartCanvas *self);
gint64 drover_chart_canvas_get_first_column (DroverChartCanvas *self);
double drover_chart_canvas_get_view_end_ms (DroverChartCanvas *self);

G_END_DECLS
