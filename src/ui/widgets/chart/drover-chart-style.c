/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-style.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

/* Labels are a little smaller than running text. */
#define SMALL 0.82

/* So many different labels are kept; more are needed only while a chart grows through many scales. */
#define MOST_LAYOUTS 256

/* The GNOME palette, light enough on dark and dark enough on light for a line of 2 pixels (3:1 and more). */
static const char *const series_light[] = { "#1c71d8", "#813d9c", "#1a7f4b", "#c64600" };
static const char *const series_dark[] = { "#62a0ea", "#c88fd8", "#57e389", "#ffa348" };
static const char *const series_contrast_light[] = { "#0b4a9e", "#5b1f74", "#0b5c33", "#8a2f00" };
static const char *const series_contrast_dark[] = { "#99c1f1", "#e5b8f2", "#8ff0a4", "#ffc68a" };

static const char *const phases_light[] = { "#9a9996", "#3584e4", "#e5a50a", "#9141ac", "#2ec27e" };
static const char *const phases_dark[] = { "#9a9996", "#62a0ea", "#f8e45c", "#c061cb", "#57e389" };

/**
 * drover_chart_series_get_name:
 *
 * Returns: what the figure is called, translated
 */
const char *
drover_chart_series_get_name (DroverChartSeries series)
{
  switch (series)
    {
    case DROVER_CHART_MEMORY:
      return _ ("Memory left");
    case DROVER_CHART_DISK:
      return _ ("Disk left");
    case DROVER_CHART_RATE:
      return _ ("Sent");
    case DROVER_CHART_DIRTY:
      return _ ("Changed by the guest");
    }
  g_return_val_if_reached ("");
}

/**
 * drover_chart_series_is_dashed:
 *
 * Of two lines in one plot, one is dashed, lest colour alone tell them apart.
 */
gboolean
drover_chart_series_is_dashed (DroverChartSeries series)
{
  return series == DROVER_CHART_DISK || series == DROVER_CHART_DIRTY;
}

void
drover_chart_set_source (cairo_t *cr, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (cr, (double) color->red, (double) color->green, (double) color->blue,
                         (double) color->alpha * alpha);
}

/* The theme's own colour, or ours where it names none. */
static GdkRGBA
theme_color (GtkStyleContext *context, const char *name, const char *otherwise)
{
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (context, name, &color))
    gdk_rgba_parse (&color, otherwise);
  return color;
}

static GdkRGBA
faded (const GdkRGBA *color, float alpha)
{
  GdkRGBA result = *color;

  result.alpha *= alpha;
  return result;
}

static void
parse_colors (GdkRGBA *colors, const char *const *names, guint n)
{
  for (guint i = 0; i < n; i++)
    gdk_rgba_parse (&colors[i], names[i]);
}

static void
choose_colors (DroverChartStyle *style, GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  gboolean dark = adw_style_manager_get_dark (manager);
  gboolean contrast = adw_style_manager_get_high_contrast (manager);

  /* Outside a window there is nothing to inherit a colour from. */
  if (gtk_widget_get_root (widget) != NULL)
    gtk_style_context_get_color (context, &style->text);
  else
    style->text = theme_color (context, "view_fg_color", dark ? "#ffffff" : "rgba(0,0,0,0.8)");
  style->dim = faded (&style->text, contrast ? 1.0f : 0.68f);
  style->grid = faded (&style->text, contrast ? 0.4f : 0.1f);
  style->baseline = faded (&style->text, contrast ? 1.0f : 0.3f);
  style->background = theme_color (context, "view_bg_color", dark ? "#1e1e1e" : "#ffffff");
  style->interruption = theme_color (context, "error_color", dark ? "#ff7b63" : "#c01c28");
  if (contrast)
    parse_colors (style->series, dark ? series_contrast_dark : series_contrast_light, DROVER_CHART_N_SERIES);
  else
    parse_colors (style->series, dark ? series_dark : series_light, DROVER_CHART_N_SERIES);
  parse_colors (style->phases, dark ? phases_dark : phases_light, G_N_ELEMENTS (style->phases));
  style->line_width = contrast ? 2.5 : 2;
  style->band_alpha = contrast ? 0.6 : 0.45;
  style->fill_alpha = contrast ? 0 : dark ? 0.24 : 0.2;
  style->phase_alpha = contrast ? 0.35 : dark ? 0.3 : 0.22;
  style->tint_alpha = contrast ? 0 : 0.07;
}

/**
 * drover_chart_style_new:
 * @widget: whose theme and text it is; in a window, or at least on a display
 *
 * Returns: (transfer full): how to paint there, as of now
 */
DroverChartStyle *
drover_chart_style_new (GtkWidget *widget)
{
  DroverChartStyle *style = g_new0 (DroverChartStyle, 1);
  PangoRectangle ink;
  PangoRectangle logical;

  style->context = gtk_widget_create_pango_context (widget);
  style->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  choose_colors (style, widget);
  pango_layout_get_pixel_extents (drover_chart_style_get_layout (style, "0", FALSE), &ink, &logical);
  style->line_height = logical.height;
  style->digit_width = logical.width;
  return style;
}

static gboolean
colors_equal (const GdkRGBA *a, const GdkRGBA *b, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!gdk_rgba_equal (&a[i], &b[i]))
      return FALSE;
  return TRUE;
}

/**
 * drover_chart_style_equal:
 *
 * Returns: whether both make the same picture
 */
gboolean
drover_chart_style_equal (const DroverChartStyle *a, const DroverChartStyle *b)
{
  return gdk_rgba_equal (&a->text, &b->text) && gdk_rgba_equal (&a->dim, &b->dim) &&
         gdk_rgba_equal (&a->background, &b->background) &&
         gdk_rgba_equal (&a->interruption, &b->interruption) &&
         colors_equal (a->series, b->series, G_N_ELEMENTS (a->series)) &&
         colors_equal (a->phases, b->phases, G_N_ELEMENTS (a->phases)) &&
         fabs (a->line_width - b->line_width) < 0.01 &&
         fabs (pango_cairo_context_get_resolution (a->context) -
               pango_cairo_context_get_resolution (b->context)) < 0.01 &&
         pango_context_get_base_dir (a->context) == pango_context_get_base_dir (b->context) &&
         pango_font_description_equal (pango_context_get_font_description (a->context),
                                       pango_context_get_font_description (b->context));
}

/**
 * drover_chart_style_free:
 * @style: (nullable) (transfer full): what to free
 */
void
drover_chart_style_free (DroverChartStyle *style)
{
  if (style == NULL)
    return;
  g_object_unref (style->context);
  g_hash_table_unref (style->layouts);
  g_free (style);
}

/**
 * drover_chart_style_get_layout:
 * @text: plain text, never markup
 * @bold: whether it is a heading
 *
 * Returns: (transfer none): the label's layout; valid until the next one is asked for
 */
PangoLayout *
drover_chart_style_get_layout (DroverChartStyle *style, const char *text, gboolean bold)
{
  g_autofree char *key = g_strconcat (bold ? "b" : "n", text, NULL);
  PangoLayout *layout = g_hash_table_lookup (style->layouts, key);
  g_autoptr (PangoAttrList) attributes = NULL;

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (style->layouts) >= MOST_LAYOUTS)
    g_hash_table_remove_all (style->layouts);
  layout = pango_layout_new (style->context);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  g_hash_table_insert (style->layouts, g_steal_pointer (&key), layout);
  return layout;
}

/**
 * drover_chart_style_measure:
 *
 * Returns: how wide @text is as a label, in logical pixels
 */
int
drover_chart_style_measure (DroverChartStyle *style, const char *text)
{
  int width;

  pango_layout_get_pixel_size (drover_chart_style_get_layout (style, text, FALSE), &width, NULL);
  return width;
}

/**
 * drover_chart_paint_marker:
 * @radius: about how large
 *
 * Adds a series' own shape to the path.
 */
void
drover_chart_paint_marker (cairo_t *cr, DroverChartSeries series, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  switch (series)
    {
    case DROVER_CHART_MEMORY:
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      break;
    case DROVER_CHART_DISK:
      cairo_rectangle (cr, x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
      break;
    case DROVER_CHART_RATE:
      cairo_move_to (cr, x, y - radius * 1.2);
      cairo_line_to (cr, x + radius * 1.15, y + radius * 0.85);
      cairo_line_to (cr, x - radius * 1.15, y + radius * 0.85);
      cairo_close_path (cr);
      break;
    case DROVER_CHART_DIRTY:
      cairo_move_to (cr, x, y - radius * 1.3);
      cairo_line_to (cr, x + radius * 1.3, y);
      cairo_line_to (cr, x, y + radius * 1.3);
      cairo_line_to (cr, x - radius * 1.3, y);
      cairo_close_path (cr);
      break;
    }
}

/**
 * drover_chart_paint_key:
 *
 * Paints a stretch of a series' line with its marker, as in a legend, into @width × @height.
 */
void
drover_chart_paint_key (
    cairo_t *cr, const DroverChartStyle *style, DroverChartSeries series, double width, double height)
{
  static const double dashes[] = { 5, 5 };

  cairo_save (cr);
  drover_chart_set_source (cr, &style->series[series], 1);
  cairo_set_line_width (cr, style->line_width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (drover_chart_series_is_dashed (series))
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, 1, height / 2);
  cairo_line_to (cr, width - 1, height / 2);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  drover_chart_paint_marker (cr, series, width / 2, height / 2, MIN (height / 4, 3.5));
  cairo_fill (cr);
  cairo_restore (cr);
}
