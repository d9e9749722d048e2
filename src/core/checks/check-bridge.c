/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "checks/drover-guest-networks.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "bridge.missing", "G2", DROVER_VERDICT_BLOCK,
    N_ ("The target lacks the bridge that the guest's network card is plugged into"),
    N_ ("libvirt says “Cannot get interface MTU … No such device”."),
    "dest-xml-network create-bridge", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_bridge (const DroverCheckInput *input,
              const char *bridge,
              const char *network,
              DroverFindings *findings)
{
  const DroverFactNetworks *there = drover_facts_get_networks (input->facts, DROVER_SIDE_TARGET);
  DroverFinding *finding;

  if (!there->links_known)
    finding = drover_findings_add_unknown (findings, _ ("whether the target has the bridge “%s”: %s"), bridge,
                                           there->links_reason ? there->links_reason : _ ("not known"));
  else if (drover_fact_networks_has_link (there, bridge))
    return;
  else
    {
      g_autofree char *links = there->links ? g_strjoinv (" ", there->links) : g_strdup ("");

      finding = drover_findings_add (findings, "bridge.missing");
      drover_finding_set_target (finding, _ ("missing"));
      if (network != NULL)
        drover_finding_set_evidence (finding,
                                     _ ("the target's network “%s” uses the bridge “%s”; the target has: %s"),
                                     network, bridge, links);
      else
        drover_finding_set_evidence (finding, _ ("the target has no link “%s”; it has: %s"), bridge, links);
    }
  drover_finding_set_subject (finding, bridge);
  drover_finding_set_source (finding, bridge);
  drover_finding_set_argument (finding, "bridge", bridge);
}

/* The bridge behind a network of libvirt that only names one. */
static const char *
get_network_bridge (const DroverCheckInput *input, const char *name)
{
  const DroverFactNetwork *there = drover_facts_find_network (input->facts, DROVER_SIDE_TARGET, name);

  return there != NULL && there->exists && g_strcmp0 (there->forward, "bridge") == 0 ? there->bridge : NULL;
}

static guint
judge_interfaces (const DroverCheckInput *input, const DroverGuest *guest, DroverFindings *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];
      const char *network = interface->network;
      const char *bridge = network ? get_network_bridge (input, network) : interface->bridge;

      if ((network == NULL && g_strcmp0 (interface->type, "bridge") != 0) || bridge == NULL ||
          !g_hash_table_add (seen, (gpointer) bridge))
        continue;
      judge_bridge (input, bridge, network, findings);
    }
  return g_hash_table_size (seen);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);

  if (effective == NULL)
    drover_findings_add_unknown (findings, "%s", error->message);
  else if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    drover_findings_add_not_applicable (findings, _ ("An offline migration plugs in no network card."));
  else if (judge_interfaces (input, effective, findings) == 0)
    drover_findings_add_not_applicable (findings, _ ("The guest uses no bridge of the host itself."));
}

const DroverCheck drover_check_bridge = {
  .id = "bridge",
  .catalog = "G2",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("The target has the bridges of the guest's network cards"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
