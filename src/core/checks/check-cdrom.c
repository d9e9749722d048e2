/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "checks/drover-disk-element.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "cdrom.missing", "D11", DROVER_VERDICT_BLOCK,
    N_ ("The image in a CD or floppy drive does not exist on the target"),
    N_ ("The target's QEMU opens it under this very path; libvirt then says “Cannot access storage file”. Most "
        "installation discs are not needed any more: ejecting is enough."),
    "eject-iso copy-file mount-storage drop-missing-disc", FALSE },
  { "cdrom.different", "D11", DROVER_VERDICT_WARN,
    N_ ("Another image lies under the same path on the target: the guest would see the disc change"),
    N_ ("The guest may read the new disc with what it remembers of the old one."),
    "eject-iso copy-file", FALSE },
  { "cdrom.dropped", "D11", DROVER_VERDICT_INFO,
    N_ ("The drive will be empty on the target"),
    N_ ("Its image is missing there, and the definition allows that (startupPolicy)."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
may_be_dropped (const DroverDiskElement *element)
{
  const char *policy = element->target_image->startup_policy;

  return g_strcmp0 (policy, "requisite") == 0 || g_strcmp0 (policy, "optional") == 0;
}

/* A copy of the disc is as good as the disc: nobody writes to it. */
static gboolean
is_another_size (const DroverDiskElement *element)
{
  const DroverFactFile *here = element->source_file;
  const DroverFactFile *there = element->target_file;

  return here != NULL && there != NULL && here->capacity > 0 && there->capacity > 0 &&
         here->capacity != there->capacity;
}

static void
judge_element (const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactFile *file = element->target_file;
  const char *exists = file ? file->exists : NULL;
  const char *reason = file && file->reason ? file->reason : element->evidence;
  DroverFinding *finding;

  if (g_strcmp0 (exists, "no") == 0 || element->sameness == DROVER_SAMENESS_ABSENT)
    {
      finding = drover_findings_add (findings, may_be_dropped (element) ? "cdrom.dropped" : "cdrom.missing");
      drover_finding_set_evidence (finding, "%s", reason);
    }
  else if (is_another_size (element))
    {
      finding = drover_findings_add (findings, "cdrom.different");
      drover_finding_set_evidence (finding,
                                   _ ("%" PRId64 " bytes on the source, %" PRId64 " bytes on the target"),
                                   element->source_file->capacity, file->capacity);
    }
  else if (g_strcmp0 (exists, "yes") == 0 || element->sameness == DROVER_SAMENESS_SAME ||
           element->sameness == DROVER_SAMENESS_DIFFERENT || may_be_dropped (element))
    return;
  else
    finding = drover_findings_add_unknown (
        findings, "%s: %s", element->target_name,
        file && file->reason ? file->reason : _ ("the target does not say whether it exists"));
  drover_disk_element_fill (element, finding);
}

static gboolean
has_file (const DroverDiskElement *element)
{
  return (element->path != NULL && element->path[0] == '/') || element->kind == DROVER_STORAGE_VOLUME;
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
      const DroverDisk *there =
          element->disk->target_dev ? drover_guest_find_disk (effective, element->disk->target_dev) : NULL;

      if (!element->is_drive || !element->is_top || !has_file (element) ||
          (there != NULL && drover_disk_is_empty (there)))
        continue;
      looked_at++;
      judge_element (element, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("No drive of the guest holds an image of the host."));
}

const DroverCheck drover_check_cdrom = {
  .id = "cdrom",
  .catalog = "D11",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The discs in the guest's drives exist on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
