/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-network-lookup.h"

#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

/**
 * drover_network_lookup:
 * @xml: (out): the network's XML
 * @active: (out): whether it is started
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no network of that name
 *
 * Returns: whether the network exists; the out-parameters are set only then
 */
gboolean
drover_network_lookup (
    DroverConnection *connection, const char *name, char **xml, gboolean *active, GError **error)
{
  g_autoptr (virNetwork) network = virNetworkLookupByName (drover_connection_get_raw (connection), name);
  g_autofree char *text = NULL;

  if (network == NULL)
    {
      drover_virt_take_error ("virNetworkLookupByName", error);
      return FALSE;
    }
  text = drover_virt_take_string (virNetworkGetXMLDesc (network, 0), "virNetworkGetXMLDesc", error);
  if (text == NULL)
    return FALSE;
  *active = virNetworkIsActive (network) == 1;
  *xml = g_steal_pointer (&text);
  return TRUE;
}

/* The node device of a network link is called net_NAME_MAC, with what is no letter or digit made an
 * underscore; the true name stands in its XML alone. */
static char *
link_name (virNodeDevice *device)
{
  g_autofree char *xml =
      drover_virt_take_string (virNodeDeviceGetXMLDesc (device, 0), "virNodeDeviceGetXMLDesc", NULL);
  const char *start = xml ? strstr (xml, "<interface>") : NULL;
  const char *end = start ? strstr (start, "</interface>") : NULL;

  return end ? g_strndup (start + strlen ("<interface>"), (gsize) (end - start) - strlen ("<interface>"))
             : NULL;
}

/**
 * drover_network_list_links:
 * @error: %DROVER_ERROR_UNSUPPORTED where the host's libvirt cannot list devices
 *
 * Returns: (transfer full): the names of the host's network links, bridges among them
 */
GStrv
drover_network_list_links (DroverConnection *connection, GError **error)
{
  g_autofree virNodeDevicePtr *devices = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int n = virConnectListAllNodeDevices (drover_connection_get_raw (connection), &devices,
                                        VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET);

  if (n < 0)
    {
      drover_virt_take_error ("virConnectListAllNodeDevices", error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virNodeDevice) device = devices[i];
      g_autofree char *name = link_name (device);

      if (name != NULL)
        g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}
