/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"
#include "checks/drover-cpu-sameness.h"
#include "explain/drover-explain.h"
#include "facts/drover-sent-cpu.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "cpu.incompatible", "C1", DROVER_VERDICT_BLOCK,
    N_ ("The target cannot offer the guest's CPU"),
    N_ ("The guest was promised these CPU features when it was started, and programs in it may use them at "
        "any moment; libvirt refuses to take them away: “guest CPU doesn't match specification”."),
    "cpu-baseline power-cycle choose-another-host", FALSE },
  { "cpu.unknown-feature", "C1", DROVER_VERDICT_BLOCK,
    N_ ("The target's libvirt has never heard of a feature of the guest's CPU"),
    N_ ("The source's libvirt is newer and names a feature in the guest's definition that the target's does "
        "not know, so it refuses the definition."),
    "upgrade-target cpu-baseline power-cycle", FALSE },
  { "cpu.unknown-model", "C5", DROVER_VERDICT_BLOCK,
    N_ ("The target does not know or cannot offer the guest's CPU model"),
    N_ ("The model is of another vendor or a newer generation than the target's processor or libvirt."),
    "cpu-baseline power-cycle choose-another-host", FALSE },
  { "cpu.host-passthrough", "C2", DROVER_VERDICT_WARN,
    N_ ("The guest sees the source's own processor, and the target's differs"),
    N_ ("With host-passthrough nobody checks what the guest uses. It can crash after the move, at once or "
        "days later; libvirt's own comparison does not notice."),
    "cpu-baseline power-cycle compare-hosts", FALSE },
  { "cpu.maximum", "X13", DROVER_VERDICT_WARN,
    N_ ("The guest has all the CPU features its QEMU could give, and the target's QEMU is another"),
    N_ ("What “maximum” means depends on the QEMU version on both sides, so the CPU may change under the "
        "running guest."),
    "cpu-baseline power-cycle", FALSE },
  { "cpu.way-back-incompatible", "C1", DROVER_VERDICT_WARN,
    N_ ("The guest could not come back"),
    N_ ("The source's own hypervisor would not accept this CPU any more: after the move the way back is "
        "closed until the guest is power-cycled."),
    "cpu-baseline power-cycle", FALSE },
  { "cpu.no-hypervisor-compare", "C4", DROVER_VERDICT_INFO,
    N_ ("The target's libvirt cannot compare CPUs for its hypervisor"),
    N_ ("It is older than 4.4.0. Its list of usable CPU models says that this one can be had, but it knows "
        "nothing of single features."),
    "compare-hosts", FALSE },
  { "cpu.emulated", "C4", DROVER_VERDICT_INFO,
    N_ ("The guest's CPU is emulated in software"),
    N_ ("QEMU provides all of it, so the hosts' processors do not matter."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
get_refusal_code (const char *reason)
{
  g_autoptr (DroverExplanation) explanation = reason ? drover_explain (reason, 0, 0) : NULL;

  if (reason != NULL && strstr (reason, "nknown CPU feature") != NULL)
    return "cpu.unknown-feature";
  if (explanation != NULL && g_str_equal (explanation->code, "explain.cpu-model-unknown"))
    return "cpu.unknown-model";
  /* The general words that libvirt puts before these hide them from the explanation. */
  if (reason != NULL &&
      (strstr (reason, "CPU vendor") != NULL || strstr (reason, "nknown CPU model") != NULL))
    return "cpu.unknown-model";
  return "cpu.incompatible";
}

/* (transfer full): what the guest has, in one line. */
static char *
describe (const DroverCpu *cpu)
{
  if (cpu->model == NULL)
    return g_strdup (cpu->mode ? cpu->mode : _ ("default"));
  return cpu->vendor ? g_strdup_printf ("%s (%s)", cpu->model, cpu->vendor) : g_strdup (cpu->model);
}

static DroverFinding *
add (const char *code, const DroverCpu *cpu, DroverFindings *findings)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *source = describe (cpu);

  drover_finding_set_source (finding, source);
  return finding;
}

static void
fill_refusal (DroverFinding *finding, const DroverFactCpu *fact)
{
  g_autofree char *features =
      fact->missing != NULL && fact->missing[0] != NULL ? g_strjoinv (", ", fact->missing) : NULL;
  g_autofree char *missing = features ? g_strdup_printf (_ ("lacks %s"), features) : NULL;

  drover_finding_set_target (finding, missing ? missing : _ ("incompatible"));
  drover_finding_set_evidence (finding, "%s", fact->reason ? fact->reason : _ ("no reason was given"));
}

/* An old libvirt says at least which models it can offer. */
static void
judge_by_model (const DroverCheckInput *input,
                const DroverCpu *cpu,
                const DroverFactCpu *fact,
                DroverFindings *findings)
{
  const DroverFactDomcaps *domcaps = drover_facts_get_domcaps (input->facts, DROVER_SIDE_TARGET);
  const DroverDomainCaps *caps = domcaps ? domcaps->caps ? domcaps->caps : domcaps->plain : NULL;
  const DroverCpuModel *model =
      caps != NULL && cpu->model != NULL ? drover_domain_caps_find_model (caps, cpu->model) : NULL;
  DroverFinding *finding;

  if (model != NULL && g_strcmp0 (model->usable, "yes") == 0)
    {
      finding = add ("cpu.no-hypervisor-compare", cpu, findings);
      drover_finding_set_target (finding, _ ("usable"));
      drover_finding_set_evidence (finding, "%s", fact->reason ? fact->reason : "");
    }
  else if (caps != NULL && caps->models->len > 0 && cpu->model != NULL &&
           (model == NULL || g_strcmp0 (model->usable, "no") == 0))
    {
      g_autofree char *blockers =
          model != NULL && model->blockers != NULL ? g_strjoinv (", ", model->blockers) : NULL;

      finding = add ("cpu.unknown-model", cpu, findings);
      drover_finding_set_target (finding, model ? _ ("not usable") : _ ("not known"));
      drover_finding_set_evidence (finding, "%s %s", cpu->model, blockers ? blockers : "");
    }
  else
    drover_findings_add_unknown (findings, _ ("the target's libvirt does not compare CPUs: %s"),
                                 fact->reason ? fact->reason : "?");
}

static gboolean
has_same_qemu (const DroverCheckInput *input, char **evidence)
{
  const DroverFactIdentity *source = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *target = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET);
  g_autofree char *from = source ? drover_format_version ((guint64) source->qemu_version) : g_strdup ("?");
  g_autofree char *to = target ? drover_format_version ((guint64) target->qemu_version) : g_strdup ("?");

  *evidence = g_strdup_printf (_ ("QEMU %s on the source, %s on the target"), from, to);
  return source != NULL && target != NULL && source->qemu_version == target->qemu_version;
}

/* Whatever the hosts offer as it is: libvirt compares nothing there that would help. */
static void
judge_unchecked_mode (const DroverCheckInput *input,
                      const DroverCpu *cpu,
                      gboolean emulated,
                      DroverFindings *findings)
{
  gboolean maximum = g_strcmp0 (cpu->mode, "maximum") == 0;
  const DroverHostCaps *source = drover_facts_get_capabilities (input->facts, DROVER_SIDE_SOURCE);
  const DroverHostCaps *target = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autofree char *evidence = NULL;
  gboolean same = has_same_qemu (input, &evidence);
  DroverFinding *finding;

  if (!maximum && g_strcmp0 (cpu->mode, "host-passthrough") != 0)
    return;
  if (!emulated)
    {
      g_autofree char *difference = source != NULL && target != NULL
                                        ? drover_cpu_describe_difference (source->cpu, target->cpu)
                                        : g_strdup (_ ("the hosts' processors could not be compared"));

      if (difference == NULL && (same || !maximum))
        return;
      if (difference != NULL)
        {
          g_free (evidence);
          evidence = g_steal_pointer (&difference);
        }
    }
  else if (same)
    return;

  finding = add (maximum ? "cpu.maximum" : "cpu.host-passthrough", cpu, findings);
  drover_finding_set_evidence (finding, "%s", evidence);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  const DroverFactCpu *there = drover_facts_get_cpu (input->facts, DROVER_SIDE_TARGET);
  const DroverFactCpu *back = drover_facts_get_cpu (input->facts, DROVER_SIDE_SOURCE);
  const DroverCpu *cpu = drover_sent_cpu (input->facts);
  gboolean emulated = g_strcmp0 (guest->virt_type, "qemu") == 0;

  /* QEMU's default model is the same everywhere. */
  if (cpu == NULL || g_strcmp0 (there->verdict, "none") == 0)
    return;

  if (g_strcmp0 (there->verdict, "incompatible") == 0)
    fill_refusal (add (get_refusal_code (there->reason), cpu, findings), there);
  else if (g_strcmp0 (there->verdict, "unsupported") == 0)
    judge_by_model (input, cpu, there, findings);
  else if (g_strcmp0 (there->verdict, "identical") != 0 && g_strcmp0 (there->verdict, "superset") != 0)
    drover_findings_add_unknown (findings, "%s", there->verdict ? there->verdict : _ ("no answer"));
  else
    judge_unchecked_mode (input, cpu, emulated, findings);

  if (back != NULL && g_strcmp0 (back->verdict, "incompatible") == 0 &&
      g_strcmp0 (there->verdict, "incompatible") != 0)
    {
      DroverFinding *finding = add ("cpu.way-back-incompatible", cpu, findings);

      drover_finding_set_evidence (finding, "%s", back->reason ? back->reason : _ ("no reason was given"));
    }
  if (emulated)
    drover_finding_set_evidence (add ("cpu.emulated", cpu, findings), _ ("the guest's type is “%s”"),
                                 guest->virt_type);
}

const DroverCheck drover_check_cpu = {
  .id = "cpu",
  .catalog = "C1 C2 C3 C4 C5 X13",
  .group = DROVER_GROUP_CPU,
  .title = N_ ("The target can offer the guest's CPU"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CPU, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_CPU, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_MIGRATABLE, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
