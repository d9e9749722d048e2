/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-disk-element.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "copy-shared.same", "D4", DROVER_VERDICT_BLOCK,
    N_ ("A disk would be copied onto itself: the target sees the same image already"),
    N_ ("Nothing needs copying. libvirt would fail with “Block node is read-only”, and where the storage has no "
        "locks the image would be overwritten while the guest writes to it."),
    "no-copy-storage copy-other-disks", TRUE },
  { NULL },
};
/* clang-format on */

static gboolean
is_known_absent (const DroverDiskElement *element)
{
  return element->sameness == DROVER_SAMENESS_ABSENT ||
         (element->target_file != NULL && g_strcmp0 (element->target_file->exists, "no") == 0);
}

static void
judge_element (const DroverDiskElement *element, DroverFindings *findings)
{
  DroverFinding *finding;

  switch (element->sameness)
    {
    case DROVER_SAMENESS_SAME:
      finding = drover_findings_add (findings, "copy-shared.same");
      drover_finding_set_evidence (finding, "%s", element->evidence);
      drover_disk_element_fill (element, finding);
      break;
    case DROVER_SAMENESS_UNKNOWN:
      if (is_known_absent (element))
        break;
      finding = drover_findings_add_unknown (findings, "%s: %s", element->target_name, element->evidence);
      drover_disk_element_fill (element, finding);
      break;
    case DROVER_SAMENESS_DIFFERENT:
    case DROVER_SAMENESS_ABSENT:
      break;
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) elements = NULL;
  guint looked_at = 0;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  elements = drover_disk_elements_list (input, effective);
  for (guint i = 0; i < elements->len; i++)
    {
      const DroverDiskElement *element = elements->pdata[i];

      if (!element->is_top || !element->is_copied)
        continue;
      looked_at++;
      judge_element (element, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("No disk is copied."));
}

const DroverCheck drover_check_copy_shared = {
  .id = "copy-shared",
  .catalog = "D4",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("No disk is copied that the target sees already"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
