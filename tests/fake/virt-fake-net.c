/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hosts' names and ports, as far as this program asks for them. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "virt-fake-private.h"

/* TEST-NET-1 of RFC 5737, which is nobody's. */
#define NET 0xc0000200U
#define NET_MASK 0xffffff00U

static guint
number_of (FakeLab *lab, const FakeHost *host)
{
  guint i = 0;

  g_ptr_array_find (lab->hosts, host, &i);
  return i + 1;
}

int
getaddrinfo (const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
  FakeHost *host = name ? fake_lab_find_host (fake_lab_get (), name) : NULL;
  g_autofree char *address = NULL;

  if (host == NULL)
    return FAKE_REAL (getaddrinfo) (name, service, hints, result);
  /* a name outlives its host */
  if (fake_enter (host, "getaddrinfo"))
    fake_leave ();
  else if (!host->dead)
    return EAI_AGAIN;
  address = g_strdup_printf ("192.0.2.%u", number_of (host->lab, host));
  return FAKE_REAL (getaddrinfo) (address, service, hints, result);
}

static gboolean
is_open (FakeHost *host, guint port)
{
  g_autofree char *ports = NULL;
  g_auto (GStrv) list = NULL;
  g_autofree char *text = g_strdup_printf ("%u", port);

  g_mutex_lock (&host->lab->mutex);
  ports = fake_host_get (host, "ports", "22;16509;49152");
  g_mutex_unlock (&host->lab->mutex);
  list = g_strsplit (ports, ";", -1);
  return g_strv_contains ((const char *const *) list, text);
}

/* An open port of a host is one that answers and says nothing; every other one refuses. */
int
connect (int fd, const struct sockaddr *address, socklen_t size)
{
  const struct sockaddr_in *inet = (const void *) address;
  FakeLab *lab = fake_lab_get ();
  guint number;

  if (lab == NULL || address->sa_family != AF_INET || (ntohl (inet->sin_addr.s_addr) & NET_MASK) != NET)
    return FAKE_REAL (connect) (fd, address, size);
  number = ntohl (inet->sin_addr.s_addr) & ~NET_MASK;
  if (number >= 1 && number <= lab->hosts->len &&
      is_open (lab->hosts->pdata[number - 1], ntohs (inet->sin_port)))
    return 0;
  errno = ECONNREFUSED;
  return -1;
}
