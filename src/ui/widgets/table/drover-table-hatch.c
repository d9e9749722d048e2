/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/table/drover-table-hatch.h"

/* In logical pixels. */
#define PERIOD 12
#define STROKE 4.2

/* The stroke that falls at @start on both edges of the tile. */
static void
trace_stroke (cairo_t *cr, double start)
{
  cairo_move_to (cr, start, 0);
  cairo_line_to (cr, start + STROKE, 0);
  cairo_line_to (cr, 0, start + STROKE);
  cairo_line_to (cr, 0, start);
  cairo_close_path (cr);
}

static GdkTexture *
paint_tile (const GdkRGBA *color, int scale_factor)
{
  int size = PERIOD * scale_factor;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;
  gsize stride;

  cairo_scale (cr, scale_factor, scale_factor);
  gdk_cairo_set_source_rgba (cr, color);
  trace_stroke (cr, 0);
  trace_stroke (cr, PERIOD);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), stride * (gsize) size);
  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (size, size, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* (transfer none): all cells are hatched alike, until the style changes. */
static GdkTexture *
get_tile (const GdkRGBA *color, int scale_factor)
{
  static GdkTexture *tile;
  static GdkRGBA tile_color;
  static int tile_scale;

  if (tile != NULL && gdk_rgba_equal (&tile_color, color) && tile_scale == scale_factor)
    return tile;
  g_clear_object (&tile);
  tile = paint_tile (color, scale_factor);
  tile_color = *color;
  tile_scale = scale_factor;
  return tile;
}

/**
 * drover_table_hatch_append:
 * @bounds: what to fill, in logical pixels
 * @scale_factor: device pixels in a logical one
 *
 * Hatches an area with one small tile over and over: a gradient as large as the area costs more than all the
 * rest of a cell where there is no graphics processor. For the main thread.
 */
void
drover_table_hatch_append (GtkSnapshot *snapshot,
                           const graphene_rect_t *bounds,
                           const GdkRGBA *color,
                           int scale_factor)
{
  graphene_rect_t tile =
      GRAPHENE_RECT_INIT (bounds->origin.x, bounds->origin.y, (float) PERIOD, (float) PERIOD);

  gtk_snapshot_push_repeat (snapshot, bounds, &tile);
  gtk_snapshot_append_texture (snapshot, get_tile (color, scale_factor), &tile);
  gtk_snapshot_pop (snapshot);
}
