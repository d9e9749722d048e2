/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-network-control.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

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
  g_autoptr (virNetwork) network = virNetworkLookupByName (drover_connection_get_raw (connection), name);

  return drover_virt_report (network != NULL ? 0 : -1, "virNetworkLookupByName", error) &&
         is_unused (network, error) &&
         drover_virt_report (virNetworkDestroy (network), "virNetworkDestroy", error);
}
