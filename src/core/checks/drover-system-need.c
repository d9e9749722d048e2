/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-system-need.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/**
 * drover_system_need:
 * @input: what a check may look at
 * @side: whose system
 * @findings: where it is said why there is nothing to judge
 *
 * A host that is not reached over SSH is not asked: that is no failure, and the check does not apply. Where
 * it was asked in vain, the check is unknown.
 *
 * Returns: (transfer none) (nullable): what the host itself told
 */
const DroverFactSystem *
drover_system_need (const DroverCheckInput *input, DroverSide side, DroverFindings *findings)
{
  const DroverFactSystem *system = drover_facts_get_system (input->facts, side);
  const GError *error = drover_facts_get_error (input->facts, DROVER_FACT_SYSTEM, side);
  const char *reason = error ? error->message : _ ("the host was not asked");

  if (system != NULL)
    return system;
  if (error == NULL || error->code == DROVER_ERROR_UNSUPPORTED)
    {
      g_autofree char *text = g_strdup_printf ("%s: %s", drover_side_get_label (side), reason);

      drover_findings_add_not_applicable (findings, text);
    }
  else
    drover_findings_add_unknown (findings, "%s: %s", drover_side_get_label (side), reason);
  return NULL;
}

/**
 * drover_system_find_link:
 * @name: (nullable): a network link's name
 *
 * Returns: (transfer none) (nullable): the host's link of that name
 */
const DroverFactLink *
drover_system_find_link (const DroverFactSystem *system, const char *name)
{
  for (guint i = 0; name != NULL && system->links != NULL && i < system->links->len; i++)
    {
      const DroverFactLink *link = system->links->pdata[i];

      if (g_strcmp0 (link->name, name) == 0)
        return link;
    }
  return NULL;
}

/**
 * drover_link_address_get_network:
 * @address: an address of a link with its prefix, `192.0.2.7/24`
 *
 * Returns: (transfer full) (nullable): the network it lies in
 */
GInetAddressMask *
drover_link_address_get_network (const char *address)
{
  g_auto (GStrv) pair = g_strsplit (address, "/", 2);
  g_autoptr (GInetAddress) own = pair[0] ? g_inet_address_new_from_string (pair[0]) : NULL;
  gsize size = own ? g_inet_address_get_native_size (own) : 0;
  g_autoptr (GInetAddress) base = NULL;
  guint8 bytes[16] = { 0 };
  guint64 prefix;

  if (own == NULL || pair[1] == NULL || !g_ascii_string_to_unsigned (pair[1], 10, 1, size * 8, &prefix, NULL))
    return NULL;
  for (guint64 bit = 0; bit < prefix; bit++)
    bytes[bit / 8] |= g_inet_address_to_bytes (own)[bit / 8] & (0x80 >> bit % 8);
  base = g_inet_address_new_from_bytes (bytes, g_inet_address_get_family (own));
  return g_inet_address_mask_new (base, (guint) prefix, NULL);
}
