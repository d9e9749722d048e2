/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DroverTablePicture:
 * @title: what it shows
 * @names: (array zero-terminated=1): what the hosts are called
 * @rows: (element-type DroverTableRow): all of it, from the first to the last row
 * @rtl: read from right to left
 *
 * A table of hosts as a picture: whole, whatever of it is on the screen, and always dark on light.
 */
typedef struct {
  const char *title;
  const char *const *names;
  const GPtrArray *rows;
  gboolean rtl;
} DroverTablePicture;

gboolean drover_table_picture_save_png (const DroverTablePicture *picture, GFile *file, GError **error);
gboolean drover_table_picture_save_svg (const DroverTablePicture *picture, GFile *file, GError **error);

G_END_DECLS
