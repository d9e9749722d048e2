/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"
#include "facts/drover-sent-cpu.h"

/* Versions as libvirt counts them: major × 1,000,000 + minor × 1,000 + release. */
#define VERSION(major, minor, micro) ((gint64) (major) *1000000 + (minor) *1000 + (micro))

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "known-pairs.ht", "V2", DROVER_VERDICT_WARN,
    N_ ("The target's QEMU tells of hyper-threading in another way than its libvirt expects"),
    N_ ("QEMU reports the CPU feature “ht” differently since 10.0, and libvirt before 11.10 takes that for a "
        "feature too many in a guest with several cores or threads a socket: “guest CPU doesn't match "
        "specification: extra features: ht”. The guest stays on the source. Some distributions have the mend "
        "in older versions."),
    "upgrade-target power-cycle", FALSE },
  { "known-pairs.vmx", "V2", DROVER_VERDICT_WARN,
    N_ ("One of the hosts counts the features of nested virtualisation in another way than the other"),
    N_ ("libvirt 9.10 to 10.1 knows the vmx features by name and misses or finds too many of them in a guest of an "
        "older libvirt: “guest CPU doesn't match specification”, with features that begin with “vmx-”."),
    "upgrade-target power-cycle", FALSE },
  { "known-pairs.post-copy-resume", "V2", DROVER_VERDICT_WARN,
    N_ ("The target's libvirt crashes when a broken post-copy migration is taken up again"),
    N_ ("It is of a release (11.2 or 11.3) with that error. While post-copy runs, half of the guest is on either "
        "host: without taking it up again the guest is lost."),
    "upgrade-target", FALSE },
  { NULL },
};
/* clang-format on */

typedef struct {
  const DroverCheckInput *input;
  const DroverFactIdentity *source;
  const DroverFactIdentity *target;
  const DroverGuest *guest;
  const DroverCpu *cpu; /* (nullable) */
} Pair;

/* Between two versions, both taken in, but for the last figure of @last: rebuilds and stable releases of a
 * series are taken in as well. */
static gboolean
is_within (gint64 version, gint64 first, gint64 last)
{
  return version >= first && version / 1000 <= last / 1000;
}

static gboolean
is_x86 (const DroverGuest *guest)
{
  return g_strcmp0 (guest->os->arch, "x86_64") == 0 || g_strcmp0 (guest->os->arch, "i686") == 0;
}

/* QEMU sets “ht” where a socket has more than one processor; without a topology each has one. libvirt
 * compares only a CPU that it was told of. In libvirt's release notes for 11.10.0: “Fix incoming migration to
 * QEMU 10.0.0 and newer”. */
static gboolean
meets_ht (const Pair *pair)
{
  return pair->source->qemu_version < VERSION (10, 0, 0) &&
         pair->target->qemu_version >= VERSION (10, 0, 0) &&
         pair->target->libvirt_version < VERSION (11, 10, 0) && pair->cpu != NULL && is_x86 (pair->guest) &&
         MAX (pair->cpu->dies, 1) * MAX (pair->cpu->cores, 1) * MAX (pair->cpu->threads, 1) > 1;
}

static gboolean
has_vmx (const DroverCpu *cpu)
{
  for (guint i = 0; cpu != NULL && i < cpu->features->len; i++)
    {
      const DroverCpuFeature *feature = cpu->features->pdata[i];

      if (g_str_has_prefix (feature->name, "vmx-") ||
          (g_str_equal (feature->name, "vmx") && g_strcmp0 (feature->policy, "disable") != 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_vmx_releases (const DroverFactIdentity *identity)
{
  return is_within (identity->libvirt_version, VERSION (9, 10, 0), VERSION (10, 1, 0));
}

static gboolean
meets_vmx (const Pair *pair)
{
  const DroverFactIdentity *one = pair->source;
  const DroverFactIdentity *other = pair->target;

  return has_vmx (pair->cpu) && ((is_of_vmx_releases (one) && other->libvirt_version < VERSION (9, 10, 0)) ||
                                 (is_of_vmx_releases (other) && one->libvirt_version < VERSION (9, 10, 0)));
}

static gboolean
meets_post_copy_resume (const Pair *pair)
{
  return (drover_plan_has_flag (pair->input->plan, DROVER_MIGRATE_POSTCOPY) ||
          drover_plan_has_flag (pair->input->plan, DROVER_MIGRATE_POSTCOPY_RESUME)) &&
         is_within (pair->target->libvirt_version, VERSION (11, 2, 0), VERSION (11, 3, 0));
}

/* clang-format off */
static const struct {
  const char *code;
  gboolean (*meets) (const Pair *pair);
} pairs[] = {
  { "known-pairs.ht", meets_ht },
  { "known-pairs.vmx", meets_vmx },
  { "known-pairs.post-copy-resume", meets_post_copy_resume },
};
/* clang-format on */

static void
add (const char *code, const Pair *pair, DroverFindings *findings)
{
  g_autofree char *source_libvirt = drover_format_version ((guint64) pair->source->libvirt_version);
  g_autofree char *source_qemu = drover_format_version ((guint64) pair->source->qemu_version);
  g_autofree char *target_libvirt = drover_format_version ((guint64) pair->target->libvirt_version);
  g_autofree char *target_qemu = drover_format_version ((guint64) pair->target->qemu_version);
  g_autofree char *source = g_strdup_printf ("libvirt %s, QEMU %s", source_libvirt, source_qemu);
  g_autofree char *target = g_strdup_printf ("libvirt %s, QEMU %s", target_libvirt, target_qemu);
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_finding_set_source (finding, source);
  drover_finding_set_target (finding, target);
  drover_finding_set_evidence (finding, _ ("%s on the source; %s on the target"), source, target);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  Pair pair = {
    .input = input,
    .source = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE),
    .target = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET),
    .guest = drover_facts_get_guest (input->facts),
    .cpu = drover_sent_cpu (input->facts),
  };

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("Only a definition is moved."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].meets (&pair))
      add (pairs[i].code, &pair, findings);
}

const DroverCheck drover_check_known_pairs = {
  .id = "known-pairs",
  .catalog = "V2",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("No two versions meet that are known not to get along"),
  DROVER_NEEDS ({ DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_MIGRATABLE, DROVER_NEED_SOURCE, TRUE }),
  .codes = codes,
  .judge = judge,
};
