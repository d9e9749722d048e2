/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-shell.h"

#include "base/drover-quote.h"

/**
 * drover_shell_is_reachable:
 * @uri: a host's connection
 *
 * Returns: whether a shell of that host can be had: over SSH, or because it is this computer
 */
gboolean
drover_shell_is_reachable (const DroverUri *uri)
{
  return uri->host == NULL || drover_uri_is_ssh (uri);
}

/**
 * drover_shell_build_argv:
 * @uri: a host's connection, see drover_shell_is_reachable()
 * @argument: (nullable): the script's only argument: one word without anything special
 * @timeout_ms: how long ssh may take to connect, in milliseconds
 *
 * Never asks anybody: a host whose key is unknown, or that wants a password, says nothing.
 *
 * Returns: (transfer full): the command that runs a script from its standard input on that host
 */
GStrv
drover_shell_build_argv (const DroverUri *uri, const char *argument, guint timeout_ms)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *wait = g_strdup_printf ("ConnectTimeout=%u", MAX (timeout_ms / 1000, 1));
  g_autofree char *port = g_strdup_printf ("%u", uri->port);

  if (uri->host != NULL)
    {
      g_strv_builder_add_many (argv, "ssh", "-T", "-x", "-o", "BatchMode=yes", "-o", wait, "-o",
                               "ClearAllForwardings=yes", "-o", "LogLevel=ERROR", NULL);
      if (uri->port != 0)
        g_strv_builder_add_many (argv, "-p", port, NULL);
      if (uri->user != NULL)
        g_strv_builder_add_many (argv, "-l", uri->user, NULL);
      g_strv_builder_add_many (argv, "--", uri->host, NULL);
    }
  g_strv_builder_add_many (argv, "sh", "-s", NULL);
  if (argument != NULL)
    g_strv_builder_add_many (argv, "--", argument, NULL);
  return g_strv_builder_end (argv);
}

/**
 * drover_shell_build_script:
 * @lines: (array zero-terminated=1): lines for a POSIX shell, each word quoted
 *
 * The script shows each line before it runs it, stops at the first that fails, and gives them nothing to
 * read: what would ask gets no answer. Where root has no sudo, none is needed.
 *
 * Returns: (transfer full): a script for a shell's standard input
 */
char *
drover_shell_build_script (const char *const *lines)
{
  GString *script =
      g_string_new ("set -e\n"
                    "exec 2>&1\n"
                    "[ \"$(id -u)\" != 0 ] || command -v sudo >/dev/null || sudo() { \"$@\"; }\n");

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *shown = drover_quote_command ("printf", "$ %s\\n", lines[i], NULL);

      g_string_append_printf (script, "%s\n{ %s\n} </dev/null\n", shown, lines[i]);
    }
  return g_string_free (script, FALSE);
}
