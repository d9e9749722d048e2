/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/chart/drover-chart-axis.h"
#include "widgets/chart/drover-chart-model.h"
#include "widgets/chart/drover-chart-style.h"

G_BEGIN_DECLS

/**
 * DroverChartBox:
 *
 * Where something lies between top and bottom, in logical pixels; it has no height where it is left out.
 */
typedef struct {
  int y;
  int height;
} DroverChartBox;

/**
 * DroverChartScene:
 *
 * What is painted where: the sizes of a chart's parts, its axes, and how much time a column of pixels is.
 * Columns are device pixels; they are counted from the moment the job began, so that a column is the same
 * stretch of time wherever it has slid to.
 */
typedef struct {
  const DroverChartModel *model;
  DroverChartStyle *style;
  gboolean visible[DROVER_CHART_N_SERIES];
  gboolean rtl;
  double scale; /* device pixels per logical pixel */
  int width;
  int height;
  int plot_x;
  int plot_width;
  DroverChartBox phases;
  DroverChartBox size_title;
  DroverChartBox size_plot;
  DroverChartBox passes;
  DroverChartBox rate_title;
  DroverChartBox rate_plot;
  DroverChartBox limits;
  DroverChartBox times;
  DroverChartAxis sizes;
  DroverChartAxis rates;
  gint64 span_ms; /* how much time the plot shows */
  double ms_per_column;
  gint64 time_step_ms;
} DroverChartScene;

int drover_chart_scene_measure_height (DroverChartStyle *style, gboolean natural);
int drover_chart_scene_measure_width (DroverChartStyle *style);
void drover_chart_scene_arrange (DroverChartScene *scene, int width, int height, double scale);
gboolean drover_chart_scene_update (DroverChartScene *scene);

gint64 drover_chart_scene_get_first_column (const DroverChartScene *scene, double view_end_ms);
double drover_chart_scene_to_column (const DroverChartScene *scene, double t_ms);
double drover_chart_scene_to_y (const DroverChartScene *scene, DroverChartSeries series, double value);
const DroverChartBox *drover_chart_scene_get_plot (const DroverChartScene *scene, DroverChartSeries series);

/* Paints what belongs to the columns from first_column to before end_column, the first one at x = 0. */
void drover_chart_paint (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column);
void
drover_chart_paint_lanes (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column);
void drover_chart_paint_behind (cairo_t *cr,
                                const DroverChartScene *scene,
                                gint64 first_column,
                                gint64 end_column);
void drover_chart_paint_series (cairo_t *cr,
                                const DroverChartScene *scene,
                                DroverChartSeries series,
                                gint64 first_column,
                                gint64 end_column);

void drover_chart_snapshot_behind (GtkSnapshot *snapshot, const DroverChartScene *scene);
void drover_chart_snapshot_front (GtkSnapshot *snapshot, const DroverChartScene *scene);
int drover_chart_scene_measure_heading (const DroverChartScene *scene);
void drover_chart_snapshot_times (GtkSnapshot *snapshot, const DroverChartScene *scene, gint64 first_column);

const char *drover_chart_phase_get_short_label (DroverPhase phase);

G_END_DECLS
