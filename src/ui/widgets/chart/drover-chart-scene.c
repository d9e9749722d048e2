/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-scene.h"

#include <math.h>

/* The share of the height that goes to the sizes; the rest is the rates'. */
#define SIZE_SHARE 0.56

#define GAP 6
#define BAR_PADDING 4
#define LEAST_PLOT 48
#define NATURAL_PLOT 110
#define LEAST_PLOT_WIDTH 150
#define GUTTER_GAP 8
/* Room for half a label at the right edge. */
#define END_MARGIN 14

/* Rows of text in all, of which two are bars with some padding. */
static int
height_without_plots (const DroverChartStyle *style)
{
  return 6 * style->line_height + 2 * BAR_PADDING + 7 * GAP;
}

/**
 * drover_chart_scene_measure_height:
 *
 * Returns: how high a chart is at least, or likes to be, in logical pixels
 */
int
drover_chart_scene_measure_height (DroverChartStyle *style, gboolean natural)
{
  return height_without_plots (style) + 2 * (natural ? NATURAL_PLOT : LEAST_PLOT);
}

/* The widest label an axis can have, so that the plot never moves aside while it grows. */
static int
gutter_width (DroverChartStyle *style)
{
  g_autofree char *widest = drover_chart_axis_format (G_GUINT64_CONSTANT (512) << 20, TRUE);

  return drover_chart_style_measure (style, widest) + GUTTER_GAP;
}

/**
 * drover_chart_scene_measure_width:
 *
 * Returns: how wide a chart is at least
 */
int
drover_chart_scene_measure_width (DroverChartStyle *style)
{
  return gutter_width (style) + LEAST_PLOT_WIDTH + END_MARGIN;
}

static DroverChartBox
take (int *y, int height, int gap)
{
  DroverChartBox box = { *y, height };

  *y += height > 0 ? height + gap : 0;
  return box;
}

static void
stack_boxes (DroverChartScene *scene)
{
  int line = scene->style->line_height;
  int passes = drover_chart_model_get_passes (scene->model)->len > 0 ? line : 0;
  int limits = drover_chart_model_get_limits (scene->model)->len > 0 ? line + BAR_PADDING : 0;
  int used = line + BAR_PADDING + line + passes + line + limits + line + 5 * GAP + (passes > 0 ? 2 : 0) +
             (limits > 0 ? GAP : 0);
  int left = MAX (scene->height - used, 2 * LEAST_PLOT);
  int sizes = (int) (left * SIZE_SHARE);
  int y = 0;

  scene->phases = take (&y, line + BAR_PADDING, GAP);
  scene->size_title = take (&y, line, GAP);
  scene->size_plot = take (&y, sizes, passes > 0 ? 2 : 0);
  scene->passes = take (&y, passes, 0);
  y += GAP;
  scene->rate_title = take (&y, line, GAP);
  scene->rate_plot = take (&y, left - sizes, GAP);
  scene->limits = take (&y, limits, GAP);
  scene->times = take (&y, line, 0);
}

/**
 * drover_chart_scene_arrange:
 * @width: of the whole chart, in logical pixels
 * @height: likewise
 * @scale: device pixels per logical pixel
 *
 * Sets the place of every part. Call [func@chart_scene_update] afterwards.
 */
void
drover_chart_scene_arrange (DroverChartScene *scene, int width, int height, double scale)
{
  int gutter = gutter_width (scene->style);

  scene->width = width;
  scene->height = height;
  scene->scale = scale;
  scene->plot_width = MAX (width - gutter - END_MARGIN, 1);
  scene->plot_x = scene->rtl ? END_MARGIN : gutter;
  /* What fitted another size holds nothing back. */
  scene->sizes = (DroverChartAxis){ 0 };
  scene->rates = (DroverChartAxis){ 0 };
  scene->span_ms = 0;
  stack_boxes (scene);
}

static gint64
visible_peak (const DroverChartScene *scene, DroverChartSeries a, DroverChartSeries b)
{
  gint64 peak = -1;

  if (scene->visible[a])
    peak = drover_chart_model_get_peak (scene->model, a);
  if (scene->visible[b])
    peak = MAX (peak, drover_chart_model_get_peak (scene->model, b));
  return peak;
}

static guint
most_steps (const DroverChartScene *scene, const DroverChartBox *plot)
{
  return (guint) CLAMP (plot->height / (scene->style->line_height * 2), 2, 5);
}

static gboolean
update_time (DroverChartScene *scene)
{
  gint64 end_ms = MAX (drover_chart_model_get_span_ms (scene->model), 1);
  gint64 span_ms =
      drover_chart_model_is_finished (scene->model) ? end_ms : drover_chart_axis_get_span_ms (end_ms);
  double ms_per_column = (double) span_ms / MAX (floor (scene->plot_width * scene->scale), 1);
  guint most = (guint) MAX (scene->plot_width / (scene->style->digit_width * 10), 2);

  if (span_ms == scene->span_ms && ABS (ms_per_column - scene->ms_per_column) < ms_per_column * 1e-12)
    return FALSE;
  scene->span_ms = span_ms;
  scene->ms_per_column = ms_per_column;
  scene->time_step_ms = drover_chart_axis_get_time_step_ms (span_ms, most);
  return TRUE;
}

/**
 * drover_chart_scene_update:
 *
 * Fits the axes and the parts to what the model holds now. Does nothing before the scene was arranged.
 *
 * Returns: whether what was painted before is of no use any more
 */
gboolean
drover_chart_scene_update (DroverChartScene *scene)
{
  DroverChartBox limits = scene->limits;
  DroverChartBox passes = scene->passes;
  gboolean changed;

  if (scene->width == 0)
    return FALSE;
  stack_boxes (scene);
  changed = limits.height != scene->limits.height || passes.height != scene->passes.height;
  changed |=
      drover_chart_axis_fit (&scene->sizes, visible_peak (scene, DROVER_CHART_MEMORY, DROVER_CHART_DISK),
                             most_steps (scene, &scene->size_plot));
  changed |=
      drover_chart_axis_fit (&scene->rates, visible_peak (scene, DROVER_CHART_RATE, DROVER_CHART_DIRTY),
                             most_steps (scene, &scene->rate_plot));
  changed |= update_time (scene);
  return changed;
}

/**
 * drover_chart_scene_get_first_column:
 * @view_end_ms: the moment at the right edge
 *
 * Returns: the column at the left edge; a job that is over is shown from its beginning
 */
gint64
drover_chart_scene_get_first_column (const DroverChartScene *scene, double view_end_ms)
{
  if (drover_chart_model_is_finished (scene->model))
    return 0;
  return (gint64) floor (view_end_ms / scene->ms_per_column) -
         (gint64) floor (scene->plot_width * scene->scale);
}

/**
 * drover_chart_scene_to_column:
 *
 * Returns: the column of a moment, with the place within it
 */
double
drover_chart_scene_to_column (const DroverChartScene *scene, double t_ms)
{
  return t_ms / scene->ms_per_column;
}

/**
 * drover_chart_scene_get_plot:
 *
 * Returns: (transfer none): where @series is drawn
 */
const DroverChartBox *
drover_chart_scene_get_plot (const DroverChartScene *scene, DroverChartSeries series)
{
  return series == DROVER_CHART_MEMORY || series == DROVER_CHART_DISK ? &scene->size_plot : &scene->rate_plot;
}

/**
 * drover_chart_scene_to_y:
 *
 * Returns: the height at which @value stands, in logical pixels from the top
 */
double
drover_chart_scene_to_y (const DroverChartScene *scene, DroverChartSeries series, double value)
{
  const DroverChartBox *plot = drover_chart_scene_get_plot (scene, series);
  const DroverChartAxis *axis = plot == &scene->size_plot ? &scene->sizes : &scene->rates;

  return plot->y + plot->height * (1 - value / (double) axis->max);
}
