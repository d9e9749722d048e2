/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-system-need.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "hook.present", "H7", DROVER_VERDICT_INFO,
    N_ ("A hook script of the host has its say in migrations"),
    N_ ("libvirt runs it before a guest comes in or leaves, and what it answers counts; it may also change the guest's "
        "definition. The rehearsal went past it, for a guest of another name."),
    "fix-hook", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_side (const DroverFactSystem *system, DroverSide side, DroverFindings *findings)
{
  for (gsize i = 0; system->hooks != NULL && system->hooks[i] != NULL; i++)
    {
      DroverFinding *finding = drover_findings_add (findings, "hook.present");

      drover_finding_set_subject_side (finding, side);
      drover_finding_set_argument (finding, "path", system->hooks[i]);
      if (side == DROVER_SIDE_SOURCE)
        drover_finding_set_source (finding, system->hooks[i]);
      else
        drover_finding_set_target (finding, system->hooks[i]);
      drover_finding_set_evidence (finding, "%s: %s", drover_side_get_label (side), system->hooks[i]);
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactSystem *source = drover_system_need (input, DROVER_SIDE_SOURCE, findings);
  const DroverFactSystem *target = source ? drover_system_need (input, DROVER_SIDE_TARGET, findings) : NULL;

  if (target == NULL)
    return;
  judge_side (source, DROVER_SIDE_SOURCE, findings);
  judge_side (target, DROVER_SIDE_TARGET, findings);
}

const DroverCheck drover_check_hook = {
  .id = "hook",
  .catalog = "H7",
  .group = DROVER_GROUP_REACH,
  .title = N_ ("No hook script meddles with migrations"),
  DROVER_NEEDS ({ DROVER_FACT_SYSTEM, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
