/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DROVER_TYPE_FIGURE (drover_figure_get_type ())

/**
 * DroverFigure:
 *
 * A value with its name below it.
 */
G_DECLARE_FINAL_TYPE (DroverFigure, drover_figure, DROVER, FIGURE, GtkBox)

GtkWidget *drover_figure_new (const char *name);
void drover_figure_append (DroverFigure *self, GtkFlowBox *box);
void drover_figure_set_value (DroverFigure *figure, const char *value);

G_END_DECLS
