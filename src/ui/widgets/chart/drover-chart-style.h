/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/chart/drover-chart-model.h"

G_BEGIN_DECLS

/**
 * DroverChartStyle:
 *
 * The colours and the text a chart is painted with: what the widget's theme, font and text scale make of it.
 */
typedef struct {
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA grid;
  GdkRGBA baseline;
  GdkRGBA background; /* for pictures; the widget itself has none */
  GdkRGBA series[DROVER_CHART_N_SERIES];
  GdkRGBA phases[DROVER_PHASE_VERIFYING + 1];
  GdkRGBA interruption;
  double line_width;
  double band_alpha;  /* of what the samples of a column span */
  double fill_alpha;  /* of the area below a line, at its top */
  double phase_alpha; /* of a phase's bar */
  double tint_alpha;  /* of a phase behind the lines */
  PangoContext *context;
  GHashTable *layouts; /* text (with its size before it) -> PangoLayout */
  int line_height;     /* of a small label */
  int digit_width;
} DroverChartStyle;

DroverChartStyle *drover_chart_style_new (GtkWidget *widget);
gboolean drover_chart_style_equal (const DroverChartStyle *a, const DroverChartStyle *b);
void drover_chart_style_free (DroverChartStyle *style);
PangoLayout *drover_chart_style_get_layout (DroverChartStyle *style, const char *text, gboolean bold);
int drover_chart_style_measure (DroverChartStyle *style, const char *text);

const char *drover_chart_series_get_name (DroverChartSeries series);
gboolean drover_chart_series_is_dashed (DroverChartSeries series);
void drover_chart_paint_marker (cairo_t *cr, DroverChartSeries series, double x, double y, double radius);
void drover_chart_paint_key (
    cairo_t *cr, const DroverChartStyle *style, DroverChartSeries series, double width, double height);
void drover_chart_set_source (cairo_t *cr, const GdkRGBA *color, double alpha);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverChartStyle, drover_chart_style_free)

G_END_DECLS
