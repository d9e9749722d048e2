/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "widgets/chart/drover-chart-scene.h"

#define PADDING 6
#define RADIUS 5.0
#define LEAST_BAR 2.0
#define TICK_WIDTH 6

/* The bars of phases and limits: what is going on, and for how long. */
typedef struct {
  cairo_t *cr;
  const DroverChartScene *scene;
  const DroverChartBox *box;
  gint64 first_column;
} Lane;

static double
to_x (const Lane *lane, double t_ms)
{
  return (drover_chart_scene_to_column (lane->scene, t_ms) - (double) lane->first_column) /
         lane->scene->scale;
}

static void
show_text (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
add_rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  radius = MIN (radius, MIN (width, height) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* @texts: from the longest to the shortest; the first that fits is shown, or none. */
static void
paint_bar (const Lane *lane, double x, double end_x, const GdkRGBA *color, const char *const *texts)
{
  DroverChartStyle *style = lane->scene->style;
  double width = MAX (end_x - x - 1, LEAST_BAR);

  add_rounded (lane->cr, x, lane->box->y, width, lane->box->height, RADIUS);
  drover_chart_set_source (lane->cr, color, style->phase_alpha);
  cairo_fill (lane->cr);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      int text_width = drover_chart_style_measure (style, texts[i]);

      if (text_width + 2 * PADDING > width)
        continue;
      drover_chart_set_source (lane->cr, &style->text, 1);
      show_text (lane->cr, drover_chart_style_get_layout (style, texts[i], FALSE),
                 lane->scene->rtl ? x + width - PADDING - text_width : x + PADDING,
                 lane->box->y + (lane->box->height - style->line_height) / 2.0);
      return;
    }
}

/**
 * drover_chart_phase_get_short_label:
 *
 * Returns: the phase in a word, translated
 */
const char *
drover_chart_phase_get_short_label (DroverPhase phase)
{
  switch (phase)
    {
    case DROVER_PHASE_PREPARING:
      return _ ("Preparing");
    case DROVER_PHASE_COPYING:
      return _ ("Copying");
    case DROVER_PHASE_SWITCHING:
      return _ ("Switching");
    case DROVER_PHASE_POST_COPY:
      return _ ("Post-copy");
    case DROVER_PHASE_VERIFYING:
      return _ ("Verifying");
    }
  g_return_val_if_reached ("");
}

static double
end_of_bars (const DroverChartScene *scene)
{
  const DroverSample *last = drover_chart_model_get_last (scene->model);

  if (drover_chart_model_is_finished (scene->model))
    return (double) drover_chart_model_get_end_ms (scene->model);
  return last != NULL ? (double) last->t_ms : 0;
}

/* The moment a bar must reach before the next one is looked for: one a pixel is enough. */
static gint64
next_moment (const DroverChartScene *scene, double t_ms)
{
  return (gint64) ceil (t_ms + scene->ms_per_column * scene->scale);
}

static void
paint_phases (Lane *lane, gint64 end_column)
{
  const GArray *spans = drover_chart_model_get_spans (lane->scene->model);
  double from_ms = (double) lane->first_column * lane->scene->ms_per_column;
  guint i = drover_chart_spans_find (spans, (gint64) floor (from_ms) - next_moment (lane->scene, 0) * 3);

  lane->box = &lane->scene->phases;
  while (i < spans->len)
    {
      const DroverChartSpan *span = &g_array_index (spans, DroverChartSpan, i);
      double end_ms = i + 1 == spans->len ? end_of_bars (lane->scene) : (double) span->end_ms;
      const char *const texts[] = { drover_phase_get_label (span->phase),
                                    drover_chart_phase_get_short_label (span->phase), NULL };

      if (drover_chart_scene_to_column (lane->scene, (double) span->start_ms) >= (double) end_column)
        break;
      paint_bar (lane, to_x (lane, (double) span->start_ms), to_x (lane, end_ms),
                 &lane->scene->style->phases[span->phase], texts);
      i = MAX (i + 1, drover_chart_spans_find (
                          spans, MIN (next_moment (lane->scene, (double) span->start_ms), (gint64) end_ms)));
    }
}

static void
paint_limits (Lane *lane, gint64 end_column)
{
  const GArray *limits = drover_chart_model_get_limits (lane->scene->model);
  guint i = drover_chart_steps_find (
      limits, (gint64) ceil ((double) lane->first_column * lane->scene->ms_per_column));

  lane->box = &lane->scene->limits;
  for (i = i > 0 ? i - 1 : 0; i < limits->len;)
    {
      const DroverChartStep *step = &g_array_index (limits, DroverChartStep, i);
      guint next =
          MAX (i + 1, drover_chart_steps_find (limits, next_moment (lane->scene, (double) step->t_ms)));
      double end_ms = next < limits->len ? (double) g_array_index (limits, DroverChartStep, next).t_ms
                                         : end_of_bars (lane->scene);
      g_autofree char *limit = drover_format_ms (step->value);
      /* Translators: how long a guest may stand still, as in "Downtime limit 300 ms" */
      g_autofree char *text = g_strdup_printf (_ ("Downtime limit %s"), limit);
      const char *const texts[] = { text, limit, NULL };

      if (drover_chart_scene_to_column (lane->scene, (double) step->t_ms) >= (double) end_column)
        break;
      paint_bar (lane, to_x (lane, (double) step->t_ms), to_x (lane, end_ms), &lane->scene->style->dim,
                 texts);
      i = next;
    }
}

static void
paint_tick (const Lane *lane, double x)
{
  const DroverChartBox *plot = &lane->scene->size_plot;
  double top = plot->y + plot->height;

  cairo_move_to (lane->cr, x - 3.5, top + 8);
  cairo_line_to (lane->cr, x, top + 1);
  cairo_line_to (lane->cr, x + 3.5, top + 8);
  cairo_close_path (lane->cr);
  cairo_fill (lane->cr);
}

/* The number of a pass, with the word before the first one, if there is room up to @end_x. */
static void
paint_number (const Lane *lane, double x, double end_x, gint64 pass, gboolean first)
{
  DroverChartStyle *style = lane->scene->style;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pass);
  /* Translators: the number of a pass over a guest's memory, as in "Pass 1" */
  g_autofree char *words = g_strdup_printf (_ ("Pass %s"), number);
  const char *texts[] = { words, number };

  for (guint i = first ? 0 : 1; i < G_N_ELEMENTS (texts); i++)
    if (x + TICK_WIDTH + drover_chart_style_measure (style, texts[i]) <= end_x)
      {
        show_text (lane->cr, drover_chart_style_get_layout (style, texts[i], FALSE), x + TICK_WIDTH,
                   lane->scene->passes.y);
        return;
      }
}

/* A mark where each pass begins, as far as they can be told apart, and its number where there is room. */
static void
paint_passes (const Lane *lane, gint64 end_column)
{
  const DroverChartScene *scene = lane->scene;
  const GArray *passes = drover_chart_model_get_passes (scene->model);
  double px_ms = scene->ms_per_column * scene->scale;

  drover_chart_set_source (lane->cr, &scene->style->dim, 1);
  /* From the first one on, lest two stretches of the chart choose different marks. */
  for (guint i = 0; i < passes->len;)
    {
      const DroverChartStep *pass = &g_array_index (passes, DroverChartStep, i);
      double x = to_x (lane, (double) pass->t_ms);
      guint next = MAX (
          i + 1, drover_chart_steps_find (passes, (gint64) ceil ((double) pass->t_ms + TICK_WIDTH * px_ms)));
      double end_x =
          next < passes->len
              ? to_x (lane, (double) g_array_index (passes, DroverChartStep, next).t_ms) - TICK_WIDTH
              : to_x (lane, end_of_bars (scene));

      if (drover_chart_scene_to_column (scene, (double) pass->t_ms) >
          (double) end_column + TICK_WIDTH * scene->scale)
        break;
      paint_tick (lane, x);
      paint_number (lane, x, end_x, pass->value, i == 0);
      i = next;
    }
}

static void
paint_interruption (const Lane *lane)
{
  const DroverChartScene *scene = lane->scene;
  g_autofree char *duration = NULL;
  g_autofree char *text = NULL;
  gint64 start_ms;
  gint64 end_ms;
  double x;
  double most;
  int heading;
  int width;

  if (!drover_chart_model_get_interruption (scene->model, &start_ms, &end_ms))
    return;
  duration = drover_format_ms (drover_chart_model_get_downtime_ms (scene->model));
  /* Translators: how long a guest stood still, as in "Interrupted for 45 ms" */
  text = g_strdup_printf (_ ("Interrupted for %s"), duration);
  width = drover_chart_style_measure (scene->style, text);
  heading = drover_chart_scene_measure_heading (scene) + 2 * PADDING;
  most = scene->plot_width - width;
  x = drover_chart_scene_to_column (scene, (double) start_ms) / scene->scale - width / 2.0;
  /* In the line of the heading, beside it. */
  x = scene->rtl ? MAX (MIN (x, most - heading), 0) : MIN (MAX (x, heading), MAX (most, heading));
  drover_chart_set_source (lane->cr, &scene->style->interruption, 1);
  show_text (lane->cr, drover_chart_style_get_layout (scene->style, text, FALSE),
             x - (double) lane->first_column / scene->scale, scene->size_title.y);
}

/**
 * drover_chart_paint_lanes:
 *
 * Paints what slides along above and below the lines: phases, passes, downtime limits.
 */
void
drover_chart_paint_lanes (cairo_t *cr, const DroverChartScene *scene, gint64 first_column, gint64 end_column)
{
  Lane lane = { .cr = cr, .scene = scene, .first_column = first_column };

  paint_phases (&lane, end_column);
  if (scene->passes.height > 0)
    paint_passes (&lane, end_column);
  if (scene->limits.height > 0)
    paint_limits (&lane, end_column);
  paint_interruption (&lane);
}
