/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-table-picture.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <pango/pangocairo.h>

#include "drover-core.h"
#include "widgets/table/drover-table-field.h"
#include "widgets/table/drover-table-row.h"

/* In logical pixels. */
#define MARGIN 24
#define HEAD_WIDTH 230
#define CELL_WIDTH 150
#define PADDING 6
#define BAR_HEIGHT 10
#define LINES 4
#define HATCH 7
#define SCALE 2.0
/* What an image of cairo's can be at most. */
#define MAX_PIXELS 32000

typedef struct {
  cairo_t *cr;
  const DroverTablePicture *picture;
  guint n_hosts;
  double width;
  double y;
} Drawing;

typedef struct {
  double red;
  double green;
  double blue;
} Color;

static const Color black = { 0.12, 0.12, 0.14 };
static const Color gray = { 0.42, 0.42, 0.45 };
static const Color pale = { 0.85, 0.85, 0.87 };
static const Color blue = { 0.21, 0.52, 0.89 };
static const Color pale_blue = { 0.68, 0.81, 0.96 };
static const Color green = { 0.10, 0.50, 0.25 };
static const Color amber = { 0.61, 0.43, 0.01 };
static const Color red = { 0.75, 0.11, 0.16 };

static void
set_color (const Drawing *drawing, const Color *color)
{
  cairo_set_source_rgb (drawing->cr, color->red, color->green, color->blue);
}

/* Where something of that width begins, which counts from where one begins to read. */
static double
place (const Drawing *drawing, double x, double width)
{
  return drawing->picture->rtl ? drawing->width - x - width : x;
}

static PangoLayout *
new_layout (const Drawing *drawing, const char *text, const char *font, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (drawing->cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, -LINES);
  pango_context_set_base_dir (pango_layout_get_context (layout),
                              drawing->picture->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_layout_context_changed (layout);
  drover_table_field_align (layout, drawing->picture->rtl);
  return layout;
}

/* Returns its height. */
static double
draw_text (const Drawing *drawing,
           const char *text,
           const char *font,
           const Color *color,
           double x,
           double y,
           double width)
{
  g_autoptr (PangoLayout) layout = new_layout (drawing, text, font, width);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  if (color != NULL)
    {
      set_color (drawing, color);
      cairo_move_to (drawing->cr, place (drawing, x, width), y);
      pango_cairo_show_layout (drawing->cr, layout);
    }
  return text[0] != '\0' ? height : 0;
}

static double
measure_text (const Drawing *drawing, const char *text, const char *font, double width)
{
  return draw_text (drawing, text, font, NULL, 0, 0, width);
}

static const Color *
color_of (DroverTableLook look)
{
  switch (look)
    {
    case DROVER_TABLE_PLAIN:
    case DROVER_TABLE_STRONG:
      return &black;
    case DROVER_TABLE_DIM:
      return &gray;
    case DROVER_TABLE_GOOD:
      return &green;
    case DROVER_TABLE_WARNING:
      return &amber;
    case DROVER_TABLE_BAD:
      return &red;
    }
  g_return_val_if_reached (&black);
}

static void
hatch (const Drawing *drawing, double x, double y, double width, double height)
{
  cairo_save (drawing->cr);
  cairo_rectangle (drawing->cr, x, y, width, height);
  cairo_clip (drawing->cr);
  for (double i = -height; i < width; i += HATCH)
    {
      cairo_move_to (drawing->cr, x + i, y + height);
      cairo_line_to (drawing->cr, x + i + height, y);
    }
  cairo_set_source_rgb (drawing->cr, 0.96, 0.80, 0.45);
  cairo_set_line_width (drawing->cr, 2);
  cairo_stroke (drawing->cr);
  cairo_restore (drawing->cr);
}

static void
draw_pattern (
    const Drawing *drawing, DroverTablePattern pattern, double x, double y, double width, double height)
{
  cairo_t *cr = drawing->cr;

  switch (pattern)
    {
    case DROVER_TABLE_BLANK:
      return;
    case DROVER_TABLE_FULL:
      set_color (drawing, &pale);
      break;
    case DROVER_TABLE_SOME:
    case DROVER_TABLE_ONLY:
      set_color (drawing, &pale_blue);
      break;
    case DROVER_TABLE_HATCHED:
      hatch (drawing, x, y, width, height);
      cairo_set_source_rgba (cr, 0, 0, 0, 0);
      break;
    case DROVER_TABLE_EMPTY:
      cairo_set_source_rgba (cr, 0, 0, 0, 0);
      break;
    }
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill_preserve (cr);
  set_color (drawing, pattern == DROVER_TABLE_ONLY ? &black : &gray);
  cairo_set_line_width (cr, pattern == DROVER_TABLE_ONLY ? 2 : 0.5);
  cairo_stroke (cr);
}

static void
draw_bar (const Drawing *drawing, const DroverTableCell *cell, double x, double y, double width)
{
  double whole = MAX (width * cell->bar, 2);
  double part = whole * cell->filled;

  set_color (drawing, &pale);
  cairo_rectangle (drawing->cr, place (drawing, x, whole), y, whole, BAR_HEIGHT);
  cairo_fill (drawing->cr);
  set_color (drawing, &blue);
  cairo_rectangle (drawing->cr, place (drawing, x, part), y, part, BAR_HEIGHT);
  cairo_fill (drawing->cr);
}

static const char *
font_of (const DroverTableCell *cell)
{
  return cell->look == DROVER_TABLE_STRONG ? "Cantarell, Sans Bold 10" : "Cantarell, Sans 10";
}

static double
measure_row (const Drawing *drawing, DroverTableRow *row)
{
  const char *note = drover_table_row_get_note (row);
  double height =
      measure_text (drawing, drover_table_row_get_title (row), "Cantarell, Sans 10", HEAD_WIDTH - PADDING) +
      measure_text (drawing, note ? note : "", "Cantarell, Sans 8", HEAD_WIDTH - PADDING);

  for (guint i = 0; i < drawing->n_hosts && i < drover_table_row_get_n_cells (row); i++)
    {
      const DroverTableCell *cell = drover_table_row_get_cell (row, i);

      height = MAX (height, measure_text (drawing, cell->text, font_of (cell), CELL_WIDTH - 2 * PADDING) +
                                (cell->bar >= 0 ? BAR_HEIGHT + 2 : 0));
    }
  return height + 2 * PADDING;
}

static void
draw_cell (const Drawing *drawing, const DroverTableCell *cell, guint host, double height)
{
  double x = MARGIN + HEAD_WIDTH + host * CELL_WIDTH;

  draw_pattern (drawing, cell->pattern, place (drawing, x + 1, CELL_WIDTH - 2), drawing->y + 1,
                CELL_WIDTH - 2, height - 2);
  draw_text (drawing, cell->text, font_of (cell), color_of (cell->look), x + PADDING, drawing->y + PADDING,
             CELL_WIDTH - 2 * PADDING);
  if (cell->bar >= 0)
    draw_bar (drawing, cell, x + PADDING, drawing->y + height - PADDING - BAR_HEIGHT,
              CELL_WIDTH - 2 * PADDING);
}

static void
draw_row (Drawing *drawing, DroverTableRow *row)
{
  const char *note = drover_table_row_get_note (row);
  double height = measure_row (drawing, row);
  double title = draw_text (drawing, drover_table_row_get_title (row), "Cantarell, Sans 10", &black, MARGIN,
                            drawing->y + PADDING, HEAD_WIDTH - PADDING);

  if (note != NULL)
    draw_text (drawing, note, "Cantarell, Sans 8", &gray, MARGIN, drawing->y + PADDING + title,
               HEAD_WIDTH - PADDING);
  for (guint i = 0; i < drawing->n_hosts && i < drover_table_row_get_n_cells (row); i++)
    draw_cell (drawing, drover_table_row_get_cell (row, i), i, height);
  drawing->y += height;
}

static void
draw_line (Drawing *drawing, const char *text, const char *font)
{
  drawing->y += PADDING;
  drawing->y +=
      draw_text (drawing, text, font, &black, MARGIN, drawing->y, drawing->width - 2 * MARGIN) + PADDING;
}

static void
draw_names (Drawing *drawing)
{
  double height = 0;

  for (guint i = 0; i < drawing->n_hosts; i++)
    height = MAX (height, draw_text (drawing, drawing->picture->names[i], "Cantarell, Sans Bold 10", &black,
                                     MARGIN + HEAD_WIDTH + i * CELL_WIDTH + PADDING, drawing->y,
                                     CELL_WIDTH - 2 * PADDING));
  drawing->y += height + PADDING;
}

static void
draw (const DroverTablePicture *picture, cairo_t *cr, double *width, double *height)
{
  Drawing drawing = { .cr = cr, .picture = picture, .y = MARGIN };

  drawing.n_hosts = g_strv_length ((GStrv) picture->names);
  drawing.width = 2 * MARGIN + HEAD_WIDTH + drawing.n_hosts * CELL_WIDTH;
  draw_line (&drawing, picture->title, "Cantarell, Sans Bold 14");
  draw_names (&drawing);
  for (guint i = 0; i < picture->rows->len; i++)
    {
      DroverTableRow *row = picture->rows->pdata[i];

      if (drover_table_row_get_kind (row) == DROVER_TABLE_HEADING)
        draw_line (&drawing, drover_table_row_get_title (row), "Cantarell, Sans Bold 10");
      else
        draw_row (&drawing, row);
    }
  *width = drawing.width;
  *height = drawing.y + MARGIN;
}

/* The picture is as high as its rows, which is known once they are drawn: on a surface that grows. To paint
 * that surface onto one of SVG would be shorter, and cairo 1.16 leaks it then. */
static void
measure (const DroverTablePicture *picture, double *width, double *height)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);

  draw (picture, cr, width, height);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
paint (const DroverTablePicture *picture, cairo_t *cr)
{
  double width;
  double height;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  draw (picture, cr, &width, &height);
}

static cairo_status_t
write_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
save (const GByteArray *bytes, cairo_status_t status, GFile *file, GError **error)
{
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The picture could not be drawn: %s"),
                   cairo_status_to_string (status));
      return FALSE;
    }
  return g_file_replace_contents (file, (const char *) bytes->data, bytes->len, NULL, FALSE,
                                  G_FILE_CREATE_NONE, NULL, NULL, error);
}

/**
 * drover_table_picture_save_png:
 * @error: a #GIOErrorEnum, or %DROVER_ERROR_FAILED if the picture could not be made
 *
 * May be called from any thread; blocks.
 *
 * Returns: whether the picture was written
 */
gboolean
drover_table_picture_save_png (const DroverTablePicture *picture, GFile *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  double width;
  double height;
  double scale;
  cairo_surface_t *surface;
  cairo_t *cr;
  cairo_status_t status;

  measure (picture, &width, &height);
  scale = MIN (SCALE, MAX_PIXELS / MAX (width, height));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale), (int) (height * scale));
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  paint (picture, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, write_bytes, bytes);
  cairo_surface_destroy (surface);
  return save (bytes, status, file, error);
}

/**
 * drover_table_picture_save_svg:
 * @error: a #GIOErrorEnum, or %DROVER_ERROR_FAILED if the picture could not be made
 *
 * May be called from any thread; blocks.
 *
 * Returns: whether the picture was written
 */
gboolean
drover_table_picture_save_svg (const DroverTablePicture *picture, GFile *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  double width;
  double height;
  cairo_surface_t *surface;
  cairo_t *cr;
  cairo_status_t status;

  measure (picture, &width, &height);
  surface = cairo_svg_surface_create_for_stream (write_bytes, bytes, width, height);
  cr = cairo_create (surface);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  paint (picture, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return save (bytes, status, file, error);
}
