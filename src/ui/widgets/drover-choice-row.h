/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DROVER_TYPE_CHOICE_ROW (drover_choice_row_get_type ())

/**
 * DroverChoiceRow:
 *
 * One of several rows of which one can be chosen, with a word at its end. All texts are plain, never markup.
 */
G_DECLARE_FINAL_TYPE (DroverChoiceRow, drover_choice_row, DROVER, CHOICE_ROW, AdwActionRow)

DroverChoiceRow *drover_choice_row_new (GtkCheckButton *group, const char *title, const char *subtitle);
gboolean drover_choice_row_is_chosen (DroverChoiceRow *row);
void drover_choice_row_choose (DroverChoiceRow *row);
void drover_choice_row_set_badge (DroverChoiceRow *row, const char *text, const char *css_class);

G_END_DECLS
