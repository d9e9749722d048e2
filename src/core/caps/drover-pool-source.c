/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-pool-source.h"

#include "caps/drover-xml-record.h"

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverPoolSource *source = record;

  return drover_xml_require (source->dir, "<dir path=…>", error);
}

DROVER_XML_RECORD_TYPE (DroverPoolSource,
                        drover_pool_source_type,
                        read_more,
                        DROVER_XML_FIELD (DroverPoolSource, server, STRING, "host/@name"),
                        DROVER_XML_FIELD (DroverPoolSource, dir, STRING, "dir/@path"),
                        DROVER_XML_FIELD (DroverPoolSource, format, STRING, "format/@type"));

/**
 * drover_pool_sources_parse:
 * @xml: a `<sources>` element as libvirt's virConnectFindStoragePoolSources() returns it
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Returns: (transfer full) (element-type DroverPoolSource): what is offered, in the server's order
 */
GPtrArray *
drover_pool_sources_parse (const char *xml, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "sources", error);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) nodes =
      context ? drover_xml_get_nodes (context, NULL, "/sources/source", error) : NULL;
  g_autoptr (GPtrArray) list = nodes ? drover_record_list_new (&drover_pool_source_type) : NULL;

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      gpointer source = drover_xml_read_record (&drover_pool_source_type, context, nodes->pdata[i], error);

      if (source == NULL)
        return NULL;
      g_ptr_array_add (list, source);
    }
  return g_steal_pointer (&list);
}

/**
 * drover_pool_source_equal:
 *
 * Returns: whether two hosts were offered the same; by which name each calls the server does not matter
 */
gboolean
drover_pool_source_equal (const DroverPoolSource *a, const DroverPoolSource *b)
{
  return g_strcmp0 (a->dir, b->dir) == 0 && g_strcmp0 (a->format, b->format) == 0;
}

/**
 * drover_pool_source_describe:
 *
 * Returns: (transfer full): as people write it: `server:/export`
 */
char *
drover_pool_source_describe (const DroverPoolSource *source)
{
  return g_strdup_printf ("%s:%s", source->server ? source->server : "?", source->dir);
}
