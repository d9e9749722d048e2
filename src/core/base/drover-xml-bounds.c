/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-xml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"

/* A reader of its own goes over the text before libxml2 sees it. It knows only where markup begins and
 * ends, which is enough to count; what is not well-formed beyond that libxml2 refuses. Counting first
 * keeps from libxml2 what it is slow at: it compares every attribute of an element with every other. */

typedef struct {
  const char *at;
  guint depth;
  guint nodes;
} Scan;

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("The XML was refused: %s"), what);
  return FALSE;
}

static gboolean
refuse_more_than (GError **error, const char *what, gsize limit)
{
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("The XML was refused: more than %zu %s"),
               limit, what);
  return FALSE;
}

static gboolean
skip_past (Scan *scan, const char *end, GError **error)
{
  const char *found = strstr (scan->at, end);

  if (found == NULL)
    return refuse (error, _ ("it ends in the middle"));
  scan->at = found + strlen (end);
  return TRUE;
}

static gboolean
skip_tag (Scan *scan, gboolean *self_closed, GError **error)
{
  const char *start = scan->at;
  guint attributes = 0;
  char quote = '\0';

  for (const char *p = start + 1; *p != '\0'; p++)
    {
      if (p - start > DROVER_XML_MAX_TAG_BYTES)
        return refuse_more_than (error, _ ("bytes in one tag"), DROVER_XML_MAX_TAG_BYTES);
      if (*p == '<')
        return refuse (error, _ ("“<” inside a tag"));
      if (quote != '\0')
        {
          if (*p == quote)
            quote = '\0';
        }
      else if (*p == '"' || *p == '\'')
        quote = *p;
      else if (*p == '=')
        {
          if (++attributes > DROVER_XML_MAX_ATTRIBUTES)
            return refuse_more_than (error, _ ("attributes of one element"), DROVER_XML_MAX_ATTRIBUTES);
        }
      else if (*p == '>')
        {
          *self_closed = p[-1] == '/';
          scan->nodes += attributes;
          scan->at = p + 1;
          return TRUE;
        }
    }
  return refuse (error, _ ("it ends in the middle"));
}

/* Newer GLib's g_str_has_prefix() asks first how long all of the rest is. */
static gboolean
is_at (const Scan *scan, const char *what)
{
  return strncmp (scan->at, what, strlen (what)) == 0;
}

static gboolean
scan_markup (Scan *scan, GError **error)
{
  gboolean closes = scan->at[1] == '/';
  gboolean self_closed = FALSE;

  if (is_at (scan, "<!--"))
    {
      scan->at += strlen ("<!--");
      return skip_past (scan, "-->", error);
    }
  if (is_at (scan, "<![CDATA["))
    return skip_past (scan, "]]>", error);
  if (is_at (scan, "<?"))
    return skip_past (scan, "?>", error);
  if (is_at (scan, "<!"))
    return refuse (error, _ ("a document type declaration"));

  if (!skip_tag (scan, &self_closed, error))
    return FALSE;
  if (closes)
    {
      if (scan->depth > 0)
        scan->depth--;
      return TRUE;
    }
  if (++scan->nodes > DROVER_XML_MAX_NODES)
    return refuse_more_than (error, _ ("elements and attributes"), DROVER_XML_MAX_NODES);
  if (!self_closed && ++scan->depth > DROVER_XML_MAX_DEPTH)
    return refuse_more_than (error, _ ("elements inside each other"), DROVER_XML_MAX_DEPTH);
  return TRUE;
}

/**
 * drover_xml_check_bounds:
 * @xml: text that a host sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Checks that @xml is UTF-8, that its size, depth and number of elements and attributes are within the
 * bounds of drover-xml.h, and that it has no document type declaration, hence no entities of its own.
 * Linear in time, allocates nothing. May be called from any thread.
 *
 * Returns: whether @xml may be given to a parser
 */
gboolean
drover_xml_check_bounds (const char *xml, GError **error)
{
  gsize length = strnlen (xml, DROVER_XML_MAX_BYTES + 1);
  Scan scan = { xml, 0, 0 };

  if (length > DROVER_XML_MAX_BYTES)
    return refuse_more_than (error, _ ("bytes"), DROVER_XML_MAX_BYTES);
  if (!g_utf8_validate_len (xml, length, NULL))
    return refuse (error, _ ("it is not UTF-8"));

  while ((scan.at = strchr (scan.at, '<')) != NULL)
    if (!scan_markup (&scan, error))
      return FALSE;
  return TRUE;
}
