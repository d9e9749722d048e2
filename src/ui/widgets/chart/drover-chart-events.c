/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-events.h"

/**
 * drover_chart_spans_add:
 * @spans: (element-type DroverChartSpan): the phases so far
 * @phase: what was seen
 * @t_ms: when; never before what was added last
 */
void
drover_chart_spans_add (GArray *spans, DroverPhase phase, gint64 t_ms)
{
  DroverChartSpan span = { .phase = phase, .start_ms = t_ms, .end_ms = t_ms };

  /* What came before the first figures was preparation. */
  if (spans->len == 0 && t_ms > 0 && phase != DROVER_PHASE_PREPARING)
    drover_chart_spans_add (spans, DROVER_PHASE_PREPARING, 0);
  if (spans->len == 0)
    span.start_ms = 0;
  else
    {
      DroverChartSpan *last = &g_array_index (spans, DroverChartSpan, spans->len - 1);

      last->end_ms = t_ms;
      if (last->phase == phase)
        return;
    }
  g_array_append_val (spans, span);
}

/**
 * drover_chart_steps_add:
 * @steps: (element-type DroverChartStep): the steps so far
 * @t_ms: when @value was seen; never before what was added last
 * @value: the figure; nothing is added when it is that of the last step
 * @only_up: leave out what is less than the last step's
 */
void
drover_chart_steps_add (GArray *steps, gint64 t_ms, gint64 value, gboolean only_up)
{
  DroverChartStep step = { t_ms, value };

  if (steps->len > 0)
    {
      gint64 last = g_array_index (steps, DroverChartStep, steps->len - 1).value;

      if (value == last || (only_up && value < last))
        return;
    }
  g_array_append_val (steps, step);
}

/**
 * drover_chart_steps_find:
 *
 * Returns: the first of @steps at or after @t_ms, or their number
 */
guint
drover_chart_steps_find (const GArray *steps, gint64 t_ms)
{
  guint low = 0;
  guint high = steps->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (steps, DroverChartStep, middle).t_ms < t_ms)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * drover_chart_spans_find:
 *
 * Returns: the first of @spans that ends after @t_ms, or their number
 */
guint
drover_chart_spans_find (const GArray *spans, gint64 t_ms)
{
  guint low = 0;
  guint high = spans->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (spans, DroverChartSpan, middle).end_ms <= t_ms)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
