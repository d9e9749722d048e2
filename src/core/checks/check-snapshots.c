/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-finding.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "snapshots.present", "X1", DROVER_VERDICT_BLOCK,
    N_ ("libvirt keeps snapshots of the guest"),
    N_ ("What libvirt knows of snapshots does not move along, so it refuses: “cannot migrate domain with … "
        "snapshots”. The data lies in the images and is not touched by forgetting and defining them again."),
    "delete-snapshots", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  DroverFinding *finding = drover_findings_add_counted (findings, "snapshots.present", state->n_snapshots);

  if (finding == NULL)
    return;
  drover_finding_set_evidence (finding,
                               g_dngettext (GETTEXT_PACKAGE, "%s snapshot of “%s”", "%s snapshots of “%s”",
                                            (gulong) state->n_snapshots),
                               drover_finding_get_source (finding), state->name);
}

const DroverCheck drover_check_snapshots = {
  .id = "snapshots",
  .catalog = "X1",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("No snapshots hold the guest back"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
