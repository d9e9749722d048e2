/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "caps/drover-network.h"
#include "virt/drover-network-lookup.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
};

/* 255.255.255.0 → 24; -1 for what is no mask. */
static int
netmask_to_prefix (const char *netmask)
{
  g_autoptr (GInetAddress) address = netmask ? g_inet_address_new_from_string (netmask) : NULL;
  const guint8 *bytes;
  int prefix = 0;

  if (address == NULL)
    return -1;
  bytes = g_inet_address_to_bytes (address);
  for (gsize bit = 0; bit < g_inet_address_get_native_size (address) * 8; bit++)
    if (bytes[bit / 8] & (0x80 >> bit % 8))
      prefix++;
    else
      break;
  return prefix;
}

static GStrv
list_addresses (const DroverNetwork *network)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < network->ips->len; i++)
    {
      const DroverNetworkIp *ip = network->ips->pdata[i];
      gint64 prefix = ip->prefix >= 0 ? ip->prefix : netmask_to_prefix (ip->netmask);
      g_autofree char *text = NULL;

      if (ip->address == NULL)
        continue;
      text = prefix >= 0 ? g_strdup_printf ("%s/%" G_GINT64_FORMAT, ip->address, prefix)
                         : g_strdup (ip->address);
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static void
fill_entry (DroverFactNetwork *entry, const DroverNetwork *network, gboolean active)
{
  entry->exists = TRUE;
  entry->active = active;
  entry->forward =
      g_strdup (g_str_equal (network->forward_mode, "none") ? "isolated" : network->forward_mode);
  entry->bridge = g_strdup (network->bridge);
  entry->addresses = list_addresses (network);
}

static DroverFactNetwork *
look_up (DroverConnection *connection, const char *name, gboolean *uses_link, GError **error)
{
  g_autofree char *xml = NULL;
  g_autoptr (DroverNetwork) network = NULL;
  g_autoptr (GError) local = NULL;
  DroverFactNetwork *entry;
  gboolean active = FALSE;

  if (drover_network_lookup (connection, name, &xml, &active, &local))
    network = drover_network_parse (xml, &local);
  if (local != NULL && !g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  entry = drover_record_new (&drover_fact_network_type);
  entry->name = g_strdup (name);
  if (network == NULL)
    return entry;
  fill_entry (entry, network, active);
  *uses_link |= g_str_equal (network->forward_mode, "bridge");
  return entry;
}

static gboolean
is_known (const GPtrArray *networks, const char *name)
{
  for (guint i = 0; i < networks->len; i++)
    if (g_strcmp0 (((const DroverFactNetwork *) networks->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
look_up_all (DroverConnection *connection,
             const DroverGuest *guest,
             DroverFactNetworks *fact,
             gboolean *uses_link,
             GError **error)
{
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];
      DroverFactNetwork *entry;

      /* Of a running guest's card in a network that merely names a bridge or a device libvirt tells the type
       * "bridge" or "direct"; what it sends to the target is the network all the same. */
      if (interface->network == NULL)
        {
          *uses_link |=
              g_strcmp0 (interface->type, "bridge") == 0 || g_strcmp0 (interface->type, "direct") == 0;
          continue;
        }
      if (is_known (fact->networks, interface->network))
        continue;
      entry = look_up (connection, interface->network, uses_link, error);
      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (fact->networks, entry);
    }
  return TRUE;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  DroverConnection *connection = context->connections[side];
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  g_autoptr (GError) links_error = NULL;
  gboolean uses_link = FALSE;
  DroverFactNetworks *fact;

  if (guest == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_networks_type);
  fact->networks = drover_record_list_new (&drover_fact_network_type);
  if (!look_up_all (connection, guest, fact, &uses_link, error))
    {
      drover_record_free (&drover_fact_networks_type, fact);
      return NULL;
    }

  /* Maybe a call for each device of the host, so only where the answer matters. */
  if (uses_link)
    fact->links = drover_network_list_links (connection, &links_error);
  fact->links_known = fact->links != NULL;
  if (links_error != NULL)
    fact->links_reason = g_strdup (links_error->message);
  else if (!uses_link)
    fact->links_reason = g_strdup (_ ("not asked: the guest uses no bridge or device of the host itself"));
  return fact;
}

const DroverFactProvider drover_provider_networks = {
  .id = DROVER_FACT_NETWORKS,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill,
};

static const DroverFactNeed all_needs[] = { { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE } };

static gpointer
fill_all (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  DroverConnection *connection = context->connections[side];
  g_autoptr (GPtrArray) states = drover_network_list (connection, error);
  g_autoptr (GError) links_error = NULL;
  DroverFactNetworks *fact;

  if (states == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_networks_type);
  fact->networks = drover_record_list_new (&drover_fact_network_type);
  for (guint i = 0; i < states->len; i++)
    {
      const DroverNetworkState *state = states->pdata[i];
      g_autoptr (DroverNetwork) network = drover_network_parse (state->xml, NULL);
      DroverFactNetwork *entry;

      /* what cannot be read is not told of */
      if (network == NULL || network->name == NULL)
        continue;
      entry = drover_record_new (&drover_fact_network_type);
      entry->name = g_strdup (network->name);
      fill_entry (entry, network, state->active);
      g_ptr_array_add (fact->networks, entry);
    }
  fact->links = drover_network_list_links (connection, &links_error);
  fact->links_known = fact->links != NULL;
  if (links_error != NULL)
    fact->links_reason = g_strdup (links_error->message);
  return fact;
}

const DroverFactProvider drover_provider_all_networks = {
  .id = DROVER_FACT_ALL_NETWORKS,
  .sides = DROVER_ON_BOTH,
  .needs = all_needs,
  .n_needs = G_N_ELEMENTS (all_needs),
  .fill = fill_all,
};
