/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the chart behaves: what it draws when, how it slides, what it tells, what it saves. */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <math.h>
#include <string.h>

#include "chart-scenes.h"
#include "ui-picture.h"
#include "widgets/chart/drover-chart-private.h"

#define WIDTH 700
#define HEIGHT 460

static DroverChart *
chart_new (void)
{
  return DROVER_CHART (drover_chart_new ());
}

static void
add_at (DroverChart *chart, gint64 t_ms, gint64 memory)
{
  DroverSample sample = chart_sample (t_ms, memory, 100 * MIB, 40 * MIB);

  sample.iteration = 1 + t_ms / 3000;
  sample.downtime_limit_ms = t_ms < 5000 ? 300 : 500;
  drover_chart_add_sample (chart, &sample);
}

static const DroverChartScene *
scene_of (DroverChart *chart)
{
  return drover_chart_canvas_get_scene (drover_chart_get_canvas (chart));
}

static UiPicture *
picture_of (DroverChart *chart)
{
  ui_wait_for_draw (GTK_WIDGET (chart));
  return ui_picture_new_from_widget (GTK_WIDGET (drover_chart_get_canvas (chart)));
}

/* Where the lines of @series are. */
static GdkRectangle
plot_of (DroverChart *chart, DroverChartSeries series)
{
  const DroverChartBox *box = drover_chart_scene_get_plot (scene_of (chart), series);

  return (GdkRectangle){ scene_of (chart)->plot_x, box->y, scene_of (chart)->plot_width, box->height };
}

static guint
count_series (DroverChart *chart, const UiPicture *picture, DroverChartSeries series)
{
  GdkRectangle plot = plot_of (chart, series);

  return ui_picture_count (picture, &plot, &scene_of (chart)->style->series[series], 40);
}

/* A chart goes with its window, and all its parts with it. */
static void
test_finalize (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  DroverChartCanvas *canvas = g_object_ref (drover_chart_get_canvas (chart));
  DroverChartCursor *cursor = g_object_ref (drover_chart_get_cursor (chart));
  GtkWidget *toggle = g_object_ref (drover_chart_get_toggle (chart, DROVER_CHART_RATE));

  add_at (chart, 0, GIB);
  add_at (chart, 250, GIB);
  ui_wait_for_draw (GTK_WIDGET (chart));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (chart);
  g_assert_finalize_object (cursor);
  g_assert_finalize_object (canvas);
  g_assert_finalize_object (toggle);
}

static void
test_finalize_undrawn (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());

  add_at (chart, 0, GIB);
  add_at (chart, 250, GIB);
  drover_chart_finish (chart, 300, 10);
  g_assert_finalize_object (chart);
}

/* What is painted bit by bit, as samples come, is what would be painted at once. */
static void
test_tiles_are_fresh (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);

  for (gint64 i = 0; i < 90; i++)
    {
      DroverSample sample = chart_sample (i * 250, (900 - 9 * i) * MIB, (80 + i * 37 % 40) * MIB, 30 * MIB);

      sample.iteration = 1 + i / 9;
      sample.downtime_limit_ms = 300 + i / 30 * 100;
      sample.phase = i < 4 ? DROVER_PHASE_PREPARING : i < 80 ? DROVER_PHASE_COPYING : DROVER_PHASE_POST_COPY;
      drover_chart_add_sample (chart, &sample);
      if (i % 3 == 0)
        {
          g_autoptr (UiPicture) grown = picture_of (chart);
          g_autoptr (UiPicture) fresh = NULL;

          drover_chart_canvas_invalidate (drover_chart_get_canvas (chart));
          fresh = picture_of (chart);
          g_assert_cmpmem (grown->pixels, (gsize) grown->width * (gsize) grown->height * 4, fresh->pixels,
                           (gsize) fresh->width * (gsize) fresh->height * 4);
        }
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Sliding moves the lines by whole pixels and changes nothing else about them. */
static void
test_slides_by_pixels (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  DroverChartCanvas *canvas = drover_chart_get_canvas (chart);
  g_autoptr (UiPicture) before = NULL;
  g_autoptr (UiPicture) after = NULL;
  static const DroverChartSeries plots[] = { DROVER_CHART_MEMORY, DROVER_CHART_RATE };
  double end_ms;

  chart_scene_find ("disk")->play (chart);
  end_ms = drover_chart_canvas_get_view_end_ms (canvas);
  after = picture_of (chart);
  drover_chart_canvas_slide_to (canvas, end_ms - 13 * scene_of (chart)->ms_per_column);
  before = picture_of (chart);
  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    {
      GdkRectangle plot = plot_of (chart, plots[i]);

      for (int y = plot.y; y < plot.y + plot.height; y++)
        for (int x = plot.x; x < plot.x + plot.width - 13; x++)
          g_assert_cmphex (ui_picture_get (after, x, y), ==, ui_picture_get (before, x + 13, y));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static cairo_surface_t *
paint_columns (DroverChart *chart, gint64 first, gint64 end, gint64 piece)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (end - first), scene_of (chart)->height);
  cairo_t *cr = cairo_create (surface);

  for (gint64 column = first; column < end; column += piece)
    {
      cairo_save (cr);
      cairo_translate (cr, (double) (column - first), 0);
      cairo_rectangle (cr, 0, 0, (double) piece, scene_of (chart)->height);
      cairo_clip (cr);
      drover_chart_paint (cr, scene_of (chart), column, column + piece);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Save for how cairo rounds what is cut off; 1.18 does so more coarsely, though far from what a gap would
 * make. */
static void
assert_alike (cairo_surface_t *a, cairo_surface_t *b)
{
  const guchar *bytes_a = cairo_image_surface_get_data (a);
  const guchar *bytes_b = cairo_image_surface_get_data (b);
  int n = cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a);
  int most = cairo_version () < CAIRO_VERSION_ENCODE (1, 18, 0) ? 24 : 64;

  int worst = 0;

  for (int i = 0; i < n; i++)
    worst = MAX (worst, ABS (bytes_a[i] - bytes_b[i]));
  g_assert_cmpint (worst, <=, most);
}

/* Wherever the chart is cut to be painted, nobody sees it. */
static void
test_has_no_seams (void)
{
  static const char *const scenes[] = { "disk", "hopeless", "gaps", "post-copy" };

  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      DroverChart *chart = chart_new ();
      GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
      cairo_surface_t *whole;
      cairo_surface_t *pieces;

      chart_scene_find (scenes[i])->play (chart);
      ui_wait_for_draw (GTK_WIDGET (chart));
      whole = paint_columns (chart, 0, 660, 660);
      pieces = paint_columns (chart, 0, 660, 55);
      assert_alike (whole, pieces);
      cairo_surface_destroy (whole);
      cairo_surface_destroy (pieces);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static gboolean
on_late (gpointer user_data)
{
  g_error ("The chart never got where it should");
  return G_SOURCE_REMOVE;
}

static void
test_slides_in (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  DroverChartCanvas *canvas = drover_chart_get_canvas (chart);
  guint late = g_timeout_add_seconds (20, on_late, NULL);
  guint n_places = 0;
  double seen;

  g_object_set (gtk_widget_get_settings (GTK_WIDGET (chart)), "gtk-enable-animations", TRUE, NULL);
  add_at (chart, 0, GIB);
  add_at (chart, 400, GIB);
  seen = drover_chart_canvas_get_view_end_ms (canvas);
  g_assert_cmpfloat (seen, <, 400);
  while (seen < 400)
    {
      double now;

      g_main_context_iteration (NULL, TRUE);
      now = drover_chart_canvas_get_view_end_ms (canvas);
      g_assert_cmpfloat (now, >=, seen);
      n_places += now > seen;
      seen = now;
    }
  g_assert_cmpfloat_with_epsilon (seen, 400, 1e-6);
  g_assert_cmpuint (n_places, >, 3);

  /* Whoever wants no animations gets none, and neither does a chart that is over. */
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (chart)), "gtk-enable-animations", FALSE, NULL);
  add_at (chart, 800, GIB);
  g_assert_cmpfloat_with_epsilon (drover_chart_canvas_get_view_end_ms (canvas), 800, 1e-6);
  g_source_remove (late);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finish (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  const GdkRGBA *color;
  g_autoptr (UiPicture) running = NULL;
  g_autoptr (UiPicture) over = NULL;
  GdkRectangle plot;

  chart_scene_find ("growing")->play (chart);
  running = picture_of (chart);
  drover_chart_finish (chart, 17200, 350);
  over = picture_of (chart);
  plot = plot_of (chart, DROVER_CHART_MEMORY);
  color = &scene_of (chart)->style->interruption;
  g_assert_cmpint (drover_chart_canvas_get_first_column (drover_chart_get_canvas (chart)), ==, 0);
  g_assert_cmpint (scene_of (chart)->span_ms, ==, 17200);
  g_assert_cmpuint (count_series (chart, over, DROVER_CHART_MEMORY), >, 500);
  /* The mark of the interruption is 0.35 s of 17.2 s wide, and see-through. */
  plot.x += plot.width * 168 / 172;
  plot.width = plot.width * 4 / 172;
  g_assert_cmpuint (ui_picture_count (running, &plot, color, 110), ==, 0);
  g_assert_cmpuint (ui_picture_count (over, &plot, color, 180), >, (guint) plot.height * 6);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_toggles (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);

  chart_scene_find ("disk")->play (chart);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    {
      GtkWidget *toggle = drover_chart_get_toggle (chart, i);
      g_autoptr (UiPicture) with = picture_of (chart);
      g_autoptr (UiPicture) without = NULL;

      g_test_message ("%s", drover_chart_series_get_name (i));
      g_assert_true (gtk_widget_get_visible (toggle));
      g_assert_cmpuint (count_series (chart, with, i), >, 30);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), FALSE);
      without = picture_of (chart);
      g_assert_cmpuint (count_series (chart, without, i), ==, 0);
      gtk_test_accessible_assert_state (toggle, GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_FALSE);
      gtk_test_accessible_assert_property (toggle, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           drover_chart_series_get_name (i));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A guest whose disks stay where they are has no line for them, and no button. */
static void
test_no_disk (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (UiPicture) picture = NULL;

  chart_scene_find ("growing")->play (chart);
  picture = picture_of (chart);
  g_assert_false (gtk_widget_get_visible (drover_chart_get_toggle (chart, DROVER_CHART_DISK)));
  g_assert_true (gtk_widget_get_visible (drover_chart_get_toggle (chart, DROVER_CHART_MEMORY)));
  g_assert_cmpuint (count_series (chart, picture, DROVER_CHART_DISK), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_between (
    DroverChart *chart, const UiPicture *picture, DroverChartSeries series, double from_ms, double to_ms)
{
  const DroverChartScene *scene = scene_of (chart);
  gint64 first = drover_chart_canvas_get_first_column (drover_chart_get_canvas (chart));
  GdkRectangle plot = plot_of (chart, series);

  plot.x += (int) (drover_chart_scene_to_column (scene, from_ms) - (double) first);
  plot.width = (int) drover_chart_scene_to_column (scene, to_ms - from_ms);
  return ui_picture_count (picture, &plot, &scene->style->series[series], 6);
}

static void
test_gaps (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (UiPicture) picture = NULL;

  chart_scene_find ("gaps")->play (chart);
  picture = picture_of (chart);
  g_assert_cmpuint (count_between (chart, picture, DROVER_CHART_MEMORY, 200, 5500), >, 100);
  g_assert_cmpuint (count_between (chart, picture, DROVER_CHART_MEMORY, 6200, 10500), ==, 0);
  g_assert_cmpuint (count_between (chart, picture, DROVER_CHART_MEMORY, 16200, 18200), ==, 0);
  g_assert_cmpuint (count_between (chart, picture, DROVER_CHART_MEMORY, 19000, 23000), >, 80);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Among a hundred thousand samples, a single one that is higher than all others is seen. */
static void
test_peak (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (UiPicture) picture = NULL;
  GdkRectangle plot;

  chart_play_million (chart, 100000);
  picture = picture_of (chart);
  plot = plot_of (chart, DROVER_CHART_RATE);
  /* Between 400 MiB/s and what is usual there is nothing else. */
  plot.y = (int) drover_chart_scene_to_y (scene_of (chart), DROVER_CHART_RATE, 390.0 * MIB);
  plot.height = (int) drover_chart_scene_to_y (scene_of (chart), DROVER_CHART_RATE, 200.0 * MIB) - plot.y;
  for (int i = 0; i < plot.height; i++)
    {
      GdkRectangle row = { plot.x, plot.y + i, plot.width, 1 };
      guint n = ui_picture_count (picture, &row, &scene_of (chart)->style->series[DROVER_CHART_RATE], 140);

      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, 6);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_follows_the_theme (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (UiPicture) light = NULL;
  g_autoptr (UiPicture) dark = NULL;
  GdkRGBA light_color;

  chart_scene_find ("growing")->play (chart);
  light = picture_of (chart);
  light_color = scene_of (chart)->style->series[DROVER_CHART_MEMORY];
  g_assert_cmpuint (count_series (chart, light, DROVER_CHART_MEMORY), >, 100);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  dark = picture_of (chart);
  g_assert_false (gdk_rgba_equal (&light_color, &scene_of (chart)->style->series[DROVER_CHART_MEMORY]));
  g_assert_cmpuint (count_series (chart, dark, DROVER_CHART_MEMORY), >, 100);
  g_assert_cmpuint (ui_picture_count (dark, NULL, &light_color, 6), ==, 0);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Labels change sides, time does not. */
static void
test_rtl (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (UiPicture) picture = NULL;
  gint64 first;

  gtk_widget_set_direction (GTK_WIDGET (drover_chart_get_canvas (chart)), GTK_TEXT_DIR_RTL);
  chart_scene_find ("gaps")->play (chart);
  picture = picture_of (chart);
  g_assert_cmpint (scene_of (chart)->plot_x, <, 20);
  g_assert_cmpint (scene_of (chart)->plot_x + scene_of (chart)->plot_width, <, WIDTH - 40);
  first = drover_chart_canvas_get_first_column (drover_chart_get_canvas (chart));
  g_assert_cmpint (first, <, 0);
  g_assert_cmpuint (count_between (chart, picture, DROVER_CHART_MEMORY, 200, 5500), >, 100);
  g_assert_cmpuint (count_between (chart, picture, DROVER_CHART_MEMORY, 6200, 10500), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_narrow (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());
  int minimum;
  int natural;

  chart_scene_find ("disk")->play (chart);
  gtk_widget_measure (GTK_WIDGET (chart), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <=, 300);
  g_assert_cmpint (natural, >=, 600);
  g_assert_finalize_object (chart);
}

static void
assert_described (DroverChart *chart)
{
  g_autofree char *summary = drover_chart_dup_summary (chart);

  gtk_test_accessible_assert_property (GTK_WIDGET (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary);
}

static gboolean
on_timeout (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* A reader of the screen hears of the newest figures, though not of each. */
static void
test_description (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  add_at (chart, 0, 900 * MIB);
  wait_ms (1100);
  add_at (chart, 250, 800 * MIB);
  assert_described (chart);
  first = drover_chart_dup_summary (chart);
  add_at (chart, 500, 700 * MIB);
  add_at (chart, 750, 600 * MIB);
  second = drover_chart_dup_summary (chart);
  g_assert_cmpstr (first, !=, second);
  gtk_test_accessible_assert_property (GTK_WIDGET (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, first);
  wait_ms (1200);
  assert_described (chart);
  drover_chart_finish (chart, 900, 45);
  assert_described (chart);
  drover_chart_clear (chart);
  assert_described (chart);
  g_assert_finalize_object (chart);
}

/* The blank before a unit is one at which no line breaks. */
static void
assert_text (const char *text, const char *wanted)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\302\240", " ", 0);
  g_assert_cmpstr (plain->str, ==, wanted);
}

static void
test_summary (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());
  g_autofree char *nothing = drover_chart_dup_summary (chart);
  g_autofree char *running = NULL;
  g_autofree char *losing = NULL;
  g_autofree char *over = NULL;
  DroverSample sample = chart_sample (12500, 512 * MIB, 110 * MIB, 30 * MIB);

  g_assert_cmpstr (nothing, ==, "No figures yet");
  sample.iteration = 3;
  sample.downtime_limit_ms = 300;
  drover_chart_add_sample (chart, &sample);
  running = drover_chart_dup_summary (chart);
  assert_text (running, "Copying, 12.5 s so far. 512.0 MiB of memory left. 110.0 MiB/s are sent. "
                        "30.0 MiB/s are changed by the guest. 3 passes over the guest's memory. "
                        "The downtime limit is 300 ms.");
  sample.dirty_rate = drover_range (120 * MIB);
  drover_chart_add_sample (chart, &sample);
  losing = drover_chart_dup_summary (chart);
  g_assert_nonnull (strstr (losing, "It is changed faster than it is sent."));
  drover_chart_finish (chart, 15200, 45);
  over = drover_chart_dup_summary (chart);
  assert_text (over, "Over after 15.2 s. The guest stood still for 45 ms. 3 passes over the guest's memory.");
  g_assert_finalize_object (chart);
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (DroverChart *chart, guint keyval)
{
  GtkEventController *keys =
      find_controller (GTK_WIDGET (drover_chart_get_cursor (chart)), GTK_TYPE_EVENT_CONTROLLER_KEY);
  gboolean handled = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", keyval, 0, 0, &handled);
  return handled;
}

static void
assert_reading (DroverChart *chart, const char *wanted)
{
  g_autofree char *reading = drover_chart_cursor_dup_reading (drover_chart_get_cursor (chart));

  if (wanted == NULL || reading == NULL)
    g_assert_cmpstr (reading, ==, wanted);
  else
    assert_text (reading, wanted);
}

static void
test_crosshair (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  DroverChartCursor *cursor = drover_chart_get_cursor (chart);
  g_autoptr (UiPicture) plain = NULL;
  g_autoptr (UiPicture) crossed = NULL;
  g_autofree char *reading = NULL;

  g_assert_false (press (chart, GDK_KEY_Left));
  for (gint64 i = 0; i <= 40; i++)
    add_at (chart, i * 250, (1000 - i) * MIB);
  assert_reading (chart, NULL);
  plain = ui_picture_new_from_widget (GTK_WIDGET (cursor));
  drover_chart_cursor_point_at (cursor, scene_of (chart)->plot_x + scene_of (chart)->plot_width / 2.0);
  ui_wait_for_draw (GTK_WIDGET (cursor));
  crossed = ui_picture_new_from_widget (GTK_WIDGET (cursor));
  g_assert_cmpfloat (ui_picture_compare (plain, crossed), >, 0.02);
  /* Half of the ten seconds that are shown. */
  assert_reading (chart, "Copying: 5.0 s, Memory left: 980.0 MiB, Sent: 100.0 MiB/s, "
                         "Changed by the guest: 40.0 MiB/s, Pass: 2");
  drover_chart_cursor_point_at (cursor, 3);
  assert_reading (chart, NULL);

  g_assert_true (press (chart, GDK_KEY_End));
  assert_reading (chart, "Copying: 10.0 s, Memory left: 960.0 MiB, Sent: 100.0 MiB/s, "
                         "Changed by the guest: 40.0 MiB/s, Pass: 4");
  g_assert_true (press (chart, GDK_KEY_Left));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (drover_chart_get_toggle (chart, DROVER_CHART_RATE)),
                                FALSE);
  assert_reading (chart, "Copying: 9.8 s, Memory left: 961.0 MiB, Changed by the guest: 40.0 MiB/s, Pass: 4");
  g_assert_true (press (chart, GDK_KEY_Home));
  g_assert_true (press (chart, GDK_KEY_Left));
  g_assert_true (press (chart, GDK_KEY_Right));
  assert_reading (chart, "Copying: 0.2 s, Memory left: 999.0 MiB, Changed by the guest: 40.0 MiB/s, Pass: 1");
  reading = drover_chart_cursor_dup_reading (cursor);
  gtk_test_accessible_assert_property (GTK_WIDGET (cursor), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reading);
  g_assert_true (press (chart, GDK_KEY_Escape));
  assert_reading (chart, NULL);
  drover_chart_clear (chart);
  g_assert_false (press (chart, GDK_KEY_End));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GFile *
file_in (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return g_file_new_for_path (path);
}

static void
assert_svg (GFile *file, const char *summary)
{
  xmlDoc *doc = xmlReadFile (g_file_peek_path (file), NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
  xmlNode *root;
  xmlChar *text;

  g_assert_nonnull (doc);
  root = xmlDocGetRootElement (doc);
  g_assert_cmpstr ((const char *) root->name, ==, "svg");
  g_assert_cmpstr ((const char *) root->children->name, ==, "title");
  g_assert_cmpstr ((const char *) root->children->next->name, ==, "desc");
  text = xmlNodeGetContent (root->children->next);
  g_assert_cmpstr ((const char *) text, ==, summary);
  xmlFree (text);
  xmlFreeDoc (doc);
}

static void
test_save_pictures (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autofree char *directory = g_dir_make_tmp ("drover-chart-XXXXXX", NULL);
  g_autofree char *summary = NULL;
  g_autoptr (GFile) png = file_in (directory, "chart.png");
  g_autoptr (GFile) svg = file_in (directory, "chart.svg");
  g_autoptr (GFile) nowhere = file_in (directory, "no/such/chart.png");
  g_autoptr (UiPicture) picture = NULL;
  g_autoptr (UiPicture) drawing = NULL;
  g_autoptr (GError) error = NULL;

  chart_scene_find ("done")->play (chart);
  summary = drover_chart_dup_summary (chart);
  drover_chart_save_png (chart, png, &error);
  g_assert_no_error (error);
  picture = ui_picture_new_from_file (g_file_peek_path (png), &error);
  g_assert_no_error (error);
  g_assert_cmpint (picture->width, ==, 1920);
  g_assert_cmpint (picture->height, ==, 1080);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    if (i != DROVER_CHART_DISK)
      g_assert_cmpuint (ui_picture_count (picture, NULL, &scene_of (chart)->style->series[i], 6), >, 1000);
  g_assert_cmpuint (ui_picture_count (picture, NULL, &scene_of (chart)->style->background, 0), >, 1000000);
  ui_picture_assert_golden (picture, "chart-saved");

  drover_chart_save_svg (chart, svg, &error);
  g_assert_no_error (error);
  assert_svg (svg, summary);

  g_assert_false (drover_chart_save_png (chart, nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (drover_chart_save_svg (chart, nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (drover_chart_save_csv (chart, nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_remove (g_file_peek_path (png));
  g_remove (g_file_peek_path (svg));
  g_rmdir (directory);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nobody has looked at it: a report can be made without a window. */
static void
test_save_undrawn (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());
  g_autofree char *directory = g_dir_make_tmp ("drover-chart-XXXXXX", NULL);
  g_autoptr (GFile) png = file_in (directory, "chart.png");
  g_autoptr (UiPicture) picture = NULL;
  g_autoptr (GError) error = NULL;

  chart_scene_find ("done")->play (chart);
  drover_chart_save_png (chart, png, &error);
  g_assert_no_error (error);
  picture = ui_picture_new_from_file (g_file_peek_path (png), &error);
  g_assert_no_error (error);
  ui_picture_assert_golden (picture, "chart-saved");
  g_remove (g_file_peek_path (png));
  g_rmdir (directory);
  g_assert_finalize_object (chart);
}

static void
test_save_csv (void)
{
  DroverChart *chart = g_object_ref_sink (chart_new ());
  g_autofree char *directory = g_dir_make_tmp ("drover-chart-XXXXXX", NULL);
  g_autoptr (GFile) csv = file_in (directory, "chart.csv");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DroverSample sample = chart_sample (250, 1000, 300, -1);

  sample.rate = (DroverRange){ 300, 200, 400 };
  sample.iteration = 2;
  drover_chart_add_sample (chart, &sample);
  sample.t_ms = 500;
  sample.phase = DROVER_PHASE_POST_COPY;
  drover_chart_add_sample (chart, &sample);
  drover_chart_save_csv (chart, csv, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (csv, NULL, &text, NULL, NULL, &error));
  g_assert_cmpstr (text, ==,
                   "t_ms,phase,memory_remaining,disk_remaining,remaining,remaining_low,remaining_high,"
                   "processed,total,rate,rate_low,rate_high,dirty_rate,dirty_rate_low,dirty_rate_high,"
                   "iteration,downtime_limit_ms,throttle,postcopy_requests\n"
                   "250,copying,1000,,1000,1000,1000,,,300,200,400,,,,2,,,\n"
                   "500,post-copy,1000,,1000,1000,1000,,,300,200,400,,,,2,,,\n");
  g_remove (g_file_peek_path (csv));
  g_rmdir (directory);
  g_assert_finalize_object (chart);
}

/* After having attached again, the chart is as if it had been there all the time. */
static void
test_set_samples (void)
{
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (64);
  g_autoptr (UiPicture) added = NULL;
  g_autoptr (UiPicture) set = NULL;
  g_autoptr (UiPicture) cleared = NULL;

  for (gint64 i = 0; i < 30; i++)
    {
      DroverSample sample = chart_sample (i * 250, (1000 - i) * MIB, 100 * MIB, 40 * MIB);

      drover_sample_ring_add (ring, &sample);
      drover_chart_add_sample (chart, &sample);
    }
  added = picture_of (chart);
  drover_chart_clear (chart);
  cleared = picture_of (chart);
  g_assert_cmpuint (count_series (chart, cleared, DROVER_CHART_MEMORY), ==, 0);
  add_at (chart, 99000, 7 * GIB);
  drover_chart_set_samples (chart, ring);
  set = picture_of (chart);
  g_assert_cmpmem (added->pixels, (gsize) added->width * (gsize) added->height * 4, set->pixels,
                   (gsize) set->width * (gsize) set->height * 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Figures no sane host sends must not break the drawing. */
static void
test_broken (void)
{
  static const gint64 odd[] = { G_MININT64, -7, 0, 1, G_MAXINT64 / 2, G_MAXINT64 };
  DroverChart *chart = chart_new ();
  GtkWidget *window = ui_window_new (GTK_WIDGET (chart), WIDTH, HEIGHT);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 300; i++)
    {
      DroverSample sample = chart_sample (i * 200, 1, 1, 1);
      gint64 *figures[] = {
        &sample.remaining.low,     &sample.remaining.value,  &sample.rate.value,       &sample.rate.low,
        &sample.rate.high,         &sample.dirty_rate.value, &sample.memory_remaining, &sample.disk_remaining,
        &sample.downtime_limit_ms, &sample.iteration,        &sample.throttle,         &sample.t_ms,
      };

      for (guint k = 0; k < G_N_ELEMENTS (figures); k++)
        if (g_rand_int_range (rand, 0, 4) == 0)
          *figures[k] = odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))];
      sample.phase = (DroverPhase) g_rand_int_range (rand, 0, DROVER_PHASE_VERIFYING + 1);
      drover_chart_add_sample (chart, &sample);
      if (i % 20 == 0)
        {
          g_autoptr (UiPicture) picture = picture_of (chart);
          g_autofree char *summary = drover_chart_dup_summary (chart);

          drover_chart_cursor_point_at (drover_chart_get_cursor (chart), WIDTH - 60);
          g_assert_true (g_utf8_validate (summary, -1, NULL));
        }
    }
  drover_chart_finish (chart, G_MAXINT64, G_MAXINT64);
  ui_wait_for_draw (GTK_WIDGET (chart));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_test_add_func ("/chart/finalize", test_finalize);
  g_test_add_func ("/chart/finalize-undrawn", test_finalize_undrawn);
  g_test_add_func ("/chart/tiles-are-fresh", test_tiles_are_fresh);
  g_test_add_func ("/chart/slides-by-pixels", test_slides_by_pixels);
  g_test_add_func ("/chart/has-no-seams", test_has_no_seams);
  g_test_add_func ("/chart/slides-in", test_slides_in);
  g_test_add_func ("/chart/finish", test_finish);
  g_test_add_func ("/chart/toggles", test_toggles);
  g_test_add_func ("/chart/no-disk", test_no_disk);
  g_test_add_func ("/chart/gaps", test_gaps);
  g_test_add_func ("/chart/peak", test_peak);
  g_test_add_func ("/chart/follows-the-theme", test_follows_the_theme);
  g_test_add_func ("/chart/rtl", test_rtl);
  g_test_add_func ("/chart/narrow", test_narrow);
  g_test_add_func ("/chart/description", test_description);
  g_test_add_func ("/chart/summary", test_summary);
  g_test_add_func ("/chart/crosshair", test_crosshair);
  g_test_add_func ("/chart/save-pictures", test_save_pictures);
  g_test_add_func ("/chart/save-undrawn", test_save_undrawn);
  g_test_add_func ("/chart/save-csv", test_save_csv);
  g_test_add_func ("/chart/set-samples", test_set_samples);
  g_test_add_func ("/chart/broken", test_broken);
  return g_test_run ();
}
