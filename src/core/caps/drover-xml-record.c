/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-xml-record.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

static gpointer
member (gpointer record, const DroverField *field)
{
  return (char *) record + field->offset;
}

static GPtrArray *
read_list (
    const DroverRecordType *type, xmlXPathContext *context, xmlNode *node, const char *xpath, GError **error)
{
  g_autoptr (GPtrArray) nodes = drover_xml_get_nodes (context, node, xpath, error);
  g_autoptr (GPtrArray) list = NULL;

  if (nodes == NULL)
    return NULL;

  list = drover_record_list_new (type);
  for (guint i = 0; i < nodes->len; i++)
    {
      gpointer element = drover_xml_read_record (type, context, nodes->pdata[i], error);

      if (element == NULL)
        return NULL;
      g_ptr_array_add (list, element);
    }
  return g_steal_pointer (&list);
}

static GStrv
read_strv (xmlXPathContext *context, xmlNode *node, const char *xpath, GError **error)
{
  g_autoptr (GPtrArray) nodes = drover_xml_get_nodes (context, node, xpath, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (nodes == NULL)
    return NULL;
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *text = drover_xml_get_string (context, nodes->pdata[i], ".");

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static gboolean
read_int (const DroverField *field, xmlXPathContext *context, xmlNode *node, gint64 *value, GError **error)
{
  guint64 default_unit = field->xml_flags & DROVER_XML_PLAIN_BYTES ? 1 : 1024;
  guint64 bytes = G_MAXUINT64;

  *value = -1;
  if (!(field->xml_flags & (DROVER_XML_BYTES | DROVER_XML_PLAIN_BYTES)))
    return drover_xml_get_int64 (context, node, field->xpath, value, error);

  if (!drover_xml_get_bytes (context, node, field->xpath, default_unit, &bytes, error))
    return FALSE;
  /* libvirt says “without limit” with a number near the top of the range; we keep what fits a signed one */
  if (bytes != G_MAXUINT64)
    *value = (gint64) MIN (bytes, (guint64) G_MAXINT64);
  return TRUE;
}

static gboolean
read_one (const DroverField *field, xmlXPathContext *context, xmlNode *node, gpointer *record, GError **error)
{
  xmlNode *found = drover_xml_get_node (context, node, field->xpath);

  if (found == NULL)
    return TRUE;
  *record = drover_xml_read_record (field->record_type, context, found, error);
  return *record != NULL;
}

static char *
read_string (const DroverField *field, xmlXPathContext *context, xmlNode *node)
{
  xmlNode *found;

  if (!(field->xml_flags & DROVER_XML_NODE))
    return drover_xml_get_string (context, node, field->xpath);
  found = drover_xml_get_node (context, node, field->xpath);
  return found ? drover_xml_node_to_text (found) : NULL;
}

static gboolean
read_field (
    const DroverField *field, gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  gpointer at = member (record, field);

  switch (field->kind)
    {
    case DROVER_FIELD_STRING:
      *(char **) at = read_string (field, context, node);
      return TRUE;
    case DROVER_FIELD_STRV:
      *(GStrv *) at = read_strv (context, node, field->xpath, error);
      return *(GStrv *) at != NULL;
    case DROVER_FIELD_BOOLEAN:
      *(gboolean *) at = drover_xml_has (context, node, field->xpath);
      return TRUE;
    case DROVER_FIELD_INT:
      return read_int (field, context, node, at, error);
    case DROVER_FIELD_RECORD:
      return read_one (field, context, node, at, error);
    case DROVER_FIELD_RECORDS:
      *(GPtrArray **) at = read_list (field->record_type, context, node, field->xpath, error);
      return *(GPtrArray **) at != NULL;
    case DROVER_FIELD_DOUBLE:
      break;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * drover_xml_read_record:
 * @type: the description of the struct; fields without an XPath are left to its `read_more`
 * @context: the document
 * @node: the record's element
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Reads one struct. What is absent becomes %NULL, -1, %FALSE, an empty list or an empty string array;
 * elements nobody asked for are passed over.
 *
 * Returns: (transfer full): a struct of @type, or %NULL
 */
gpointer
drover_xml_read_record (const DroverRecordType *type, xmlXPathContext *context, xmlNode *node, GError **error)
{
  gpointer record = drover_record_new (type);

  for (const DroverField *field = type->fields; field->name != NULL; field++)
    if (field->xpath != NULL && !read_field (field, record, context, node, error))
      goto fail;
  if (type->read_more == NULL || type->read_more (record, context, node, error))
    return record;

fail:
  drover_record_free (type, record);
  return NULL;
}

/**
 * drover_xml_read_document:
 * @type: the description of the struct
 * @root_name: what the outermost element must be called
 * @xml: text that a host sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Parses @xml with [func@xml_parse] and reads one struct from its outermost element. May be called from any
 * thread.
 *
 * Returns: (transfer full): a struct of @type, or %NULL
 */
gpointer
drover_xml_read_document (const DroverRecordType *type,
                          const char *root_name,
                          const char *xml,
                          GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, root_name, error);
  g_autoptr (xmlXPathContext) context = NULL;

  if (doc == NULL)
    return NULL;
  context = drover_xml_context_new (doc);
  return drover_xml_read_record (type, context, xmlDocGetRootElement (doc), error);
}

/**
 * drover_xml_require:
 * @text: (nullable): a field that must be there
 * @what: what it is, in XML, e.g. `<name>`
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Returns: whether @text is there and not empty
 */
gboolean
drover_xml_require (const char *text, const char *what, GError **error)
{
  if (text != NULL && text[0] != '\0')
    return TRUE;
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("The XML lacks %s"), what);
  return FALSE;
}

/**
 * drover_xml_get_pci_address:
 * @context: the document
 * @node: the element that has the `<address>`
 * @xpath: an XPath of ours to an `<address domain= bus= slot= function=/>`
 *
 * Returns: (transfer full) (nullable): the address as lspci writes it, `0000:3b:00.1`
 */
char *
drover_xml_get_pci_address (xmlXPathContext *context, xmlNode *node, const char *xpath)
{
  static const char *const names[] = { "@domain", "@bus", "@slot", "@function" };
  static const int widths[] = { 4, 2, 2, 1 };
  xmlNode *address = drover_xml_get_node (context, node, xpath);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; address != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *part = drover_xml_get_string (context, address, names[i]);
      guint64 value;

      /* hexadecimal, and libvirt always says so with “0x” */
      if (part == NULL || !g_ascii_string_to_unsigned (g_str_has_prefix (part, "0x") ? part + 2 : part, 16, 0,
                                                       0xffffffff, &value, NULL))
        return NULL;
      g_string_append_printf (text, "%s%0*" G_GINT64_MODIFIER "x",
                              i == 0   ? ""
                              : i == 3 ? "."
                                       : ":",
                              widths[i], value);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
