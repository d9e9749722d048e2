/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-guest-networks.h"

#include <glib/gi18n-lib.h>

/**
 * drover_facts_find_network:
 * @facts: what is known
 * @side: source or target
 * @name: a libvirt network
 *
 * Returns: (transfer none) (nullable): what that host says of it; %NULL where it was not asked
 */
const DroverFactNetwork *
drover_facts_find_network (const DroverFacts *facts, DroverSide side, const char *name)
{
  const DroverFactNetworks *networks = drover_facts_get_networks (facts, side);

  for (guint i = 0; networks != NULL && networks->networks != NULL && i < networks->networks->len; i++)
    {
      const DroverFactNetwork *network = networks->networks->pdata[i];

      if (g_strcmp0 (network->name, name) == 0)
        return network;
    }
  return NULL;
}

static gboolean
has_name (const GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_strcmp0 (names->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

/**
 * drover_guest_list_networks:
 * @guest: a guest
 *
 * Of a running guest's card in a network that merely names a bridge or a device libvirt tells the type
 * `bridge` or `direct`; what it sends to the target is the network all the same.
 *
 * Returns: (transfer container) (element-type utf8): the libvirt networks its interfaces join, each once; the
 * names are @guest's
 */
GPtrArray *
drover_guest_list_networks (const DroverGuest *guest)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];

      if (interface->network != NULL && !has_name (names, interface->network))
        g_ptr_array_add (names, interface->network);
    }
  return names;
}

/**
 * drover_fact_networks_has_link:
 * @networks: of a host whose links are known
 * @link: a network link
 *
 * Returns: whether the host has the link
 */
gboolean
drover_fact_networks_has_link (const DroverFactNetworks *networks, const char *link)
{
  return networks->links != NULL && g_strv_contains ((const char *const *) networks->links, link);
}

/**
 * drover_forward_is_private:
 * @forward: (nullable): a network's forward mode
 *
 * Returns: whether its guests live behind their own host, so that a network of the same name on another host
 * is another network
 */
gboolean
drover_forward_is_private (const char *forward)
{
  static const char *const modes[] = { "nat", "isolated", "route", "open", NULL };

  return forward != NULL && g_strv_contains (modes, forward);
}

/**
 * drover_fact_network_describe:
 * @network: a network that exists
 *
 * Returns: (transfer full): its kind, bridge and addresses, as one line
 */
char *
drover_fact_network_describe (const DroverFactNetwork *network)
{
  g_autofree char *addresses = network->addresses ? g_strjoinv (" ", network->addresses) : g_strdup ("");

  return g_strstrip (g_strjoin (" ", network->forward ? network->forward : _ ("of unknown kind"),
                                network->bridge ? network->bridge : "", addresses, NULL));
}
