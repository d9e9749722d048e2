/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "checks/drover-guest-networks.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "direct-link.missing", "G3", DROVER_VERDICT_BLOCK,
    N_ ("The target lacks the network device that the guest's card sits on (macvtap)"),
    N_ ("libvirt says “Unable to get index for interface … No such device”. The device must bear the same name "
        "on both hosts."),
    "dest-xml-network", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_link (const DroverCheckInput *input, const DroverInterface *interface, DroverFindings *findings)
{
  const DroverFactNetworks *there = drover_facts_get_networks (input->facts, DROVER_SIDE_TARGET);
  DroverFinding *finding;

  if (!there->links_known)
    finding = drover_findings_add_unknown (findings, _ ("whether the target has the device “%s”: %s"),
                                           interface->dev,
                                           there->links_reason ? there->links_reason : _ ("not known"));
  else if (drover_fact_networks_has_link (there, interface->dev))
    return;
  else
    {
      g_autofree char *links = there->links ? g_strjoinv (" ", there->links) : g_strdup ("");

      finding = drover_findings_add (findings, "direct-link.missing");
      drover_finding_set_target (finding, _ ("missing"));
      drover_finding_set_evidence (finding, _ ("the target has no link “%s”; it has: %s"), interface->dev,
                                   links);
    }
  drover_finding_set_subject (finding, interface->dev);
  drover_finding_set_source (finding, interface->dev);
  drover_finding_set_argument (finding, "device", interface->dev);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  guint looked_at = 0;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  for (guint i = 0; i < effective->interfaces->len; i++)
    {
      const DroverInterface *interface = effective->interfaces->pdata[i];

      if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE) || interface->network != NULL ||
          g_strcmp0 (interface->type, "direct") != 0 || interface->dev == NULL)
        continue;
      looked_at++;
      judge_link (input, interface, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings,
                                        _ ("No card of the guest sits directly on a host's device."));
}

const DroverCheck drover_check_direct_link = {
  .id = "direct-link",
  .catalog = "G3",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("The target has the network devices that the guest's cards sit on"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
