/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/table/drover-table-row.h"

G_BEGIN_DECLS

#define DROVER_TYPE_TABLE_FIELD (drover_table_field_get_type ())

/**
 * DroverTableField:
 *
 * What a cell of a table of hosts looks like: a text, a bar or a pattern. One widget, since there are many.
 */
G_DECLARE_FINAL_TYPE (DroverTableField, drover_table_field, DROVER, TABLE_FIELD, GtkWidget)

GtkWidget *drover_table_field_new (void);
void
drover_table_field_show (DroverTableField *field, const DroverTableCell *cell, const char *accessible_name);
const char *drover_table_field_get_text (DroverTableField *field);
void drover_table_field_align (PangoLayout *layout, gboolean rtl);

G_END_DECLS
