/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remedies/drover-remedy-private.h"

/* Of these families each host has one member. */
static const char *const firewalls[] = { "firewalld", "ufw", "nft", "iptables", NULL };
static const char *const distributions[] = { "debian", "fedora", NULL };
static const char *const daemons[] = { "libvirtd", "modular", NULL };

static gboolean
runs (const DroverFactSystem *system, const char *daemon)
{
  for (gsize i = 0; system->daemons != NULL && system->daemons[i] != NULL; i++)
    if (g_str_has_prefix (system->daemons[i], daemon))
      return TRUE;
  return FALSE;
}

/* Which of the two sets of daemons libvirt there is made of; NULL where that is not known. */
static const char *
get_daemons (const DroverFactSystem *system)
{
  if (runs (system, "virtqemud"))
    return "modular";
  return runs (system, "libvirtd") ? "libvirtd" : NULL;
}

/* NULL where the family is not this one, or what the host has is none of it. */
static const char *
get_member (const DroverFactSystem *system, const char *variant)
{
  const char *member = NULL;

  if (g_strv_contains (firewalls, variant))
    member = system->firewall && g_strv_contains (firewalls, system->firewall) ? system->firewall : NULL;
  else if (g_strv_contains (distributions, variant))
    member = system->distribution && g_strv_contains (distributions, system->distribution)
                 ? system->distribution
                 : NULL;
  else if (g_strv_contains (daemons, variant))
    member = get_daemons (system);
  return member;
}

/**
 * drover_remedy_fits:
 * @facts: (nullable): what is known
 * @side: where the commands of the remedy are typed
 * @variant: (nullable): which way of several
 *
 * Returns: whether the way is one for what that host told of itself; always so where it told nothing
 */
gboolean
drover_remedy_fits (const DroverFacts *facts, DroverSide side, const char *variant)
{
  const DroverFactSystem *system = facts != NULL && variant != NULL && side != DROVER_SIDE_CLIENT
                                       ? drover_facts_get_system (facts, side)
                                       : NULL;
  const char *member = system ? get_member (system, variant) : NULL;

  return member == NULL || g_str_equal (member, variant);
}
