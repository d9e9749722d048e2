/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-network-control.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

static virNetwork *
look_up (DroverConnection *connection, const char *name, GError **error)
{
  virNetwork *network = virNetworkLookupByName (drover_connection_get_raw (connection), name);

  if (network == NULL)
    drover_virt_take_error ("virNetworkLookupByName", error);
  drover_virt_keep_distance ();
  return network;
}

/* A network that only runs has no other description than that. */
static char *
describe (virNetwork *network, GError **error)
{
  unsigned int flags = virNetworkIsPersistent (network) == 1 ? VIR_NETWORK_XML_INACTIVE : 0;

  drover_virt_keep_distance ();
  return drover_virt_take_string (virNetworkGetXMLDesc (network, flags), "virNetworkGetXMLDesc", error);
}

/**
 * drover_network_get_definition:
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no network of that name
 *
 * Returns: (transfer full): the network as it starts next time; networks have no passwords
 */
char *
drover_network_get_definition (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNetwork) network = look_up (connection, name, error);

  return network ? describe (network, error) : NULL;
}

/**
 * drover_network_list_definitions:
 *
 * Returns: (transfer full) (element-type utf8): the XML of every network of the host
 */
GPtrArray *
drover_network_list_definitions (DroverConnection *connection, GError **error)
{
  g_autofree virNetworkPtr *networks = NULL;
  GPtrArray *list;
  int n = virConnectListAllNetworks (drover_connection_get_raw (connection), &networks, 0);

  if (!drover_virt_report (n, "virConnectListAllNetworks", error))
    return NULL;
  list = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virNetwork) network = networks[i];
      char *xml = describe (network, NULL);

      if (xml != NULL)
        g_ptr_array_add (list, xml);
    }
  return list;
}

/**
 * drover_network_get_state:
 * @active: (out): whether it runs
 * @autostart: (out): whether it starts with the host
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no network of that name
 *
 * Returns: whether it was learned
 */
gboolean
drover_network_get_state (
    DroverConnection *connection, const char *name, gboolean *active, gboolean *autostart, GError **error)
{
  g_autoptr (virNetwork) network = look_up (connection, name, error);
  int on = 0;

  if (network == NULL ||
      !drover_virt_report (virNetworkGetAutostart (network, &on), "virNetworkGetAutostart", error))
    return FALSE;
  *active = virNetworkIsActive (network) == 1;
  *autostart = on != 0;
  return TRUE;
}

/**
 * drover_network_define:
 * @xml: its definition
 *
 * Returns: whether the host keeps it now; it does not run yet
 */
gboolean
drover_network_define (DroverConnection *connection, const char *xml, GError **error)
{
  g_autoptr (virNetwork) network = virNetworkDefineXML (drover_connection_get_raw (connection), xml);

  return drover_virt_report (network ? 0 : -1, "virNetworkDefineXML", error);
}

/**
 * drover_network_undefine:
 *
 * Returns: whether the host has forgotten it
 */
gboolean
drover_network_undefine (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNetwork) network = look_up (connection, name, error);

  return network != NULL && drover_virt_report (virNetworkUndefine (network), "virNetworkUndefine", error);
}

/**
 * drover_network_start:
 *
 * Returns: whether it runs
 */
gboolean
drover_network_start (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNetwork) network = look_up (connection, name, error);

  return network != NULL && drover_virt_report (virNetworkCreate (network), "virNetworkCreate", error);
}

/* Ports are known since libvirt 5.5; an older host cannot tell whether a guest is plugged in. */
static gboolean
is_unused (virNetwork *network, GError **error)
{
  virNetworkPortPtr *ports = NULL;
  int n = virNetworkListAllPorts (network, &ports, 0);

  if (!drover_virt_report (n, "virNetworkListAllPorts", error))
    return FALSE;
  for (int i = 0; i < n; i++)
    virNetworkPortFree (ports[i]);
  free (ports);
  if (n > 0)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                 _ ("The network “%s” is in use: to stop it would cut guests off."),
                 virNetworkGetName (network));
  return n == 0;
}

/**
 * drover_network_stop_unused:
 * @error: %DROVER_ERROR_BUSY where a guest is plugged into it
 *
 * Returns: whether it is stopped
 */
gboolean
drover_network_stop_unused (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNetwork) network = look_up (connection, name, error);

  return network != NULL && is_unused (network, error) &&
         drover_virt_report (virNetworkDestroy (network), "virNetworkDestroy", error);
}

/**
 * drover_network_set_autostart:
 * @on: whether it shall start with the host
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_network_set_autostart (DroverConnection *connection, const char *name, gboolean on, GError **error)
{
  g_autoptr (virNetwork) network = look_up (connection, name, error);

  return network != NULL &&
         drover_virt_report (virNetworkSetAutostart (network, on), "virNetworkSetAutostart", error);
}
