/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-guest-net.h"

#include "caps/drover-xml-record.h"

static gboolean
read_interface_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverInterface *interface = record;

  if (g_strcmp0 (interface->type, "hostdev") == 0)
    interface->address = drover_xml_get_pci_address (context, node, "source/address");
  /* Of a network that only names a bridge or device, libvirt calls a running guest's interface after that; it
   * would be started, and is migrated, as one of the network. */
  else if (interface->network != NULL)
    {
      g_free (interface->type);
      interface->type = g_strdup ("network");
    }
  return TRUE;
}

DROVER_XML_RECORD_TYPE (DroverInterface,
                        drover_interface_type,
                        read_interface_more,
                        DROVER_XML_FIELD (DroverInterface, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverInterface, network, STRING, "source/@network"),
                        DROVER_XML_FIELD (DroverInterface, portgroup, STRING, "source/@portgroup"),
                        DROVER_XML_FIELD (DroverInterface, bridge, STRING, "source/@bridge"),
                        DROVER_XML_FIELD (DroverInterface, dev, STRING, "source/@dev"),
                        DROVER_XML_FIELD (DroverInterface, mode, STRING, "source/@mode"),
                        DROVER_XML_FIELD (DroverInterface, path, STRING, "source/@path"),
                        DROVER_XML_FIELD (DroverInterface, address, STRING, NULL),
                        DROVER_XML_FIELD (DroverInterface, managed, STRING, "@managed"),
                        DROVER_XML_FIELD (DroverInterface, mac, STRING, "mac/@address"),
                        DROVER_XML_FIELD (DroverInterface, model, STRING, "model/@type"),
                        DROVER_XML_FIELD (DroverInterface, driver_name, STRING, "driver/@name"),
                        DROVER_XML_FIELD (DroverInterface, target_dev, STRING, "target/@dev"),
                        DROVER_XML_FIELD (DroverInterface, alias, STRING, "alias/@name"),
                        DROVER_XML_FIELD (DroverInterface, virtualport_type, STRING, "virtualport/@type"),
                        DROVER_XML_FIELD (DroverInterface, filter, STRING, "filterref/@filter"),
                        DROVER_XML_FIELD (DroverInterface, link_state, STRING, "link/@state"),
                        DROVER_XML_FIELD (DroverInterface, teaming_type, STRING, "teaming/@type"),
                        DROVER_XML_FIELD (DroverInterface, teaming_persistent, STRING, "teaming/@persistent"),
                        DROVER_XML_FIELD (DroverInterface, backend_type, STRING, "backend/@type"),
                        DROVER_XML_FIELD (DroverInterface, mtu, INT, "mtu/@size"));

DROVER_XML_RECORD_TYPE (DroverListen,
                        drover_listen_type,
                        NULL,
                        DROVER_XML_FIELD (DroverListen, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverListen, address, STRING, "@address"),
                        DROVER_XML_FIELD (DroverListen, network, STRING, "@network"),
                        DROVER_XML_FIELD (DroverListen, socket, STRING, "@socket"));

DROVER_XML_RECORD_TYPE (DroverGraphics,
                        drover_graphics_type,
                        NULL,
                        DROVER_XML_FIELD (DroverGraphics, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverGraphics, port, INT, "@port"),
                        DROVER_XML_FIELD (DroverGraphics, tls_port, INT, "@tlsPort"),
                        DROVER_XML_FIELD (DroverGraphics, websocket, INT, "@websocket"),
                        DROVER_XML_FIELD (DroverGraphics, autoport, STRING, "@autoport"),
                        DROVER_XML_FIELD (DroverGraphics, listen, STRING, "@listen"),
                        DROVER_XML_FIELD (DroverGraphics, socket, STRING, "@socket"),
                        DROVER_XML_FIELD (DroverGraphics, gl, STRING, "gl/@enable"),
                        DROVER_XML_FIELD (DroverGraphics, render_node, STRING, "gl/@rendernode"),
                        DROVER_XML_LIST (DroverGraphics, listens, drover_listen_type, "listen"));
