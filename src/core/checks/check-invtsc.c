/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* How far apart two clocks may be that libvirt takes for the same: 250 parts in a million
 * (qemuProcessStartValidateTSC() of its src/qemu/qemu_process.c). */
#define TOLERANCE(hz) ((hz) / 1000000 * 250)

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "invtsc.blocked", "C6", DROVER_VERDICT_BLOCK,
    N_ ("The guest was promised a clock that no other host can keep"),
    N_ ("Its CPU has the feature invtsc and no fixed frequency goes with it. QEMU refuses: “State blocked by "
        "non-migratable CPU device (invtsc flag)”."),
    "cpu-baseline power-cycle", FALSE },
  { "invtsc.frequency", "C6", DROVER_VERDICT_BLOCK,
    N_ ("The target's CPU clock has another frequency than the guest was promised"),
    N_ ("The guest's time stamp counter is fixed to a frequency, and the target's CPU can neither offer nor "
        "imitate it. libvirt refuses to start the guest there."),
    "cpu-baseline power-cycle", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
is_on (const DroverCpuFeature *feature)
{
  return feature != NULL && g_strcmp0 (feature->policy, "disable") != 0 &&
         g_strcmp0 (feature->policy, "forbid") != 0;
}

/* A CPU passed through as it is has all features of the host's, but for those that cannot travel; unless it
 * was asked for these as well. */
static gboolean
has_invtsc (const DroverCpu *cpu, const DroverHostCaps *source)
{
  const DroverCpuFeature *own = drover_cpu_find_feature (cpu, "invtsc");

  if (own != NULL)
    return is_on (own);
  return g_strcmp0 (cpu->migratable, "off") == 0 && source != NULL && source->cpu != NULL &&
         drover_cpu_find_feature (source->cpu, "invtsc") != NULL;
}

static gint64
get_frequency (const DroverGuest *guest)
{
  for (guint i = 0; i < guest->timers->len; i++)
    {
      const DroverTimer *timer = guest->timers->pdata[i];

      if (g_strcmp0 (timer->name, "tsc") == 0 && timer->frequency > 0)
        return timer->frequency;
    }
  return 0;
}

static void
judge_frequency (const DroverCheckInput *input, gint64 wanted, DroverFindings *findings)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT " Hz", wanted);
  g_autofree char *to = NULL;
  DroverFinding *finding;
  gint64 has;

  if (caps == NULL || caps->cpu == NULL || caps->cpu->tsc_frequency <= 0)
    {
      drover_findings_add_unknown (
          findings, _ ("the guest's clock is fixed to %s; the target does not tell its own: %s"), from,
          caps ? _ ("libvirt could not measure it there")
               : drover_facts_get_reason (input->facts, DROVER_FACT_CAPABILITIES, DROVER_SIDE_TARGET));
      return;
    }
  has = caps->cpu->tsc_frequency;
  if (g_strcmp0 (caps->cpu->tsc_scaling, "yes") == 0 || ABS (has - wanted) <= TOLERANCE (has))
    return;
  to = g_strdup_printf ("%" G_GINT64_FORMAT " Hz", has);
  finding = drover_findings_add (findings, "invtsc.frequency");
  drover_finding_set_source (finding, from);
  drover_finding_set_target (finding, to);
  drover_finding_set_evidence (finding,
                               "<timer name='tsc' frequency='%" G_GINT64_FORMAT
                               "'>; <counter name='tsc' frequency='%" G_GINT64_FORMAT "'>",
                               wanted, has);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  const DroverHostCaps *source = drover_facts_get_capabilities (input->facts, DROVER_SIDE_SOURCE);
  gint64 frequency = get_frequency (guest);
  DroverFinding *finding;

  /* An emulated CPU counts by itself, wherever it is. */
  if (g_strcmp0 (guest->virt_type, "kvm") != 0 || drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings,
                                          _ ("the guest's clock does not count with the host's CPU"));
      return;
    }
  if (frequency > 0)
    judge_frequency (input, frequency, findings);
  else if (guest->cpu != NULL && has_invtsc (guest->cpu, source))
    {
      finding = drover_findings_add (findings, "invtsc.blocked");
      drover_finding_set_source (finding, "invtsc");
      drover_finding_set_evidence (finding, "%s",
                                   drover_cpu_find_feature (guest->cpu, "invtsc")
                                       ? "<feature name='invtsc'>"
                                       : "<cpu mode='host-passthrough' migratable='off'>");
    }
}

const DroverCheck drover_check_invtsc = {
  .id = "invtsc",
  .catalog = "C6",
  .group = DROVER_GROUP_CPU,
  .title = N_ ("The guest's CPU clock can go on on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
