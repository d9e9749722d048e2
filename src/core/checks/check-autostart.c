/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "autostart.set", "X4", DROVER_VERDICT_INFO,
    N_ ("The guest starts with its host, and shall do so on the target"),
    N_ ("libvirt does not carry that over. Drover sets it on the target once the guest runs there, and clears "
        "it where the source keeps its definition; whoever migrates with virsh must do both by hand."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  DroverFinding *finding;

  if (!state->autostart)
    return;
  finding = drover_findings_add (findings, "autostart.set");
  drover_finding_set_source (finding, _ ("starts with the host"));
  drover_finding_set_evidence (finding, _ ("autostart of “%s” is on"), state->name);
}

const DroverCheck drover_check_autostart = {
  .id = "autostart",
  .catalog = "X4",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("The guest is not started by its host"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
