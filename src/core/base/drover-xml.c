/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-xml.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "base/drover-error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

#if LIBXML_VERSION >= 21200
typedef const xmlError *ParseError;
#else
typedef xmlError *ParseError;
#endif

/* libxml2 prints errors unless somebody takes them, and reads on after some of them: take the first, and
 * stop. The user data of a parser's own handler is the parser context. */
static void
on_parse_error (void *user_data, ParseError parse_error)
{
  xmlParserCtxt *parser = user_data;
  char **message = parser->_private;

  if (*message != NULL || parse_error->level < XML_ERR_ERROR)
    return;
  *message = g_strdup_printf (_ ("line %d: %s"), parse_error->line,
                              parse_error->message ? parse_error->message : _ ("no reason given"));
  g_strchomp (*message);
  xmlStopParser (parser);
}

static void
on_xpath_error (void *user_data, ParseError parse_error)
{
}

static void
init_library (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      xmlInitParser ();
      g_once_init_leave (&once, 1);
    }
}

/**
 * drover_xml_parse:
 * @xml: text that a host sent
 * @root_name: (nullable): what the outermost element must be called
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Reads XML that nobody vouches for: no network, no document type, hence no external entities and no
 * entity expansion, UTF-8 only, within the bounds of [func@xml_check_bounds]. Stops at the first error and
 * prints nothing. May be called from any thread; the document belongs to one thread at a time.
 *
 * Returns: (transfer full): the document, or %NULL
 */
xmlDoc *
drover_xml_parse (const char *xml, const char *root_name, GError **error)
{
  const int options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC;
  g_autoptr (xmlParserCtxt) parser = NULL;
  g_autoptr (xmlDoc) doc = NULL;
  g_autofree char *message = NULL;
  xmlNode *root;

  g_return_val_if_fail (xml != NULL, NULL);

  if (!drover_xml_check_bounds (xml, error))
    return NULL;

  init_library ();
  parser = xmlNewParserCtxt ();
  parser->_private = &message;
  parser->sax->serror = on_parse_error;
  doc = xmlCtxtReadMemory (parser, xml, (int) strlen (xml), NULL, "UTF-8", options);
  if (doc == NULL || !parser->wellFormed || message != NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("The XML cannot be read: %s"),
                   message ? message : _ ("it is empty"));
      return NULL;
    }

  root = xmlDocGetRootElement (doc);
  if (root == NULL || (root_name != NULL && !xmlStrEqual (root->name, BAD_CAST root_name)))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED,
                   _ ("The XML is not what was asked for: <%s> instead of <%s>"),
                   root ? (const char *) root->name : "", root_name ? root_name : "?");
      return NULL;
    }
  return g_steal_pointer (&doc);
}

/**
 * drover_xml_context_new:
 * @doc: a document, which must outlive the context
 *
 * Returns: (transfer full): a context to ask with XPath, that prints no errors and knows libvirt's
 *   namespace prefix `qemu`
 */
xmlXPathContext *
drover_xml_context_new (xmlDoc *doc)
{
  xmlXPathContext *context = xmlXPathNewContext (doc);

  /* Nodes are sorted into document order on every answer; without numbers that walks the siblings. */
  xmlXPathOrderDocElems (doc);
  xmlXPathContextSetCache (context, 1, -1, 0);
  context->error = on_xpath_error;
  xmlXPathRegisterNs (context, BAD_CAST "qemu", BAD_CAST "http://libvirt.org/schemas/domain/qemu/1.0");
  return context;
}

static xmlXPathObject *
ask (xmlXPathContext *context, xmlNode *node, const char *xpath)
{
  xmlXPathObject *answer;

  context->node = node ? node : xmlDocGetRootElement (context->doc);
  answer = xmlXPathEvalExpression (BAD_CAST xpath, context);
  if (answer == NULL)
    g_critical ("XPath “%s” cannot be evaluated", xpath);
  return answer;
}

static xmlNode *
first_node (const xmlXPathObject *answer)
{
  if (answer == NULL || answer->type != XPATH_NODESET || xmlXPathNodeSetIsEmpty (answer->nodesetval))
    return NULL;
  return answer->nodesetval->nodeTab[0];
}

static char *
take_text (xmlChar *text)
{
  char *copy = g_strdup ((const char *) text);

  xmlFree (text);
  return copy;
}

/**
 * drover_xml_get_nodes:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours, never text from a host
 * @error: %DROVER_ERROR_MALFORMED for more than %DROVER_XML_MAX_LIST nodes
 *
 * Returns: (transfer container) (element-type xmlNode): the nodes in document order, perhaps none; %NULL
 *   on error. They belong to the document.
 */
GPtrArray *
drover_xml_get_nodes (xmlXPathContext *context, xmlNode *node, const char *xpath, GError **error)
{
  g_autoptr (xmlXPathObject) answer = ask (context, node, xpath);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  if (answer == NULL || answer->type != XPATH_NODESET || answer->nodesetval == NULL)
    return g_steal_pointer (&nodes);
  if (answer->nodesetval->nodeNr > DROVER_XML_MAX_LIST)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED,
                   _ ("The XML was refused: more than %d times “%s”"), DROVER_XML_MAX_LIST, xpath);
      return NULL;
    }
  for (int i = 0; i < answer->nodesetval->nodeNr; i++)
    g_ptr_array_add (nodes, answer->nodesetval->nodeTab[i]);
  return g_steal_pointer (&nodes);
}

/**
 * drover_xml_get_node:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours, never text from a host
 *
 * Returns: (transfer none) (nullable): the first node, which belongs to the document
 */
xmlNode *
drover_xml_get_node (xmlXPathContext *context, xmlNode *node, const char *xpath)
{
  g_autoptr (xmlXPathObject) answer = ask (context, node, xpath);

  return first_node (answer);
}

/**
 * drover_xml_get_string:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours, never text from a host; it may also yield a string
 *
 * Returns: (transfer full) (nullable): the text of the first node, exactly as written; %NULL where there is
 *   no such node, or where a computed string is empty
 */
char *
drover_xml_get_string (xmlXPathContext *context, xmlNode *node, const char *xpath)
{
  g_autoptr (xmlXPathObject) answer = ask (context, node, xpath);
  xmlNode *found = first_node (answer);

  if (found != NULL)
    return take_text (xmlXPathCastNodeToString (found));
  if (answer == NULL || answer->type != XPATH_STRING || answer->stringval[0] == '\0')
    return NULL;
  return g_strdup ((const char *) answer->stringval);
}

/**
 * drover_xml_has:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours, never text from a host
 *
 * Returns: whether there is such a node, or, for a condition such as `@managed='yes'`, whether it holds
 */
gboolean
drover_xml_has (xmlXPathContext *context, xmlNode *node, const char *xpath)
{
  g_autoptr (xmlXPathObject) answer = ask (context, node, xpath);

  return answer != NULL && xmlXPathCastToBoolean (answer) == 1;
}

static gboolean
refuse_number (GError **error, const char *xpath, const char *text)
{
  g_autofree char *shown = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 40));

  g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED,
               _ ("The XML says “%s” where a number is due (%s)"), shown, xpath);
  return FALSE;
}

/**
 * drover_xml_get_uint64:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours, never text from a host
 * @value: (out): the number; untouched where there is no such node
 * @error: %DROVER_ERROR_MALFORMED for what is no decimal number or does not fit
 *
 * Returns: %FALSE on error; absence is no error
 */
gboolean
drover_xml_get_uint64 (
    xmlXPathContext *context, xmlNode *node, const char *xpath, guint64 *value, GError **error)
{
  g_autofree char *text = drover_xml_get_string (context, node, xpath);

  if (text == NULL)
    return TRUE;
  g_strstrip (text);
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, value, NULL))
    return refuse_number (error, xpath, text);
  return TRUE;
}

/**
 * drover_xml_get_int64:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours, never text from a host
 * @value: (out): the number; untouched where there is no such node
 * @error: %DROVER_ERROR_MALFORMED for what is no decimal number or does not fit
 *
 * Returns: %FALSE on error; absence is no error
 */
gboolean
drover_xml_get_int64 (
    xmlXPathContext *context, xmlNode *node, const char *xpath, gint64 *value, GError **error)
{
  g_autofree char *text = drover_xml_get_string (context, node, xpath);

  if (text == NULL)
    return TRUE;
  g_strstrip (text);
  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL))
    return refuse_number (error, xpath, text);
  return TRUE;
}

/* The units of libvirt's virScaleInteger(): KB is 1000, KiB and K are 1024. */
static guint64
parse_unit (const char *unit)
{
  static const char letters[] = "kmgtpe";
  const char *letter;
  guint64 base, scale = 1;

  if (g_ascii_strcasecmp (unit, "b") == 0 || g_ascii_strcasecmp (unit, "bytes") == 0)
    return 1;

  letter = unit[0] ? strchr (letters, g_ascii_tolower (unit[0])) : NULL;
  if (letter == NULL)
    return 0;
  if (unit[1] == '\0' || g_ascii_strcasecmp (unit + 1, "ib") == 0)
    base = 1024;
  else if (g_ascii_strcasecmp (unit + 1, "b") == 0)
    base = 1000;
  else
    return 0;

  for (const char *p = letters; p <= letter; p++)
    scale *= base;
  return scale;
}

/**
 * drover_xml_get_bytes:
 * @context: the document
 * @node: (nullable): where @xpath starts; %NULL: the outermost element
 * @xpath: an XPath of ours to an element, or to an attribute beside a `unit` attribute
 * @default_unit: bytes per unit where no unit is said: 1024 in a domain, 1 in a pool
 * @bytes: (out): the size in bytes; untouched where there is no such node
 * @error: %DROVER_ERROR_MALFORMED for what is no number, an unknown unit, or does not fit
 *
 * Returns: %FALSE on error; absence is no error
 */
gboolean
drover_xml_get_bytes (xmlXPathContext *context,
                      xmlNode *node,
                      const char *xpath,
                      guint64 default_unit,
                      guint64 *bytes,
                      GError **error)
{
  xmlNode *found = drover_xml_get_node (context, node, xpath);
  g_autofree char *text = NULL, *unit = NULL, *said = NULL;
  guint64 value = 0, scale = default_unit, product;

  if (found == NULL)
    return TRUE;
  text = g_strstrip (take_text (xmlXPathCastNodeToString (found)));
  unit = drover_xml_get_string (context, found->type == XML_ATTRIBUTE_NODE ? found->parent : found, "@unit");
  if (unit != NULL)
    scale = parse_unit (unit);
  if (scale == 0 || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &value, NULL) ||
      !g_uint64_checked_mul (&product, value, scale))
    {
      said = unit ? g_strdup_printf ("%s %s", text, unit) : g_strdup (text);
      return refuse_number (error, xpath, said);
    }
  *bytes = product;
  return TRUE;
}
