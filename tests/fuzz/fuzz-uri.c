/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/drover-uri.h"
#include "fuzz.h"

/* What libvirt's src/util/viruri.c, virURIParseParams() makes of a query: it splits at ampersands, and at
 * semicolons once no ampersand follows. */
static void
look_at_query (const char *query)
{
  while (*query != '\0')
    {
      const char *end = strchr (query, '&');
      gsize length;
      g_autofree char *name = NULL;

      if (end == NULL)
        end = strchr (query, ';');
      length = end ? (gsize) (end - query) : strlen (query);
      name = g_uri_unescape_segment (query, query + MIN (length, strcspn (query, "=")), NULL);
      g_assert (length == 0 || name != NULL);
      if (length > 0)
        g_assert (g_ascii_strcasecmp (name, "no_tty") == 0 || g_ascii_strcasecmp (name, "mode") == 0 ||
                  g_ascii_strcasecmp (name, "root") == 0);
      query += end ? length + 1 : length;
    }
}

static void
look_at_uri (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) uri = drover_uri_parse (text, &error);
  g_autoptr (DroverUri) again = NULL;
  g_autofree char *with = NULL;

  g_assert ((uri == NULL) == (error != NULL));
  if (uri == NULL)
    {
      g_assert (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert (uri->host == NULL || drover_host_is_address (uri->host) || drover_host_name_is_valid (uri->host));
  g_assert (uri->host == NULL || uri->host[0] != '-');
  g_assert (uri->user == NULL || (uri->user[0] != '-' && uri->user[0] != '\0'));
  if (uri->query != NULL)
    look_at_query (uri->query);

  again = drover_uri_parse (uri->text, NULL);
  g_assert (again != NULL && g_strcmp0 (again->host, uri->host) == 0 && again->port == uri->port);
  with = drover_uri_with_parameter (uri, "no_tty", "1");
  g_assert (drover_uri_get_probe_port (uri) <= 65535 && with != NULL);
}

/* A URI a line, up to the bar that begins the other columns of the tables in tests/data/uri. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *all = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *bar = strstr (lines[i], " | ");

      if (bar != NULL)
        *bar = '\0';
      look_at_uri (lines[i]);
    }
  return 0;
}
