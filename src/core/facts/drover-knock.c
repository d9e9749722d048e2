/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-knock.h"

#include <string.h>

#include "base/drover-uri.h"
#include "facts/drover-probe-guest.h"

/**
 * drover_knock_new:
 *
 * Returns: (transfer full): a knock of which nothing came yet
 */
DroverKnock *
drover_knock_new (gboolean listen, const char *host, guint port, const char *purpose)
{
  DroverKnock *knock = g_new0 (DroverKnock, 1);

  knock->listen = listen;
  knock->host = g_strdup (host);
  knock->port = port;
  knock->purpose = purpose;
  return knock;
}

/**
 * drover_knock_free:
 * @knock: (nullable) (transfer full): what to free
 */
void
drover_knock_free (DroverKnock *knock)
{
  if (knock == NULL)
    return;
  g_free (knock->host);
  g_free (knock->error);
  g_free (knock);
}

/**
 * drover_knock_settle:
 * @result: what came of it; a literal
 * @error: (nullable): the words that say so
 * @since_us: when it began, in monotonic microseconds
 */
void
drover_knock_settle (DroverKnock *knock, const char *result, const char *error, gint64 since_us)
{
  knock->result = result;
  g_free (knock->error);
  knock->error = g_strdup (error);
  knock->elapsed_ms = (g_get_monotonic_time () - since_us) / 1000;
}

/**
 * drover_knock_classify:
 * @message: libvirt's words for a probe that failed
 *
 * QEMU speaks as the C library does for an errno, in English: libvirt starts it with `LC_ALL=C`.
 *
 * Returns: (nullable): `unresolved`, or the name of the errno; %NULL for words that tell nothing of a socket
 */
const char *
drover_knock_classify (const char *message)
{
  static const struct {
    const char *words;
    const char *result;
  } table[] = {
    /* util/qemu-sockets.c; the resolver's own words follow */
    { "address resolution failed for", "unresolved" },
    { "Connection refused", "ECONNREFUSED" },
    { "No route to host", "EHOSTUNREACH" },
    { "Host is down", "EHOSTUNREACH" },
    { "Network is unreachable", "ENETUNREACH" },
    { "Connection timed out", "ETIMEDOUT" },
    { "Cannot assign requested address", "EADDRNOTAVAIL" },
    { "Address family not supported", "EADDRNOTAVAIL" },
    { "Address already in use", "EADDRINUSE" },
  };
  const char *denied = strstr (message, "Permission denied");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strstr (message, table[i].words) != NULL)
      return table[i].result;
  /* Anything may be denied; only what QEMU says of a socket tells something of one. */
  if (denied != NULL && (strstr (message, "Failed to connect") || strstr (message, "Failed to bind")))
    return "EACCES";
  return NULL;
}

/**
 * drover_knock_get_words:
 * @message: libvirt's words for a probe that failed
 *
 * Returns: (transfer full): of these what QEMU said of the socket, or all of them
 */
char *
drover_knock_get_words (const char *message)
{
  const char *chardev = strstr (message, "-chardev ");
  const char *end = chardev ? strstr (chardev, ": ") : NULL;
  char *words = g_strdup (end ? end + 2 : message);

  g_strdelimit (words, "\n", '\0');
  return g_strstrip (words);
}

/**
 * drover_knock_find:
 * @knocks: (element-type DroverKnock): the sockets of one probe, in its order
 * @message: libvirt's words for its failure
 *
 * Returns: the number of the knock that failed, -1 where the words do not tell
 */
int
drover_knock_find (const GPtrArray *knocks, const char *message)
{
  int socket = drover_probe_guest_find_socket (message);

  if (socket >= 0)
    return (guint) socket < knocks->len ? socket : -1;
  /* Where QEMU does not name the device it names the address. */
  for (guint i = 0; i < knocks->len; i++)
    {
      const DroverKnock *knock = knocks->pdata[i];
      g_autofree char *address = g_strdup_printf ("%s:%u", knock->host, knock->port);
      const char *found = strstr (message, address);

      if (found != NULL && !g_ascii_isdigit (found[strlen (address)]))
        return (int) i;
    }
  return -1;
}

/**
 * drover_knock_get_inner_port:
 * @random: any number
 *
 * A port inside the migration range but for its ends and the second one. It is another one each time, so
 * that what answers there is hardly anything but our listener.
 *
 * Returns: the port
 */
guint
drover_knock_get_inner_port (guint32 random)
{
  guint first = DROVER_MIGRATION_PORT_MIN + 2;

  return first + random % (DROVER_MIGRATION_PORT_MAX - first);
}

/**
 * drover_knock_is_self:
 * @host: a name or address
 *
 * Returns: whether it means, wherever it is used, the very host that uses it
 */
gboolean
drover_knock_is_self (const char *host)
{
  return g_str_has_prefix (host, "localhost") ||
         (drover_host_is_address (host) && drover_host_is_loopback (host));
}
