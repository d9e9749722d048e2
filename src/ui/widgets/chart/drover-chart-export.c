/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-export.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <math.h>
#include <pango/pangocairo.h>

/* Of a picture, in logical pixels; it does not depend on the window's size. */
#define WIDTH 960
#define HEIGHT 540
#define MARGIN 20
#define SCALE 2.0
#define KEY_WIDTH 26

static int
draw_legend (cairo_t *cr, const DroverChartScene *scene)
{
  DroverChartStyle *style = scene->style;
  double x = 0;

  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    {
      const char *name = drover_chart_series_get_name (i);
      int width = drover_chart_style_measure (style, name);
      double left;

      if (!scene->visible[i] || !drover_chart_model_has (scene->model, i))
        continue;
      left = scene->rtl ? scene->width - x - KEY_WIDTH : x;
      cairo_save (cr);
      cairo_translate (cr, left, 0);
      drover_chart_paint_key (cr, style, i, KEY_WIDTH, style->line_height);
      cairo_restore (cr);
      drover_chart_set_source (cr, &style->text, 1);
      cairo_move_to (cr, scene->rtl ? left - 8 - width : left + KEY_WIDTH + 8, 0);
      pango_cairo_show_layout (cr, drover_chart_style_get_layout (style, name, FALSE));
      x += KEY_WIDTH + 8 + width + 24;
    }
  return style->line_height + 12;
}

static void
draw_node (cairo_t *cr, GtkSnapshot *snapshot)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);

  if (node == NULL)
    return;
  /* A node's text begins at the current point, should there be one. */
  cairo_new_path (cr);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
}

static void
draw_plots (cairo_t *cr, const DroverChartScene *scene, double view_end_ms)
{
  gint64 first = drover_chart_scene_get_first_column (scene, view_end_ms);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  drover_chart_snapshot_behind (snapshot, scene);
  draw_node (cr, g_steal_pointer (&snapshot));

  cairo_save (cr);
  cairo_rectangle (cr, scene->plot_x, 0, scene->plot_width, scene->height);
  cairo_clip (cr);
  cairo_translate (cr, scene->plot_x, 0);
  drover_chart_paint (cr, scene, first, first + (gint64) floor (scene->plot_width * scene->scale));
  cairo_restore (cr);

  snapshot = gtk_snapshot_new ();
  drover_chart_snapshot_front (snapshot, scene);
  drover_chart_snapshot_times (snapshot, scene, first);
  draw_node (cr, snapshot);
}

/* The chart as it is, in a size of its own. */
static void
draw_picture (cairo_t *cr, const DroverChartScene *scene, double view_end_ms)
{
  DroverChartScene copy = *scene;
  int legend_height = scene->style->line_height + 12;

  drover_chart_set_source (cr, &scene->style->background, 1);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  drover_chart_scene_arrange (&copy, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - legend_height, SCALE);
  drover_chart_scene_update (&copy);
  cairo_translate (cr, 0, draw_legend (cr, &copy));
  draw_plots (cr, &copy, view_end_ms);
}

static cairo_status_t
write_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The chart could not be drawn: %s"),
               cairo_status_to_string (status));
  return FALSE;
}

static gboolean
save (GFile *file, const char *data, gsize length, GError **error)
{
  return g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}

/**
 * drover_chart_export_png:
 * @scene: what is shown
 * @view_end_ms: the moment at the right edge, for a job that is not over
 * @file: where to
 * @error: a #GIOErrorEnum, or %DROVER_ERROR_FAILED if the picture could not be made
 *
 * Returns: whether the picture was written
 */
gboolean
drover_chart_export_png (const DroverChartScene *scene, double view_end_ms, GFile *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (WIDTH * SCALE), (int) (HEIGHT * SCALE));
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, SCALE, SCALE);
  draw_picture (cr, scene, view_end_ms);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, write_bytes, bytes);
  cairo_surface_destroy (surface);
  return check_status (status, error) && save (file, (const char *) bytes->data, bytes->len, error);
}

/* What the picture shows, for those who do not see it. */
static char *
describe_svg (const GByteArray *bytes, const char *summary, int *length)
{
  xmlDoc *doc = xmlReadMemory ((const char *) bytes->data, (int) bytes->len, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_HUGE);
  xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  xmlChar *text = NULL;
  char *copy = NULL;

  if (root != NULL)
    {
      xmlNode *title = xmlNewDocRawNode (doc, root->ns, BAD_CAST "title", BAD_CAST _ ("Migration chart"));
      xmlNode *description = xmlNewDocRawNode (doc, root->ns, BAD_CAST "desc", NULL);

      xmlNodeAddContent (description, BAD_CAST summary);
      xmlNewProp (root, BAD_CAST "role", BAD_CAST "img");
      if (root->children != NULL)
        xmlAddPrevSibling (root->children, title);
      else
        xmlAddChild (root, title);
      xmlAddNextSibling (title, description);
      xmlDocDumpMemoryEnc (doc, &text, length, "UTF-8");
    }
  if (text != NULL)
    copy = g_strndup ((const char *) text, (gsize) *length);
  xmlFree (text);
  xmlFreeDoc (doc);
  return copy;
}

/**
 * drover_chart_export_svg:
 * @scene: what is shown
 * @view_end_ms: the moment at the right edge, for a job that is not over
 * @summary: what it shows, in words
 * @file: where to
 * @error: a #GIOErrorEnum, or %DROVER_ERROR_FAILED if the picture could not be made
 *
 * Returns: whether the picture was written
 */
gboolean
drover_chart_export_svg (
    const DroverChartScene *scene, double view_end_ms, const char *summary, GFile *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *text = NULL;
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (write_bytes, bytes, WIDTH, HEIGHT);
  cairo_t *cr;
  cairo_status_t status;
  int length = 0;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  cr = cairo_create (surface);
  draw_picture (cr, scene, view_end_ms);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!check_status (status, error))
    return FALSE;
  text = describe_svg (bytes, summary, &length);
  if (text == NULL)
    return check_status (CAIRO_STATUS_WRITE_ERROR, error);
  return save (file, text, (gsize) length, error);
}

static void
append_figure (GString *csv, gint64 value)
{
  g_string_append_c (csv, ',');
  if (value >= 0)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, value);
}

static void
append_range (GString *csv, const DroverRange *range)
{
  append_figure (csv, range->value);
  append_figure (csv, range->low);
  append_figure (csv, range->high);
}

/**
 * drover_chart_export_csv:
 * @model: all samples
 * @file: where to
 * @error: a #GIOErrorEnum
 *
 * Writes all samples as they came: sizes in bytes, rates in bytes per second, times in milliseconds, nothing
 * where a figure is unknown.
 *
 * Returns: whether they were written
 */
gboolean
drover_chart_export_csv (const DroverChartModel *model, GFile *file, GError **error)
{
  g_autoptr (GString) csv = g_string_new (
      "t_ms,phase,memory_remaining,disk_remaining,remaining,remaining_low,remaining_high,processed,total,"
      "rate,rate_low,rate_high,dirty_rate,dirty_rate_low,dirty_rate_high,iteration,downtime_limit_ms,"
      "throttle,postcopy_requests\n");

  for (guint i = 0; i < drover_chart_model_get_length (model); i++)
    {
      const DroverSample *sample = drover_chart_model_get (model, i);

      g_string_append_printf (csv, "%" G_GINT64_FORMAT ",%s", sample->t_ms,
                              drover_phase_to_string (sample->phase));
      append_figure (csv, sample->memory_remaining);
      append_figure (csv, sample->disk_remaining);
      append_range (csv, &sample->remaining);
      append_figure (csv, sample->processed);
      append_figure (csv, sample->total);
      append_range (csv, &sample->rate);
      append_range (csv, &sample->dirty_rate);
      append_figure (csv, sample->iteration);
      append_figure (csv, sample->downtime_limit_ms);
      append_figure (csv, sample->throttle);
      append_figure (csv, sample->postcopy_requests);
      g_string_append_c (csv, '\n');
    }
  return save (file, csv->str, csv->len, error);
}
