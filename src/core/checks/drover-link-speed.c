/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-link-speed.h"

#include <string.h>

#include "checks/drover-system-need.h"

/* Whether the address with its prefix is the wanted one, or lies in one network with it. */
static gboolean
leads_to (const char *own, GInetAddress *wanted, gboolean itself)
{
  g_autoptr (GInetAddressMask) network = drover_link_address_get_network (own);
  g_autofree char *text = g_inet_address_to_string (wanted);
  gsize length = strlen (text);

  if (itself)
    return strncmp (own, text, length) == 0 && own[length] == '/';
  return network != NULL && g_inet_address_mask_get_family (network) == g_inet_address_get_family (wanted) &&
         g_inet_address_mask_matches (network, wanted);
}

/**
 * drover_link_find_to:
 * @address: (nullable): an address
 * @itself: whether it is the host's own
 *
 * Returns: (transfer none) (nullable): the link of the host that has this address, or one of its network
 */
const DroverFactLink *
drover_link_find_to (const DroverFactSystem *system, const char *address, gboolean itself)
{
  g_autoptr (GInetAddress) wanted = address ? g_inet_address_new_from_string (address) : NULL;

  for (guint i = 0; wanted != NULL && i < system->links->len; i++)
    {
      const DroverFactLink *link = system->links->pdata[i];

      for (gsize k = 0; link->up && link->addresses != NULL && link->addresses[k] != NULL; k++)
        if (leads_to (link->addresses[k], wanted, itself))
          return link;
    }
  return NULL;
}

/* A bridge is as fast as its port. */
static gint64
get_speed (const DroverFactSystem *system, const DroverFactLink *link)
{
  gint64 speed = link->speed;

  for (guint i = 0; g_strcmp0 (link->kind, "bridge") == 0 && i < system->links->len; i++)
    {
      const DroverFactLink *port = system->links->pdata[i];

      if (g_strcmp0 (port->master, link->name) == 0 && g_strcmp0 (port->kind, "card") == 0)
        return port->speed;
    }
  return speed;
}

/**
 * drover_link_get_way_speed:
 * @address: (nullable): an address of the target
 *
 * Returns: Mbit/s of the slower end of the way there; -1 where an end is not known
 */
gint64
drover_link_get_way_speed (const DroverFactSystem *source,
                           const DroverFactSystem *target,
                           const char *address)
{
  const DroverFactLink *from = drover_link_find_to (source, address, FALSE);
  const DroverFactLink *to = drover_link_find_to (target, address, TRUE);
  gint64 here;
  gint64 there;

  if (from == NULL || to == NULL)
    return -1;
  here = get_speed (source, from);
  there = get_speed (target, to);
  return here > 0 && there > 0 ? MIN (here, there) : -1;
}
