/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* How many ports libvirt's migration_port_min and migration_port_max leave, as they are shipped. */
#define N_PORTS 64u

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "port-range.exhausted", "N9", DROVER_VERDICT_WARN,
    N_ ("The target's migration ports are taken"),
    N_ ("Each incoming migration takes one port of the range, and another one for disks that are copied. With "
        "none left libvirt refuses: “Unable to find an unused port in range 'migration'”."),
    "retry-later widen-port-range", FALSE },
  { NULL },
};
/* clang-format on */

/* The disks' copy takes a second port of the range, unless it is given one of its own. */
static guint
count_needed (const DroverPlan *plan)
{
  guint needed = drover_plan_needs_migration_port (plan) && drover_plan_get_migration_port (plan) == 0;

  return needed + (drover_plan_needs_disks_port (plan) && drover_plan_get_disks_port (plan) == 0);
}

/* Where a knock is answered somebody listens; of what a firewall shuts nothing is known, so it counts as
 * free. */
static guint
count_taken (const DroverFactPorts *ports)
{
  guint n = 0;

  for (guint i = 0; ports->ports != NULL && i < ports->ports->len; i++)
    n += g_strcmp0 (((const DroverFactPort *) ports->ports->pdata[i])->result, "open") == 0;
  return n;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactPorts *ports = drover_facts_get_ports (input->facts);
  const DroverFactRehearsal *rehearsal = drover_facts_get_rehearsal (input->facts);
  guint needed = count_needed (input->plan);
  g_autofree char *text = NULL;
  DroverFinding *finding;
  guint taken;

  if (needed == 0)
    {
      drover_findings_add_not_applicable (findings, _ ("no port of the target's range is needed"));
      return;
    }
  if (ports == NULL)
    {
      /* the stand-in's migration found one */
      if (rehearsal == NULL || g_strcmp0 (rehearsal->result, "done") != 0)
        drover_findings_add_unknown (
            findings, "%s", drover_facts_get_reason (input->facts, DROVER_FACT_PORTS, DROVER_SIDE_TARGET));
      return;
    }
  taken = count_taken (ports);
  if (taken + needed <= N_PORTS)
    return;
  finding = drover_findings_add (findings, "port-range.exhausted");
  text = g_strdup_printf ("%u/%u", taken, N_PORTS);
  drover_finding_set_target (finding, text);
  drover_finding_set_evidence (finding,
                               _ ("on %u of the %u ports from 49152 to 49215 of %s somebody listens"), taken,
                               N_PORTS, ports->address);
}

const DroverCheck drover_check_port_range = {
  .id = "port-range",
  .catalog = "N9",
  .group = DROVER_GROUP_FIREWALL,
  .title = N_ ("The target has a migration port to spare"),
  DROVER_NEEDS ({ DROVER_FACT_PORTS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_REHEARSAL, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
