/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-disk-element.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "backing-chain.missing", "D10", DROVER_VERDICT_BLOCK,
    N_ ("An image that backs a disk does not exist on the target"),
    N_ ("An overlay holds only what changed; the target's QEMU needs every image below it under the same path."),
    "copy-storage mount-storage flatten-disk", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge_element (const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactFile *file = element->target_file;
  const char *exists = file ? file->exists : NULL;
  const char *reason = file && file->reason ? file->reason : element->evidence;
  DroverFinding *finding;

  if (g_strcmp0 (exists, "yes") == 0 || element->sameness == DROVER_SAMENESS_SAME ||
      element->sameness == DROVER_SAMENESS_DIFFERENT)
    return;
  if (g_strcmp0 (exists, "no") == 0 || element->sameness == DROVER_SAMENESS_ABSENT)
    {
      finding = drover_findings_add (findings, "backing-chain.missing");
      drover_finding_set_evidence (finding, "%s", reason);
    }
  else
    finding = drover_findings_add_unknown (
        findings, "%s: %s", element->target_name,
        file && file->reason ? file->reason : _ ("the target does not say whether it exists"));
  drover_disk_element_fill (element, finding);
}

/* Images on the network have no path that could be missing; a server out of reach fails the disk above it. */
static gboolean
has_path (const DroverDiskElement *element)
{
  switch (element->kind)
    {
    case DROVER_STORAGE_FILE:
    case DROVER_STORAGE_BLOCK:
      return TRUE;
    case DROVER_STORAGE_NONE:
    case DROVER_STORAGE_DIR:
    case DROVER_STORAGE_NETWORK:
    case DROVER_STORAGE_VOLUME:
    case DROVER_STORAGE_NVME:
    case DROVER_STORAGE_VHOST_USER:
    case DROVER_STORAGE_VHOST_VDPA:
    case DROVER_STORAGE_OTHER:
      break;
    }
  return FALSE;
}

/* Where neither the definition nor the image itself tells. */
static gboolean
may_hide_more (const DroverCheckInput *input, const DroverDiskElement *element)
{
  gboolean is_flattened =
      element->is_copied && !drover_plan_has_flag (input->plan, DROVER_MIGRATE_NON_SHARED_INC);

  return element->is_top && !element->is_drive && !element->disk->chain_complete && has_path (element) &&
         !is_flattened && g_strcmp0 (element->image->format, "raw") != 0 &&
         (element->source_file == NULL || g_strcmp0 (element->source_file->exists, "yes") != 0);
}

/* What backs a missing image cannot be told from the target; that the image is missing is said elsewhere. */
static gboolean
is_behind_missing (const DroverDiskElement *element)
{
  return element->image == NULL && element->target_file == NULL;
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
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("An offline migration opens no image."));
      return;
    }
  elements = drover_disk_elements_list (input, effective);
  for (guint i = 0; i < elements->len; i++)
    {
      const DroverDiskElement *element = elements->pdata[i];

      if (may_hide_more (input, element))
        {
          looked_at++;
          drover_disk_element_fill (
              element, drover_findings_add_unknown (findings, _ ("%s: libvirt does not tell what backs it"),
                                                    element->name));
        }
      if (element->is_top || element->is_copied || !has_path (element) || is_behind_missing (element))
        continue;
      looked_at++;
      judge_element (element, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings,
                                        _ ("No disk that the target must see has a backing image."));
}

const DroverCheck drover_check_backing_chain = {
  .id = "backing-chain",
  .catalog = "D10",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The images that back the disks exist on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
