/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-pool-sources.h"

#include "base/drover-xml.h"
#include "virt/drover-virt-private.h"

/**
 * drover_pool_sources_find:
 * @server: the name or address of a storage server, as the host is to call it
 *
 * Lets the host itself look for what the server offers to be mounted: libvirt asks `showmount` for the NFS
 * exports and `gluster` for the volumes (virStorageBackendFileSystemNetFindPoolSources()), and fails only
 * where neither answered. Blocks: one that swallows packets costs `showmount` half a minute.
 *
 * Returns: (transfer full): a `<sources>` element
 */
char *
drover_pool_sources_find (DroverConnection *connection, const char *server, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse ("<source/>", "source", NULL);
  g_autofree char *spec = NULL;

  drover_xml_set_attribute (drover_xml_add_child (xmlDocGetRootElement (doc), "host", NULL), "name", server);
  spec = drover_xml_doc_to_text (doc);
  return drover_virt_take_string (
      virConnectFindStoragePoolSources (drover_connection_get_raw (connection), "netfs", spec, 0),
      "virConnectFindStoragePoolSources", error);
}
