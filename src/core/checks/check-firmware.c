/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-disk-element.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "firmware.no-efi", "P5", DROVER_VERDICT_BLOCK,
    N_ ("The guest boots by UEFI, and the target has no such firmware"),
    N_ ("libvirt chooses the firmware of each host from what is installed; it would say “unable to find any master "
        "var store” or that no firmware satisfies the request."),
    "same-firmware", FALSE },
  { "firmware.no-secure-boot", "P5", DROVER_VERDICT_BLOCK,
    N_ ("The guest uses Secure Boot, and the target's firmware cannot"),
    N_ ("The target's libvirt would refuse the definition."),
    "same-firmware", FALSE },
  { "firmware.size", "P5 X12", DROVER_VERDICT_BLOCK,
    N_ ("The guest's firmware is not of the same size on both hosts"),
    N_ ("The firmware's memory is part of what is sent: “Length mismatch: system.flash0”. OVMF comes in a build of "
        "2 MiB and one of 4 MiB; both hosts need the same."),
    "same-firmware copy-file", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_capabilities (const DroverFactDomcaps *there, const DroverGuestOs *os, DroverFindings *findings)
{
  const DroverDomainCaps *caps = there ? there->caps ? there->caps : there->plain : NULL;
  DroverFinding *finding;

  if (caps == NULL)
    return;
  if (g_strcmp0 (os->firmware, "efi") == 0 &&
      drover_domain_caps_allows (caps, "os.firmware", "efi") == DROVER_CAPS_NO)
    {
      finding = drover_findings_add (findings, "firmware.no-efi");
      drover_finding_set_evidence (finding, _ ("the target's domain capabilities name no firmware “efi”"));
    }
  else if (g_strcmp0 (os->loader_secure, "yes") == 0 &&
           drover_domain_caps_allows (caps, "os.loader.secure", "yes") == DROVER_CAPS_NO)
    {
      finding = drover_findings_add (findings, "firmware.no-secure-boot");
      drover_finding_set_evidence (finding, _ ("the target's domain capabilities name no secure loader"));
    }
}

/* A file's size as a pool tells it, for a file that is raw. */
static gint64
get_size (const DroverFacts *facts, DroverSide side, const char *path)
{
  const DroverFactFile *file = drover_facts_find_file (facts, side, path);

  return file != NULL && g_strcmp0 (file->exists, "yes") == 0 ? file->capacity : -1;
}

static void
judge_size (const DroverFacts *facts, const char *here, const char *there, DroverFindings *findings)
{
  gint64 at_source = get_size (facts, DROVER_SIDE_SOURCE, here);
  gint64 at_target = get_size (facts, DROVER_SIDE_TARGET, there);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  DroverFinding *finding;

  /* What one side does not tell is not judged: whether the file is there is another check's business. */
  if (at_source <= 0 || at_target <= 0 || at_source == at_target)
    return;
  from = drover_format_bytes ((guint64) at_source);
  to = drover_format_bytes ((guint64) at_target);
  finding = drover_findings_add (findings, "firmware.size");
  drover_finding_set_subject (finding, there);
  drover_finding_set_source (finding, from);
  drover_finding_set_target (finding, to);
  drover_finding_set_argument (finding, "path", there);
  drover_finding_set_evidence (finding, _ ("%s: %s on the source, %s on the target"), there, from, to);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *running = drover_facts_get_guest (input->facts);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (g_strcmp0 (guest->os->firmware, "efi") != 0 && guest->os->loader == NULL)
    {
      drover_findings_add_not_applicable (findings, _ ("The guest boots with QEMU's own firmware."));
      return;
    }
  judge_capabilities (drover_facts_get_domcaps (input->facts, DROVER_SIDE_TARGET), guest->os, findings);
  if (running->os->loader != NULL && guest->os->loader != NULL &&
      !drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    judge_size (input->facts, running->os->loader, guest->os->loader, findings);
}

const DroverCheck drover_check_firmware = {
  .id = "firmware",
  .catalog = "P5 X12",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("The target has the guest's firmware, in the same build"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
