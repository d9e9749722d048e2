/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-picture.h"

#include <string.h>

/* Fonts are hinted a little differently from one computer to another: pictures are compared in blocks. */
#define BLOCK 6
#define BLOCK_TOLERANCE 28.0
#define BAD_BLOCKS_ALLOWED 0.003

UiPicture *
ui_picture_new_from_texture (GdkTexture *texture)
{
  UiPicture *picture = g_new0 (UiPicture, 1);

  picture->width = gdk_texture_get_width (texture);
  picture->height = gdk_texture_get_height (texture);
  picture->pixels = g_new (guint32, (gsize) picture->width * (gsize) picture->height);
  gdk_texture_download (texture, (guchar *) picture->pixels, (gsize) picture->width * 4);
  return picture;
}

/**
 * ui_picture_new_from_widget:
 * @widget: in a window that was drawn; it is seen on the window's background
 */
UiPicture *
ui_picture_new_from_widget (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *node;
  GdkRGBA background;

  g_assert_true (gtk_style_context_lookup_color (context, "window_bg_color", &background));
  gtk_snapshot_append_color (snapshot, &background,
                             &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gsk_render_node_unref (node);
  return ui_picture_new_from_texture (texture);
}

UiPicture *
ui_picture_new_from_file (const char *path, GError **error)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (path, error);

  return texture != NULL ? ui_picture_new_from_texture (texture) : NULL;
}

void
ui_picture_free (UiPicture *picture)
{
  if (picture == NULL)
    return;
  g_free (picture->pixels);
  g_free (picture);
}

void
ui_picture_save (const UiPicture *picture, const char *path)
{
  gsize stride = (gsize) picture->width * 4;
  g_autoptr (GBytes) bytes = g_bytes_new (picture->pixels, stride * (gsize) picture->height);
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (picture->width, picture->height, GDK_MEMORY_DEFAULT, bytes, stride);

  g_assert_true (gdk_texture_save_to_png (texture, path));
}

guint32
ui_picture_get (const UiPicture *picture, int x, int y)
{
  g_assert_true (x >= 0 && x < picture->width && y >= 0 && y < picture->height);
  return picture->pixels[(gsize) y * (gsize) picture->width + (gsize) x];
}

static int
channel (guint32 pixel, guint shift)
{
  return (int) (pixel >> shift & 0xff);
}

/**
 * ui_picture_distance:
 *
 * Returns: how far the most different of red, green and blue is off, of 255
 */
int
ui_picture_distance (guint32 a, guint32 b)
{
  int most = 0;

  for (guint shift = 0; shift < 24; shift += 8)
    most = MAX (most, ABS (channel (a, shift) - channel (b, shift)));
  return most;
}

/**
 * ui_picture_count:
 * @area: (nullable): where to look, %NULL for everywhere
 * @tolerance: how far each of red, green and blue may be off, of 255
 *
 * Returns: how many pixels have @color
 */
guint
ui_picture_count (const UiPicture *picture, const GdkRectangle *area, const GdkRGBA *color, int tolerance)
{
  GdkRectangle all = { 0, 0, picture->width, picture->height };
  guint32 wanted = (guint32) (color->red * 255.0f + 0.5f) << 16 |
                   (guint32) (color->green * 255.0f + 0.5f) << 8 | (guint32) (color->blue * 255.0f + 0.5f);
  guint n = 0;

  if (area == NULL)
    area = &all;
  for (int y = area->y; y < area->y + area->height; y++)
    for (int x = area->x; x < area->x + area->width; x++)
      n += ui_picture_distance (ui_picture_get (picture, x, y), wanted) <= tolerance;
  return n;
}

static double
mean_of_block (const UiPicture *picture, int left, int top, guint shift)
{
  double sum = 0;
  int n = 0;

  for (int y = top; y < MIN (top + BLOCK, picture->height); y++)
    for (int x = left; x < MIN (left + BLOCK, picture->width); x++, n++)
      sum += channel (ui_picture_get (picture, x, y), shift);
  return sum / n;
}

/**
 * ui_picture_compare:
 *
 * Returns: the share of blocks that differ visibly, 1 if the sizes differ
 */
double
ui_picture_compare (const UiPicture *a, const UiPicture *b)
{
  guint bad = 0;
  guint n = 0;

  if (a->width != b->width || a->height != b->height)
    return 1;
  for (int y = 0; y < a->height; y += BLOCK)
    for (int x = 0; x < a->width; x += BLOCK, n++)
      for (guint shift = 0; shift < 24; shift += 8)
        if (ABS (mean_of_block (a, x, y, shift) - mean_of_block (b, x, y, shift)) > BLOCK_TOLERANCE)
          {
            bad++;
            break;
          }
  return (double) bad / n;
}

/**
 * ui_picture_assert_golden:
 * @name: of the picture in tests/data/ui
 *
 * DROVER_UPDATE_GOLDEN=1 writes it anew: look at it before you commit it.
 */
void
ui_picture_assert_golden (const UiPicture *picture, const char *name)
{
  g_autofree char *base = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", base, NULL);
  g_autoptr (UiPicture) wanted = NULL;
  g_autoptr (GError) error = NULL;
  double bad;

  if (g_getenv ("DROVER_UPDATE_GOLDEN") != NULL)
    {
      ui_picture_save (picture, path);
      return;
    }
  wanted = ui_picture_new_from_file (path, &error);
  g_assert_no_error (error);
  bad = ui_picture_compare (picture, wanted);
  if (bad > BAD_BLOCKS_ALLOWED)
    {
      g_autofree char *got = g_build_filename (g_get_tmp_dir (), base, NULL);

      ui_picture_save (picture, got);
      g_test_fail_printf ("%s is another one: %.1f %% of it differ; see %s", base, bad * 100, got);
    }
}

/**
 * ui_window_new:
 * @child: (transfer floating): what to show
 *
 * Returns: a window that shows it in exactly that size, and was drawn
 */
GtkWidget *
ui_window_new (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  /* A window is not made larger than the screen, unless its child is. */
  gtk_widget_set_size_request (child, width, height);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_for_draw (child);
  return window;
}

/**
 * ui_wait_for_draw:
 *
 * Waits until the widget was drawn as it is now.
 */
void
ui_wait_for_draw (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
  gtk_test_widget_wait_for_draw (widget);
}
