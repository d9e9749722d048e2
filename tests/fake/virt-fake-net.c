/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hosts' names and ports, as far as this program asks for them. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virt-fake-private.h"

int
getaddrinfo (const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
  FakeHost *host = name ? fake_lab_find_host (fake_lab_get (), name) : NULL;

  if (host == NULL)
    return FAKE_REAL (getaddrinfo) (name, service, hints, result);
  /* a name outlives its host */
  if (fake_enter (host, "getaddrinfo"))
    fake_leave ();
  else if (!host->dead)
    return EAI_AGAIN;
  return FAKE_REAL (getaddrinfo) (host->address, service, hints, result);
}

/* Returns whether something answers at that port of the host: one of a list of ports and ranges. */
static gboolean
has_port (FakeHost *host, const char *key, const char *otherwise, guint port)
{
  g_autofree char *ports = NULL;
  g_auto (GStrv) list = NULL;

  g_mutex_lock (&host->lab->mutex);
  ports = fake_host_get (host, key, otherwise);
  g_mutex_unlock (&host->lab->mutex);
  list = g_strsplit (ports, ";", -1);
  for (guint i = 0; list[i] != NULL; i++)
    {
      char *end = NULL;
      guint64 first = g_ascii_strtoull (list[i], &end, 10);
      guint64 last = *end == '-' ? g_ascii_strtoull (end + 1, NULL, 10) : first;

      if (port >= first && port <= last)
        return TRUE;
    }
  return FALSE;
}

gboolean
fake_host_is_open (FakeHost *host, guint port)
{
  return has_port (host, "ports", "22;16509;49152-49215", port);
}

/* Whether what is sent there is swallowed. */
gboolean
fake_host_is_silent (FakeHost *host, guint port)
{
  return has_port (host, "silent", "", port);
}

/* An open port of a host is one that answers and says nothing; every other one refuses. */
int
connect (int fd, const struct sockaddr *address, socklen_t size)
{
  const struct sockaddr_in *inet = (const void *) address;
  FakeLab *lab = fake_lab_get ();
  char text[INET_ADDRSTRLEN] = "";
  FakeHost *host;

  if (lab == NULL || address->sa_family != AF_INET ||
      inet_ntop (AF_INET, &inet->sin_addr, text, sizeof text) == NULL || !g_str_has_prefix (text, FAKE_NET))
    return FAKE_REAL (connect) (fd, address, size);
  host = fake_lab_find_address (lab, text);
  if (host != NULL && fake_host_is_open (host, ntohs (inet->sin_port)))
    return 0;
  errno = ECONNREFUSED;
  return -1;
}
