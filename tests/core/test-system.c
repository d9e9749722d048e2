/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a host tells of itself: recorded answers against golden files, and the script itself run on this
 * computer. */

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/drover-command.h"
#include "base/drover-shell.h"
#include "drover-core.h"
#include "facts/drover-system-answer.h"
#include "facts/drover-system-script.h"

/* As if the host had been asked for two seconds around the times in the files. */
#define BEGIN_US (G_GINT64_CONSTANT (1764093599) * G_USEC_PER_SEC)
#define END_US (G_GINT64_CONSTANT (1764093601) * G_USEC_PER_SEC)

static char *
read_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "system", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_recorded (gconstpointer name)
{
  g_autofree char *text_name = g_strconcat (name, ".txt", NULL);
  g_autofree char *golden_name = g_strconcat (name, ".json", NULL);
  g_autofree char *output = read_data (text_name);
  g_autofree char *golden = NULL;
  g_autoptr (GHashTable) answers = drover_system_split (output, "MARK");
  DroverFactSystem *fact = drover_system_read (answers, BEGIN_US, END_US);
  g_autoptr (JsonNode) node = drover_record_to_json (&drover_fact_system_type, fact);
  g_autofree char *json = json_to_string (node, TRUE);

  if (g_getenv ("DROVER_WRITE_GOLDEN") != NULL)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "system", golden_name, NULL);
      g_autofree char *line = g_strconcat (json, "\n", NULL);

      g_assert_true (g_file_set_contents (path, line, -1, NULL));
    }
  golden = read_data (golden_name);
  g_assert_cmpstr (json, ==, g_strchomp (golden));
  drover_record_free (&drover_fact_system_type, fact);
}

/* The script on this computer: all of it runs, and the clock is this computer's own. */
static void
test_here (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) uri = drover_uri_parse ("qemu:///system", &error);
  g_autofree char *marker = drover_system_make_marker ();
  g_auto (GStrv) argv = drover_shell_build_argv (uri, marker, 5000);
  gint64 begin = g_get_real_time ();
  int status = -1;
  g_autofree char *output =
      drover_feed_command ((const char *const *) argv, drover_system_script, 30000, &status, &error);
  g_autoptr (GHashTable) answers = NULL;
  DroverFactSystem *fact;

  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  answers = drover_system_split (output, marker);
  g_assert_true (g_hash_table_contains (answers, "end"));
  fact = drover_system_read (answers, begin, g_get_real_time ());
  g_assert_cmpint (fact->clock_error_ms, >=, 0);
  g_assert_cmpint (llabs (fact->clock_offset_ms), <=, fact->clock_error_ms);
  g_assert_nonnull (fact->distribution);
  drover_record_free (&drover_fact_system_type, fact);
}

static void
test_argv (void)
{
  static const char *const cases[][2] = {
    { "qemu+ssh://root@h.lab.test:2222/system",
      "ssh -T -x -o BatchMode=yes -o ConnectTimeout=5 -o ClearAllForwardings=yes -o LogLevel=ERROR -p "
      "2222 -l root -- h.lab.test sh -s -- M" },
    { "qemu+libssh://h/system",
      "ssh -T -x -o BatchMode=yes -o ConnectTimeout=5 -o ClearAllForwardings=yes -o "
      "LogLevel=ERROR -- h sh -s -- M" },
    { "qemu:///system", "sh -s -- M" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DroverUri) uri = drover_uri_parse (cases[i][0], &error);
      g_auto (GStrv) argv = NULL;
      g_autofree char *line = NULL;

      g_assert_no_error (error);
      argv = drover_shell_build_argv (uri, "M", 5000);
      line = g_strjoinv (" ", argv);
      g_assert_cmpstr (line, ==, cases[i][1]);
    }
}

/* Lines are shown, run in turn, read nothing, and the first that fails is the last. */
static void
test_script (void)
{
  const char *const lines[] = { "echo 'a b' | tr a c", "cat",     "read answer || echo nobody",
                                "sh -c 'exit 7'",      "echo no", NULL };
  /* As behind ssh: bash reads a pipe no further than it must, so that what it runs could read the rest. */
  const char *const argv[] = { "sh", "-c", "cat | bash -s", NULL };
  g_autofree char *script = drover_shell_build_script (lines);
  g_autoptr (GError) error = NULL;
  int status = -1;
  g_autofree char *output = drover_feed_command (argv, script, 30000, &status, &error);

  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 7);
  g_assert_cmpstr (
      output, ==,
      "$ echo 'a b' | tr a c\nc b\n$ cat\n$ read answer || echo nobody\nnobody\n$ sh -c 'exit 7'\n");
}

/* A host that prints without end is cut off, one that hangs is left. */
static void
test_limits (void)
{
  const char *const endless[] = { "sh", "-c", "yes", NULL };
  const char *const silent[] = { "sleep", "60", NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;
  g_autofree char *much = drover_feed_command (endless, "", 30000, &status, &error);
  g_autofree char *nothing = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (much), <, 300000);
  nothing = drover_feed_command (silent, "", 200, &status, &error);
  g_assert_null (nothing);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/system/recorded/debian-ufw", "debian-ufw", test_recorded);
  g_test_add_data_func ("/system/recorded/fedora-firewalld", "fedora-firewalld", test_recorded);
  g_test_add_data_func ("/system/recorded/open", "open", test_recorded);
  g_test_add_func ("/system/here", test_here);
  g_test_add_func ("/system/argv", test_argv);
  g_test_add_func ("/system/script", test_script);
  g_test_add_func ("/system/limits", test_limits);
  return g_test_run ();
}
