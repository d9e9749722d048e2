/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"
#include "facts/drover-fact-versions.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "versions.option-unknown", "V1", DROVER_VERDICT_BLOCK,
    N_ ("One of the hosts is too old for an option of this migration"),
    N_ ("libvirt there would refuse before anything starts: “unsupported flags” or “Migration option … is not "
        "supported”."),
    "drop-option upgrade-target", FALSE },
  { "versions.older-qemu", "V1", DROVER_VERDICT_WARN,
    N_ ("The target's QEMU is older than the source's"),
    N_ ("Machine types are made so that a guest can go back, but distributions test only the way up. A device "
        "the older QEMU does not know ends the migration with “Unknown savevm section”; the guest stays."),
    "upgrade-target", FALSE },
  { "versions.older-libvirt", "V1", DROVER_VERDICT_WARN,
    N_ ("The target's libvirt is older than the source's"),
    N_ ("It may not understand something in the guest's definition that the newer libvirt writes there; the "
        "migration would then be refused, and the guest stays."),
    "upgrade-target", FALSE },
  { NULL },
};
/* clang-format on */

/* The part of a distribution's rebuilds is no difference that matters: the same release series migrates both
 * ways. */
static gint64
get_series (gint64 version)
{
  return version / 1000;
}

static void
judge_pair (const char *code, const char *what, gint64 source, gint64 target, DroverFindings *findings)
{
  g_autofree char *from = drover_format_version ((guint64) source);
  g_autofree char *to = drover_format_version ((guint64) target);
  DroverFinding *finding;

  if (get_series (target) >= get_series (source))
    return;
  finding = drover_findings_add (findings, code);
  drover_finding_set_source (finding, from);
  drover_finding_set_target (finding, to);
  drover_finding_set_evidence (finding, _ ("%s %s on the source, %s on the target"), what, from, to);
}

static gboolean
contains (const GPtrArray *conflicts, const char *id)
{
  for (guint i = 0; i < conflicts->len; i++)
    if (g_strcmp0 (((const DroverConflict *) conflicts->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* What contradicts itself whatever the versions, or contradicts another option, is for another check. */
static void
judge_options (const DroverCheckInput *input,
               const DroverFactIdentity *source,
               const DroverFactIdentity *target,
               DroverFindings *findings)
{
  DroverPlanVersions versions = drover_fact_versions_of (source, target);
  const DroverMigrateOptions *options = drover_plan_get_options (input->plan);
  g_autoptr (GPtrArray) always = drover_migrate_options_check (options, NULL);
  g_autoptr (GPtrArray) here = drover_migrate_options_check (options, &versions);

  for (guint i = 0; i < here->len; i++)
    {
      const DroverConflict *conflict = here->pdata[i];
      DroverFinding *finding;

      if (conflict->n_options > 1 || contains (always, conflict->id))
        continue;
      finding = drover_findings_add (findings, "versions.option-unknown");
      drover_finding_set_subject (finding, drover_migrate_option_get_info (conflict->options[0])->name);
      drover_finding_set_evidence (finding, "%s", conflict->text);
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactIdentity *source = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *target = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET);

  judge_options (input, source, target, findings);
  judge_pair ("versions.older-qemu", "QEMU", source->qemu_version, target->qemu_version, findings);
  judge_pair ("versions.older-libvirt", "libvirt", source->libvirt_version, target->libvirt_version,
              findings);
}

const DroverCheck drover_check_versions = {
  .id = "versions",
  .catalog = "V1",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("The target is not older than the source"),
  DROVER_NEEDS ({ DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
