/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "leases.held", "X10", DROVER_VERDICT_WARN,
    N_ ("The guest holds a lease, and the target must see the same lock space"),
    N_ ("libvirt hands the lease over through the lock manager. Where the target's lock manager cannot reach the "
        "lease's file, the guest does not start there; it then stays on the source."),
    "align-lock-manager", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  for (guint i = 0; i < guest->leases->len; i++)
    {
      const DroverLease *lease = guest->leases->pdata[i];
      DroverFinding *finding = drover_findings_add (findings, "leases.held");

      drover_finding_set_subject (finding, lease->key);
      drover_finding_set_source (finding, lease->path);
      drover_finding_set_evidence (finding, "%s: %s (%s)", lease->lockspace ? lease->lockspace : "?",
                                   lease->key ? lease->key : "?", lease->path ? lease->path : "?");
    }
}

const DroverCheck drover_check_leases = {
  .id = "leases",
  .catalog = "X10",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("The guest holds no lease of a lock manager"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
