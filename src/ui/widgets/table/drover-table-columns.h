/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DROVER_TYPE_TABLE_COLUMNS (drover_table_columns_get_type ())

/**
 * DroverTableColumns:
 *
 * Where the columns of a table of hosts stand, for all its lines. In a narrow window there is one column for
 * one host at a time.
 */
G_DECLARE_FINAL_TYPE (DroverTableColumns, drover_table_columns, DROVER, TABLE_COLUMNS, GObject)

DroverTableColumns *drover_table_columns_new (void);
void drover_table_columns_set_hosts (DroverTableColumns *columns, const char *const *names);
guint drover_table_columns_get_n_hosts (DroverTableColumns *columns);
const char *drover_table_columns_get_name (DroverTableColumns *columns, guint host);

void drover_table_columns_set_character_width (DroverTableColumns *columns, int width);
void drover_table_columns_set_narrow (DroverTableColumns *columns, gboolean narrow);
gboolean drover_table_columns_is_narrow (DroverTableColumns *columns);
void drover_table_columns_set_shown (DroverTableColumns *columns, guint host);
guint drover_table_columns_get_shown (DroverTableColumns *columns);
gboolean drover_table_columns_shows (DroverTableColumns *columns, guint host);

int drover_table_columns_get_least_width (DroverTableColumns *columns);
void drover_table_columns_place (DroverTableColumns *columns, int width, int *head, int *cell);

G_END_DECLS
