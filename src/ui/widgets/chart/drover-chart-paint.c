/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "widgets/chart/drover-chart-scene.h"

static void
paint_tint (cairo_t *cr, const DroverChartScene *scene, double x, double width)
{
  cairo_rectangle (cr, x, scene->size_plot.y, width, scene->size_plot.height);
  cairo_rectangle (cr, x, scene->rate_plot.y, width, scene->rate_plot.height);
  cairo_fill (cr);
}

/* Copying is the rule and has none. */
static void
paint_phases (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column)
{
  const GArray *spans = drover_chart_model_get_spans (scene->model);
  double first = (double) first_column;
  guint i = drover_chart_spans_find (spans, (gint64) floor (first * scene->ms_per_column));

  while (i < spans->len)
    {
      const DroverChartSpan *span = &g_array_index (spans, DroverChartSpan, i);
      double start = drover_chart_scene_to_column (scene, (double) span->start_ms);
      double end = drover_chart_scene_to_column (scene, (double) span->end_ms);

      if (i + 1 == spans->len && drover_chart_model_is_finished (scene->model))
        end = drover_chart_scene_to_column (scene, (double) drover_chart_model_get_end_ms (scene->model));
      if (start >= (double) end_column)
        break;
      if (span->phase != DROVER_PHASE_COPYING && end > start)
        {
          drover_chart_set_source (cr, &scene->style->phases[span->phase], scene->style->tint_alpha);
          paint_tint (cr, scene, (start - first) / scene->scale, (end - start) / scene->scale);
        }
      /* However many phases there are, not more than one a column. */
      i = MAX (i + 1, drover_chart_spans_find (spans, (gint64) (ceil (end) * scene->ms_per_column) - 1));
    }
}

static void
paint_grid (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column)
{
  double line = 1 / scene->scale;
  gint64 step = scene->time_step_ms;
  gint64 k = MAX ((gint64) floor ((double) first_column * scene->ms_per_column / (double) step), 0);

  drover_chart_set_source (cr, &scene->style->grid, 1);
  for (;; k++)
    {
      double column = floor (drover_chart_scene_to_column (scene, (double) (k * step)));

      if (column >= (double) end_column)
        break;
      cairo_rectangle (cr, (column - (double) first_column) / scene->scale, scene->size_plot.y, line,
                       scene->size_plot.height);
      cairo_rectangle (cr, (column - (double) first_column) / scene->scale, scene->rate_plot.y, line,
                       scene->rate_plot.height);
    }
  cairo_fill (cr);
}

static void
paint_interruption (cairo_t *cr, const DroverChartScene *scene, gint64 first_column)
{
  gint64 start_ms;
  gint64 end_ms;
  double x;
  double width;

  if (!drover_chart_model_get_interruption (scene->model, &start_ms, &end_ms))
    return;
  x = drover_chart_scene_to_column (scene, (double) start_ms) / scene->scale;
  width = drover_chart_scene_to_column (scene, (double) (end_ms - start_ms)) / scene->scale;
  /* A moment is seen, too, also at the very end. */
  if (width < 2)
    {
      x = MIN (x, scene->plot_width - 2.0);
      width = 2;
    }
  drover_chart_set_source (cr, &scene->style->interruption, width > 8 ? 0.3 : 0.75);
  paint_tint (cr, scene, x - (double) first_column / scene->scale, width);
}

/**
 * drover_chart_paint_behind:
 *
 * Paints what slides along behind the lines: the time grid, the phases, and the interruption once it is
 * known.
 */
void
drover_chart_paint_behind (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column)
{
  if (scene->style->tint_alpha > 0)
    paint_phases (cr, scene, first_column, end_column);
  paint_grid (cr, scene, first_column, end_column);
  paint_interruption (cr, scene, first_column);
}

/**
 * drover_chart_paint:
 * @first_column: the column at x = 0
 * @end_column: the one after the last
 *
 * Paints all that slides, in logical pixels. Wherever a chart is cut into stretches of columns, they fit
 * together.
 */
void
drover_chart_paint (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column)
{
  drover_chart_paint_behind (cr, scene, first_column, end_column);
  /* What is left is the more important the more it is: memory last, on top of the disks. */
  for (guint i = DROVER_CHART_N_SERIES; i-- > 0;)
    if (scene->visible[i] && drover_chart_model_has (scene->model, i))
      drover_chart_paint_series (cr, scene, i, first_column, end_column);
  drover_chart_paint_lanes (cr, scene, first_column, end_column);
}
