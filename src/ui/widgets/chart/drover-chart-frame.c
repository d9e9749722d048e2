/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "widgets/chart/drover-chart-scene.h"

#define LABEL_GAP 8

/* Over how many pixels a label of the time axis comes and goes at the edges. */
#define FADE 10.0

static void
append_text (GtkSnapshot *snapshot,
             DroverChartStyle *style,
             const char *text,
             gboolean bold,
             const GdkRGBA *color,
             double x,
             double y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, drover_chart_style_get_layout (style, text, bold), color);
  gtk_snapshot_restore (snapshot);
}

static double
line_y (const DroverChartScene *scene, const DroverChartBox *plot, guint step, guint n_steps)
{
  double y = plot->y + plot->height - (double) plot->height * step / n_steps;

  return round (y * scene->scale) / scene->scale;
}

static void
append_lines (GtkSnapshot *snapshot,
              const DroverChartScene *scene,
              const DroverChartBox *plot,
              const DroverChartAxis *axis)
{
  float thickness = (float) (1 / scene->scale);

  for (guint i = 0; i <= axis->n_steps; i++)
    gtk_snapshot_append_color (snapshot, i == 0 ? &scene->style->baseline : &scene->style->grid,
                               &GRAPHENE_RECT_INIT ((float) scene->plot_x,
                                                    (float) line_y (scene, plot, i, axis->n_steps),
                                                    (float) scene->plot_width, thickness));
}

/**
 * drover_chart_snapshot_behind:
 *
 * Appends what stays in its place behind the lines.
 */
void
drover_chart_snapshot_behind (GtkSnapshot *snapshot, const DroverChartScene *scene)
{
  append_lines (snapshot, scene, &scene->size_plot, &scene->sizes);
  append_lines (snapshot, scene, &scene->rate_plot, &scene->rates);
}

static void
append_labels (GtkSnapshot *snapshot,
               const DroverChartScene *scene,
               const DroverChartBox *plot,
               const DroverChartAxis *axis,
               gboolean per_second)
{
  for (guint i = 0; i <= axis->n_steps; i++)
    {
      g_autofree char *label = drover_chart_axis_format (axis->step * i, per_second);
      int width = drover_chart_style_measure (scene->style, label);
      double x =
          scene->rtl ? scene->plot_x + scene->plot_width + LABEL_GAP : scene->plot_x - LABEL_GAP - width;

      append_text (snapshot, scene->style, label, FALSE, &scene->style->dim, x,
                   line_y (scene, plot, i, axis->n_steps) - scene->style->line_height / 2);
    }
}

static int
measure_title (const DroverChartScene *scene, const char *title)
{
  int width;

  pango_layout_get_pixel_size (drover_chart_style_get_layout (scene->style, title, TRUE), &width, NULL);
  return width;
}

/**
 * drover_chart_scene_measure_heading:
 *
 * Returns: how wide the heading of the upper plot is
 */
int
drover_chart_scene_measure_heading (const DroverChartScene *scene)
{
  /* Translators: heads the chart of what a migration still has to send */
  return measure_title (scene, _ ("Left to send"));
}

static void
append_title (GtkSnapshot *snapshot,
              const DroverChartScene *scene,
              const DroverChartBox *box,
              const char *title)
{
  int width = measure_title (scene, title);
  int x = scene->plot_x;

  if (scene->rtl)
    x += scene->plot_width - width;
  append_text (snapshot, scene->style, title, TRUE, &scene->style->dim, x, box->y);
}

/**
 * drover_chart_snapshot_front:
 *
 * Appends what stays in its place beside and above the lines: the labels of the axes.
 */
void
drover_chart_snapshot_front (GtkSnapshot *snapshot, const DroverChartScene *scene)
{
  /* Translators: heads the chart of what a migration still has to send */
  append_title (snapshot, scene, &scene->size_title, _ ("Left to send"));
  /* Translators: heads the chart of a migration's rates */
  append_title (snapshot, scene, &scene->rate_title, _ ("Per second"));
  append_labels (snapshot, scene, &scene->size_plot, &scene->sizes, FALSE);
  append_labels (snapshot, scene, &scene->rate_plot, &scene->rates, TRUE);
}

static float
fade_of (const DroverChartScene *scene, double x, int width)
{
  double inside = MIN (x, scene->width - x - width);

  return (float) CLAMP (inside / FADE, 0, 1);
}

/**
 * drover_chart_snapshot_times:
 * @first_column: the column at the left edge of the plot
 *
 * Appends the labels of the time axis; near an edge they fade, so that none is ever seen cut.
 */
void
drover_chart_snapshot_times (GtkSnapshot *snapshot, const DroverChartScene *scene, gint64 first_column)
{
  gint64 step = scene->time_step_ms;
  gint64 k = MAX ((gint64) floor ((double) first_column * scene->ms_per_column / (double) step), 0);
  gboolean finished = drover_chart_model_is_finished (scene->model);

  for (;; k++)
    {
      double column = floor (drover_chart_scene_to_column (scene, (double) (k * step)));
      double x = scene->plot_x + (column - (double) first_column) / scene->scale;
      g_autofree char *label = drover_chart_axis_format_time (k * step, step);
      int width = drover_chart_style_measure (scene->style, label);
      GdkRGBA color = scene->style->dim;

      if (x > scene->plot_x + scene->plot_width)
        break;
      x -= width / 2;
      /* What stands still has no edge to come in from. */
      if (finished)
        x = CLAMP (x, 0, scene->width - width);
      else
        color.alpha *= fade_of (scene, x, width);
      if (color.alpha > 0)
        append_text (snapshot, scene->style, label, FALSE, &color, x, scene->times.y);
    }
}
