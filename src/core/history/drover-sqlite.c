/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's calls, with their errors carried as ours. */
#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "history/drover-history-private.h"

/**
 * drover_statement_free:
 * @statement: (nullable) (transfer full): what to free; what went wrong with it was told when it did
 */
void
drover_statement_free (DroverStatement *statement)
{
  sqlite3_finalize (statement);
}

/**
 * drover_sqlite_fail:
 * @doing: translated, what failed
 * @error: %DROVER_ERROR_BUSY where another program holds the database, else %DROVER_ERROR_FAILED
 *
 * Returns: %FALSE
 */
gboolean
drover_sqlite_fail (sqlite3 *db, const char *doing, GError **error)
{
  int code = sqlite3_errcode (db) & 0xff;
  gboolean busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;

  /* Translators: what was being done, and SQLite's word on why it failed */
  g_set_error (error, DROVER_ERROR, busy ? DROVER_ERROR_BUSY : DROVER_ERROR_FAILED, _ ("%s: %s"), doing,
               sqlite3_errmsg (db));
  return FALSE;
}

static gboolean
fail (sqlite3 *db, GError **error)
{
  return drover_sqlite_fail (db, _ ("The history cannot be used"), error);
}

/**
 * drover_sqlite_run:
 * @sql: one or more statements that give no rows
 *
 * Returns: whether all of them were carried out
 */
gboolean
drover_sqlite_run (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return fail (db, error);
}

/**
 * drover_sqlite_prepare:
 *
 * Returns: (transfer full): the statement, ready for its values
 */
DroverStatement *
drover_sqlite_prepare (sqlite3 *db, const char *sql, GError **error)
{
  DroverStatement *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK)
    return statement;
  fail (db, error);
  return NULL;
}

/**
 * drover_sqlite_step:
 * @has_row: (out) (optional): whether there is a row to read
 *
 * Returns: whether it went on
 */
gboolean
drover_sqlite_step (sqlite3 *db, DroverStatement *statement, gboolean *has_row, GError **error)
{
  int result = sqlite3_step (statement);

  if (result != SQLITE_ROW && result != SQLITE_DONE)
    return fail (db, error);
  if (has_row != NULL)
    *has_row = result == SQLITE_ROW;
  return TRUE;
}

/**
 * drover_sqlite_get_int:
 * @sql: what gives one row with one number
 * @value: (out): set only on success
 *
 * Returns: whether it did
 */
gboolean
drover_sqlite_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (DroverStatement) statement = drover_sqlite_prepare (db, sql, error);
  gboolean has_row = FALSE;

  if (statement == NULL || !drover_sqlite_step (db, statement, &has_row, error))
    return FALSE;
  *value = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}
