/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "tpm.emulator-missing", "P4", DROVER_VERDICT_BLOCK,
    N_ ("The guest has an emulated TPM, and the target cannot emulate one"),
    N_ ("swtpm is missing on the target or unknown to its libvirt: “TPM version … is not supported”."),
    "install-swtpm", FALSE },
  { "tpm.version", "P4", DROVER_VERDICT_BLOCK,
    N_ ("The target's swtpm does not emulate a TPM of this version"),
    N_ ("libvirt says “TPM version … is not supported”."),
    "install-swtpm", FALSE },
  { "tpm.passthrough", "P4", DROVER_VERDICT_WARN,
    N_ ("The guest uses the source's own TPM chip; its keys stay behind"),
    N_ ("What the guest sealed with the chip, a disk's key among it, cannot be opened with the target's chip."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_emulated (const DroverDomainCaps *caps, const DroverTpm *tpm, DroverFindings *findings)
{
  DroverCapsAnswer emulates = drover_domain_caps_is_supported (caps, "tpm");
  DroverCapsAnswer version = tpm->version
                                 ? drover_domain_caps_allows (caps, "tpm.backendVersion", tpm->version)
                                 : DROVER_CAPS_UNKNOWN;
  DroverFinding *finding = NULL;

  if (emulates == DROVER_CAPS_YES)
    emulates = drover_domain_caps_allows (caps, "tpm.backendModel", "emulator");
  switch (emulates)
    {
    case DROVER_CAPS_UNKNOWN:
      drover_findings_add_unknown (findings, _ ("the target's domain capabilities do not speak of TPMs"));
      return;
    case DROVER_CAPS_NO:
      finding = drover_findings_add (findings, "tpm.emulator-missing");
      drover_finding_set_evidence (finding,
                                   _ ("the target's domain capabilities name no TPM backend “emulator”"));
      break;
    case DROVER_CAPS_YES:
      /* Older releases do not list versions; that is no refusal. */
      if (version != DROVER_CAPS_NO)
        return;
      finding = drover_findings_add (findings, "tpm.version");
      drover_finding_set_evidence (finding, _ ("the target's domain capabilities do not name version %s"),
                                   tpm->version);
      break;
    }
  if (finding != NULL)
    drover_finding_set_source (finding, tpm->version ? tpm->version : "emulator");
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactDomcaps *there = drover_facts_get_domcaps (input->facts, DROVER_SIDE_TARGET);
  const DroverDomainCaps *caps = there ? there->caps ? there->caps : there->plain : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (guest->tpms->len == 0)
    {
      drover_findings_add_not_applicable (findings, _ ("The guest has no TPM."));
      return;
    }
  for (guint i = 0; i < guest->tpms->len; i++)
    {
      const DroverTpm *tpm = guest->tpms->pdata[i];
      const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_DOMCAPS, DROVER_SIDE_TARGET);

      if (g_strcmp0 (tpm->backend, "passthrough") == 0)
        drover_finding_set_evidence (drover_findings_add (findings, "tpm.passthrough"), "%s",
                                     tpm->path ? tpm->path : tpm->backend);
      else if (g_strcmp0 (tpm->backend, "emulator") == 0 && caps != NULL)
        judge_emulated (caps, tpm, findings);
      else if (g_strcmp0 (tpm->backend, "emulator") == 0)
        drover_findings_add_unknown (findings, "%s", reason ? reason : _ ("the target could not be asked"));
    }
}

const DroverCheck drover_check_tpm = {
  .id = "tpm",
  .catalog = "P4",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("The target can provide the guest's TPM"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
