/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-pool.h"

#include "caps/drover-xml-record.h"

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverPool *pool = record;

  return drover_xml_require (pool->name, "<name>", error);
}

DROVER_XML_RECORD_TYPE (
    DroverPool,
    drover_pool_type,
    read_more,
    DROVER_XML_FIELD (DroverPool, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverPool, name, STRING, "name"),
    DROVER_XML_FIELD (DroverPool, uuid, STRING, "uuid"),
    DROVER_XML_FLAGGED (DroverPool, capacity, INT, "capacity", DROVER_XML_PLAIN_BYTES),
    DROVER_XML_FLAGGED (DroverPool, allocation, INT, "allocation", DROVER_XML_PLAIN_BYTES),
    DROVER_XML_FLAGGED (DroverPool, available, INT, "available", DROVER_XML_PLAIN_BYTES),
    DROVER_XML_FIELD (DroverPool, source_dir, STRING, "source/dir/@path"),
    DROVER_XML_FIELD (DroverPool, source_name, STRING, "source/name"),
    DROVER_XML_FIELD (DroverPool, source_format, STRING, "source/format/@type"),
    DROVER_XML_FIELD (
        DroverPool, source_adapter, STRING, "source/adapter/@*[name()='name' or name()='wwnn']"),
    DROVER_XML_FIELD (DroverPool, source_initiator, STRING, "source/initiator/iqn/@name"),
    DROVER_XML_FIELD (DroverPool, source_protocol_version, STRING, "source/protocol/@ver"),
    DROVER_XML_LIST (DroverPool, source_hosts, drover_storage_host_type, "source/host"),
    DROVER_XML_FIELD (DroverPool, source_devices, STRV, "source/device/@path"),
    DROVER_XML_FIELD (DroverPool, target_path, STRING, "target/path"),
    DROVER_XML_FIELD (DroverPool, mode, STRING, "target/permissions/mode"),
    DROVER_XML_FIELD (DroverPool, owner, STRING, "target/permissions/owner"),
    DROVER_XML_FIELD (DroverPool, group, STRING, "target/permissions/group"),
    DROVER_XML_FIELD (DroverPool, label, STRING, "target/permissions/label"));

/**
 * drover_pool_parse:
 * @xml: what `virStoragePoolGetXMLDesc` sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the pool, or %NULL
 */
DroverPool *
drover_pool_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_pool_type, "pool", xml, error);
}

/**
 * drover_pool_ref:
 * @pool: a pool
 *
 * Returns: (transfer full): @pool, shared
 */
DroverPool *
drover_pool_ref (DroverPool *pool)
{
  return drover_record_ref (pool);
}

/**
 * drover_pool_unref:
 * @pool: (nullable) (transfer full): a pool
 */
void
drover_pool_unref (DroverPool *pool)
{
  drover_record_free (&drover_pool_type, pool);
}

/**
 * drover_pool_is_network:
 * @pool: a pool
 *
 * Returns: whether its volumes come over a network, so that another host could see the same ones. A plain
 *   directory may lie on a network file system all the same.
 */
gboolean
drover_pool_is_network (const DroverPool *pool)
{
  static const char *const types[] = { "netfs",   "iscsi",    "iscsi-direct", "rbd",
                                       "gluster", "sheepdog", "vstorage",     NULL };

  return pool->type != NULL && g_strv_contains (types, pool->type);
}
