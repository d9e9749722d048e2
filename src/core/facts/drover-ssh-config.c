/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-ssh-config.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <unistd.h>

#include "base/drover-error.h"

/* `ssh -G` prints some 80 lines. */
#define MAX_OUTPUT 65536

/**
 * drover_ssh_config_clear:
 * @config: what to free the members of
 */
void
drover_ssh_config_clear (DroverSshConfig *config)
{
  g_clear_pointer (&config->hostname, g_free);
}

/**
 * drover_ssh_config_parse:
 * @text: what `ssh -G` printed
 * @config: (out caller-allocates): what of it matters
 */
void
drover_ssh_config_parse (const char *text, DroverSshConfig *config)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  *config = (DroverSshConfig){ 0 };
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (lines[i]), " ", 2);

      if (words[0] == NULL || words[1] == NULL || words[1][0] == '\0')
        continue;
      if (g_str_equal (words[0], "hostname") && config->hostname == NULL)
        config->hostname = g_strdup (words[1]);
      else if ((g_str_equal (words[0], "proxyjump") || g_str_equal (words[0], "proxycommand")) &&
               !g_str_equal (words[1], "none"))
        config->proxied = TRUE;
    }
}

/* Reads to the end, but neither for ever nor without bound. */
static char *
read_output (GSubprocess *process, guint timeout_ms, GError **error)
{
  int fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (process)));
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len < MAX_OUTPUT)
    {
      struct pollfd slot = { .fd = fd, .events = POLLIN };
      gint64 left_ms = (deadline - g_get_monotonic_time ()) / 1000;
      char buffer[4096];
      gssize n;

      if (left_ms <= 0 || poll (&slot, 1, (int) left_ms) == 0)
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT, _ ("%s: no answer within %.1f s"),
                       "ssh -G", timeout_ms / 1000.0);
          return NULL;
        }
      n = read (fd, buffer, sizeof buffer);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      g_string_append_len (text, buffer, n);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GSubprocess *
start (const DroverUri *uri, GError **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *port = g_strdup_printf ("%u", uri->port);

  g_ptr_array_add (argv, (gpointer) "ssh");
  g_ptr_array_add (argv, (gpointer) "-G");
  if (uri->port != 0)
    {
      g_ptr_array_add (argv, (gpointer) "-p");
      g_ptr_array_add (argv, port);
    }
  if (uri->user != NULL)
    {
      g_ptr_array_add (argv, (gpointer) "-l");
      g_ptr_array_add (argv, uri->user);
    }
  g_ptr_array_add (argv, (gpointer) "--");
  g_ptr_array_add (argv, uri->host);
  g_ptr_array_add (argv, NULL);
  return g_subprocess_newv ((const char *const *) argv->pdata,
                            G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error);
}

/**
 * drover_ssh_config_ask:
 * @uri: one whose transport is the ssh program
 * @timeout_ms: how long to wait, in milliseconds
 * @config: (out caller-allocates): what ssh makes of its host
 * @error: ssh is not there or does not answer
 *
 * Asks ssh itself, which alone knows what its configuration means. Blocks; for worker threads.
 *
 * Returns: whether @config was filled
 */
gboolean
drover_ssh_config_ask (const DroverUri *uri, guint timeout_ms, DroverSshConfig *config, GError **error)
{
  g_autoptr (GSubprocess) process = start (uri, error);
  g_autofree char *text = NULL;

  if (process == NULL)
    return FALSE;
  text = read_output (process, timeout_ms, error);
  g_subprocess_force_exit (process);
  if (text == NULL)
    return FALSE;
  drover_ssh_config_parse (text, config);
  if (config->hostname != NULL)
    return TRUE;
  drover_ssh_config_clear (config);
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("%s says nothing of %s"), "ssh -G", uri->host);
  return FALSE;
}
