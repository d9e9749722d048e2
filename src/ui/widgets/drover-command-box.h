/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DROVER_TYPE_COMMAND_BOX (drover_command_box_get_type ())

/**
 * DroverCommandBox:
 *
 * Lines for a shell, to be read, selected and copied.
 */
G_DECLARE_FINAL_TYPE (DroverCommandBox, drover_command_box, DROVER, COMMAND_BOX, GtkBox)

GtkWidget *drover_command_box_new (void);
void drover_command_box_set_lines (DroverCommandBox *box, const char *const *lines);
const char *drover_command_box_get_text (DroverCommandBox *box);

G_END_DECLS
