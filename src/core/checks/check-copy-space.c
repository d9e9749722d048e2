/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-disk-element.h"
#include "checks/drover-pool-lookup.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "copy-space.no-pool", "D5", DROVER_VERDICT_BLOCK,
    N_ ("The target has no storage pool over the folder that a disk is copied to"),
    N_ ("libvirt creates the image through a pool whose path is exactly this folder: “no storage pool with "
        "matching target path”."),
    "create-pool dest-xml-disk", FALSE },
  { "copy-space.pool-inactive", "D5", DROVER_VERDICT_BLOCK,
    N_ ("The target's pool that a disk is copied to is not running"),
    N_ ("libvirt creates an image only in a running pool: “no storage pool with matching target path”."),
    "start-pool", FALSE },
  { "copy-space.full", "D8", DROVER_VERDICT_BLOCK,
    N_ ("The target's pool has no room for the copied disks"),
    N_ ("The copy would end with “No space left on device”, perhaps after hours."),
    "free-space dest-xml-disk", FALSE },
  { "copy-space.tight", "D8", DROVER_VERDICT_WARN,
    N_ ("The copied disks fit, but could outgrow the target's pool later"),
    N_ ("The images grow as the guest writes. When the pool is full the guest pauses with an I/O error."),
    "free-space", FALSE },
  { NULL },
};
/* clang-format on */

/* What one pool will have to take. */
typedef struct {
  const DroverFactPool *pool;
  gint64 now;  /* bytes written by the copy */
  gint64 full; /* bytes when the guest has written everything */
  gboolean is_known;
} Demand;

static void
add_demand (GArray *demands, const DroverFactPool *pool, gint64 now, gint64 full)
{
  Demand *demand = NULL;

  for (guint i = 0; i < demands->len; i++)
    if (g_array_index (demands, Demand, i).pool == pool)
      demand = &g_array_index (demands, Demand, i);
  if (demand == NULL)
    {
      Demand fresh = { .pool = pool, .is_known = TRUE };

      g_array_append_val (demands, fresh);
      demand = &g_array_index (demands, Demand, demands->len - 1);
    }
  if (now < 0 || full < 0)
    demand->is_known = FALSE;
  demand->now += MAX (now, 0);
  demand->full += MAX (full, 0);
}

/* libvirt creates a raw image with all its blocks, a qcow2 with none but the tables
 * (qemuMigrationDstPrecreateDisk() of its src/qemu/qemu_migration.c). */
static void
count (const DroverCheckInput *input,
       const DroverDiskElement *element,
       const DroverFactPool *pool,
       GArray *demands)
{
  const DroverFactDisks *disks = drover_facts_get_disks (input->facts);
  gint64 capacity =
      element->source_file && element->source_file->capacity > 0 ? element->source_file->capacity : -1;
  gint64 allocation = element->source_file ? element->source_file->allocation : -1;

  for (guint i = 0; disks != NULL && disks->disks != NULL && i < disks->disks->len; i++)
    {
      const DroverFactDisk *disk = disks->disks->pdata[i];

      if (g_strcmp0 (disk->target, element->disk->target_dev) != 0)
        continue;
      capacity = disk->capacity;
      allocation = disk->allocation;
    }
  if (g_strcmp0 (element->target_image->format, "raw") == 0)
    allocation = capacity;
  add_demand (demands, pool, allocation, capacity);
}

static void
judge_element (const DroverCheckInput *input,
               const DroverDiskElement *element,
               GArray *demands,
               DroverFindings *findings)
{
  const DroverFactPools *pools = drover_facts_get_pools (input->facts, DROVER_SIDE_TARGET);
  g_autofree char *dir = element->path ? g_path_get_dirname (element->path) : NULL;
  const DroverFactPool *pool = dir ? drover_pool_find_at (pools, dir, FALSE)
                                   : drover_pool_find_by_name (pools, element->target_image->pool);
  DroverFinding *finding;

  if (pool != NULL && pool->active)
    {
      count (input, element, pool, demands);
      return;
    }
  finding = drover_findings_add (findings, pool ? "copy-space.pool-inactive" : "copy-space.no-pool");
  drover_disk_element_fill (element, finding);
  if (pool != NULL)
    {
      drover_finding_set_argument (finding, "pool", pool->name);
      drover_finding_set_evidence (finding, _ ("the target's pool “%s” is not active"), pool->name);
    }
  else
    drover_finding_set_evidence (finding, _ ("no active pool of the target has the path %s"),
                                 dir ? dir : element->target_image->pool);
}

static void
judge_demand (const Demand *demand, DroverFindings *findings)
{
  gint64 available = demand->pool->available;
  g_autofree char *now = drover_format_bytes ((guint64) demand->now);
  g_autofree char *full = drover_format_bytes ((guint64) demand->full);
  g_autofree char *room = drover_format_bytes ((guint64) MAX (available, 0));
  DroverFinding *finding;

  if (!demand->is_known || available < 0)
    finding =
        drover_findings_add_unknown (findings,
                                     available < 0 ? _ ("the room in the target's pool “%s” is not known")
                                                   : _ ("the size of a disk that goes to the target's "
                                                        "pool “%s” is not known"),
                                     demand->pool->name);
  else if (available >= demand->full)
    return;
  else
    {
      finding =
          drover_findings_add (findings, available < demand->now ? "copy-space.full" : "copy-space.tight");
      drover_finding_set_evidence (finding,
                                   _ ("pool “%s” has %s left; the copy writes %s now, up to %s in time"),
                                   demand->pool->name, room, now, full);
      drover_finding_set_source (finding, available < demand->now ? now : full);
      drover_finding_set_target (finding, room);
    }
  drover_finding_set_subject (finding, demand->pool->name);
  drover_finding_set_argument (finding, "pool", demand->pool->name);
  if (demand->pool->path != NULL)
    drover_finding_set_argument (finding, "dir", demand->pool->path);
}

/* An image that exists takes no new room; one that cannot be created is found by the check of copy targets.
 */
static gboolean
will_be_created (const DroverCheckInput *input, const DroverDiskElement *element)
{
  return element->is_top && element->is_copied &&
         (element->kind == DROVER_STORAGE_FILE || element->kind == DROVER_STORAGE_VOLUME) &&
         element->sameness != DROVER_SAMENESS_SAME &&
         !drover_plan_has_flag (input->plan, DROVER_MIGRATE_NON_SHARED_INC) &&
         (element->target_file == NULL || g_strcmp0 (element->target_file->exists, "yes") != 0);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) elements = NULL;
  g_autoptr (GArray) demands = g_array_new (FALSE, FALSE, sizeof (Demand));
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

      if (!will_be_created (input, element))
        continue;
      looked_at++;
      judge_element (input, element, demands, findings);
    }
  for (guint i = 0; i < demands->len; i++)
    judge_demand (&g_array_index (demands, Demand, i), findings);
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("No image has to be created on the target."));
}

const DroverCheck drover_check_copy_space = {
  .id = "copy-space",
  .catalog = "D5 D8",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The target has a pool with room for the copied disks"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_POOLS, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_DISKS, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
