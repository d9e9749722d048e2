/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chart as it is seen: by golden images, and by what must be true of every picture.
 * DROVER_SHOTS=DIRECTORY saves them all, to be looked at. */

#include <adwaita.h>
#include <string.h>

#include "chart-scenes.h"
#include "ui-picture.h"
#include "widgets/chart/drover-chart-private.h"

typedef struct {
  const char *scene;
  int width;
  gboolean dark;
  gboolean rtl;
} Look;

/* Those that are compared with what they looked like when somebody found them beautiful. */
static const Look golden[] = {
  { "growing", 900, FALSE, FALSE }, { "done", 900, TRUE, FALSE },    { "hopeless", 360, FALSE, FALSE },
  { "disk", 900, TRUE, TRUE },      { "gaps", 360, FALSE, TRUE },    { "post-copy", 1600, TRUE, FALSE },
  { "million", 900, FALSE, FALSE }, { "nothing", 360, TRUE, FALSE },
};

static GtkWidget *
show (const Look *look)
{
  GtkWidget *chart = drover_chart_new ();

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), look->dark
                                                                            ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                            : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_widget_set_default_direction (look->rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  chart_scene_find (look->scene)->play (DROVER_CHART (chart));
  return chart;
}

static char *
name_of (const Look *look)
{
  return g_strdup_printf ("chart-%s-%d-%s%s", look->scene, look->width, look->dark ? "dark" : "light",
                          look->rtl ? "-rtl" : "");
}

/* Text that reaches the edge of the plots is text that was cut. */
static void
assert_not_cut (DroverChart *chart, const char *name)
{
  GtkWidget *canvas = GTK_WIDGET (drover_chart_get_canvas (chart));
  g_autoptr (UiPicture) picture = ui_picture_new_from_widget (canvas);
  GdkRectangle edges[] = {
    { 0, 0, 1, picture->height },
    { picture->width - 1, 0, 1, picture->height },
    { 0, picture->height - 1, picture->width, 1 },
  };
  GdkRGBA background;

  g_assert_true (
      gtk_style_context_lookup_color (gtk_widget_get_style_context (canvas), "window_bg_color", &background));
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    if (ui_picture_count (picture, &edges[i], &background, 40) != (guint) (edges[i].width * edges[i].height))
      g_test_fail_printf ("%s: something is cut at edge %u", name, i);
}

static gboolean
is_golden (const Look *look)
{
  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    if (g_str_equal (golden[i].scene, look->scene) && golden[i].width == look->width &&
        golden[i].dark == look->dark && golden[i].rtl == look->rtl)
      return TRUE;
  return FALSE;
}

/* With the figures at a moment beside its line, under the pointer. */
static void
test_crosshair (gconstpointer data)
{
  const Look *look = data;
  GtkWidget *chart = show (look);
  GtkWidget *window = ui_window_new (chart, look->width, 480);
  g_autofree char *name = g_strconcat ("chart-crosshair-", look->dark ? "dark" : "light", NULL);
  g_autoptr (UiPicture) picture = NULL;

  drover_chart_cursor_point_at (drover_chart_get_cursor (DROVER_CHART (chart)), look->width * 0.5);
  ui_wait_for_draw (chart);
  picture = ui_picture_new_from_widget (chart);
  ui_picture_assert_golden (picture, name);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_look (gconstpointer data)
{
  const Look *look = data;
  GtkWidget *chart = show (look);
  GtkWidget *window = ui_window_new (chart, look->width, look->width == 360 ? 420 : 480);
  g_autoptr (UiPicture) picture = ui_picture_new_from_widget (chart);
  g_autofree char *name = name_of (look);
  const char *shots = g_getenv ("DROVER_SHOTS");

  g_assert_cmpint (picture->width, ==, look->width);
  assert_not_cut (DROVER_CHART (chart), name);
  if (shots != NULL)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.png", shots, name);

      ui_picture_save (picture, path);
    }
  if (is_golden (look))
    ui_picture_assert_golden (picture, name);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const Look crossed[] = { { "disk", 900, FALSE, FALSE }, { "disk", 900, TRUE, TRUE } };
  static const int widths[] = { 360, 900, 1600 };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < n_chart_scenes * G_N_ELEMENTS (widths) * 4; i++)
    {
      Look look = { chart_scenes[i / 12].name, widths[i / 4 % 3], (i & 1) != 0, (i & 2) != 0 };
      g_autofree char *name = name_of (&look);
      g_autofree char *path = g_strconcat ("/chart/look/", name, NULL);

      /* The large one once only, unless they are to be looked at. */
      if (g_str_equal (look.scene, "million") && g_getenv ("DROVER_SHOTS") == NULL && !is_golden (&look))
        continue;
      g_test_add_data_func_full (path, g_memdup2 (&look, sizeof look), test_look, g_free);
    }
  g_test_add_data_func ("/chart/crosshair/light", &crossed[0], test_crosshair);
  g_test_add_data_func ("/chart/crosshair/dark-rtl", &crossed[1], test_crosshair);
  return g_test_run ();
}
