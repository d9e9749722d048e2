/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

#include "widgets/chart/drover-chart-events.h"
#include "widgets/chart/drover-chart-pyramid.h"

G_BEGIN_DECLS

/**
 * DroverChartSeries:
 *
 * The figures that are drawn as lines: what is left, in bytes, and what goes over and is dirtied, in bytes
 * per second.
 */
typedef enum {
  DROVER_CHART_MEMORY,
  DROVER_CHART_DISK,
  DROVER_CHART_RATE,
  DROVER_CHART_DIRTY,
} DroverChartSeries;

#define DROVER_CHART_N_SERIES (DROVER_CHART_DIRTY + 1)

/**
 * DroverChartModel:
 *
 * All samples of a migration, and what the chart asks of them, told in a time that hardly depends on how
 * many there are.
 */
typedef struct _DroverChartModel DroverChartModel;

DroverChartModel *drover_chart_model_new (void);
DroverChartModel *drover_chart_model_ref (DroverChartModel *model);
void drover_chart_model_unref (DroverChartModel *model);
void drover_chart_model_clear (DroverChartModel *model);
void drover_chart_model_add (DroverChartModel *model, const DroverSample *sample);
void drover_chart_model_set (DroverChartModel *model, const DroverSampleRing *ring);
void drover_chart_model_finish (DroverChartModel *model, gint64 total_ms, gint64 downtime_ms);

void drover_chart_model_reach (DroverChartModel *model, const DroverChartModel *other);

guint drover_chart_model_get_length (const DroverChartModel *model);
const DroverSample *drover_chart_model_get (const DroverChartModel *model, guint index);
const DroverSample *drover_chart_model_get_last (const DroverChartModel *model);
gint64 drover_chart_model_get_end_ms (const DroverChartModel *model);
gint64 drover_chart_model_get_span_ms (const DroverChartModel *model);
gint64 drover_chart_model_get_interval_ms (const DroverChartModel *model);
gboolean drover_chart_model_is_finished (const DroverChartModel *model);
gint64 drover_chart_model_get_total_ms (const DroverChartModel *model);
gint64 drover_chart_model_get_downtime_ms (const DroverChartModel *model);
gboolean
drover_chart_model_get_interruption (const DroverChartModel *model, gint64 *start_ms, gint64 *end_ms);
gboolean drover_chart_model_has (const DroverChartModel *model, DroverChartSeries series);
gint64 drover_chart_model_get_peak (const DroverChartModel *model, DroverChartSeries series);
const GArray *drover_chart_model_get_spans (const DroverChartModel *model);
const GArray *drover_chart_model_get_passes (const DroverChartModel *model);
const GArray *drover_chart_model_get_limits (const DroverChartModel *model);

guint drover_chart_model_find (const DroverChartModel *model, gint64 t_ms);
guint drover_chart_model_find_nearest (const DroverChartModel *model, gint64 t_ms);
DroverChartExtent drover_chart_model_get_extent (const DroverChartModel *model,
                                                 DroverChartSeries series,
                                                 guint first,
                                                 guint end);
gint64 drover_chart_model_get_value (const DroverChartModel *model, DroverChartSeries series, guint index);
gboolean drover_chart_model_is_linked (const DroverChartModel *model, DroverChartSeries series, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverChartModel, drover_chart_model_unref)

G_END_DECLS
