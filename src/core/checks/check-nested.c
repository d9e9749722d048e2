/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"

/* QEMU 4.1 was the first to carry the state of a guest's own guests over (its target/i386/kvm.c and
 * machine.c). */
#define FIRST_TO_CARRY 4001000

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "nested.not-carried", "C7", DROVER_VERDICT_WARN,
    N_ ("The guest may run guests of its own, which these hosts cannot carry over"),
    N_ ("One of the hosts has a QEMU older than 4.1. It refuses the migration (“Guest maybe enabled nested "
        "virtualization”), or the inner guests crash. Shut them down before."),
    "cpu-baseline", FALSE },
  { "nested.possible", "C7", DROVER_VERDICT_INFO,
    N_ ("The guest may run guests of its own"),
    N_ ("They travel along, where the kernels of both hosts are recent. It is wiser to shut them down before."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

/* (nullable): how the guest came by virtualisation of its own. */
static const char *
find_feature (const DroverCpu *cpu, const DroverHostCaps *source)
{
  static const char *const names[] = { "vmx", "svm" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const DroverCpuFeature *own = drover_cpu_find_feature (cpu, names[i]);

      if (own != NULL)
        {
          if (g_strcmp0 (own->policy, "disable") != 0 && g_strcmp0 (own->policy, "forbid") != 0)
            return names[i];
          continue;
        }
      if (g_strcmp0 (cpu->mode, "host-passthrough") == 0 && source != NULL && source->cpu != NULL &&
          drover_cpu_find_feature (source->cpu, names[i]) != NULL)
        return names[i];
    }
  return NULL;
}

/* The older of the two hosts' versions; 0 where one is not known. */
static gint64
get_older_qemu (const DroverFacts *facts)
{
  const DroverFactIdentity *source = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *target = drover_facts_get_identity (facts, DROVER_SIDE_TARGET);

  return source != NULL && target != NULL ? MIN (source->qemu_version, target->qemu_version) : 0;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  const DroverHostCaps *source = drover_facts_get_capabilities (input->facts, DROVER_SIDE_SOURCE);
  gint64 older = get_older_qemu (input->facts);
  g_autofree char *version = drover_format_version ((guint64) older);
  const char *feature;
  DroverFinding *finding;

  if (g_strcmp0 (guest->virt_type, "kvm") != 0 || drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("the guest does not use the host's virtualisation"));
      return;
    }
  feature = guest->cpu ? find_feature (guest->cpu, source) : NULL;
  if (feature == NULL)
    return;
  if (older == 0)
    {
      drover_findings_add_unknown (
          findings,
          _ ("the guest's CPU has %s; whether the hosts carry that over hangs on their QEMU, which is "
             "not known"),
          feature);
      return;
    }
  finding = drover_findings_add (findings, older < FIRST_TO_CARRY ? "nested.not-carried" : "nested.possible");
  drover_finding_set_source (finding, feature);
  drover_finding_set_evidence (finding, _ ("the guest's CPU has %s; the older QEMU of the two hosts is %s"),
                               feature, version);
}

const DroverCheck drover_check_nested = {
  .id = "nested",
  .catalog = "C7",
  .group = DROVER_GROUP_CPU,
  .title = N_ ("The guest runs no guests of its own"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
