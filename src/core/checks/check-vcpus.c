/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "vcpus.too-many", "R4", DROVER_VERDICT_BLOCK,
    N_ ("The guest has more virtual CPUs than the target's QEMU allows"),
    N_ ("The limit hangs on machine type and QEMU version; the guest could not be started there."),
    "upgrade-target common-machine-type", FALSE },
  { "vcpus.more-than-cores", "R4", DROVER_VERDICT_INFO,
    N_ ("The guest has more virtual CPUs than the target has processors"),
    N_ ("It runs all the same, and may run slower there."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static void
add (const char *code, gint64 vcpus, gint64 limit, const char *format, DroverFindings *findings)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *source = g_strdup_printf ("%" G_GINT64_FORMAT, vcpus);
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, limit);

  drover_finding_set_source (finding, source);
  drover_finding_set_target (finding, target);
  drover_finding_set_evidence (finding, "%s: %s", format, target);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactDomcaps *domcaps = drover_facts_get_domcaps (input->facts, DROVER_SIDE_TARGET);
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);
  gint64 processors = caps ? drover_host_caps_count_cpus (caps) : 0;

  if (guest == NULL || guest->max_vcpus < 0)
    drover_findings_add_unknown (findings, "%s",
                                 error ? error->message : _ ("the guest's CPUs are not known"));
  else if (domcaps->caps == NULL || domcaps->caps->max_vcpus < 0)
    drover_findings_add_unknown (findings, "%s",
                                 domcaps->error ? domcaps->error : _ ("the target names no limit"));
  else if (guest->max_vcpus > domcaps->caps->max_vcpus)
    add ("vcpus.too-many", guest->max_vcpus, domcaps->caps->max_vcpus, "<vcpu max>", findings);
  else if (processors > 0 && guest->vcpus > processors)
    add ("vcpus.more-than-cores", guest->vcpus, processors, _ ("processors"), findings);
}

const DroverCheck drover_check_vcpus = {
  .id = "vcpus",
  .catalog = "R4",
  .group = DROVER_GROUP_CAPACITY,
  .title = N_ ("The target can run that many virtual CPUs"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
