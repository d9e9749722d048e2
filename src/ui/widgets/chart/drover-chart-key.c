/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-key.h"

#include "widgets/chart/drover-chart-style.h"

#define WIDTH 26
#define HEIGHT 14

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  g_autoptr (DroverChartStyle) style = drover_chart_style_new (GTK_WIDGET (area));

  drover_chart_paint_key (cr, style, GPOINTER_TO_UINT (user_data), width, height);
}

/**
 * drover_chart_key_new:
 *
 * Returns: (transfer floating): a stretch of a series' line, for the legend; it says nothing to a reader of
 * the screen
 */
GtkWidget *
drover_chart_key_new (DroverChartSeries series)
{
  GtkWidget *key =
      g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                    "content-width", WIDTH, "content-height", HEIGHT, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (key), draw, GUINT_TO_POINTER (series), NULL);
  return key;
}
