/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-uri.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-quote.h"

#define MAX_URI 2048

/* How much of a malformed one an error repeats. */
#define MAX_SHOWN 40

#define PARSE_FLAGS (G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_NON_DNS)

/* Parameters of libvirt's remote driver (docs/uri.html, "Extra parameters") that name a program, a socket or
 * a credential of the computer that connects, or that switch a check off. A URI from elsewhere must not bring
 * them along.
 */
static const char *const refused_parameters[] = {
  "command",   "netcat",    "proxy",   "socket",  "pkipath", "known_hosts", "known_hosts_verify", "sshauth",
  "no_verify", "no_sanity", "keyfile", "libssh2", "name",    "auth",        "tls_priority",       NULL,
};

/* The rest of what libvirt's remote driver and our own code understand. */
static const char *const allowed_parameters[] = { "no_tty", "mode", "root", NULL };

static const char *const transports[] = { "ssh", "libssh", "libssh2", "tls", "tcp", "unix", NULL };

/**
 * drover_host_is_address:
 * @host: a host as it stands in a URI, without brackets
 *
 * Returns: whether @host is an IPv4 or IPv6 literal
 */
gboolean
drover_host_is_address (const char *host)
{
  return host != NULL && g_hostname_is_ip_address (host);
}

/**
 * drover_host_is_loopback:
 * @address: an IP literal
 *
 * Returns: whether the address never leaves the host it is used on
 */
gboolean
drover_host_is_loopback (const char *address)
{
  g_autoptr (GInetAddress) inet = address ? g_inet_address_new_from_string (address) : NULL;

  return inet != NULL && g_inet_address_get_is_loopback (inet);
}

/**
 * drover_host_name_is_valid:
 * @name: a host name
 *
 * Returns: whether @name is a host name per RFC 1123 (letters, digits and hyphens in labels of at most 63
 *   characters, 253 in all; one trailing dot allowed, underscores tolerated as resolvers do)
 */
gboolean
drover_host_name_is_valid (const char *name)
{
  gsize length = name ? strlen (name) : 0;
  gsize label = 0;

  if (length == 0 || length > 253)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      char c = name[i];

      if (c == '.')
        {
          if (label == 0 || name[i - 1] == '-')
            return FALSE;
          label = 0;
          continue;
        }
      if (!g_ascii_isalnum (c) && c != '_' && !(c == '-' && label > 0))
        return FALSE;
      if (++label > 63)
        return FALSE;
    }
  return name[length - 1] != '-';
}

static gboolean
user_is_valid (const char *user)
{
  /* What ssh would take for an option, or a shell for anything but a name, is no user. */
  if (user[0] == '\0' || user[0] == '-' || strlen (user) > 256)
    return FALSE;
  for (const char *p = user; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("._-+@$\\", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
check_parameters (const char *text, const char *query, GError **error)
{
  GUriParamsIter iter;
  g_autoptr (GError) local = NULL;
  char *name = NULL;
  char *value = NULL;

  /* libvirt also splits at semicolons, once no ampersand follows (src/util/viruri.c, virURIParseParams()). */
  g_uri_params_iter_init (&iter, query, -1, "&;", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &name, &value, &local))
    {
      g_autofree char *owned_name = g_steal_pointer (&name);
      g_autofree char *owned_value = g_steal_pointer (&value);
      g_autofree char *lower = g_ascii_strdown (owned_name, -1);

      if (g_strv_contains (refused_parameters, lower))
        {
          g_set_error (
              error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
              _ ("“%s”: the parameter “%s” names a program, file or check of the computer that "
                 "connects and is refused; set it up in ~/.ssh/config or libvirt's configuration there"),
              text, owned_name);
          return FALSE;
        }
      if (!g_strv_contains (allowed_parameters, lower))
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                       _ ("“%s”: the parameter “%s” is not known; leave it out"), text, owned_name);
          return FALSE;
        }
    }
  if (local != NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s”: the part behind “?” is malformed"), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_scheme (DroverUri *uri, const char *scheme, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (scheme, "+", 2);

  uri->driver = g_strdup (parts[0]);
  uri->transport = g_strdup (parts[1]);
  if (strcmp (uri->driver, "qemu") != 0 && strcmp (uri->driver, "test") != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s”: Drover moves guests of QEMU/KVM hosts; the URI must begin with “qemu”, as in "
                      "qemu+ssh://host/system"),
                   uri->text);
      return FALSE;
    }
  if (uri->transport != NULL && !g_strv_contains (transports, uri->transport))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s”: the transport “%s” is not known; use ssh, tls, tcp or unix"), uri->text,
                   uri->transport);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_authority (DroverUri *uri, GUri *parsed, GError **error)
{
  const char *host = g_uri_get_host (parsed);

  if (host != NULL && host[0] != '\0')
    uri->host = g_strdup (host);
  uri->user = g_strdup (g_uri_get_userinfo (parsed));
  uri->port = (guint) MAX (g_uri_get_port (parsed), 0);

  if (uri->host != NULL && !drover_host_is_address (uri->host) && !drover_host_name_is_valid (uri->host))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s”: “%s” is neither a host name nor an IP address"), uri->text, uri->host);
      return FALSE;
    }
  if (uri->user != NULL && !user_is_valid (uri->user))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, _ ("“%s”: “%s” is not a user name"),
                   uri->text, uri->user);
      return FALSE;
    }
  if (uri->host == NULL && uri->transport != NULL && strcmp (uri->transport, "unix") != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s”: a host name is missing, as in qemu+%s://host/system"), uri->text,
                   uri->transport);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_path (DroverUri *uri, GUri *parsed, GError **error)
{
  g_autofree char *path = NULL;

  /* g_uri_parse() resolves “..”, which libvirt does not. */
  if (!g_uri_split (uri->text, PARSE_FLAGS, NULL, NULL, NULL, NULL, &path, NULL, NULL, error))
    return FALSE;
  uri->path = g_strdup (path);
  uri->query = g_strdup (g_uri_get_query (parsed));
  if (strcmp (uri->driver, "qemu") != 0)
    return TRUE;
  if (g_strcmp0 (path, "/system") != 0 && g_strcmp0 (path, "/session") != 0 &&
      g_strcmp0 (path, "/embed") != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s”: the path must be /system (the usual case) or /session, not “%s”"), uri->text,
                   path);
      return FALSE;
    }
  return TRUE;
}

/* Nothing in a URI is a control character, a space or beyond ASCII, but escaped. */
static gboolean
is_plain (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length && length <= MAX_URI; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  return length > 0 && length <= MAX_URI;
}

/**
 * drover_uri_parse:
 * @text: a libvirt URI, or a bare host name `h` which means `qemu+ssh://h/system`
 * @error: %DROVER_ERROR_INVALID_INPUT, naming @text and what to write instead
 *
 * Reads a URI that a person typed or a file suggested. Parameters that would run code on this computer are
 * refused.
 *
 * Returns: (transfer full): the validated URI, or %NULL
 */
DroverUri *
drover_uri_parse (const char *text, GError **error)
{
  g_autoptr (DroverUri) uri = g_new0 (DroverUri, 1);
  g_autoptr (GUri) parsed = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (text[0] == '\0')
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("a host is missing: give a libvirt URI, as in qemu+ssh://host/system"));
      return NULL;
    }
  if (!is_plain (text))
    {
      g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_SHOWN));
      g_autofree char *shown = drover_printable (valid);

      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s” is not a libvirt URI; write it as in qemu+ssh://host/system"), shown);
      return NULL;
    }
  if (strstr (text, "://") == NULL && (drover_host_name_is_valid (text) || drover_host_is_address (text)))
    {
      g_autofree char *full = strchr (text, ':') ? g_strdup_printf ("qemu+ssh://[%s]/system", text)
                                                 : g_strdup_printf ("qemu+ssh://%s/system", text);
      return drover_uri_parse (full, error);
    }

  uri->text = g_strdup (text);
  parsed = g_uri_parse (text, PARSE_FLAGS, &local);
  if (parsed == NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s” is not a libvirt URI (%s); write it as in qemu+ssh://host/system"), text,
                   local->message);
      return NULL;
    }
  if (!take_scheme (uri, g_uri_get_scheme (parsed), error) || !take_authority (uri, parsed, error) ||
      !take_path (uri, parsed, error))
    return NULL;
  if (uri->query != NULL && !check_parameters (text, uri->query, error))
    return NULL;
  if (g_uri_get_fragment (parsed) != NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, _ ("“%s”: nothing may follow a “#”"),
                   text);
      return NULL;
    }
  return g_steal_pointer (&uri);
}

/**
 * drover_uri_copy:
 *
 * Returns: (transfer full): an independent copy
 */
DroverUri *
drover_uri_copy (const DroverUri *uri)
{
  DroverUri *copy = g_new0 (DroverUri, 1);

  copy->text = g_strdup (uri->text);
  copy->driver = g_strdup (uri->driver);
  copy->transport = g_strdup (uri->transport);
  copy->user = g_strdup (uri->user);
  copy->host = g_strdup (uri->host);
  copy->port = uri->port;
  copy->path = g_strdup (uri->path);
  copy->query = g_strdup (uri->query);
  return copy;
}

/**
 * drover_uri_free:
 * @uri: (nullable) (transfer full): what to free
 */
void
drover_uri_free (DroverUri *uri)
{
  if (uri == NULL)
    return;
  g_free (uri->text);
  g_free (uri->driver);
  g_free (uri->transport);
  g_free (uri->user);
  g_free (uri->host);
  g_free (uri->path);
  g_free (uri->query);
  g_free (uri);
}

/**
 * drover_uri_dup_host_label:
 *
 * Returns: (transfer full): what a person calls the host
 */
char *
drover_uri_dup_host_label (const DroverUri *uri)
{
  return g_strdup (uri->host ? uri->host : _ ("this computer"));
}

/**
 * drover_uri_is_ssh:
 *
 * Returns: whether the connection runs through SSH, by whichever client
 */
gboolean
drover_uri_is_ssh (const DroverUri *uri)
{
  return uri->transport != NULL &&
         (g_str_equal (uri->transport, "ssh") || g_str_has_prefix (uri->transport, "libssh"));
}

/**
 * drover_uri_get_probe_port:
 *
 * Returns: the TCP port a probe can knock at before libvirt is asked to connect, or 0 where there is none of
 *   ours: a local socket, or ssh, whose `~/.ssh/config` may lead anywhere
 */
guint
drover_uri_get_probe_port (const DroverUri *uri)
{
  if (uri->host == NULL || g_strcmp0 (uri->transport, "unix") == 0)
    return 0;
  if (g_strcmp0 (uri->transport, "ssh") == 0)
    return 0;
  if (uri->port != 0)
    return uri->port;
  if (drover_uri_is_ssh (uri))
    return 22;
  return g_strcmp0 (uri->transport, "tcp") == 0 ? 16509 : 16514;
}

/**
 * drover_uri_with_parameter:
 * @name: a parameter of ours, not a user's
 * @value: its value
 *
 * Returns: (transfer full): the URI's text with the parameter added
 */
char *
drover_uri_with_parameter (const DroverUri *uri, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  return g_strdup_printf ("%s%c%s=%s", uri->text, uri->query ? '&' : '?', name, escaped);
}

/**
 * drover_uri_build_migration:
 * @host: a host name or IP literal
 * @port: the port, or 0 to leave the choice to the target
 *
 * Returns: (transfer full): a migration URI (`tcp://…`), IPv6 in brackets
 */
char *
drover_uri_build_migration (const char *host, guint port)
{
  g_autofree char *authority = strchr (host, ':') ? g_strdup_printf ("[%s]", host) : g_strdup (host);

  return port ? g_strdup_printf ("tcp://%s:%u", authority, port) : g_strdup_printf ("tcp://%s", authority);
}
