/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "read-only.connection", "U5", DROVER_VERDICT_BLOCK,
    N_ ("The connection may only look"),
    N_ ("libvirt forbids every change on it: “operation forbidden: read only access prevents …”."),
    "reconnect-read-write libvirt-group", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_side (const DroverCheckInput *input, DroverSide side, DroverFindings *findings)
{
  const DroverFactConnection *fact = drover_facts_get_connection (input->facts, side);
  const DroverUri *uri = side == DROVER_SIDE_SOURCE ? drover_plan_get_source (input->plan)
                                                    : drover_plan_get_target (input->plan);
  DroverFinding *finding;

  if (!fact->open)
    {
      drover_findings_add_unknown (findings, _ ("%s: there is no connection"), drover_side_get_label (side));
      return;
    }
  if (!fact->read_only)
    return;
  finding = drover_findings_add (findings, "read-only.connection");
  drover_finding_set_subject_side (finding, side);
  drover_finding_set_argument (finding, "side", drover_side_to_string (side));
  drover_finding_set_evidence (finding, "%s", uri->text);
  if (side == DROVER_SIDE_SOURCE)
    drover_finding_set_source (finding, _ ("read-only"));
  else
    drover_finding_set_target (finding, _ ("read-only"));
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  judge_side (input, DROVER_SIDE_SOURCE, findings);
  judge_side (input, DROVER_SIDE_TARGET, findings);
}

const DroverCheck drover_check_read_only = {
  .id = "read-only",
  .catalog = "U5",
  .group = DROVER_GROUP_REACH,
  .title = N_ ("Changes are allowed on both hosts"),
  DROVER_NEEDS ({ DROVER_FACT_CONNECTION, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CONNECTION, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
