/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/table/drover-table-columns.h"
#include "widgets/table/drover-table-row.h"

G_BEGIN_DECLS

#define DROVER_TYPE_TABLE_LINE (drover_table_line_get_type ())

/**
 * DroverTableLine:
 *
 * The widget of a row: its head and a cell per host. The head stays in sight when the table is scrolled
 * sideways.
 */
G_DECLARE_FINAL_TYPE (DroverTableLine, drover_table_line, DROVER, TABLE_LINE, GtkWidget)

GtkWidget *drover_table_line_new (DroverTableColumns *columns, GtkAdjustment *adjustment, gboolean clickable);
GtkWidget *drover_table_line_new_header (DroverTableColumns *columns, GtkAdjustment *adjustment);
void drover_table_line_set_row (DroverTableLine *line, DroverTableRow *row);
DroverTableRow *drover_table_line_get_row (DroverTableLine *line);
gboolean drover_table_line_find_focused (DroverTableLine *line, guint *host);
gboolean drover_table_line_focus_cell (DroverTableLine *line, guint host);

G_END_DECLS
