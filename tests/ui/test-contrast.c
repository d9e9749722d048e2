/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every page shows can be told from what is behind it, as WCAG 2.1 AA wants it: measured in the pixels,
 * light and dark; with ADW_DEBUG_HIGH_CONTRAST=1 in high contrast. */
#include <adwaita.h>
#include <math.h>

#include "chart-scenes.h"
#include "contrast.h"
#include "tour.h"
#include "widgets/chart/drover-chart-private.h"
#include "widgets/table/drover-table-field.h"

/* Tall enough for what is scrolled elsewhere. */
#define TALL 2400

/* Around a picture or a control. */
#define MARGIN 5

typedef struct {
  const char *stop;
  ContrastShot *shot;
  guint n_texts;
  guint n_pictures;
} Look;

static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
static guint scheme;
static GHashTable *focused[G_N_ELEMENTS (schemes)]; /* the kinds of controls that were looked at */
static guint n_focused;

static const char *
name_of_look (void)
{
  return scheme == 0 ? "light" : "dark";
}

static void
judge (const Look *look, GtkWidget *widget, const char *text, double contrast, double wanted)
{
  g_autofree char *classes = NULL;
  g_auto (GStrv) names = NULL;

  if (contrast >= wanted)
    return;
  names = gtk_widget_get_css_classes (widget);
  classes = g_strjoinv (".", names);
  g_test_message ("%s, %s: “%.40s” (%s.%s) has %.2f:1, not %.1f:1", look->stop, name_of_look (), text,
                  G_OBJECT_TYPE_NAME (widget), classes, contrast, wanted);
  g_test_fail ();
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_TEXT (widget))
    return gtk_editable_get_text (GTK_EDITABLE (widget));
  if (DROVER_IS_TABLE_FIELD (widget))
    return drover_table_field_get_text (DROVER_TABLE_FIELD (widget));
  return NULL;
}

static void
look_at_text (Look *look, GtkWidget *widget, const char *text)
{
  g_autoptr (UiPicture) picture = contrast_shot_get (look->shot, widget, 0);

  if (picture == NULL)
    return;
  look->n_texts++;
  judge (look, widget, text, contrast_measure (picture, contrast_find_background (picture)),
         contrast_is_large (widget) ? CONTRAST_LARGE_TEXT : CONTRAST_TEXT);
}

static void
look_at_picture (Look *look, GtkWidget *widget, const char *name)
{
  g_autoptr (UiPicture) around = contrast_shot_get (look->shot, widget, MARGIN);
  g_autoptr (UiPicture) picture = contrast_shot_get (look->shot, widget, 0);

  if (picture == NULL)
    return;
  look->n_pictures++;
  judge (look, widget, name, contrast_measure (picture, contrast_find_background (around)),
         CONTRAST_GRAPHICS);
}

/* The large picture over the words of an empty page says nothing, and a switch says what it says by the place
 * of its knob. */
static gboolean
is_ornament (GtkWidget *widget)
{
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_SWITCH) != NULL)
    return TRUE;
  return gtk_widget_get_ancestor (widget, ADW_TYPE_STATUS_PAGE) != NULL &&
         gtk_widget_has_css_class (widget, "icon");
}

/* What cannot be used now may be faint (1.4.3). */
static void
look_at (Look *look, GtkWidget *widget)
{
  const char *text;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) ||
      gtk_widget_get_opacity (widget) < 0.01)
    return;
  text = text_of (widget);
  if (text != NULL && text[0] != '\0')
    look_at_text (look, widget, text);
  else if (GTK_IS_IMAGE (widget) && !is_ornament (widget) &&
           gtk_image_get_storage_type (GTK_IMAGE (widget)) == GTK_IMAGE_ICON_NAME)
    look_at_picture (look, widget, gtk_image_get_icon_name (GTK_IMAGE (widget)));
  else if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "DroverChartKey"))
    look_at_picture (look, widget, "the chart's key");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at (look, child);
}

/* Controls of one kind have one ring. */
static gboolean
is_new_kind (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *joined = g_strjoinv (".", classes);

  if (focused[scheme] == NULL)
    focused[scheme] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return g_hash_table_add (focused[scheme], g_strdup_printf ("%s %s.%s", G_OBJECT_TYPE_NAME (parent),
                                                             G_OBJECT_TYPE_NAME (widget), joined));
}

static UiPicture *
take (GtkWidget *window, GtkWidget *widget)
{
  g_autoptr (ContrastShot) shot = contrast_shot_new (window);

  return contrast_shot_get (shot, widget, MARGIN);
}

/* What the focus changes there has to stand out from what was there before. */
static void
compare_focus (Look *look, GtkWidget *widget, const UiPicture *without, const UiPicture *with)
{
  guint n_wanted = (guint) (gtk_widget_get_width (widget) + gtk_widget_get_height (widget));
  guint n_strong = 0;
  double most = 1;

  for (int i = 0; i < with->width * with->height; i++)
    if (with->pixels[i] != without->pixels[i])
      {
        double contrast = contrast_of (with->pixels[i], without->pixels[i]);

        n_strong += contrast >= CONTRAST_GRAPHICS;
        most = MAX (most, contrast);
      }
  n_focused++;
  judge (look, widget, "the focus", n_strong >= n_wanted ? most : MIN (most, CONTRAST_GRAPHICS - 0.01),
         CONTRAST_GRAPHICS);
}

/* What holds other things hands its focus on; a place to write has its ring around all of it; and text that
 * is to be selected has its cursor. */
static gboolean
is_holder (GtkWidget *widget)
{
  return GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_VIEWPORT (widget) || GTK_IS_LIST_BOX (widget) ||
         GTK_IS_TEXT (widget) || GTK_IS_LABEL (widget);
}

static void
look_at_focus (Look *look, GtkWidget *window, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (gtk_widget_get_focusable (widget) && !is_holder (widget) && is_new_kind (widget))
    {
      g_autoptr (UiPicture) without = NULL;
      g_autoptr (UiPicture) with = NULL;

      gtk_window_set_focus (GTK_WINDOW (window), NULL);
      without = take (window, widget);
      gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
      if (gtk_widget_grab_focus (widget) && gtk_window_get_focus (GTK_WINDOW (window)) == widget)
        {
          gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
          with = take (window, widget);
        }
      if (without != NULL && with != NULL)
        compare_focus (look, widget, without, with);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at_focus (look, window, child);
}

static void
save (const Look *look)
{
  const char *folder = g_getenv ("DROVER_PICTURES");
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.png", folder, look->stop, name_of_look ());
  g_autoptr (UiPicture) picture = NULL;

  if (folder == NULL)
    return;
  picture = contrast_shot_get (look->shot, look->shot->window, 0);
  ui_picture_save (picture, path);
}

static void
visit (const char *stop, GtkWidget *window)
{
  gboolean tall = gtk_window_get_resizable (GTK_WINDOW (window));

  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  if (tall)
    gtk_window_set_default_size (GTK_WINDOW (window), width, TALL);
  for (scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
    {
      g_autoptr (ContrastShot) shot = NULL;
      Look look = { .stop = stop };

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[scheme]);
      for (guint i = 0; i < 3; i++)
        ui_wait_for_draw (window);
      shot = contrast_shot_new (window);
      look.shot = shot;
      save (&look);
      look_at (&look, window);
      g_assert_cmpuint (look.n_texts, >, 2);
      look_at_focus (&look, window, window);
      g_test_message ("%s, %s: %u texts, %u pictures", stop, name_of_look (), look.n_texts, look.n_pictures);
    }
  if (tall)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_leg (gconstpointer data)
{
  const TourLeg *leg = data;

  leg->go (visit);
}

static guint32
pixel_of (const GdkRGBA *color)
{
  return 0xff000000 | (guint32) (color->red * 255.0f + 0.5f) << 16 |
         (guint32) (color->green * 255.0f + 0.5f) << 8 | (guint32) (color->blue * 255.0f + 0.5f);
}

/* Where lines meet they hide each other's edges: half of it has to do. A line is looked at where it is
 * painted in full, against what is a little above and below it, which may be tinted. */
static void
look_at_line (const UiPicture *picture, const DroverChartScene *scene, DroverChartSeries series)
{
  const DroverChartBox *plot = drover_chart_scene_get_plot (scene, series);
  int reach = (int) ceil (scene->style->line_width) + 2;
  guint32 wanted = pixel_of (&scene->style->series[series]);
  guint n_weak = 0;
  guint n = 0;

  for (int y = plot->y + reach; y < plot->y + plot->height - reach; y++)
    for (int x = scene->plot_x; x < scene->plot_x + scene->plot_width; x++)
      {
        guint32 pixel = ui_picture_get (picture, x, y);

        if (ui_picture_distance (pixel, wanted) > 12)
          continue;
        n++;
        n_weak += MAX (contrast_of (pixel, ui_picture_get (picture, x, y - reach)),
                       contrast_of (pixel, ui_picture_get (picture, x, y + reach))) < CONTRAST_GRAPHICS;
      }
  g_test_message ("%s, %s: %u pixels, %u of them weak", drover_chart_series_get_name (series),
                  name_of_look (), n, n_weak);
  g_assert_cmpuint (n, >, 50);
  if (n_weak > n / 2)
    g_test_fail_printf ("the line of %s is too weak, %s", drover_chart_series_get_name (series),
                        name_of_look ());
}

static void
look_at_scene (const char *name, DroverChartSeries first, DroverChartSeries last)
{
  GtkWidget *chart = drover_chart_new ();
  GtkWidget *window;
  DroverChartCanvas *canvas;
  g_autoptr (UiPicture) picture = NULL;

  chart_scene_find (name)->play (DROVER_CHART (chart));
  window = ui_window_new (chart, 900, 480);
  canvas = drover_chart_get_canvas (DROVER_CHART (chart));
  picture = ui_picture_new_from_widget (GTK_WIDGET (canvas));
  for (DroverChartSeries series = first; series <= last; series++)
    look_at_line (picture, drover_chart_canvas_get_scene (canvas), series);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_lines (void)
{
  for (scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[scheme]);
      look_at_scene ("disk", DROVER_CHART_MEMORY, DROVER_CHART_DISK);
      look_at_scene ("post-copy", DROVER_CHART_RATE, DROVER_CHART_DIRTY);
    }
}

/* Black on white is 21, and a colour on itself nothing. */
static void
test_measure (void)
{
  g_assert_cmpfloat_with_epsilon (contrast_of (0xff000000, 0xffffffff), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (contrast_of (0xff123456, 0xff123456), 1, 0.001);
  /* as WebAIM's calculator has it */
  g_assert_cmpfloat_with_epsilon (contrast_of (0xff767676, 0xffffffff), 4.54, 0.01);
}

static void
test_rings (void)
{
  g_assert_cmpuint (n_focused, >, 20);
}

int
main (int argc, char **argv)
{
  tour_init (&argc, &argv);
  g_test_add_func ("/contrast/measure", test_measure);
  for (guint i = 0; i < n_tour_legs; i++)
    {
      g_autofree char *path = g_strconcat ("/contrast/", tour_legs[i].name, NULL);

      g_test_add_data_func (path, &tour_legs[i], test_leg);
    }
  g_test_add_func ("/contrast/rings", test_rings);
  g_test_add_func ("/contrast/chart-lines", test_lines);
  return g_test_run ();
}
