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
  drover_virt_keep_distance ();
  text = drover_virt_take_string (virNetworkGetXMLDesc (network, 0), "virNetworkGetXMLDesc", error);
  if (text == NULL)
    return FALSE;
  *active = virNetworkIsActive (network) == 1;
  *xml = g_steal_pointer (&text);
  return TRUE;
}

static void
state_free (gpointer data)
{
  DroverNetworkState *state = data;

  g_free (state->xml);
  g_free (state);
}

/**
 * drover_network_list:
 *
 * Returns: (transfer full) (element-type DroverNetworkState): the host's networks; one that vanishes
 * meanwhile is left out
 */
GPtrArray *
drover_network_list (DroverConnection *connection, GError **error)
{
  g_autofree virNetworkPtr *networks = NULL;
  GPtrArray *states;
  int n = virConnectListAllNetworks (drover_connection_get_raw (connection), &networks, 0);

  if (n < 0)
    {
      drover_virt_take_error ("virConnectListAllNetworks", error);
      return NULL;
    }
  states = g_ptr_array_new_with_free_func (state_free);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virNetwork) network = networks[i];
      DroverNetworkState *state;
      char *xml;

      drover_virt_keep_distance ();
      xml = drover_virt_take_string (virNetworkGetXMLDesc (network, 0), "virNetworkGetXMLDesc", NULL);
      if (xml == NULL)
        continue;
      state = g_new0 (DroverNetworkState, 1);
      state->xml = xml;
      state->active = virNetworkIsActive (network) == 1;
      g_ptr_array_add (states, state);
    }
  return states;
}

/* The node device of a network link is called net_NAME_MAC, with what is no letter or digit made an
 * underscore; a name with an underscore there stands truly in its XML alone, which costs a call. */
static char *
link_name (virNodeDevice *device)
{
  g_autoptr (GRegex) pattern = g_regex_new ("^net_([A-Za-z0-9]+)(_[0-9a-f]{2}){6,}$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *xml = NULL;
  const char *start;
  const char *end;

  if (g_regex_match (pattern, virNodeDeviceGetName (device), 0, &match))
    return g_match_info_fetch (match, 1);
  drover_virt_keep_distance ();
  xml = drover_virt_take_string (virNodeDeviceGetXMLDesc (device, 0), "virNodeDeviceGetXMLDesc", NULL);
  start = xml ? strstr (xml, "<interface>") : NULL;
  end = start ? strstr (start, "</interface>") : NULL;
  return end ? g_strndup (start + strlen ("<interface>"), (gsize) (end - start) - strlen ("<interface>"))
             : NULL;
}

/* Devices: cards, taps. The bridges, bonds and VLANs among the links are none to libvirt. */
static gboolean
add_devices (DroverConnection *connection, GHashTable *links, GError **error)
{
  g_autofree virNodeDevicePtr *devices = NULL;
  int n = virConnectListAllNodeDevices (drover_connection_get_raw (connection), &devices,
                                        VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET);

  if (n < 0)
    {
      drover_virt_take_error ("virConnectListAllNodeDevices", error);
      return FALSE;
    }
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virNodeDevice) device = devices[i];
      char *name = link_name (device);

      if (name != NULL)
        g_hash_table_add (links, name);
    }
  return TRUE;
}

/* Interfaces: what is no part of another one. A card in a bridge is left out. */
static gboolean
add_interfaces (DroverConnection *connection, GHashTable *links, GError **error)
{
  g_autofree virInterfacePtr *interfaces = NULL;
  int n = virConnectListAllInterfaces (drover_connection_get_raw (connection), &interfaces, 0);

  if (n < 0)
    {
      drover_virt_take_error ("virConnectListAllInterfaces", error);
      return FALSE;
    }
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virInterface) interface = interfaces[i];

      g_hash_table_add (links, g_utf8_make_valid (virInterfaceGetName (interface), -1));
    }
  return TRUE;
}

/**
 * drover_network_list_links:
 * @error: %DROVER_ERROR_UNSUPPORTED where the host's libvirt cannot list devices or interfaces
 *
 * Returns: (transfer full): the names of the host's network links, bridges among them, sorted
 */
GStrv
drover_network_list_links (DroverConnection *connection, GError **error)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GList) names = NULL;

  /* only both together tell all, so that a name they do not have is one the host does not have */
  if (!add_interfaces (connection, links, error) || !add_devices (connection, links, error))
    return NULL;
  names = g_list_sort (g_hash_table_get_keys (links), (GCompareFunc) g_strcmp0);
  for (const GList *name = names; name != NULL; name = name->next)
    g_strv_builder_add (builder, name->data);
  return g_strv_builder_end (builder);
}
