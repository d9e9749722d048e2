/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-finding.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "checkpoints.present", "X2", DROVER_VERDICT_WARN,
    N_ ("The guest's checkpoints stay behind"),
    N_ ("libvirt migrates the guest without what it knows of its checkpoints. A backup program that counts on "
        "one will find none on the target, and must begin with a full backup."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  DroverFinding *finding =
      drover_findings_add_counted (findings, "checkpoints.present", state->n_checkpoints);

  if (finding == NULL)
    return;
  drover_finding_set_evidence (finding,
                               g_dngettext (GETTEXT_PACKAGE, "%s checkpoint of “%s”",
                                            "%s checkpoints of “%s”", (gulong) state->n_checkpoints),
                               drover_finding_get_source (finding), state->name);
}

const DroverCheck drover_check_checkpoints = {
  .id = "checkpoints",
  .catalog = "X2",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("No checkpoints stay behind"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
