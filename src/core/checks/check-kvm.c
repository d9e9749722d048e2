/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "kvm.missing", "V5", DROVER_VERDICT_BLOCK,
    N_ ("The guest needs KVM, and the target has none"),
    N_ ("Virtualisation is switched off in the target's firmware, its module is not loaded, or the target is "
        "itself a guest without nested virtualisation: “Domain requires KVM, but it is not available”."),
    "enable-kvm choose-another-host", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);
  const DroverGuestArch *arch;
  DroverFinding *finding;

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (g_strcmp0 (guest->virt_type, "kvm") != 0)
    {
      drover_findings_add_not_applicable (findings, _ ("the guest does without KVM"));
      return;
    }
  arch = drover_host_caps_find_guest_arch (caps, guest->os->arch);
  if (arch != NULL && drover_guest_arch_find_domain (arch, "kvm") != NULL)
    return;
  /* Another architecture is another check's finding. */
  if (arch == NULL)
    {
      drover_findings_add_unknown (findings, _ ("the target runs no guests of the architecture %s"),
                                   guest->os->arch ? guest->os->arch : "?");
      return;
    }
  finding = drover_findings_add (findings, "kvm.missing");
  drover_finding_set_source (finding, "kvm");
  drover_finding_set_target (finding, _ ("none"));
  drover_finding_set_evidence (finding, _ ("the target's capabilities name no domain of type kvm for %s"),
                               guest->os->arch);
}

const DroverCheck drover_check_kvm = {
  .id = "kvm",
  .catalog = "V5",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("The target has KVM"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
