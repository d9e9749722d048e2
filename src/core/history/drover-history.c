/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/drover-history.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/drover-error.h"
#include "base/drover-settings.h"
#include "history/drover-history-private.h"

/* How long another program may hold the database. */
#define BUSY_MS 10000

#define APP_ID "io.github.drovervm.Drover"
#define KEY_LIMIT "history-size"
#define DEFAULT_LIMIT_MIB 64

struct _DroverHistory {
  sqlite3 *db;
};

/* How a sample's figures stand in the table `sample`, in this order. */
#define SAMPLE_COLUMNS                                                                                       \
  "t_ms, phase, processed, total, remaining, remaining_low, remaining_high, rate, rate_low, rate_high, "     \
  "dirty_rate, dirty_rate_low, dirty_rate_high, iteration, downtime_limit_ms, memory_remaining, "            \
  "disk_remaining, throttle, postcopy_requests"
#define RUN_COLUMNS                                                                                          \
  "id, started_s, program, guest, uuid, source, target, state, running_on, total_ms, downtime_ms, bytes"

/**
 * drover_history_dup_default_path:
 *
 * Returns: (transfer full): where the history of this user is
 */
char *
drover_history_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "drover", "history.db", NULL);
}

/**
 * drover_history_get_limit:
 *
 * Returns: how large the history may become, in bytes, as the user has set it
 */
guint64
drover_history_get_limit (void)
{
  g_autoptr (GSettings) settings = drover_settings_new (APP_ID, KEY_LIMIT, G_VARIANT_TYPE_UINT32);

  if (settings == NULL)
    return (guint64) DEFAULT_LIMIT_MIB << 20;
  return (guint64) g_settings_get_uint (settings, KEY_LIMIT) << 20;
}

/* It tells where somebody's guests are: that is nobody else's business. */
static gboolean
make_private (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    {
      fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (fd >= 0)
        {
          close (fd);
          return TRUE;
        }
    }
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The history cannot be opened: %s: %s"), path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
set_up (sqlite3 *db, GError **error)
{
  sqlite3_busy_timeout (db, BUSY_MS);
  sqlite3_extended_result_codes (db, 1);
  return drover_sqlite_run (db,
                            "PRAGMA auto_vacuum = INCREMENTAL;"
                            "PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA journal_size_limit = 1048576;"
                            "PRAGMA foreign_keys = ON;"
                            "PRAGMA trusted_schema = OFF;",
                            error) &&
         drover_history_prepare_schema (db, drover_history_get_schema_version (), error);
}

/**
 * drover_history_open:
 * @path: (nullable): the database; the user's own unless given. It is made where it is not there
 * @error: %DROVER_ERROR_UNSUPPORTED where it is of a newer program, %DROVER_ERROR_BUSY where another program
 *   does not let go of it, else %DROVER_ERROR_FAILED
 *
 * Returns: (transfer full): the history
 */
DroverHistory *
drover_history_open (const char *path, GError **error)
{
  g_autofree char *place = path ? g_strdup (path) : drover_history_dup_default_path ();
  g_autoptr (DroverHistory) history = g_new0 (DroverHistory, 1);

  if (!make_private (place, error))
    return NULL;
  if (sqlite3_open_v2 (place, &history->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
    {
      drover_sqlite_fail (history->db, place, error);
      return NULL;
    }
  if (!set_up (history->db, error))
    {
      g_prefix_error (error, "%s: ", place);
      return NULL;
    }
  return g_steal_pointer (&history);
}

/**
 * drover_history_close:
 * @history: (nullable) (transfer full): what to close
 */
void
drover_history_close (DroverHistory *history)
{
  if (history == NULL)
    return;
  sqlite3_close_v2 (history->db);
  g_free (history);
}

static void
bind_text (DroverStatement *statement, int index, const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
}

static gboolean
insert_run (DroverHistory *self, DroverRun *run, GError **error)
{
  g_autoptr (DroverStatement) statement = drover_sqlite_prepare (
      self->db,
      "INSERT INTO run (" RUN_COLUMNS ", details) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *details = NULL;

  if (statement == NULL)
    return FALSE;
  node = run->details ? drover_record_to_json (&drover_run_details_type, run->details) : NULL;
  details = node ? json_to_string (node, FALSE) : g_strdup ("{}");
  sqlite3_bind_int64 (statement, 1, run->started_s);
  bind_text (statement, 2, run->program);
  bind_text (statement, 3, run->guest);
  bind_text (statement, 4, run->uuid);
  bind_text (statement, 5, run->source);
  bind_text (statement, 6, run->target);
  bind_text (statement, 7, run->state);
  bind_text (statement, 8, run->running_on);
  sqlite3_bind_int64 (statement, 9, run->total_ms);
  sqlite3_bind_int64 (statement, 10, run->downtime_ms);
  sqlite3_bind_int64 (statement, 11, run->bytes);
  bind_text (statement, 12, details);
  return drover_sqlite_step (self->db, statement, NULL, error);
}

static gboolean
insert_samples (DroverHistory *self, gint64 id, GPtrArray *samples, GError **error)
{
  g_autoptr (DroverStatement) statement =
      drover_sqlite_prepare (self->db,
                             "INSERT INTO sample (run, n, " SAMPLE_COLUMNS
                             ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             error);

  if (statement == NULL)
    return FALSE;
  for (guint n = 0; samples != NULL && n < samples->len; n++)
    {
      int index = 3;

      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, id);
      sqlite3_bind_int64 (statement, 2, n);
      for (const DroverField *field = drover_run_sample_type.fields; field->name != NULL; field++)
        sqlite3_bind_int64 (statement, index++,
                            *(gint64 *) (gpointer) ((char *) samples->pdata[n] + field->offset));
      if (!drover_sqlite_step (self->db, statement, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* The oldest runs go, but never the one that was just written. */
static gboolean
make_room (DroverHistory *self, gint64 newest, guint64 max_bytes, GError **error)
{
  g_autoptr (DroverStatement) remove_oldest = drover_sqlite_prepare (
      self->db,
      "DELETE FROM run WHERE id = (SELECT id FROM run WHERE id <> ? ORDER BY started_s, id LIMIT 1)", error);

  if (remove_oldest == NULL)
    return FALSE;
  sqlite3_bind_int64 (remove_oldest, 1, newest);
  while (TRUE)
    {
      gint64 page_size = 0;
      gint64 pages = 0;
      gint64 unused = 0;

      if (!drover_sqlite_get_int (self->db, "PRAGMA page_size", &page_size, error) ||
          !drover_sqlite_get_int (self->db, "PRAGMA page_count", &pages, error) ||
          !drover_sqlite_get_int (self->db, "PRAGMA freelist_count", &unused, error))
        return FALSE;
      if ((guint64) ((pages - unused) * page_size) <= max_bytes)
        return TRUE;
      sqlite3_reset (remove_oldest);
      if (!drover_sqlite_step (self->db, remove_oldest, NULL, error))
        return FALSE;
      if (sqlite3_changes (self->db) == 0)
        return TRUE;
    }
}

static gboolean
add_in_transaction (DroverHistory *self, DroverRun *run, guint64 max_bytes, GError **error)
{
  gint64 id;

  if (!insert_run (self, run, error))
    return FALSE;
  id = sqlite3_last_insert_rowid (self->db);
  if (!insert_samples (self, id, run->samples, error) || !make_room (self, id, max_bytes, error) ||
      !drover_sqlite_run (self->db, "COMMIT", error))
    return FALSE;
  run->id = id;
  return TRUE;
}

/**
 * drover_history_add:
 * @run: a run; its `id` is set on success
 * @max_bytes: how large the history may be; the oldest runs go to make it so
 *
 * Keeps a run, whole or not at all.
 *
 * Returns: whether it is kept
 */
gboolean
drover_history_add (DroverHistory *self, DroverRun *run, guint64 max_bytes, GError **error)
{
  g_return_val_if_fail (self != NULL && run != NULL, FALSE);

  if (!drover_sqlite_run (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!add_in_transaction (self, run, max_bytes, error))
    {
      sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
  /* What was freed goes back to the file system; if not now, then the next time. */
  sqlite3_exec (self->db, "PRAGMA incremental_vacuum", NULL, NULL, NULL);
  return TRUE;
}

static char *
read_text (DroverStatement *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text ? g_utf8_make_valid (text, -1) : NULL;
}

static DroverRun *
read_run (DroverStatement *statement)
{
  DroverRun *run = drover_record_new (&drover_run_type);

  run->id = sqlite3_column_int64 (statement, 0);
  run->started_s = sqlite3_column_int64 (statement, 1);
  run->program = read_text (statement, 2);
  run->guest = read_text (statement, 3);
  run->uuid = read_text (statement, 4);
  run->source = read_text (statement, 5);
  run->target = read_text (statement, 6);
  run->state = read_text (statement, 7);
  run->running_on = read_text (statement, 8);
  run->total_ms = sqlite3_column_int64 (statement, 9);
  run->downtime_ms = sqlite3_column_int64 (statement, 10);
  run->bytes = sqlite3_column_int64 (statement, 11);
  return run;
}

/**
 * drover_history_list:
 *
 * Returns: (transfer full) (element-type DroverRun): all runs, the newest first, without details and samples
 */
GPtrArray *
drover_history_list (DroverHistory *self, GError **error)
{
  g_autoptr (DroverStatement) statement = NULL;
  g_autoptr (GPtrArray) runs = drover_record_list_new (&drover_run_type);
  gboolean has_row = TRUE;

  g_return_val_if_fail (self != NULL, NULL);

  statement = drover_sqlite_prepare (
      self->db, "SELECT " RUN_COLUMNS " FROM run ORDER BY started_s DESC, id DESC", error);
  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!drover_sqlite_step (self->db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (runs, read_run (statement));
    }
  return g_steal_pointer (&runs);
}

static gboolean
read_samples (DroverHistory *self, DroverRun *run, GError **error)
{
  g_autoptr (DroverStatement) statement = drover_sqlite_prepare (
      self->db, "SELECT " SAMPLE_COLUMNS " FROM sample WHERE run = ? ORDER BY n", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  run->samples = drover_record_list_new (&drover_run_sample_type);
  sqlite3_bind_int64 (statement, 1, run->id);
  while (has_row)
    {
      DroverRunSample *sample;
      int column = 0;

      if (!drover_sqlite_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      sample = drover_record_new (&drover_run_sample_type);
      for (const DroverField *field = drover_run_sample_type.fields; field->name != NULL; field++)
        *(gint64 *) (gpointer) ((char *) sample + field->offset) = sqlite3_column_int64 (statement, column++);
      g_ptr_array_add (run->samples, sample);
    }
  return TRUE;
}

static gboolean
read_details (DroverRun *run, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  if (node == NULL)
    return FALSE;
  run->details = drover_record_from_json (&drover_run_details_type, node, error);
  return run->details != NULL;
}

/**
 * drover_history_load:
 * @error: %DROVER_ERROR_NOT_FOUND where there is no such run
 *
 * Returns: (transfer full): a run with all that is known of it
 */
DroverRun *
drover_history_load (DroverHistory *self, gint64 id, GError **error)
{
  g_autoptr (DroverStatement) statement = NULL;
  g_autoptr (DroverRun) run = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (self != NULL, NULL);

  statement =
      drover_sqlite_prepare (self->db, "SELECT " RUN_COLUMNS ", details FROM run WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (!drover_sqlite_step (self->db, statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND,
                   _ ("There is no run %" PRId64 " in the history"), id);
      return NULL;
    }
  run = read_run (statement);
  if (!read_details (run, (const char *) sqlite3_column_text (statement, 12), error) ||
      !read_samples (self, run, error))
    return NULL;
  return g_steal_pointer (&run);
}

/**
 * drover_history_remove:
 * @error: %DROVER_ERROR_NOT_FOUND where there is no such run
 *
 * Returns: whether the run is gone
 */
gboolean
drover_history_remove (DroverHistory *self, gint64 id, GError **error)
{
  g_autoptr (DroverStatement) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = drover_sqlite_prepare (self->db, "DELETE FROM run WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!drover_sqlite_step (self->db, statement, NULL, error))
    return FALSE;
  if (sqlite3_changes (self->db) > 0)
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND, _ ("There is no run %" PRId64 " in the history"),
               id);
  return FALSE;
}
