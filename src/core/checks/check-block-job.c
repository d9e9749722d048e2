/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "block-job.running", "X5", DROVER_VERDICT_BLOCK,
    N_ ("A disk of the guest is being copied, committed or backed up"),
    N_ ("libvirt refuses to migrate meanwhile: “domain has active block job”."),
    "abort-block-job", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);

  if (!state->active)
    {
      drover_findings_add_not_applicable (findings, _ ("the guest does not run"));
      return;
    }
  for (gsize i = 0; state->block_jobs != NULL && state->block_jobs[i] != NULL; i++)
    {
      DroverFinding *finding = drover_findings_add (findings, "block-job.running");

      drover_finding_set_subject (finding, state->block_jobs[i]);
      drover_finding_set_source (finding, state->block_jobs[i]);
      drover_finding_set_evidence (finding, _ ("a block job is active on %s"), state->block_jobs[i]);
      drover_finding_set_argument (finding, "disk", state->block_jobs[i]);
    }
}

const DroverCheck drover_check_block_job = {
  .id = "block-job",
  .catalog = "X5",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("No disk is busy"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
