/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "history/drover-history.h"

G_BEGIN_DECLS

/* For the files of the history only. */

typedef sqlite3_stmt DroverStatement;

void drover_statement_free (DroverStatement *statement);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStatement, drover_statement_free)

gboolean drover_sqlite_fail (sqlite3 *db, const char *doing, GError **error);
gboolean drover_sqlite_run (sqlite3 *db, const char *sql, GError **error);
DroverStatement *drover_sqlite_prepare (sqlite3 *db, const char *sql, GError **error);
gboolean drover_sqlite_step (sqlite3 *db, DroverStatement *statement, gboolean *has_row, GError **error);
gboolean drover_sqlite_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error);

guint drover_history_get_schema_version (void);
gboolean drover_history_prepare_schema (sqlite3 *db, guint version, GError **error);

G_END_DECLS
