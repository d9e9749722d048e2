/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-picture.h"

G_BEGIN_DECLS

/* What WCAG 2.1 level AA wants (1.4.3 for text, 1.4.11 for everything else that is to be told apart). */
#define CONTRAST_TEXT 4.5
#define CONTRAST_LARGE_TEXT 3.0
#define CONTRAST_GRAPHICS 3.0

double contrast_of (guint32 a, guint32 b);
guint32 contrast_find_background (const UiPicture *picture);
double contrast_measure (const UiPicture *picture, guint32 background);
gboolean contrast_is_large (GtkWidget *widget);

/**
 * ContrastShot:
 *
 * A window as it is painted, several pixels for each of its own: thin strokes of letters have their full
 * colour then.
 */
typedef struct {
  GtkWidget *window;
  GskRenderNode *node;
} ContrastShot;

ContrastShot *contrast_shot_new (GtkWidget *window);
void contrast_shot_free (ContrastShot *shot);
UiPicture *contrast_shot_get (const ContrastShot *shot, GtkWidget *widget, int margin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ContrastShot, contrast_shot_free)

G_END_DECLS
