/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiPicture:
 *
 * What a widget looks like: opaque pixels as 0xAARRGGBB, row by row.
 */
typedef struct {
  int width;
  int height;
  guint32 *pixels;
} UiPicture;

UiPicture *ui_picture_new_from_texture (GdkTexture *texture);
UiPicture *ui_picture_new_from_widget (GtkWidget *widget);
UiPicture *ui_picture_new_from_file (const char *path, GError **error);
void ui_picture_free (UiPicture *picture);
void ui_picture_save (const UiPicture *picture, const char *path);
guint32 ui_picture_get (const UiPicture *picture, int x, int y);
int ui_picture_distance (guint32 a, guint32 b);
guint
ui_picture_count (const UiPicture *picture, const GdkRectangle *area, const GdkRGBA *color, int tolerance);
double ui_picture_compare (const UiPicture *a, const UiPicture *b);
void ui_picture_assert_golden (const UiPicture *picture, const char *name);

GtkWidget *ui_window_new (GtkWidget *child, int width, int height);
void ui_wait_for_draw (GtkWidget *widget);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiPicture, ui_picture_free)

G_END_DECLS
