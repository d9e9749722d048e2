/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "checks/drover-guest-networks.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "nat-network.private", "G5", DROVER_VERDICT_WARN,
    N_ ("The target's network of this name is another network: each host has its own behind it"),
    N_ ("The migration succeeds, but the guest loses its connections, its address may belong to somebody else "
        "there, and port forwards stay on the source. Bridge both hosts to one LAN, or accept this knowingly."),
    "dest-xml-network bridge-both-hosts", FALSE },
  { "nat-network.changed", "G5", DROVER_VERDICT_WARN,
    N_ ("The network of this name is of another kind on the target"),
    N_ ("The migration succeeds, but the guest finds itself in another network and may lose its connections."),
    "dest-xml-network", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_network (const DroverFactNetwork *here, const DroverFactNetwork *there, DroverFindings *findings)
{
  gboolean is_private = drover_forward_is_private (there->forward);
  gboolean has_changed = here != NULL && here->exists && here->forward != NULL && there->forward != NULL &&
                         drover_forward_is_private (here->forward) != is_private;
  g_autofree char *source = here && here->exists ? drover_fact_network_describe (here) : NULL;
  g_autofree char *target = drover_fact_network_describe (there);
  DroverFinding *finding;

  if (!is_private && !has_changed)
    return;
  finding = drover_findings_add (findings, has_changed ? "nat-network.changed" : "nat-network.private");
  drover_finding_set_subject (finding, there->name);
  drover_finding_set_source (finding, source);
  drover_finding_set_target (finding, target);
  drover_finding_set_argument (finding, "network", there->name);
  drover_finding_set_evidence (finding, _ ("network “%s”: %s on the source, %s on the target"), there->name,
                               source ? source : _ ("not known"), target);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) names = NULL;
  guint looked_at = 0;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  names = drover_guest_list_networks (effective);
  for (guint i = 0; i < names->len; i++)
    {
      const DroverFactNetwork *there =
          drover_facts_find_network (input->facts, DROVER_SIDE_TARGET, names->pdata[i]);

      /* one that is missing is found by its own check */
      if (there == NULL || !there->exists)
        continue;
      looked_at++;
      judge_network (drover_facts_find_network (input->facts, DROVER_SIDE_SOURCE, names->pdata[i]), there,
                     findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings,
                                        _ ("The guest uses no virtual network that the target has."));
}

const DroverCheck drover_check_nat_network = {
  .id = "nat-network",
  .catalog = "G5",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("The guest stays in the same network"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_SOURCE, TRUE }),
  .codes = codes,
  .judge = judge,
};
