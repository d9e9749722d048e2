/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-xml.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlBuffer, xmlBufferFree)

/**
 * drover_xml_node_to_text:
 * @node: an element
 *
 * Writes @node and all in it as XML, exactly as it was read but for entities, quotes and the order libxml2
 * chooses.
 *
 * Returns: (transfer full): the text
 */
char *
drover_xml_node_to_text (xmlNode *node)
{
  g_autoptr (xmlBuffer) buffer = xmlBufferCreate ();

  xmlNodeDump (buffer, node->doc, node, 0, 0);
  return g_strdup ((const char *) xmlBufferContent (buffer));
}

/**
 * drover_xml_doc_to_text:
 * @doc: a document
 *
 * Returns: (transfer full): the outermost element as text, with no XML declaration, as libvirt takes it
 */
char *
drover_xml_doc_to_text (xmlDoc *doc)
{
  return drover_xml_node_to_text (xmlDocGetRootElement (doc));
}

/**
 * drover_xml_doc_to_lines:
 * @doc: a document made here
 *
 * Returns: (transfer full): as drover_xml_doc_to_text(), with a line for each element, for people to read
 */
char *
drover_xml_doc_to_lines (xmlDoc *doc)
{
  g_autoptr (xmlBuffer) buffer = xmlBufferCreate ();

  xmlNodeDump (buffer, doc, xmlDocGetRootElement (doc), 0, 1);
  return g_strdup ((const char *) xmlBufferContent (buffer));
}

/**
 * drover_xml_set_attribute:
 * @node: an element
 * @name: an attribute's name
 * @value: (nullable): its value; %NULL takes the attribute away
 *
 * Sets or removes an attribute; @value is escaped as needed.
 */
void
drover_xml_set_attribute (xmlNode *node, const char *name, const char *value)
{
  if (value != NULL)
    xmlSetProp (node, BAD_CAST name, BAD_CAST value);
  else
    xmlUnsetProp (node, BAD_CAST name);
}

/**
 * drover_xml_set_text:
 * @node: an element
 * @text: what shall stand in it instead of all that is there
 *
 * Sets the text of an element; @text is escaped as needed.
 */
void
drover_xml_set_text (xmlNode *node, const char *text)
{
  while (node->children != NULL)
    drover_xml_remove (node->children);
  /* not xmlNodeSetContent(), which would take “&” for the start of an entity */
  xmlNodeAddContent (node, BAD_CAST text);
}

/**
 * drover_xml_add_child:
 * @parent: an element
 * @name: the new element's name
 * @text: (nullable): its text, escaped as needed
 *
 * Returns: (transfer none): the new, last child of @parent
 */
xmlNode *
drover_xml_add_child (xmlNode *parent, const char *name, const char *text)
{
  return xmlNewTextChild (parent, NULL, BAD_CAST name, BAD_CAST text);
}

/**
 * drover_xml_ensure_child:
 * @parent: an element
 * @name: a child's name
 *
 * Returns: (transfer none): the first child of that name, made where there is none
 */
xmlNode *
drover_xml_ensure_child (xmlNode *parent, const char *name)
{
  for (xmlNode *child = parent->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && xmlStrEqual (child->name, BAD_CAST name))
      return child;
  return drover_xml_add_child (parent, name, NULL);
}

/**
 * drover_xml_remove:
 * @node: (transfer full): a node, freed with all in it
 *
 * Takes a node out of its document.
 */
void
drover_xml_remove (xmlNode *node)
{
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}
