/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-fact-versions.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "options.zero-copy", "R8", DROVER_VERDICT_BLOCK,
    N_ ("Sending without copying does not go with the other options"),
    N_ ("QEMU does it over parallel connections alone, and only with memory that goes as it is; libvirt refuses the "
        "rest after the migration has begun."),
    "drop-contradiction", FALSE },
  { "options.post-copy-parallel", "R7", DROVER_VERDICT_BLOCK,
    N_ ("These hosts cannot do post-copy over parallel connections"),
    N_ ("QEMU from 8.0 to 10.0 refuses: “Postcopy is not yet compatible with multifd”. Older ones begin all the same, "
        "with what was never supported. Choose one of them."),
    "drop-contradiction", FALSE },
  { "options.contradictory", "N11", DROVER_VERDICT_BLOCK,
    N_ ("Two options of this migration do not go together"),
    N_ ("libvirt refuses them after the migration has begun, or takes one and leaves the other out without a word."),
    "drop-contradiction", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
get_code (const DroverConflict *conflict)
{
  if (g_str_has_prefix (conflict->id, "zerocopy-"))
    return "options.zero-copy";
  if (g_str_equal (conflict->id, "postcopy-excludes-parallel"))
    return "options.post-copy-parallel";
  return "options.contradictory";
}

static const char *
get_name (const DroverConflict *conflict, guint i)
{
  return drover_migrate_option_get_info (conflict->options[i])->name;
}

/* An option that a host is too old for stands alone, and is for the versions to tell. */
static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactIdentity *source = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *target = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET);
  DroverPlanVersions versions = drover_fact_versions_of (source, target);
  const DroverMigrateOptions *options = drover_plan_get_options (input->plan);
  g_autoptr (GPtrArray) conflicts = drover_migrate_options_check (options, &versions);

  for (guint i = 0; i < conflicts->len; i++)
    {
      const DroverConflict *conflict = conflicts->pdata[i];
      DroverFinding *finding;

      if (conflict->n_options < 2)
        continue;
      finding = drover_findings_add (findings, get_code (conflict));
      drover_finding_set_subject (finding, get_name (conflict, 0));
      drover_finding_set_evidence (finding, "%s", conflict->text);
      drover_finding_set_argument (finding, "option", get_name (conflict, 0));
      drover_finding_set_argument (finding, "other-option", get_name (conflict, 1));
    }
}

const DroverCheck drover_check_options = {
  .id = "options",
  .catalog = "N11 R7 R8",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("The options of the migration go together"),
  DROVER_NEEDS ({ DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
