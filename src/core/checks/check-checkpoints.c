/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

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
  g_autofree char *count = NULL;
  DroverFinding *finding;

  if (state->n_checkpoints < 0)
    {
      drover_findings_add_unknown (findings, _ ("libvirt does not say how many there are"));
      return;
    }
  if (state->n_checkpoints == 0)
    return;
  count = g_strdup_printf ("%" G_GINT64_FORMAT, state->n_checkpoints);
  finding = drover_findings_add (findings, "checkpoints.present");
  drover_finding_set_source (finding, count);
  drover_finding_set_evidence (finding,
                               g_dngettext (GETTEXT_PACKAGE, "%s checkpoint of “%s”",
                                            "%s checkpoints of “%s”", (gulong) state->n_checkpoints),
                               count, state->name);
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
