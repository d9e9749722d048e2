/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-units.h"
#include "checks/drover-check.h"
#include "checks/drover-link-speed.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "convergence.endless", "R5", DROVER_VERDICT_WARN,
    N_ ("The guest writes to its memory faster than it can be sent"),
    N_ ("What a guest writes while it moves is sent again. Where that is more than can be sent meanwhile, a live "
        "migration goes on without end."),
    "auto-converge post-copy raise-bandwidth", FALSE },
  { "convergence.no-speed", "R5", DROVER_VERDICT_INFO,
    N_ ("How fast the guest's memory can be sent is not known"),
    N_ ("It must be sent faster than the guest writes to it; otherwise a live migration goes on without end."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

#define MIB (G_GINT64_CONSTANT (1024) * 1024)

typedef enum {
  HELD_BY_NETWORK,
  HELD_BY_EARLIER,
  HELD_BY_OPTION,
  HELD_BY_LIMIT,
} HeldBy;

/* What holds the memory up most. */
typedef struct {
  gint64 rate; /* bytes per second, -1: nothing known */
  HeldBy by;
} Bottleneck;

static void
take_slower (Bottleneck *bottleneck, gint64 rate, HeldBy by)
{
  if (rate > 0 && (bottleneck->rate < 0 || rate < bottleneck->rate))
    *bottleneck = (Bottleneck){ rate, by };
}

/* The network's speed in bytes per second, where both hosts told of their links; -1 else. */
static gint64
get_network_rate (const DroverCheckInput *input)
{
  const DroverFactNames *names = drover_facts_get_names (input->facts);
  const DroverFactSystem *source = drover_facts_get_system (input->facts, DROVER_SIDE_SOURCE);
  const DroverFactSystem *target = drover_facts_get_system (input->facts, DROVER_SIDE_TARGET);
  const char *used = names && names->addresses ? names->addresses[0] : NULL;
  gint64 mbit = source && target && used ? drover_link_get_way_speed (source, target, used) : -1;

  return mbit > 0 ? mbit * 1000 * 1000 / 8 : -1;
}

static Bottleneck
find_bottleneck (const DroverCheckInput *input, const DroverFactDirtying *dirtying)
{
  const DroverMigrateOptions *options = drover_plan_get_options (input->plan);
  gint64 chosen = (gint64) drover_migrate_options_get_uint (options, DROVER_OPTION_BANDWIDTH) * MIB;
  Bottleneck bottleneck = { .rate = -1 };

  take_slower (&bottleneck, get_network_rate (input), HELD_BY_NETWORK);
  take_slower (&bottleneck, dirtying->earlier, HELD_BY_EARLIER);
  if (chosen > 0)
    take_slower (&bottleneck, chosen, HELD_BY_OPTION);
  else
    take_slower (&bottleneck, dirtying->limit, HELD_BY_LIMIT);
  return bottleneck;
}

static void
tell (DroverFinding *finding, HeldBy by, const char *writes, const char *sends)
{
  switch (by)
    {
    case HELD_BY_NETWORK:
      /* Translators: two rates, as in 40 MiB/s; so in the next ones */
      drover_finding_set_evidence (
          finding, _ ("the guest writes at least %s; the network between the hosts takes %s"), writes, sends);
      return;
    case HELD_BY_EARLIER:
      drover_finding_set_evidence (finding, _ ("the guest writes at least %s; its last migration sent %s"),
                                   writes, sends);
      return;
    case HELD_BY_OPTION:
      drover_finding_set_evidence (finding, _ ("the guest writes at least %s; --bandwidth allows %s"), writes,
                                   sends);
      return;
    case HELD_BY_LIMIT:
      drover_finding_set_evidence (
          finding, _ ("the guest writes at least %s; the limit set for its migrations allows %s"), writes,
          sends);
      return;
    }
}

static void
judge_rate (const DroverCheckInput *input, const DroverFactDirtying *dirtying, DroverFindings *findings)
{
  Bottleneck bottleneck = find_bottleneck (input, dirtying);
  g_autofree char *writes = drover_format_rate ((guint64) dirtying->rate);
  g_autofree char *sends = bottleneck.rate > 0 ? drover_format_rate ((guint64) bottleneck.rate) : NULL;
  g_autofree char *enough = NULL;
  DroverFinding *finding;

  if (bottleneck.rate < 0)
    {
      finding = drover_findings_add (findings, "convergence.no-speed");
      drover_finding_set_source (finding, writes);
      return;
    }
  if (dirtying->rate < bottleneck.rate)
    return;
  finding = drover_findings_add (findings, "convergence.endless");
  drover_finding_set_source (finding, writes);
  drover_finding_set_target (finding, sends);
  tell (finding, bottleneck.by, writes, sends);
  if (bottleneck.by != HELD_BY_OPTION && bottleneck.by != HELD_BY_LIMIT)
    return;
  enough = g_strdup_printf ("%" G_GINT64_FORMAT, dirtying->rate * 2 / MIB + 1);
  drover_finding_set_argument (finding, "mib", enough);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactDirtying *dirtying = drover_facts_get_dirtying (input->facts);
  const GError *error = drover_facts_get_error (input->facts, DROVER_FACT_DIRTYING, DROVER_SIDE_SOURCE);

  if (!drover_plan_must_converge (input->plan))
    drover_findings_add_not_applicable (
        findings, _ ("with these options the migration ends, whatever the guest writes"));
  else if (dirtying != NULL)
    judge_rate (input, dirtying, findings);
  /* too old a libvirt, a guest that stands still, or not to be measured */
  else if (error == NULL || error->code == DROVER_ERROR_UNSUPPORTED)
    drover_findings_add_not_applicable (findings, error ? error->message : _ ("it was not measured"));
  else
    drover_findings_add_unknown (findings, "%s", error->message);
}

const DroverCheck drover_check_convergence = {
  .id = "convergence",
  .catalog = "R5",
  .group = DROVER_GROUP_CAPACITY,
  .title = N_ ("The guest's memory can be sent faster than it writes to it"),
  DROVER_NEEDS ({ DROVER_FACT_DIRTYING, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_NAMES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
