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
  int height;
  gboolean dark;
  gboolean rtl;
  gboolean golden;
} Look;

#define MARGIN 12

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

static void
test_look (gconstpointer data)
{
  const Look *look = data;
  GtkWidget *chart = show (look);
  GtkWidget *window = ui_window_new (chart, look->width, look->height);
  g_autoptr (UiPicture) picture = ui_picture_new_from_widget (chart);
  g_autofree char *name = name_of (look);
  const char *shots = g_getenv ("DROVER_SHOTS");

  g_assert_cmpint (picture->width, ==, look->width);
  if (shots != NULL)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.png", shots, name);

      ui_picture_save (picture, path);
    }
  if (look->golden)
    ui_picture_assert_golden (picture, name);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const int widths[] = { 360, 900, 1600 };
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < n_chart_scenes; i++)
    for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
      for (guint dark = 0; dark < 2; dark++)
        for (guint rtl = 0; rtl < 2; rtl++)
          {
            Look look = {
              chart_scenes[i].name, widths[k], widths[k] == 360 ? 420 : 480, dark != 0, rtl != 0, FALSE
            };
            g_autofree char *name = name_of (&look);
            g_autofree char *path = g_strconcat ("/chart/look/", name, NULL);

            g_test_add_data_func_full (path, g_memdup2 (&look, sizeof look), test_look, g_free);
          }
  status = g_test_run ();
  return status;
}
