/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-disk-element.h"
#include "checks/drover-pool-lookup.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "shared-storage.different", "D2b", DROVER_VERDICT_BLOCK,
    N_ ("Another image lies behind the same path on the target"),
    N_ ("The guest would go on running on another disk and destroy both. libvirt does not notice; no option "
        "makes this right."),
    "copy-storage mount-storage dest-xml-disk shared-storage", TRUE },
  { "shared-storage.unproved", "D2b", DROVER_VERDICT_UNKNOWN,
    N_ ("It is not proved that both hosts use the same disk image"),
    N_ ("Were it another image, the guest would go on running on another disk and destroy both, and libvirt "
        "would not notice."),
    "prove-storage mount-storage", TRUE },
  { "shared-storage.no-identity", "D2b", DROVER_VERDICT_UNKNOWN,
    N_ ("Nothing tells whether both hosts have the same disk behind this name"),
    N_ ("Names such as /dev/sdb are given anew at each start, and the same name may be another disk on the "
        "target. Were it one, the guest would go on running on it and destroy both, and libvirt would not notice. "
        "A WWN, or a server with its IQN and LUN, tells disks apart; no option stands in for it."),
    "identify-disk mount-storage", TRUE },
  { "shared-storage.not-shared", "D2", DROVER_VERDICT_BLOCK,
    N_ ("A disk is on the source's own storage and is not copied"),
    N_ ("The target cannot see it. libvirt says “Migration without shared storage is unsafe”."),
    "copy-storage mount-storage shared-storage", FALSE },
  { "shared-storage.needs-unsafe", "D2", DROVER_VERDICT_BLOCK,
    N_ ("The storage is proved to be shared, but libvirt does not see that and would refuse"),
    N_ ("libvirt knows shared storage by its file system (NFS, CIFS, GlusterFS, Ceph, GFS2, OCFS2 …). Of this "
        "one only the proof tells. --unsafe silences libvirt's test; Drover passes it on only if every disk that "
        "it concerns is proved to be the same on both hosts."),
    "unsafe-proved shared-filesystems", FALSE },
  { "shared-storage.unsafe-proved", "D2", DROVER_VERDICT_INFO,
    N_ ("The storage is proved to be shared; --unsafe only silences libvirt's own test"),
    N_ ("libvirt would not take this file system for shared."),
    "", FALSE },
  { "shared-storage.stays-behind", "D2", DROVER_VERDICT_WARN,
    N_ ("The definition moves without its disks"),
    N_ ("An offline migration moves no disk. Before the guest starts on the target, the target must see this "
        "very image, or a copy made while the guest is off."),
    "mount-storage copy-file", FALSE },
  { NULL },
};
/* clang-format on */

/* libvirt's virStorageSourceGetActualType(): a volume in a pool of files is a file to it. */
static DroverStorageKind
get_actual_kind (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const DroverFactPools *pools = drover_facts_get_pools (input->facts, DROVER_SIDE_SOURCE);
  DroverStorageKind kind = element->image ? drover_storage_source_get_kind (element->image) : element->kind;
  const DroverFactPool *pool;

  if (kind != DROVER_STORAGE_VOLUME || pools == NULL)
    return kind;
  pool = drover_pool_find_by_name (pools, element->image->pool);
  return pool != NULL && drover_pool_holds_files (pool) ? DROVER_STORAGE_FILE : DROVER_STORAGE_BLOCK;
}

/* Whether libvirt would let the disk pass as shared: qemuMigrationSrcIsSafe() of its
 * src/qemu/qemu_migration.c asks for the file system of each writable `file` disk's top image that is not
 * copied, and never trusts `nvme`. Over libvirt one cannot ask for a file system; that of a netfs pool is one
 * it knows. */
static gboolean
libvirt_takes_it (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const DroverFactPools *pools = drover_facts_get_pools (input->facts, DROVER_SIDE_SOURCE);
  DroverStorageKind kind = get_actual_kind (input, element);
  const DroverFactPool *pool = NULL;

  if (!element->is_top || !drover_disk_is_writable (element->disk))
    return TRUE;
  if (kind != DROVER_STORAGE_FILE)
    return kind != DROVER_STORAGE_NVME;
  if (pools != NULL && element->image->pool != NULL)
    pool = drover_pool_find_by_name (pools, element->image->pool);
  else if (pools != NULL)
    pool = drover_pool_find_around (pools, element->name);
  return pool != NULL && g_strcmp0 (pool->type, "netfs") == 0;
}

static DroverFinding *
add (DroverFindings *findings, const char *code, const DroverDiskElement *element)
{
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_disk_element_fill (element, finding);
  drover_finding_set_evidence (finding, "%s", element->evidence);
  return finding;
}

static void
judge_same (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE) || libvirt_takes_it (input, element))
    return;
  add (findings,
       drover_plan_has_flag (input->plan, DROVER_MIGRATE_UNSAFE) ? "shared-storage.unsafe-proved"
                                                                 : "shared-storage.needs-unsafe",
       element);
}

/* A cold move takes a copy of the image along by hand: another file, of the same size and format. A running
 * guest's copy would be stale. */
static gboolean
may_be_a_copy (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const DroverFactFile *here = element->source_file;
  const DroverFactFile *there = element->target_file;

  return drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE) && here != NULL && there != NULL &&
         here->capacity > 0 && here->capacity == there->capacity &&
         g_strcmp0 (here->format, there->format) == 0;
}

/* Nothing there: the check of the paths says so; what is said here is what libvirt stumbles over first. */
static void
judge_absent (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    add (findings, "shared-storage.stays-behind", element);
  else if (!libvirt_takes_it (input, element))
    add (findings, "shared-storage.not-shared", element);
}

/* Not a file, so that no marker can prove it: only what identifies the disk. */
static gboolean
is_disk (const DroverCheckInput *input, const DroverDiskElement *element)
{
  static const char *const types[] = { "logical", "disk",  "iscsi", "iscsi-direct",
                                       "scsi",    "mpath", "zfs",   NULL };
  const DroverFactPools *pools = drover_facts_get_pools (input->facts, DROVER_SIDE_SOURCE);
  const DroverFactPool *pool = pools != NULL && element->image != NULL && element->image->pool != NULL
                                   ? drover_pool_find_by_name (pools, element->image->pool)
                                   : NULL;

  if (pool != NULL)
    return pool->type != NULL && g_strv_contains (types, pool->type);
  return element->kind == DROVER_STORAGE_BLOCK || element->kind == DROVER_STORAGE_NVME ||
         (element->path != NULL && g_str_has_prefix (element->path, "/dev/"));
}

static void
judge_unknown (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    add (findings, "shared-storage.stays-behind", element);
  else if (!is_disk (input, element))
    add (findings, "shared-storage.unproved", element);
  else
    {
      DroverFinding *finding = add (findings, "shared-storage.no-identity", element);

      if (element->name[0] == '/')
        drover_finding_set_argument (finding, "source-path", element->name);
    }
}

static void
judge_element (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  switch (element->sameness)
    {
    case DROVER_SAMENESS_SAME:
      judge_same (input, element, findings);
      break;
    case DROVER_SAMENESS_DIFFERENT:
      add (findings,
           may_be_a_copy (input, element) ? "shared-storage.stays-behind" : "shared-storage.different",
           element);
      break;
    case DROVER_SAMENESS_ABSENT:
      judge_absent (input, element, findings);
      break;
    case DROVER_SAMENESS_UNKNOWN:
      judge_unknown (input, element, findings);
      break;
    }
}

static void
judge_elements (const DroverCheckInput *input, GPtrArray *elements, DroverFindings *findings)
{
  guint looked_at = 0;

  for (guint i = 0; i < elements->len; i++)
    {
      const DroverDiskElement *element = elements->pdata[i];

      /* Another disc in a drive is the business of the check of the drives. */
      if (element->is_copied || element->is_drive)
        continue;
      looked_at++;
      judge_element (input, element, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings,
                                        _ ("No disk is shared: all are copied, or there are none."));
}

/* This must never be ignorable, so not even the facts it stands on are left to the runner. */
static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) elements = NULL;

  if (drover_facts_get_guest (input->facts) == NULL || effective == NULL)
    {
      const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE);

      drover_finding_set_evidence (drover_findings_add (findings, "shared-storage.unproved"), "%s",
                                   error    ? error->message
                                   : reason ? reason
                                            : _ ("The disks of the guest are not known."));
      return;
    }
  elements = drover_disk_elements_list (input, effective);
  judge_elements (input, elements, findings);
}

const DroverCheck drover_check_shared_storage = {
  .id = "shared-storage",
  .catalog = "D2 D2b",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("Both hosts use the same disk images"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_POOLS, DROVER_NEED_SOURCE, TRUE }),
  .codes = codes,
  .judge = judge,
};
