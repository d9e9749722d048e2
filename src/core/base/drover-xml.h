/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

G_BEGIN_DECLS

/* Bounds on XML that came from a host; see drover_xml_parse(). */
#define DROVER_XML_MAX_BYTES (8 * 1024 * 1024)
#define DROVER_XML_MAX_DEPTH 250
#define DROVER_XML_MAX_NODES 200000 /* elements and attributes */
#define DROVER_XML_MAX_ATTRIBUTES 128
#define DROVER_XML_MAX_TAG_BYTES 65536
#define DROVER_XML_MAX_LIST 8192

xmlDoc *drover_xml_parse (const char *xml, const char *root_name, GError **error);
xmlXPathContext *drover_xml_context_new (xmlDoc *doc);

gboolean drover_xml_check_bounds (const char *xml, GError **error);

GPtrArray *drover_xml_get_nodes (xmlXPathContext *context, xmlNode *node, const char *xpath, GError **error);
xmlNode *drover_xml_get_node (xmlXPathContext *context, xmlNode *node, const char *xpath);
char *drover_xml_get_string (xmlXPathContext *context, xmlNode *node, const char *xpath);
gboolean drover_xml_has (xmlXPathContext *context, xmlNode *node, const char *xpath);
gboolean drover_xml_get_uint64 (
    xmlXPathContext *context, xmlNode *node, const char *xpath, guint64 *value, GError **error);
gboolean drover_xml_get_int64 (
    xmlXPathContext *context, xmlNode *node, const char *xpath, gint64 *value, GError **error);
gboolean drover_xml_get_bytes (xmlXPathContext *context,
                               xmlNode *node,
                               const char *xpath,
                               guint64 default_unit,
                               guint64 *bytes,
                               GError **error);

char *drover_xml_node_to_text (xmlNode *node);
char *drover_xml_doc_to_text (xmlDoc *doc);
char *drover_xml_doc_to_lines (xmlDoc *doc);

void drover_xml_set_attribute (xmlNode *node, const char *name, const char *value);
void drover_xml_set_text (xmlNode *node, const char *text);
xmlNode *drover_xml_add_child (xmlNode *parent, const char *name, const char *text);
xmlNode *drover_xml_ensure_child (xmlNode *parent, const char *name);
void drover_xml_remove (xmlNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathContext, xmlXPathFreeContext)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathObject, xmlXPathFreeObject)

G_END_DECLS
