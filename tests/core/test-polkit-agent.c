/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The agent that asks for a password on the terminal, with programs of our own in its place: it is told for
 * which process, waited for until it is ready, and never left behind. */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/drover-error.h"
#include "virt/drover-polkit-agent.h"

#define LIMIT_MS 5000

/* Tells its words and its process id, then does as BODY says. The descriptor is given as a word, so that the
 * script closes what it was told to, and not what it knows. */
#define SCRIPT(BODY)                                                                                         \
  "#!/bin/sh\n"                                                                                              \
  "echo \"$*\" > \"$DROVER_TEST_DIR/words\"\n"                                                               \
  "echo $$ > \"$DROVER_TEST_DIR/pid\"\n"                                                                     \
  "while [ $# -gt 0 ]; do case $1 in --notify-fd) fd=$2;; esac; shift; done\n"                               \
  "ready () { eval \"exec $fd>&-\"; }\n" BODY

typedef struct {
  char *dir;
  char *program;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *script = data;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("drover-agent-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->program = g_build_filename (fixture->dir, "pkttyagent", NULL);
  if (script != NULL)
    {
      g_file_set_contents_full (fixture->program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
      g_assert_no_error (error);
    }
  fixture->path = g_strdup (g_getenv ("PATH"));
  /* Without a script there is no such program anywhere. */
  path = script ? g_strdup_printf ("%s:%s", fixture->dir, fixture->path) : g_strdup (fixture->dir);
  g_setenv ("PATH", path, TRUE);
  g_setenv ("DROVER_TEST_DIR", fixture->dir, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "pkttyagent", "words", "pid", "ready", NULL };

  g_setenv ("PATH", fixture->path, TRUE);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = g_build_filename (fixture->dir, names[i], NULL);

      g_unlink (name);
    }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
  g_free (fixture->program);
  g_free (fixture->path);
}

static char *
read_note (const Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strchomp (text);
}

static gboolean
is_alive (const Fixture *fixture)
{
  g_autofree char *pid = read_note (fixture, "pid");

  return kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), 0) == 0;
}

static void
test_serves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  DroverPolkitAgent *agent = drover_polkit_agent_start (TRUE, LIMIT_MS, &error);
  g_autofree char *words = NULL;
  g_autofree char *wanted = g_strdup_printf ("--process %d --notify-fd 3 --fallback", (int) getpid ());

  g_assert_no_error (error);
  g_assert_nonnull (agent);
  words = read_note (fixture, "words");
  g_assert_cmpstr (words, ==, wanted);
  g_assert_true (is_alive (fixture));
  drover_polkit_agent_end (agent);
  g_assert_false (is_alive (fixture));
}

static void
test_serves_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPolkitAgent) agent = drover_polkit_agent_start (FALSE, LIMIT_MS, &error);
  g_autofree char *words = NULL;
  g_autofree char *wanted = g_strdup_printf ("--process %d --notify-fd 3", (int) getpid ());

  g_assert_no_error (error);
  words = read_note (fixture, "words");
  g_assert_cmpstr (words, ==, wanted);
}

static void
test_is_waited_for (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPolkitAgent) agent = drover_polkit_agent_start (TRUE, LIMIT_MS, &error);
  g_autofree char *ready = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (agent);
  ready = read_note (fixture, "ready");
  g_assert_cmpstr (ready, ==, "now");
}

static void
test_will_not_go (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  DroverPolkitAgent *agent = drover_polkit_agent_start (TRUE, LIMIT_MS, &error);

  g_assert_no_error (error);
  drover_polkit_agent_end (agent);
  g_assert_false (is_alive (fixture));
}

static void
test_hangs (Fixture *fixture, gconstpointer data)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  g_assert_null (drover_polkit_agent_start (TRUE, 500, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, "pkttyagent"));
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 500 * G_TIME_SPAN_MILLISECOND);
  g_assert_false (is_alive (fixture));
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (drover_polkit_agent_start (TRUE, LIMIT_MS, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "pkttyagent: Error registering: no bus");
}

static void
test_is_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (drover_polkit_agent_start (TRUE, LIMIT_MS, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "pkttyagent"));
}

#define ADD(NAME, SCRIPT, FUNC)                                                                              \
  g_test_add ("/virt/polkit-agent/" NAME, Fixture, SCRIPT, set_up, FUNC, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("serves", SCRIPT ("ready\nexec sleep 60 3>&-\n"), test_serves);
  ADD ("serves-alone", SCRIPT ("ready\nexec sleep 60\n"), test_serves_alone);
  ADD ("is-waited-for", SCRIPT ("sleep 0.4\necho now > \"$DROVER_TEST_DIR/ready\"\nready\nexec sleep 60\n"),
       test_is_waited_for);
  ADD ("will-not-go", SCRIPT ("trap '' TERM\nready\nexec sleep 60\n"), test_will_not_go);
  ADD ("hangs", SCRIPT ("exec sleep 60\n"), test_hangs);
  ADD ("fails", SCRIPT ("echo 'Error registering: no bus' >&2\nexit 1\n"), test_fails);
  ADD ("is-absent", NULL, test_is_absent);
  return g_test_run ();
}
