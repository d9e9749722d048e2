/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-network.h"

#include "caps/drover-xml-record.h"

DROVER_XML_RECORD_TYPE (DroverDhcpRange,
                        drover_dhcp_range_type,
                        NULL,
                        DROVER_XML_FIELD (DroverDhcpRange, start, STRING, "@start"),
                        DROVER_XML_FIELD (DroverDhcpRange, end, STRING, "@end"));

DROVER_XML_RECORD_TYPE (DroverNetworkIp,
                        drover_network_ip_type,
                        NULL,
                        DROVER_XML_FIELD (DroverNetworkIp, family, STRING, "@family"),
                        DROVER_XML_FIELD (DroverNetworkIp, address, STRING, "@address"),
                        DROVER_XML_FIELD (DroverNetworkIp, netmask, STRING, "@netmask"),
                        DROVER_XML_FIELD (DroverNetworkIp, prefix, INT, "@prefix"),
                        DROVER_XML_LIST (DroverNetworkIp, ranges, drover_dhcp_range_type, "dhcp/range"));

DROVER_XML_RECORD_TYPE (DroverPortGroup,
                        drover_port_group_type,
                        NULL,
                        DROVER_XML_FIELD (DroverPortGroup, name, STRING, "@name"),
                        DROVER_XML_FIELD (DroverPortGroup, is_default, STRING, "@default"),
                        DROVER_XML_FIELD (DroverPortGroup, virtualport_type, STRING, "virtualport/@type"),
                        DROVER_XML_FIELD (DroverPortGroup, vlans, STRV, "vlan/tag/@id"));

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverNetwork *network = record;

  /* no `<forward>` is an isolated network; `<forward/>` that names no mode is NAT */
  if (network->forward_mode == NULL)
    network->forward_mode = g_strdup (drover_xml_has (context, node, "forward") ? "nat" : "none");
  return drover_xml_require (network->name, "<name>", error);
}

DROVER_XML_RECORD_TYPE (DroverNetwork,
                        drover_network_type,
                        read_more,
                        DROVER_XML_FIELD (DroverNetwork, name, STRING, "name"),
                        DROVER_XML_FIELD (DroverNetwork, uuid, STRING, "uuid"),
                        DROVER_XML_FIELD (DroverNetwork, forward_mode, STRING, "forward/@mode"),
                        DROVER_XML_FIELD (DroverNetwork, forward_dev, STRING, "forward/@dev"),
                        DROVER_XML_FIELD (DroverNetwork, interfaces, STRV, "forward/interface/@dev"),
                        DROVER_XML_FIELD (DroverNetwork, bridge, STRING, "bridge/@name"),
                        DROVER_XML_FIELD (DroverNetwork, domain, STRING, "domain/@name"),
                        DROVER_XML_FIELD (DroverNetwork, mac, STRING, "mac/@address"),
                        DROVER_XML_FIELD (DroverNetwork, mtu, INT, "mtu/@size"),
                        DROVER_XML_FIELD (DroverNetwork, virtualport_type, STRING, "virtualport/@type"),
                        DROVER_XML_FIELD (DroverNetwork, vlans, STRV, "vlan/tag/@id"),
                        DROVER_XML_LIST (DroverNetwork, ips, drover_network_ip_type, "ip"),
                        DROVER_XML_LIST (DroverNetwork, port_groups, drover_port_group_type, "portgroup"));

/**
 * drover_network_parse:
 * @xml: what `virNetworkGetXMLDesc` sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the network, or %NULL
 */
DroverNetwork *
drover_network_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_network_type, "network", xml, error);
}

/**
 * drover_network_ref:
 * @network: a network
 *
 * Returns: (transfer full): @network, shared
 */
DroverNetwork *
drover_network_ref (DroverNetwork *network)
{
  return drover_record_ref (network);
}

/**
 * drover_network_unref:
 * @network: (nullable) (transfer full): a network
 */
void
drover_network_unref (DroverNetwork *network)
{
  drover_record_free (&drover_network_type, network);
}

/**
 * drover_network_is_private_to_host:
 * @network: a virtual network
 *
 * Returns: whether its guests live behind this very host (NAT, isolated, routed, open), so that a network of
 *   the same name on another host is another network
 */
gboolean
drover_network_is_private_to_host (const DroverNetwork *network)
{
  static const char *const modes[] = { "none", "nat", "route", "open", NULL };

  return g_strv_contains (modes, network->forward_mode);
}

/**
 * drover_network_find_port_group:
 * @network: a virtual network
 * @name: a port group's name
 *
 * Returns: (transfer none) (nullable): the port group
 */
const DroverPortGroup *
drover_network_find_port_group (const DroverNetwork *network, const char *name)
{
  for (guint i = 0; i < network->port_groups->len; i++)
    {
      const DroverPortGroup *group = network->port_groups->pdata[i];

      if (g_strcmp0 (group->name, name) == 0)
        return group;
    }
  return NULL;
}
