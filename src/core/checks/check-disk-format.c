/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "disk-format.transient", "D12", DROVER_VERDICT_BLOCK,
    N_ ("A disk of the guest is transient: what it wrote is thrown away when it stops"),
    N_ ("libvirt refuses: “migration with transient disk is not supported”."),
    "cold-move", FALSE },
  { "disk-format.unmovable", "D12", DROVER_VERDICT_BLOCK,
    N_ ("An image has a format that QEMU cannot use on two hosts one after the other"),
    N_ ("QEMU keeps what it knows of such an image in memory and cannot hand it over: “The … format used by node "
        "… does not support live migration”. raw and qcow2 can be moved."),
    "convert-image cold-move", FALSE },
  { NULL },
};
/* clang-format on */

/* The formats whose drivers in QEMU's block/ add a migration blocker when they open an image, read-only or
 * not. libvirt calls QEMU's "qcow" (version 1) so too, and "vpc" what others call VHD. */
static gboolean
is_unmovable (const char *format)
{
  static const char *const formats[] = { "vmdk", "vdi", "vhdx", "vpc", "qcow", "parallels", "fat", NULL };

  return format != NULL && g_strv_contains (formats, format);
}

static DroverFinding *
add (DroverFindings *findings, const char *code, const DroverDisk *disk)
{
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_finding_set_subject (finding, disk->target_dev);
  if (disk->target_dev != NULL)
    drover_finding_set_argument (finding, "disk", disk->target_dev);
  return finding;
}

static void
judge_image (const DroverDisk *disk, const DroverStorageSource *image, gboolean top, DroverFindings *findings)
{
  const char *format = image->format != NULL || !top ? image->format : disk->driver_type;
  g_autofree char *name = NULL;
  DroverFinding *finding;

  if (!is_unmovable (format))
    return;
  name = drover_storage_source_describe (image);
  finding = add (findings, "disk-format.unmovable", disk);
  drover_finding_set_source (finding, format);
  drover_finding_set_evidence (finding, _ ("%s is of the format %s"), name, format);
  if (drover_storage_source_get_path (image) != NULL)
    drover_finding_set_argument (finding, "path", drover_storage_source_get_path (image));
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("Of a guest that is off no image is open."));
      return;
    }
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (disk->transient)
        drover_finding_set_evidence (add (findings, "disk-format.transient", disk),
                                     _ ("the disk %s is marked <transient/>"),
                                     disk->target_dev ? disk->target_dev : "?");
      for (guint at = 0; !drover_disk_is_empty (disk) && at < disk->chain->len; at++)
        judge_image (disk, disk->chain->pdata[at], at == 0, findings);
    }
}

const DroverCheck drover_check_disk_format = {
  .id = "disk-format",
  .catalog = "D12",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The disks are of a kind that can follow a running guest"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
