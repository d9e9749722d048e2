/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverChartAxis:
 * @max: the value at the top, in bytes
 * @step: from one label to the next, a power of two
 * @n_steps: how many steps there are
 *
 * An axis of sizes that begins at 0. All 0 is one that was never fitted.
 */
typedef struct {
  guint64 max;
  guint64 step;
  guint n_steps;
} DroverChartAxis;

gboolean drover_chart_axis_fit (DroverChartAxis *axis, gint64 peak, guint most_steps);
char *drover_chart_axis_format (guint64 bytes, gboolean per_second);

gint64 drover_chart_axis_get_span_ms (gint64 elapsed_ms);
gint64 drover_chart_axis_get_time_step_ms (gint64 span_ms, guint most_steps);
char *drover_chart_axis_format_time (gint64 t_ms, gint64 step_ms);

G_END_DECLS
