/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the history's database looks, and how an older one becomes a newer one. */
#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "history/drover-history-private.h"

/* Each step leads from the version before it to its own; none is ever changed once it was released. */
static const char *const steps[] = {
  /* 1 */
  "CREATE TABLE run ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  started_s INTEGER NOT NULL,"
  "  program TEXT NOT NULL,"
  "  guest TEXT NOT NULL,"
  "  source TEXT NOT NULL,"
  "  target TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  running_on TEXT NOT NULL,"
  "  total_ms INTEGER NOT NULL,"
  "  downtime_ms INTEGER NOT NULL,"
  "  bytes INTEGER NOT NULL,"
  "  details TEXT NOT NULL);"
  "CREATE TABLE sample ("
  "  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
  "  n INTEGER NOT NULL,"
  "  t_ms INTEGER NOT NULL, phase INTEGER NOT NULL, processed INTEGER NOT NULL, total INTEGER NOT NULL,"
  "  remaining INTEGER NOT NULL, remaining_low INTEGER NOT NULL, remaining_high INTEGER NOT NULL,"
  "  rate INTEGER NOT NULL, rate_low INTEGER NOT NULL, rate_high INTEGER NOT NULL,"
  "  dirty_rate INTEGER NOT NULL, dirty_rate_low INTEGER NOT NULL, dirty_rate_high INTEGER NOT NULL,"
  "  iteration INTEGER NOT NULL, downtime_limit_ms INTEGER NOT NULL, memory_remaining INTEGER NOT NULL,"
  "  disk_remaining INTEGER NOT NULL, throttle INTEGER NOT NULL, postcopy_requests INTEGER NOT NULL,"
  "  PRIMARY KEY (run, n)) WITHOUT ROWID;",
  /* 2: a guest is known by its UUID, whatever it is called */
  "ALTER TABLE run ADD COLUMN uuid TEXT;"
  "CREATE INDEX run_by_time ON run (started_s);",
};

/**
 * drover_history_get_schema_version:
 *
 * Returns: the version this program writes
 */
guint
drover_history_get_schema_version (void)
{
  return G_N_ELEMENTS (steps);
}

static gboolean
climb (sqlite3 *db, guint version, GError **error)
{
  gint64 found = 0;

  /* Read again under the lock: another program may have been faster. */
  if (!drover_sqlite_get_int (db, "PRAGMA user_version", &found, error))
    return FALSE;
  for (guint step = (guint) found; step < version; step++)
    {
      g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %u", step + 1);

      if (!drover_sqlite_run (db, steps[step], error) || !drover_sqlite_run (db, mark, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * drover_history_prepare_schema:
 * @version: which version is wanted
 * @error: %DROVER_ERROR_UNSUPPORTED where the database is of a newer program
 *
 * Brings the database up to @version, all of it or nothing.
 *
 * Returns: whether it is there
 */
gboolean
drover_history_prepare_schema (sqlite3 *db, guint version, GError **error)
{
  gint64 found = 0;

  g_return_val_if_fail (version <= G_N_ELEMENTS (steps), FALSE);

  if (!drover_sqlite_get_int (db, "PRAGMA user_version", &found, error))
    return FALSE;
  if (found < 0 || found > (gint64) G_N_ELEMENTS (steps))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                   _ ("The history was written by a newer Drover; this one leaves it alone"));
      return FALSE;
    }
  if (found >= (gint64) version)
    return TRUE;
  if (!drover_sqlite_run (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (climb (db, version, error) && drover_sqlite_run (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
