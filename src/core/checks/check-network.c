/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "checks/drover-guest-networks.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "network.missing", "G1", DROVER_VERDICT_BLOCK,
    N_ ("The target lacks a virtual network that the guest uses"),
    N_ ("libvirt plugs the guest into a network of the same name: “no network with matching name”."),
    "dest-xml-network define-network", FALSE },
  { "network.inactive", "G1", DROVER_VERDICT_BLOCK,
    N_ ("A virtual network that the guest uses is not running on the target"),
    N_ ("libvirt says “network is not active”."),
    "start-network dest-xml-network", FALSE },
  { "network.missing-later", "G1", DROVER_VERDICT_WARN,
    N_ ("The target lacks a virtual network; the guest could not start there"),
    N_ ("An offline migration moves the definition alone and succeeds. The network is needed when the guest is "
        "started."),
    "define-network start-network", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_network (const DroverCheckInput *input, const char *name, DroverFindings *findings)
{
  const DroverFactNetwork *there = drover_facts_find_network (input->facts, DROVER_SIDE_TARGET, name);
  const DroverFactNetwork *here = drover_facts_find_network (input->facts, DROVER_SIDE_SOURCE, name);
  const char *missing = drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE) ? "network.missing-later"
                                                                                   : "network.missing";
  g_autofree char *source = here && here->exists ? drover_fact_network_describe (here) : NULL;
  DroverFinding *finding;

  if (there == NULL)
    finding =
        drover_findings_add_unknown (findings, _ ("the target was not asked for the network “%s”"), name);
  else if (!there->exists)
    {
      finding = drover_findings_add (findings, missing);
      drover_finding_set_target (finding, _ ("missing"));
      drover_finding_set_evidence (finding, _ ("no network with matching name “%s” on the target"), name);
    }
  else if (!there->active)
    {
      finding = drover_findings_add (findings, drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE)
                                                   ? "network.missing-later"
                                                   : "network.inactive");
      drover_finding_set_target (finding, _ ("inactive"));
      drover_finding_set_evidence (finding, _ ("network “%s” is not active on the target"), name);
    }
  else
    return;
  drover_finding_set_subject (finding, name);
  drover_finding_set_source (finding, source ? source : name);
  drover_finding_set_argument (finding, "network", name);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) names = NULL;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  names = drover_guest_list_networks (effective);
  for (guint i = 0; i < names->len; i++)
    judge_network (input, names->pdata[i], findings);
  if (names->len == 0)
    drover_findings_add_not_applicable (findings, _ ("The guest uses no virtual network of libvirt."));
}

const DroverCheck drover_check_network = {
  .id = "network",
  .catalog = "G1",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("The guest's virtual networks run on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_SOURCE, TRUE }),
  .codes = codes,
  .judge = judge,
};
