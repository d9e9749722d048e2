/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DROVER_TYPE_HOST_TABLE (drover_host_table_get_type ())

/**
 * DroverHostTable:
 *
 * Rows with a cell for each host, the hosts' names above them. In a narrow window one host at a time.
 */
G_DECLARE_FINAL_TYPE (DroverHostTable, drover_host_table, DROVER, HOST_TABLE, GtkWidget)

GtkWidget *drover_host_table_new (GListModel *rows, const char *accessible_name, gboolean clickable);
void
drover_host_table_set_hosts (DroverHostTable *table, const char *const *names, const char *const *badges);

G_END_DECLS
