/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"

/* libvirt asks QEMU whether it can drop its caches at the switch (`drop-cache` of its file driver, QEMU 4.0),
 * and does so since 5.6: “qemu: Allow migration with disk cache on” in its release notes. */
#define LIBVIRT_THAT_ASKS 5006000
#define QEMU_THAT_DROPS 4000000

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "cache-mode.refused", "D3", DROVER_VERDICT_BLOCK,
    N_ ("A shared disk uses the host's cache, and these versions cannot flush it at the switch"),
    N_ ("libvirt says “Migration may lead to data corruption if disks use cache other than none or directsync”."),
    "cache-none", FALSE },
  { "cache-mode.forced", "D3", DROVER_VERDICT_WARN,
    N_ ("A shared disk uses the host's cache, and --unsafe silences libvirt's warning"),
    N_ ("With these versions the target may read old data after the switch."),
    "cache-none", FALSE },
  { "cache-mode.never-flushed", "D3", DROVER_VERDICT_WARN,
    N_ ("A shared disk is set to cache='unsafe': its data need not be on the storage at the switch"),
    N_ ("With this mode QEMU never asks the host to write its cache out, so the target may read old data. "
        "libvirt does not object."),
    "cache-none", FALSE },
  { "cache-mode.flushed", "D3", DROVER_VERDICT_INFO,
    N_ ("A shared disk uses the host's cache; QEMU flushes and drops it at the switch"),
    N_ ("Older advice to use cache='none' holds only for QEMU before 4.0 and libvirt before 5.6."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
is_uncached (const DroverDisk *disk)
{
  return disk->shareable || g_strcmp0 (disk->cache, "none") == 0 ||
         g_strcmp0 (disk->cache, "directsync") == 0;
}

static gboolean
is_judged (const DroverPlan *plan, const DroverDisk *disk)
{
  return !drover_disk_is_empty (disk) && drover_disk_is_writable (disk) &&
         !drover_plan_copies_disk (plan, disk) &&
         drover_storage_source_get_kind (drover_disk_get_source (disk)) != DROVER_STORAGE_NETWORK;
}

static const char *
choose_code (const DroverCheckInput *input, const DroverDisk *disk, const DroverFactIdentity *identity)
{
  if (identity->libvirt_version < LIBVIRT_THAT_ASKS || identity->qemu_version < QEMU_THAT_DROPS)
    return drover_plan_has_flag (input->plan, DROVER_MIGRATE_UNSAFE) ? "cache-mode.forced"
                                                                     : "cache-mode.refused";
  if (g_strcmp0 (disk->cache, "unsafe") == 0)
    return "cache-mode.never-flushed";
  /* Only what somebody chose is worth a row. */
  return disk->cache != NULL && g_strcmp0 (disk->cache, "default") != 0 ? "cache-mode.flushed" : NULL;
}

static void
judge_disk (const DroverCheckInput *input, const DroverDisk *disk, DroverFindings *findings)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE);
  const char *code = choose_code (input, disk, identity);
  const char *cache = disk->cache ? disk->cache : "default";
  g_autofree char *libvirt = drover_format_version ((guint64) identity->libvirt_version);
  g_autofree char *qemu = drover_format_version ((guint64) identity->qemu_version);
  DroverFinding *finding;

  if (code == NULL)
    return;
  finding = drover_findings_add (findings, code);
  drover_finding_set_subject (finding, disk->target_dev);
  drover_finding_set_source (finding, cache);
  drover_finding_set_evidence (finding, _ ("cache='%s'; the source has libvirt %s and QEMU %s"), cache,
                               libvirt, qemu);
  if (disk->target_dev != NULL)
    drover_finding_set_argument (finding, "disk", disk->target_dev);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  guint looked_at = 0;

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("A guest that is off caches nothing."));
      return;
    }
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (!is_judged (input->plan, disk))
        continue;
      looked_at++;
      if (!is_uncached (disk))
        judge_disk (input, disk, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings,
                                        _ ("No disk that both hosts use goes through a host's cache."));
}

const DroverCheck drover_check_cache_mode = {
  .id = "cache-mode",
  .catalog = "D3",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The disks' cache modes are safe"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
