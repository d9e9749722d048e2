/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-disk-element.h"
#include "checks/drover-pool-lookup.h"
#include "facts/drover-device-name.h"
#include "facts/drover-device-sameness.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "storage-paths.missing", "D1", DROVER_VERDICT_BLOCK,
    N_ ("A disk image of the guest does not exist on the target"),
    N_ ("The target's QEMU opens the image under this very path when the migration begins; libvirt then says "
        "“Cannot access storage file”."),
    "copy-storage mount-storage dest-xml-disk", FALSE },
  { "storage-paths.folder-missing", "D1", DROVER_VERDICT_BLOCK,
    N_ ("The folder of a disk image does not exist on the target"),
    N_ ("Most often the storage is not mounted there, or at another place. The target's QEMU opens the image "
        "under this very path."),
    "mount-storage dest-xml-disk shared-storage", FALSE },
  { "storage-paths.pool-missing", "D1", DROVER_VERDICT_BLOCK,
    N_ ("The target lacks the storage pool that a disk of the guest names"),
    N_ ("The disk is given as a volume of a pool; the target looks for a pool of the same name."),
    "define-pool dest-xml-disk", FALSE },
  { "storage-paths.pool-inactive", "D15", DROVER_VERDICT_BLOCK,
    N_ ("The storage pool of a disk is not running on the target"),
    N_ ("libvirt finds a volume only in a running pool."),
    "start-pool", FALSE },
  { "storage-paths.missing-later", "D1", DROVER_VERDICT_WARN,
    N_ ("A disk image is not on the target; the guest could not start there"),
    N_ ("An offline migration moves the definition alone. It succeeds, but the disks must follow before the "
        "guest is started on the target."),
    "mount-storage copy-file", FALSE },
  { NULL },
};
/* clang-format on */

static void
find_missing (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactFile *file = element->target_file;
  gboolean no_folder = file != NULL && g_strcmp0 (file->directory, "no") == 0;
  DroverFinding *finding;

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    finding = drover_findings_add (findings, "storage-paths.missing-later");
  else
    finding =
        drover_findings_add (findings, no_folder ? "storage-paths.folder-missing" : "storage-paths.missing");
  drover_disk_element_fill (element, finding);
  drover_finding_set_evidence (finding, "%s", file && file->reason ? file->reason : element->evidence);
}

/* Pools seldom hold a disk of the host's own; libvirt lists it all the same. */
static gboolean
is_listed_disk (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const DroverFactDevices *devices = drover_facts_get_devices (input->facts, DROVER_SIDE_TARGET);
  const DroverFactDevice *device = drover_device_find (devices, element->target_name);

  return device != NULL && device->node != NULL && device->partition == NULL &&
         !drover_device_name_is_mapped (device->name);
}

static void
judge_path (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactFile *file = element->target_file;
  const char *exists = file ? file->exists : NULL;

  if (g_strcmp0 (exists, "yes") == 0 || element->sameness == DROVER_SAMENESS_SAME ||
      element->sameness == DROVER_SAMENESS_DIFFERENT || is_listed_disk (input, element))
    return;
  if (g_strcmp0 (exists, "no") == 0 || element->sameness == DROVER_SAMENESS_ABSENT)
    find_missing (input, element, findings);
  else
    {
      DroverFinding *finding = drover_findings_add_unknown (
          findings, "%s: %s", element->target_name,
          file && file->reason ? file->reason : _ ("the target does not say whether it exists"));

      drover_disk_element_fill (element, finding);
    }
}

static void
judge_pool (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactPools *pools = drover_facts_get_pools (input->facts, DROVER_SIDE_TARGET);
  const char *name = element->target_image->pool;
  const DroverFactPool *pool;
  DroverFinding *finding;

  if (pools == NULL)
    {
      const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_POOLS, DROVER_SIDE_TARGET);

      drover_findings_add_unknown (findings, "%s: %s", element->target_name,
                                   reason ? reason : _ ("the target's pools are not known"));
      return;
    }
  pool = drover_pool_find_by_name (pools, name);
  if (pool != NULL && pool->active)
    {
      judge_path (input, element, findings);
      return;
    }
  finding =
      drover_findings_add (findings, pool ? "storage-paths.pool-inactive" : "storage-paths.pool-missing");
  drover_disk_element_fill (element, finding);
  drover_finding_set_argument (finding, "pool", name);
  drover_finding_set_evidence (finding,
                               pool ? _ ("the target's pool “%s” is not active")
                                    : _ ("no storage pool with matching name “%s”"),
                               name);
}

static void
judge_element (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  switch (element->kind)
    {
    case DROVER_STORAGE_FILE:
    case DROVER_STORAGE_BLOCK:
    case DROVER_STORAGE_DIR:
      judge_path (input, element, findings);
      break;
    case DROVER_STORAGE_VOLUME:
      judge_pool (input, element, findings);
      break;
    case DROVER_STORAGE_NONE:
    case DROVER_STORAGE_NETWORK:
    case DROVER_STORAGE_NVME:
    case DROVER_STORAGE_VHOST_USER:
    case DROVER_STORAGE_VHOST_VDPA:
    case DROVER_STORAGE_OTHER:
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

      if (!element->is_top || element->is_drive || element->is_copied)
        continue;
      looked_at++;
      judge_element (input, element, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("The target need not see any disk of the guest."));
}

const DroverCheck drover_check_storage_paths = {
  .id = "storage-paths",
  .catalog = "D1 D15",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The disk images exist on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_POOLS, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_POOLS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
