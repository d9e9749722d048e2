/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-command.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/drover-error.h"

#define MAX_OUTPUT 262144

/* Reads to the end, but neither for ever nor without bound. */
static char *
read_output (GSubprocess *process, const char *name, guint timeout_ms, GError **error)
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
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT, _ ("%s: no answer within %.1f s"), name,
                       timeout_ms / 1000.0);
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

/**
 * drover_read_command:
 * @argv: (array zero-terminated=1): a program of this computer and its arguments; no shell is involved
 * @timeout_ms: how long to wait, in milliseconds; a program that takes longer is ended
 * @error: the program is not there, or %DROVER_ERROR_TIMED_OUT
 *
 * Blocks; for worker threads.
 *
 * Returns: (transfer full): what it printed, whatever its exit status; at most 256 KiB
 */
char *
drover_read_command (const char *const *argv, guint timeout_ms, GError **error)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error);
  char *text;

  if (process == NULL)
    return NULL;
  text = read_output (process, argv[0], timeout_ms, error);
  g_subprocess_force_exit (process);
  return text;
}

/* A file without a name that holds the text, to be read from its start. */
static int
make_input (const char *text, GError **error)
{
  int fd = memfd_create ("drover-input", MFD_CLOEXEC);
  gsize length = strlen (text);

  if (fd < 0 || write (fd, text, length) != (gssize) length || lseek (fd, 0, SEEK_SET) != 0)
    {
      int saved = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "memfd_create: %s", g_strerror (saved));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}

/**
 * drover_feed_command:
 * @argv: (array zero-terminated=1): a program of this computer and its arguments; no shell is involved
 * @input: what it reads from its standard input
 * @timeout_ms: how long to wait, in milliseconds; a program that takes longer is ended
 * @status: (out): its exit status, or -1 where a signal ended it
 * @error: the program is not there, or %DROVER_ERROR_TIMED_OUT
 *
 * Blocks; for worker threads. What the program says on its standard error comes behind its output.
 *
 * Returns: (transfer full): what it printed; at most 256 KiB
 */
char *
drover_feed_command (
    const char *const *argv, const char *input, guint timeout_ms, int *status, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  char *text;
  int fd = make_input (input, error);

  if (fd < 0)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (process == NULL)
    return NULL;
  text = read_output (process, argv[0], timeout_ms, error);
  if (text == NULL)
    {
      g_subprocess_force_exit (process);
      return NULL;
    }
  /* It has closed its output, so it ends by itself unless it printed more than we read. */
  if (strlen (text) >= MAX_OUTPUT)
    g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  *status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return text;
}
