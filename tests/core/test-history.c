/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history: what is kept is whole, whoever writes, whoever is killed, and however old the database is. The
 * page is compared with a file; DROVER_UPDATE_GOLDEN=1 writes it anew. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drover-core.h"
#include "history/drover-history-private.h"

#define ROOMY (64 << 20)

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("drover-history-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "history.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", NULL };
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  for (guint i = 0; suffixes[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static GStrv
words (const char *const *from)
{
  return g_strdupv ((char **) from);
}

static DroverRun *
new_run (const char *guest, guint n_samples)
{
  DroverRun *run = drover_record_new (&drover_run_type);

  run->started_s = 1700000000;
  run->program = g_strdup ("droverctl");
  run->guest = g_strdup (guest);
  run->uuid = g_strdup ("5c3f9f06-0000-4000-8000-000000000001");
  run->source = g_strdup ("qemu+ssh://root@alpha.lab.test/system");
  run->target = g_strdup ("qemu+ssh://beta.lab.test/system");
  run->state = g_strdup ("done");
  run->running_on = g_strdup ("target");
  run->total_ms = 8200;
  run->downtime_ms = 51;
  run->bytes = 214 << 20;
  run->details = drover_record_new (&drover_run_details_type);
  run->details->version = g_strdup ("0.1.0");
  run->samples = drover_record_list_new (&drover_run_sample_type);
  for (guint i = 0; i < n_samples; i++)
    {
      DroverRunSample *sample = drover_record_new (&drover_run_sample_type);

      *sample = (DroverRunSample){
        .t_ms = i * 8000 / MAX (n_samples - 1, 1),
        .phase = i + 2 < n_samples ? DROVER_PHASE_COPYING : DROVER_PHASE_SWITCHING,
        .processed = i << 20,
        .total = 128 << 20,
        .remaining = (gint64) (n_samples - i) << 20,
        .remaining_low = (gint64) (n_samples - i) << 20,
        .remaining_high = (gint64) (n_samples - i) << 20,
        .rate = i == 0 ? -1 : (gint64) (20 + i % 3) << 20,
        .rate_low = i == 0 ? -1 : 20 << 20,
        .rate_high = i == 0 ? -1 : 23 << 20,
        .dirty_rate = i % 4 << 20,
        .dirty_rate_low = 0,
        .dirty_rate_high = i % 4 << 20,
        .iteration = 1 + i / 8,
        .downtime_limit_ms = 300,
        .memory_remaining = (gint64) (n_samples - i) << 20,
        .disk_remaining = -1,
        .throttle = 0,
        .postcopy_requests = -1,
      };
      g_ptr_array_add (run->samples, sample);
    }
  return run;
}

static DroverRunFinding *
add_finding (DroverRun *run, const char *verdict, const char *title)
{
  DroverRunFinding *finding = drover_record_new (&drover_run_finding_type);

  if (run->details->findings == NULL)
    run->details->findings = drover_record_list_new (&drover_run_finding_type);
  finding->check = g_strdup ("names");
  finding->code = g_strdup ("names.target-is-localhost");
  finding->group = g_strdup ("names");
  finding->verdict = g_strdup (verdict);
  finding->title = g_strdup (title);
  g_ptr_array_add (run->details->findings, finding);
  return finding;
}

/* A run in which hosts, guest and libvirt say whatever they like. */
static DroverRun *
new_hostile_run (void)
{
  DroverRun *run = new_run ("<script>alert(1)</script>\xe2\x80\xae", 24);
  DroverRunFinding *finding;

  g_free (run->state);
  run->state = g_strdup ("failed");
  g_free (run->running_on);
  run->running_on = g_strdup ("source");
  run->downtime_ms = -1;
  run->details->error =
      g_strdup ("internal error: unable to connect to server at 'beta:49152' (10.77.0.12, "
                "fe80::5054:ff:fe12:3456%eth0, 52:54:00:12:34:56): </pre><img src=x onerror=alert(1)>");
  run->details->cause = g_strdup ("nfs.lab.test:/srv/vm & \"alpha.lab.test\" do not agree");
  run->details->options = words ((const char *[]){ "live", "migrateuri=tcp://gamma.example:49152", NULL });
  run->details->command =
      words ((const char *[]){ "virsh -c qemu+ssh://root@alpha.lab.test/system migrate --live demo "
                               "qemu+ssh://beta.lab.test/system tcp://[fe80::1]:49152",
                               NULL });
  run->details->notes = words ((const char *[]){ "</style><style>*{display:none}",
                                                 "BETA kept /var/lib/libvirt/images/demo.qcow2", NULL });
  add_finding (run, "pass", "fine");
  finding = add_finding (run, "warn", "<b>bold</b>");
  finding->why = g_strdup ("Because of \"quotes\" & 'ticks'.");
  finding->source = g_strdup ("alpha.lab.test");
  finding->target = g_strdup ("127.0.0.1\033[31m");
  finding->evidence = g_strdup ("beta.lab.test -> 127.0.1.1 at 12:30:59");
  return run;
}

static DroverHistory *
open_history (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  DroverHistory *history = drover_history_open (fixture->path, &error);

  g_assert_no_error (error);
  return history;
}

static void
add (DroverHistory *history, const char *guest, gint64 started_s, guint n_samples, guint64 limit)
{
  g_autoptr (DroverRun) run = new_run (guest, n_samples);
  g_autoptr (GError) error = NULL;

  run->started_s = started_s;
  g_assert_true (drover_history_add (history, run, limit, &error));
  g_assert_no_error (error);
  g_assert_cmpint (run->id, >, 0);
}

static char *
to_text (const DroverRun *run)
{
  g_autoptr (JsonNode) node = drover_record_to_json (&drover_run_type, run);

  return json_to_string (node, FALSE);
}

static void
test_keep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DroverHistory) history = open_history (fixture);
  g_autoptr (DroverRun) run = new_hostile_run ();
  g_autoptr (DroverRun) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (drover_history_add (history, run, ROOMY, &error));
  again = drover_history_load (history, run->id, &error);
  g_assert_no_error (error);
  before = to_text (run);
  after = to_text (again);
  g_assert_cmpstr (before, ==, after);
}

static void
test_samples_come_back_as_a_chart_takes_them (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DroverRun) run = new_run ("demo", 5000);
  g_autoptr (DroverSampleRing) ring = drover_run_dup_samples (run);

  g_assert_cmpuint (drover_sample_ring_get_length (ring), ==, 5000);
  g_assert_cmpint (drover_sample_ring_get (ring, 4999)->remaining.value, ==, 1 << 20);
  g_assert_cmpint (drover_sample_ring_get (ring, 0)->rate.value, ==, -1);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DroverHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;

  add (history, "old", 1000, 3, ROOMY);
  add (history, "new", 3000, 3, ROOMY);
  add (history, "middle", 2000, 3, ROOMY);
  runs = drover_history_list (history, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 3);
  g_assert_cmpstr (((DroverRun *) runs->pdata[0])->guest, ==, "new");
  g_assert_cmpstr (((DroverRun *) runs->pdata[2])->guest, ==, "old");
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DroverHistory) history = open_history (fixture);
  g_autoptr (GError) error = NULL;
  gint64 n_samples = -1;
  sqlite3 *db = NULL;

  add (history, "demo", 1000, 7, ROOMY);
  g_assert_true (drover_history_remove (history, 1, &error));
  g_assert_null (drover_history_load (history, 1, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (drover_history_remove (history, 1, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_true (drover_sqlite_get_int (db, "SELECT count(*) FROM sample", &n_samples, NULL));
  g_assert_cmpint (n_samples, ==, 0);
  sqlite3_close (db);
}

static void
test_is_private (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DroverHistory) history = open_history (fixture);
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  GStatBuf info;

  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
}

/* From every version there ever was, with what was kept then. */
static void
test_upgrade (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_mkdir (folder, 0700);
  for (guint version = 0; version < drover_history_get_schema_version (); version++)
    {
      g_autoptr (DroverHistory) history = NULL;
      g_autoptr (DroverRun) run = NULL;
      g_autoptr (GError) error = NULL;
      sqlite3 *db = NULL;

      g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
      g_assert_true (drover_history_prepare_schema (db, version, &error));
      if (version > 0)
        g_assert_true (drover_sqlite_run (
            db,
            "INSERT INTO run (id, started_s, program, guest, source, target, state, running_on, total_ms, "
            "downtime_ms, bytes, details) VALUES (7, 1, 'drover', 'demo', 'qemu:///system', "
            "'qemu+ssh://beta/system', 'done', 'target', 1, 2, 3, '{\"notes\":[\"kept\"]}')",
            &error));
      g_assert_no_error (error);
      sqlite3_close (db);

      history = open_history (fixture);
      if (version > 0)
        {
          run = drover_history_load (history, 7, &error);
          g_assert_no_error (error);
          g_assert_cmpstr (run->details->notes[0], ==, "kept");
          g_assert_null (run->uuid);
        }
      add (history, "later", 5, 2, ROOMY);
      g_clear_pointer (&history, drover_history_close);
      g_remove (fixture->path);
    }
}

static void
test_newer_is_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GError) error = NULL;
  gint64 version = 0;
  sqlite3 *db = NULL;

  g_mkdir (folder, 0700);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_true (drover_sqlite_run (db, "PRAGMA user_version = 999; CREATE TABLE run (other)", NULL));
  g_assert_null (drover_history_open (fixture->path, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED);
  g_assert_true (drover_sqlite_get_int (db, "PRAGMA user_version", &version, NULL));
  g_assert_cmpint (version, ==, 999);
  sqlite3_close (db);
}

static void
test_no_database (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_mkdir (folder, 0700);
  g_assert_true (
      g_file_set_contents (fixture->path, "these are somebody's own words, no database at all\n", -1, NULL));
  g_assert_null (drover_history_open (fixture->path, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "these are"));
}

static void
test_size (Fixture *fixture, gconstpointer data)
{
  const guint64 limit = 1 << 20;
  g_autoptr (DroverHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) runs = NULL;
  gint64 pages = 0;
  gint64 page_size = 0;
  sqlite3 *db = NULL;

  for (guint i = 0; i < 20; i++)
    add (history, i == 19 ? "newest" : "older", 1000 + i, 2000, limit);
  runs = drover_history_list (history, NULL);
  g_assert_cmpuint (runs->len, >, 1);
  g_assert_cmpuint (runs->len, <, 20);
  g_assert_cmpstr (((DroverRun *) runs->pdata[0])->guest, ==, "newest");
  g_assert_cmpint (((DroverRun *) runs->pdata[1])->started_s, ==, 1018);
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_true (drover_sqlite_get_int (db, "PRAGMA page_count", &pages, NULL));
  g_assert_true (drover_sqlite_get_int (db, "PRAGMA page_size", &page_size, NULL));
  g_assert_cmpint (pages * page_size, <=, limit);
  sqlite3_close (db);

  /* A single run that is too large is kept all the same: it is what somebody has just waited for. */
  add (history, "huge", 5000, 20000, limit);
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = drover_history_list (history, NULL);
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpstr (((DroverRun *) runs->pdata[0])->guest, ==, "huge");
}

/* Writes runs for ever, and tells of each that is kept. */
static void
write_until_killed (const char *path, int told, guint n)
{
  g_autoptr (DroverHistory) history = drover_history_open (path, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DroverRun) run = new_run ("demo", 400);

      if (history == NULL || !drover_history_add (history, run, ROOMY, NULL))
        _exit (1);
      if (write (told, &run->id, sizeof run->id) != sizeof run->id)
        _exit (2);
    }
  _exit (0);
}

static void
check_integrity (Fixture *fixture)
{
  sqlite3 *db = NULL;
  g_autoptr (DroverStatement) statement = NULL;
  gint64 broken = -1;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  statement = drover_sqlite_prepare (db, "PRAGMA integrity_check", NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  g_clear_pointer (&statement, drover_statement_free);
  g_assert_true (drover_sqlite_get_int (
      db, "SELECT count(*) FROM run WHERE (SELECT count(*) FROM sample WHERE run = run.id) <> 400", &broken,
      NULL));
  g_assert_cmpint (broken, ==, 0);
  sqlite3_close (db);
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint round = 0; round < 12; round++)
    {
      int ends[2];
      gint64 id;
      pid_t child;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        write_until_killed (fixture->path, ends[1], 100000);
      close (ends[1]);
      /* Some way into the writing of what follows the last that is told of, each time another. */
      for (guint i = 0; i < 1 + round % 4; i++)
        {
          g_assert_cmpint (read (ends[0], &id, sizeof id), ==, sizeof id);
          g_array_append_val (kept, id);
        }
      g_usleep (round * 700);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      while (read (ends[0], &id, sizeof id) == sizeof id)
        g_array_append_val (kept, id);
      close (ends[0]);
      check_integrity (fixture);
    }
  {
    g_autoptr (DroverHistory) history = open_history (fixture);

    for (guint i = 0; i < kept->len; i++)
      {
        g_autoptr (DroverRun) run = drover_history_load (history, g_array_index (kept, gint64, i), NULL);

        g_assert_nonnull (run);
        g_assert_cmpuint (run->samples->len, ==, 400);
      }
  }
}

/* All of them make the database at the same time, too. */
static void
test_several_writers (Fixture *fixture, gconstpointer data)
{
  pid_t children[3];
  g_autoptr (DroverHistory) history = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      g_assert_cmpint (children[i], >=, 0);
      if (children[i] == 0)
        write_until_killed (fixture->path, ends[1], 15);
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status = -1;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
  close (ends[0]);
  close (ends[1]);
  check_integrity (fixture);
  history = open_history (fixture);
  runs = drover_history_list (history, NULL);
  g_assert_cmpuint (runs->len, ==, 45);
}

/* Without what another libxml2 may add or break differently. */
static char *
normalise (const char *page)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\n|<meta http-equiv=\"Content-Type\"[^>]*>", 0, 0, NULL);

  return g_regex_replace_literal (regex, page, -1, 0, "", 0, NULL);
}

static void
compare_with_golden (const char *name, const char *text)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "history", name, NULL);
  g_autofree char *golden = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *written = normalise (text);

  if (g_getenv ("DROVER_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_true (g_file_get_contents (path, &golden, NULL, NULL));
  wanted = normalise (golden);
  g_assert_cmpstr (written, ==, wanted);
}

static void
test_html (void)
{
  g_autoptr (DroverRun) run = new_hostile_run ();
  g_autofree char *page = drover_report_write (run, DROVER_REPORT_HTML);
  g_autofree char *without_namespace = NULL;
  g_autoptr (GRegex) namespace = g_regex_new ("xmlns=\"[^\"]*\"", 0, 0, NULL);

  compare_with_golden ("report.html", page);
  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "<img"));
  g_assert_null (strstr (page, "<b>"));
  g_assert_null (strstr (page, "\033"));
  g_assert_null (strstr (page, "\xe2\x80\xae"));
  /* one style, ours */
  g_assert_cmpint (strstr (page, "<style>") != NULL, ==, TRUE);
  g_assert_null (strstr (strstr (page, "<style>") + 1, "<style>"));
  without_namespace = g_regex_replace_literal (namespace, page, -1, 0, "", 0, NULL);
  g_assert_null (strstr (without_namespace, "http:"));
  g_assert_null (strstr (without_namespace, "https:"));
  g_assert_null (strstr (without_namespace, "href"));
  g_assert_null (strstr (without_namespace, "url("));
  g_assert_nonnull (strstr (page, "<path"));
}

static void
test_html_without_samples (void)
{
  g_autoptr (DroverRun) run = new_run ("demo", 0);
  g_autofree char *page = drover_report_write (run, DROVER_REPORT_HTML);

  g_assert_null (strstr (page, "<svg"));
  g_assert_nonnull (strstr (page, "moved from alpha.lab.test to beta.lab.test"));
}

static void
test_json (void)
{
  g_autoptr (DroverRun) run = new_hostile_run ();
  g_autofree char *text = drover_report_write (run, DROVER_REPORT_JSON);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  JsonObject *object;
  JsonObject *sample;

  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_true (json_object_get_null_member (object, "downtime_ms"));
  g_assert_cmpint (json_object_get_int_member (object, "total_ms"), ==, 8200);
  sample = json_array_get_object_element (json_object_get_array_member (object, "samples"), 0);
  g_assert_cmpstr (json_object_get_string_member (sample, "phase"), ==, "copying");
  g_assert_true (json_object_get_null_member (sample, "rate"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (object, "details"), "error"),
                   ==, run->details->error);
}

static void
test_csv (void)
{
  g_autoptr (DroverRun) run = new_run ("demo", 3);
  g_autofree char *text = drover_report_write (run, DROVER_REPORT_CSV);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "t_ms,phase,processed,total,remaining,"));
  g_assert_cmpstr (lines[1], ==, "0,copying,0,134217728,3145728,3145728,3145728,,,,0,0,0,1,300,3145728,,0,");
  g_assert_true (g_str_has_prefix (lines[3], "8000,switching,"));
}

static void
test_redact (void)
{
  static const char *const secrets[] = { "alpha", "beta",     "lab.test", "gamma",     "10.77",
                                         "fe80",  "52:54:00", "root@",    "127.0.0.1", "127.0.1.1",
                                         "nfs.",  "5054",     NULL };
  static const char *const facts[] = { "source-host", "target-host",      "49152",
                                       "/srv/vm",     "demo.qcow2",       "12:30:59",
                                       "user@",       "/var/lib/libvirt", NULL };
  g_autoptr (DroverRun) run = new_hostile_run ();
  g_autoptr (DroverRun) redacted = drover_run_redact (run);
  g_autofree char *before = to_text (run);

  for (guint format = 0; format < DROVER_N_REPORT_FORMATS; format++)
    {
      g_autofree char *text = drover_report_write (redacted, format);
      g_autofree char *lower = g_ascii_strdown (text, -1);

      for (guint i = 0; secrets[i] != NULL; i++)
        if (strstr (lower, secrets[i]) != NULL)
          {
            g_test_message ("“%s” is still there: %s", secrets[i], text);
            g_test_fail ();
          }
      for (guint i = 0; format != DROVER_REPORT_CSV && facts[i] != NULL; i++)
        if (strstr (text, facts[i]) == NULL)
          {
            g_test_message ("“%s” is gone: %s", facts[i], text);
            g_test_fail ();
          }
    }
  g_assert_nonnull (strstr (before, "alpha.lab.test"));
}

/* One host has one name throughout, and another another. */
static void
test_redact_tells_hosts_apart (void)
{
  g_autoptr (DroverRun) run = new_run ("demo", 0);
  g_autoptr (DroverRun) redacted = NULL;

  run->details->notes =
      words ((const char *[]){ "10.0.0.1 10.0.0.2 10.0.0.1", "ALPHA.lab.test, Beta and betamax", NULL });
  redacted = drover_run_redact (run);
  g_assert_cmpstr (redacted->details->notes[0], ==, "host-1 host-2 host-1");
  g_assert_cmpstr (redacted->details->notes[1], ==, "source-host, target-host and betamax");
  g_assert_cmpstr (redacted->source, ==, "qemu+ssh://user@source-host/system");
  g_assert_cmpstr (redacted->target, ==, "qemu+ssh://target-host/system");
}

static const DroverRunPair *
find_pair (const GPtrArray *pairs, const char *title)
{
  for (guint i = 0; i < pairs->len; i++)
    if (g_str_equal (((const DroverRunPair *) pairs->pdata[i])->title, title))
      return pairs->pdata[i];
  return NULL;
}

static void
assert_pair (const GPtrArray *pairs, const char *title, const char *first, const char *second)
{
  const DroverRunPair *pair = find_pair (pairs, title);

  if (pair == NULL)
    g_error ("there is no “%s”", title);
  g_assert_cmpstr (pair->first, ==, first);
  g_assert_cmpstr (pair->second, ==, second);
  g_assert_cmpint (pair->same, ==, g_strcmp0 (first, second) == 0);
}

static void
test_pairs (void)
{
  g_autoptr (DroverRun) slow = new_run ("demo", 24);
  g_autoptr (DroverRun) fast = new_run ("demo", 0);
  g_autoptr (GPtrArray) pairs = NULL;

  fast->total_ms = 4100;
  fast->downtime_ms = -1;
  slow->details->options = words ((const char *[]){ "auto-converge", "bandwidth=4", NULL });
  add_finding (slow, "warn", "slow only");
  add_finding (slow, "warn", "slow only");
  add_finding (fast, "pass", "not worth telling")->code[0] = 'N';
  pairs = drover_run_pairs_new (slow, fast);
  assert_pair (pairs, "Guest", "demo", "demo");
  assert_pair (pairs, "Source", "alpha.lab.test", "alpha.lab.test");
  assert_pair (pairs, "Duration", "8.2 s", "4.1 s");
  assert_pair (pairs, "The guest stood still", "51 ms", NULL);
  assert_pair (pairs, "Sent per second, on average", "26.1\u00a0MiB/s", "52.2\u00a0MiB/s");
  assert_pair (pairs, "Passes over its memory", "3", NULL);
  assert_pair (pairs, "Options", "auto-converge bandwidth=4", NULL);
  assert_pair (pairs, "Only this one met", "slow only", NULL);
  g_assert_null (find_pair (pairs, "Cause"));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (DroverRun) run = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  drover_history_keep_async (new_run ("demo", 3), on_answer, &kept);
  g_assert_true (drover_history_keep_finish (wait_for (&kept), &error));
  drover_history_list_async (NULL, on_answer, &listed);
  runs = drover_history_list_finish (wait_for (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);
  id = ((DroverRun *) runs->pdata[0])->id;
  drover_history_load_async (id, NULL, on_answer, &loaded);
  run = drover_history_load_finish (wait_for (&loaded), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (run->samples->len, ==, 3);
  drover_history_remove_async (id, on_answer, &removed);
  g_assert_true (drover_history_remove_finish (wait_for (&removed), &error));
}

int
main (int argc, char **argv)
{
  g_autofree char *data_home = g_dir_make_tmp ("drover-history-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

#define TEST(name, function) g_test_add ("/history/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("keep", test_keep);
  TEST ("samples", test_samples_come_back_as_a_chart_takes_them);
  TEST ("list", test_list);
  TEST ("remove", test_remove);
  TEST ("private", test_is_private);
  TEST ("upgrade", test_upgrade);
  TEST ("newer", test_newer_is_left_alone);
  TEST ("no-database", test_no_database);
  TEST ("size", test_size);
  TEST ("killed", test_killed);
  TEST ("several-writers", test_several_writers);
  g_test_add_func ("/history/report/html", test_html);
  g_test_add_func ("/history/report/html-without-samples", test_html_without_samples);
  g_test_add_func ("/history/report/json", test_json);
  g_test_add_func ("/history/report/csv", test_csv);
  g_test_add_func ("/history/redact/all", test_redact);
  g_test_add_func ("/history/redact/apart", test_redact_tells_hosts_apart);
  g_test_add_func ("/history/pairs", test_pairs);
  TEST ("async", test_async);
#undef TEST
  return g_test_run ();
}
