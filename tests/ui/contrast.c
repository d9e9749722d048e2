/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contrast.h"

#include <math.h>

#define SCALE 3

/* So many pixels are more than a mishap of the antialiasing. */
#define ENOUGH 6

/* A colour of the picture is told from another one by the upper bits of red, green and blue. */
#define BITS 5
#define N_BINS (1 << 3 * BITS)

#define STEPS_PER_UNIT 50
#define N_STEPS (21 * STEPS_PER_UNIT + 1) /* black on white is 21 */

/* https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
static double
luminance_of (guint32 pixel)
{
  static const double weights[] = { 0.0722, 0.7152, 0.2126 };
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      double value = (pixel >> (8 * i) & 0xff) / 255.0;

      sum += weights[i] * (value <= 0.03928 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4));
    }
  return sum;
}

/**
 * contrast_of:
 *
 * Returns: the ratio of their luminances, from 1 to 21
 */
double
contrast_of (guint32 a, guint32 b)
{
  double first = luminance_of (a);
  double second = luminance_of (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

static guint
bin_of (guint32 pixel)
{
  guint bin = 0;

  for (int shift = 16; shift >= 0; shift -= 8)
    bin = bin << BITS | (pixel >> shift & 0xff) >> (8 - BITS);
  return bin;
}

/**
 * contrast_find_background:
 *
 * Returns: the colour that there is most of
 */
guint32
contrast_find_background (const UiPicture *picture)
{
  gsize n = (gsize) picture->width * (gsize) picture->height;
  g_autofree guint *counts = g_new0 (guint, N_BINS);
  g_autofree guint32 *pixels = g_new0 (guint32, N_BINS);
  guint most = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint bin = bin_of (picture->pixels[i]);

      counts[bin]++;
      pixels[bin] = picture->pixels[i];
      if (counts[bin] > counts[most])
        most = bin;
    }
  return pixels[most];
}

/**
 * contrast_measure:
 *
 * Returns: how well what is painted there stands out: its strongest colour against @background
 */
double
contrast_measure (const UiPicture *picture, guint32 background)
{
  gsize n = (gsize) picture->width * (gsize) picture->height;
  g_autofree guint *counts = g_new0 (guint, N_STEPS);
  guint32 last = background;
  double contrast = 1;
  guint sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (picture->pixels[i] != last)
        contrast = contrast_of (last = picture->pixels[i], background);
      counts[(guint) (contrast * STEPS_PER_UNIT)]++;
    }
  for (guint step = N_STEPS; step-- > 0;)
    if ((sum += counts[step]) >= ENOUGH)
      return (double) step / STEPS_PER_UNIT;
  return 1;
}

/**
 * contrast_is_large:
 *
 * Returns: whether the widget's text is what WCAG calls large: 18 points, or 14 where it is bold
 */
gboolean
contrast_is_large (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (pango_font_description_get_size_is_absolute (font))
    size *= 72.0 / 96;
  return size >= (pango_font_description_get_weight (font) >= PANGO_WEIGHT_BOLD ? 14 : 18);
}

/**
 * contrast_shot_new:
 * @window: that was drawn
 *
 * Takes the window as it looks while one works with it.
 */
ContrastShot *
contrast_shot_new (GtkWidget *window)
{
  ContrastShot *shot = g_new0 (ContrastShot, 1);
  g_autoptr (GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  /* Nobody gives a window of this screen its focus. */
  gtk_widget_unset_state_flags (window, GTK_STATE_FLAG_BACKDROP);
  ui_wait_for_draw (window);
  paintable = gtk_widget_paintable_new (window);
  gtk_snapshot_scale (snapshot, SCALE, SCALE);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  shot->window = window;
  shot->node = gtk_snapshot_free_to_node (snapshot);
  return shot;
}

void
contrast_shot_free (ContrastShot *shot)
{
  if (shot == NULL)
    return;
  gsk_render_node_unref (shot->node);
  g_free (shot);
}

/* What it scrolls in, or is folded in, may show a part of it only. */
static gboolean
is_whole (GtkWidget *widget, GtkWidget *window)
{
  for (GtkWidget *around = gtk_widget_get_parent (widget); around != NULL && around != window;
       around = gtk_widget_get_parent (around))
    {
      graphene_rect_t own;
      graphene_rect_t room = GRAPHENE_RECT_INIT (-1, -1, (float) gtk_widget_get_width (around) + 2,
                                                 (float) gtk_widget_get_height (around) + 2);

      if (gtk_widget_get_overflow (around) != GTK_OVERFLOW_HIDDEN)
        continue;
      if (!gtk_widget_compute_bounds (widget, around, &own) || !graphene_rect_contains_rect (&room, &own))
        return FALSE;
    }
  return TRUE;
}

/**
 * contrast_shot_get:
 * @margin: how much around it is wanted too, in logical pixels
 *
 * Returns: (transfer full) (nullable): what the widget looks like, unless a part of it cannot be seen
 */
UiPicture *
contrast_shot_get (const ContrastShot *shot, GtkWidget *widget, int margin)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (shot->window));
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, shot->window, &bounds) || !is_whole (widget, shot->window) ||
      bounds.size.width < 1 || bounds.size.height < 1)
    return NULL;
  graphene_rect_inset (&bounds, (float) -margin, (float) -margin);
  graphene_rect_scale (&bounds, SCALE, SCALE, &bounds);
  graphene_rect_round_extents (&bounds, &bounds);
  texture = gsk_renderer_render_texture (renderer, shot->node, &bounds);
  return ui_picture_new_from_texture (texture);
}
