/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "left-behind.nvram", "X12", DROVER_VERDICT_INFO,
    N_ ("The file of the guest's firmware variables stays on the source as well"),
    N_ ("libvirt keeps it when it forgets the guest. Nothing reads it again unless a guest of this name is made "
        "there, which would then boot with these old variables."),
    "clean-nvram", FALSE },
  { "left-behind.tpm", "X12", DROVER_VERDICT_INFO,
    N_ ("The state of the guest's TPM stays on the source as well"),
    N_ ("It holds the guest's keys. Where the source is given away or is used by others, remove it after the move."),
    "clean-tpm", FALSE },
  { "left-behind.nvram-needed", "X12", DROVER_VERDICT_WARN,
    N_ ("The guest's firmware variables do not move with its definition"),
    N_ ("An offline migration carries no file: the guest starts on the target with fresh variables and may find no "
        "boot entry. Copy the file over."),
    "copy-file", FALSE },
  { "left-behind.tpm-needed", "X12", DROVER_VERDICT_WARN,
    N_ ("The state of the guest's TPM does not move with its definition"),
    N_ ("An offline migration carries no file: what the guest sealed with its TPM, a disk's key among it, cannot be "
        "opened on the target."),
    "copy-tpm", FALSE },
  { NULL },
};
/* clang-format on */

/* Shared state is no copy. */
static const DroverTpm *
find_emulated (const DroverGuest *guest)
{
  for (guint i = 0; i < guest->tpms->len; i++)
    {
      const DroverTpm *tpm = guest->tpms->pdata[i];

      if (g_strcmp0 (tpm->backend, "emulator") == 0)
        return tpm;
    }
  return NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  gboolean offline = drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE);
  const DroverTpm *tpm = find_emulated (guest);
  const char *nvram = guest->os->nvram;
  DroverFinding *finding;

  if (nvram == NULL && tpm == NULL)
    {
      drover_findings_add_not_applicable (findings, _ ("The guest has no firmware variables and no TPM."));
      return;
    }
  if (nvram != NULL)
    {
      finding = drover_findings_add (findings, offline ? "left-behind.nvram-needed" : "left-behind.nvram");
      drover_finding_set_source (finding, nvram);
      drover_finding_set_argument (finding, "path", nvram);
      drover_finding_set_evidence (finding, "%s", nvram);
    }
  if (tpm != NULL && guest->uuid != NULL)
    {
      finding = drover_findings_add (findings, offline ? "left-behind.tpm-needed" : "left-behind.tpm");
      drover_finding_set_argument (finding, "uuid", guest->uuid);
      drover_finding_set_evidence (finding, "/var/lib/libvirt/swtpm/%s", guest->uuid);
    }
}

const DroverCheck drover_check_left_behind = {
  .id = "left-behind",
  .catalog = "X12 P5",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("Nothing that belongs to the guest stays behind"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
