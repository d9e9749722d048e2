/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-polkit-agent.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/drover-error.h"

#define PROGRAM "pkttyagent"

/* The descriptor that the agent closes once it is registered. */
#define NOTIFY_FD 3

/* An agent that fails closes its descriptors an instant before it can be seen to have ended. */
#define SETTLE_MS 200

/* How long it may take to end before it is ended by force. */
#define END_MS 1000

#define MAX_COMPLAINT 400

struct _DroverPolkitAgent {
  GSubprocess *process;
  int complaints; /* what it writes to stderr */
};

static gboolean
has_ended (const DroverPolkitAgent *agent)
{
  return g_subprocess_get_identifier (agent->process) == NULL;
}

static gboolean
wait_until_ended (const DroverPolkitAgent *agent, guint limit_ms)
{
  gint64 deadline = g_get_monotonic_time () + limit_ms * G_TIME_SPAN_MILLISECOND;

  while (!has_ended (agent) && g_get_monotonic_time () < deadline)
    g_usleep (5 * G_TIME_SPAN_MILLISECOND);
  return has_ended (agent);
}

/* Returns whether the other end was closed in time. */
static gboolean
wait_until_closed (int fd, guint limit_ms)
{
  gint64 deadline = g_get_monotonic_time () + limit_ms * G_TIME_SPAN_MILLISECOND;

  for (;;)
    {
      struct pollfd slot = { .fd = fd, .events = 0 };
      gint64 left_ms = (deadline - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

      if (left_ms <= 0)
        return FALSE;
      if (poll (&slot, 1, (int) left_ms) > 0)
        return TRUE;
    }
}

static char *
read_complaint (const DroverPolkitAgent *agent)
{
  char text[MAX_COMPLAINT];
  gssize n = pread (agent->complaints, text, sizeof text, 0);
  char *valid = g_utf8_make_valid (text, MAX (n, 0));

  return g_strchomp (g_strdelimit (valid, "\r\n", ' '));
}

static DroverPolkitAgent *
spawn (gboolean fallback, int notify_fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autofree char *fd = g_strdup_printf ("%d", NOTIFY_FD);
  int complaints = memfd_create ("drover-" PROGRAM, MFD_CLOEXEC);
  GSubprocess *process = NULL;
  DroverPolkitAgent *agent = NULL;

  g_subprocess_launcher_take_fd (launcher, notify_fd, NOTIFY_FD);
  if (complaints >= 0)
    g_subprocess_launcher_take_stderr_fd (launcher, fcntl (complaints, F_DUPFD_CLOEXEC, 0));
  process = g_subprocess_launcher_spawn (launcher, error, PROGRAM, "--process", pid, "--notify-fd", fd,
                                         fallback ? "--fallback" : NULL, NULL);
  if (process == NULL)
    {
      if (complaints >= 0)
        close (complaints);
      return NULL;
    }
  agent = g_new0 (DroverPolkitAgent, 1);
  agent->process = process;
  agent->complaints = complaints;
  return agent;
}

/**
 * drover_polkit_agent_start:
 * @fallback: leave the asking to the agent of the desktop session, if there is one. polkit uses no such agent
 * where it knows of no session (get_authentication_agent_for_subject() in its
 * src/polkitbackend/polkitbackendinteractiveauthority.c)
 * @timeout_ms: how long it may take to be registered, in milliseconds
 * @error: it is not installed, fails, or takes too long (%DROVER_ERROR_TIMED_OUT)
 *
 * Registers `pkttyagent` for this process, as virsh does, and waits until polkit knows it. Blocks; for worker
 * threads.
 *
 * Returns: (transfer full): the agent, at work until drover_polkit_agent_end()
 */
DroverPolkitAgent *
drover_polkit_agent_start (gboolean fallback, guint timeout_ms, GError **error)
{
  g_autoptr (DroverPolkitAgent) agent = NULL;
  g_autofree char *complaint = NULL;
  gboolean is_closed = FALSE;
  int ends[2];

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return NULL;
  agent = spawn (fallback, ends[1], error);
  is_closed = agent != NULL && wait_until_closed (ends[0], timeout_ms);
  close (ends[0]);
  if (agent == NULL)
    return NULL;
  if (!is_closed)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT, _ ("%s: not ready within %.1f s"), PROGRAM,
                   timeout_ms / 1000.0);
      return NULL;
    }
  if (!wait_until_ended (agent, SETTLE_MS))
    return g_steal_pointer (&agent);
  complaint = read_complaint (agent);
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, "%s: %s", PROGRAM,
               complaint[0] != '\0' ? complaint : _ ("it ended at once and did not say why"));
  return NULL;
}

/**
 * drover_polkit_agent_end:
 * @agent: (nullable) (transfer full): the agent
 *
 * Ends the agent and waits for its end, at most for some seconds.
 */
void
drover_polkit_agent_end (DroverPolkitAgent *agent)
{
  if (agent == NULL)
    return;
  g_subprocess_send_signal (agent->process, SIGTERM);
  if (!wait_until_ended (agent, END_MS))
    {
      g_subprocess_force_exit (agent->process);
      wait_until_ended (agent, END_MS);
    }
  g_object_unref (agent->process);
  if (agent->complaints >= 0)
    close (agent->complaints);
  g_free (agent);
}
