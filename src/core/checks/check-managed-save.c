/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "base/drover-guest-state.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "managed-save.present", "X3", DROVER_VERDICT_WARN,
    N_ ("The guest's saved state stays behind on the source"),
    N_ ("The guest was put to sleep with its memory in a file of the source. Moved like this it would boot "
        "afresh on the target, as after a power cut."),
    "restore-managed-save remove-managed-save", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  DroverFinding *finding;

  if (!state->managed_save)
    return;
  finding = drover_findings_add (findings, "managed-save.present");
  drover_finding_set_source (finding, _ ("saved"));
  drover_finding_set_evidence (finding, _ ("“%s” is %s and has a managed save image"), state->name,
                               drover_guest_state_get_label (state->state));
}

const DroverCheck drover_check_managed_save = {
  .id = "managed-save",
  .catalog = "X3",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("No saved state stays behind"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
