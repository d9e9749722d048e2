/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the chart costs, as ratios within one run, never as times: run it on an otherwise idle computer.
 *
 *   tests/ui/run-ui BUILD/tests/ui/bench-chart
 *
 * A frame that slides is held against a bare texture of the same size; the raster of a new sample against all
 * samples drawn with cairo, point by point. Pairs are interleaved, and medians are compared. */

#include <adwaita.h>

#include "chart-scenes.h"
#include "ui-picture.h"
#include "widgets/chart/drover-chart-private.h"

#define WIDTH 1600
#define HEIGHT 480
#define ROUNDS 41

static const guint sizes[] = { 1000, 10000, 100000, 1000000 };

typedef struct {
  GtkWidget *window;
  DroverChart *chart;
  GdkTexture *bare;
  guint n;
} Bench;

typedef void (*Work) (Bench *bench, guint round);

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

static double
seconds_of (Bench *bench, Work work, guint round)
{
  gint64 start = g_get_monotonic_time ();

  work (bench, round);
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* The medians of @a and @b, done in turns; the first turn warms up. */
static void
measure (Bench *bench, Work a, Work b, double *median_a, double *median_b)
{
  double times_a[ROUNDS];
  double times_b[ROUNDS];

  for (guint i = 0; i < ROUNDS + 1; i++)
    {
      guint k = i > 0 ? i - 1 : 0;

      if (i % 2 == 0)
        times_a[k] = seconds_of (bench, a, i);
      times_b[k] = seconds_of (bench, b, i);
      if (i % 2 == 1)
        times_a[k] = seconds_of (bench, a, i);
    }
  *median_a = median (times_a, ROUNDS);
  *median_b = median (times_b, ROUNDS);
}

static void
render (Bench *bench, GskRenderNode *node)
{
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (bench->window));
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));

  g_assert_nonnull (texture);
  gsk_render_node_unref (node);
}

static void
render_bare (Bench *bench, guint round)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_snapshot_append_texture (snapshot, bench->bare, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  render (bench, gtk_snapshot_free_to_node (snapshot));
}

/* A frame between two samples: everything is a pixel further left than in the one before it. */
static void
render_slid (Bench *bench, guint round)
{
  DroverChartCanvas *canvas = drover_chart_get_canvas (bench->chart);
  const DroverSample *last = drover_chart_model_get_last (drover_chart_canvas_get_scene (canvas)->model);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  drover_chart_canvas_slide_to (
      canvas,
      (double) last->t_ms - (double) (round % 40) * drover_chart_canvas_get_scene (canvas)->ms_per_column);
  GTK_WIDGET_GET_CLASS (canvas)->snapshot (GTK_WIDGET (canvas), snapshot);
  render (bench, gtk_snapshot_free_to_node (snapshot));
}

static void
add_sample (Bench *bench, guint round)
{
  DroverChartCanvas *canvas = drover_chart_get_canvas (bench->chart);
  DroverSample sample = *drover_chart_model_get_last (drover_chart_canvas_get_scene (canvas)->model);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  sample.t_ms += 1;
  drover_chart_add_sample (bench->chart, &sample);
  GTK_WIDGET_GET_CLASS (canvas)->snapshot (GTK_WIDGET (canvas), snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_unref (node);
}

/* All there is, as after a change of the scale. */
static void
paint_all (Bench *bench, guint round)
{
  DroverChartCanvas *canvas = drover_chart_get_canvas (bench->chart);

  drover_chart_canvas_invalidate (canvas);
  add_sample (bench, round);
}

/* What a chart does that draws every sample. */
static void
paint_points (Bench *bench, guint round)
{
  const DroverChartScene *scene = drover_chart_canvas_get_scene (drover_chart_get_canvas (bench->chart));
  static const DroverChartSeries series[] = { DROVER_CHART_MEMORY, DROVER_CHART_RATE, DROVER_CHART_DIRTY };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  gint64 first = drover_chart_canvas_get_first_column (drover_chart_get_canvas (bench->chart));

  cairo_set_line_width (cr, scene->style->line_width);
  for (guint s = 0; s < G_N_ELEMENTS (series); s++)
    {
      for (guint i = 0; i < drover_chart_model_get_length (scene->model); i++)
        cairo_line_to (
            cr,
            drover_chart_scene_to_column (scene, (double) drover_chart_model_get (scene->model, i)->t_ms) -
                (double) first,
            drover_chart_scene_to_y (scene, series[s],
                                     (double) drover_chart_model_get_value (scene->model, series[s], i)));
      drover_chart_set_source (cr, &scene->style->series[series[s]], 1);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static GdkTexture *
bare_texture (void)
{
  gsize size = (gsize) WIDTH * HEIGHT * 4;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  return gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_DEFAULT, bytes, (gsize) WIDTH * 4);
}

int
main (int argc, char **argv)
{
  double frames[G_N_ELEMENTS (sizes)];
  double rasters[G_N_ELEMENTS (sizes)];
  double wholes[G_N_ELEMENTS (sizes)];

  gtk_init ();
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Bench bench = { .chart = DROVER_CHART (drover_chart_new ()), .bare = bare_texture (), .n = sizes[i] };
      double bare;
      double again;

      chart_play_million (bench.chart, bench.n);
      /* The legend above the plots does not slide. */
      bench.window = ui_window_new (GTK_WIDGET (bench.chart), WIDTH, HEIGHT + 42);
      measure (&bench, render_slid, render_bare, &frames[i], &bare);
      measure (&bench, add_sample, paint_all, &rasters[i], &wholes[i]);
      g_print (
          "%7u samples: sliding frame / bare texture %.2f (at most 1.5), all tiles / bare texture %.2f\n",
          bench.n, frames[i] / bare, wholes[i] / bare);
      if (bench.n <= 10000)
        {
          double points;

          measure (&bench, add_sample, paint_points, &again, &points);
          g_print (
              "%7u samples: new sample / point by point %.2f (at most 0.5 at 10000), all tiles / point by "
              "point %.2f\n",
              bench.n, again / points, wholes[i] / points);
        }
      gtk_window_destroy (GTK_WINDOW (bench.window));
      g_object_unref (bench.bare);
    }
  for (guint i = 1; i < G_N_ELEMENTS (sizes); i++)
    g_print ("%7u / %u samples: frame %.2f, new sample %.2f, all tiles %.2f\n", sizes[i], sizes[0],
             frames[i] / frames[0], rasters[i] / rasters[0], wholes[i] / wholes[0]);
  return 0;
}
