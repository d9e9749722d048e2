/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-probe.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/drover-error.h"

typedef struct {
  int number;
  const char *name;
} ErrnoName;

static const ErrnoName errno_names[] = {
  { 0, "open" },
  { ECONNREFUSED, "ECONNREFUSED" },
  { EHOSTUNREACH, "EHOSTUNREACH" },
  { ENETUNREACH, "ENETUNREACH" },
  { ETIMEDOUT, "ETIMEDOUT" },
  { EACCES, "EACCES" },
  { EPERM, "EPERM" },
  { EADDRNOTAVAIL, "EADDRNOTAVAIL" },
  { ENOENT, "ENOENT" },
};

/**
 * drover_errno_name:
 * @sys_errno: an errno
 *
 * Returns: (transfer none): its symbolic name, `open` for 0, `EOTHER` for one that no probe should meet
 */
const char *
drover_errno_name (int sys_errno)
{
  for (guint i = 0; i < G_N_ELEMENTS (errno_names); i++)
    if (errno_names[i].number == sys_errno)
      return errno_names[i].name;
  return "EOTHER";
}

/**
 * drover_errno_from_name:
 * @name: (nullable): a symbolic name as [func@errno_name] gives it
 *
 * Returns: the errno, -1 for an unknown name
 */
int
drover_errno_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (errno_names); i++)
    if (g_strcmp0 (errno_names[i].name, name) == 0)
      return errno_names[i].number;
  return -1;
}

static int
start_connect (GSocketAddress *address, int *fd)
{
  struct sockaddr_storage native;
  gssize size = g_socket_address_get_native_size (address);

  if (!g_socket_address_to_native (address, &native, sizeof native, NULL))
    return EINVAL;
  *fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (*fd < 0)
    return errno;
  if (connect (*fd, (struct sockaddr *) &native, (socklen_t) size) == 0)
    return 0;
  return errno;
}

static void
settle (DroverProbe *probe, struct pollfd *slot, int sys_errno, gint64 start)
{
  probe->sys_errno = sys_errno;
  probe->elapsed_us = g_get_monotonic_time () - start;
  if (slot->fd >= 0)
    close (slot->fd);
  slot->fd = -1;
}

static void
collect (DroverProbe *probe, struct pollfd *slot, gint64 start)
{
  int sys_errno = 0;
  socklen_t size = sizeof sys_errno;

  if (slot->fd < 0 || slot->revents == 0)
    return;
  if (getsockopt (slot->fd, SOL_SOCKET, SO_ERROR, &sys_errno, &size) < 0)
    sys_errno = errno;
  settle (probe, slot, sys_errno, start);
}

/**
 * drover_probe_ports:
 * @address: an IP literal
 * @probes: (array length=n_probes): the ports, and room for the answers
 * @n_probes: how many
 * @timeout_ms: how long to wait for all of them together, in milliseconds
 *
 * Knocks at all ports at once. Blocks for at most @timeout_ms; for worker threads.
 */
void
drover_probe_ports (const char *address, DroverProbe *probes, guint n_probes, guint timeout_ms)
{
  g_autofree struct pollfd *slots = g_new0 (struct pollfd, n_probes);
  gint64 start = g_get_monotonic_time ();
  gint64 deadline = start + (gint64) timeout_ms * 1000;
  guint open = 0;

  for (guint i = 0; i < n_probes; i++)
    {
      g_autoptr (GSocketAddress) socket_address =
          g_inet_socket_address_new_from_string (address, probes[i].port);
      int sys_errno;

      slots[i] = (struct pollfd){ .fd = -1, .events = POLLOUT };
      sys_errno = socket_address ? start_connect (socket_address, &slots[i].fd) : EINVAL;
      if (sys_errno == EINPROGRESS)
        open++;
      else
        settle (&probes[i], &slots[i], sys_errno, start);
    }

  while (open > 0)
    {
      gint64 left_ms = (deadline - g_get_monotonic_time () + 999) / 1000;

      if (left_ms <= 0)
        break;
      if (poll (slots, n_probes, (int) left_ms) < 0 && errno != EINTR)
        break;
      open = 0;
      for (guint i = 0; i < n_probes; i++)
        {
          collect (&probes[i], &slots[i], start);
          open += slots[i].fd >= 0;
        }
    }

  for (guint i = 0; i < n_probes; i++)
    if (slots[i].fd >= 0)
      settle (&probes[i], &slots[i], ETIMEDOUT, start);
}

/**
 * drover_resolve:
 * @name: a host name or an IP literal
 * @error: %DROVER_ERROR_UNREACHABLE with the resolver's own words
 *
 * Asks this computer's resolver, as libvirt and QEMU on this computer would. Blocks for as long as the
 * resolver does; for worker threads.
 *
 * Returns: (transfer full): the addresses as literals, in the resolver's order
 */
GStrv
drover_resolve (const char *name, GError **error)
{
  struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
  struct addrinfo *list = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int rc = getaddrinfo (name, NULL, &hints, &list);

  if (rc != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE, "%s: %s", name,
                   rc == EAI_SYSTEM ? g_strerror (errno) : gai_strerror (rc));
      return NULL;
    }
  for (struct addrinfo *info = list; info != NULL; info = info->ai_next)
    {
      char host[NI_MAXHOST];

      if (getnameinfo (info->ai_addr, info->ai_addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST) == 0)
        g_strv_builder_add (builder, host);
    }
  freeaddrinfo (list);
  return g_strv_builder_end (builder);
}
