/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

/**
 * DroverChartSpan:
 *
 * How long a phase lasted.
 */
typedef struct {
  DroverPhase phase;
  gint64 start_ms;
  gint64 end_ms;
} DroverChartSpan;

/**
 * DroverChartStep:
 *
 * From when on a figure that changes seldom had a value: a pass began, the downtime limit was set.
 */
typedef struct {
  gint64 t_ms;
  gint64 value;
} DroverChartStep;

void drover_chart_spans_add (GArray *spans, DroverPhase phase, gint64 t_ms);
guint drover_chart_spans_find (const GArray *spans, gint64 t_ms);
void drover_chart_steps_add (GArray *steps, gint64 t_ms, gint64 value, gboolean only_up);
guint drover_chart_steps_find (const GArray *steps, gint64 t_ms);

G_END_DECLS
