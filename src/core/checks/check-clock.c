/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "checks/drover-system-need.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "clock.differs", "H2", DROVER_VERDICT_WARN,
    N_ ("The hosts' clocks do not agree"),
    N_ ("Timings of the migration are then wrong, the guest's clock may jump, and TLS certificates can seem expired or "
        "not yet valid. Let both hosts set their clocks by the network (chrony, systemd-timesyncd)."),
    "set-clock", FALSE },
  { NULL },
};
/* clang-format on */

/* What a person would notice; below it libvirt and QEMU do not care. */
#define TOLERATED_MS 2000

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactSystem *source = drover_system_need (input, DROVER_SIDE_SOURCE, findings);
  const DroverFactSystem *target = source ? drover_system_need (input, DROVER_SIDE_TARGET, findings) : NULL;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  DroverFinding *finding;
  gint64 difference;
  gint64 error;

  if (target == NULL)
    return;
  if (source->clock_error_ms < 0 || target->clock_error_ms < 0)
    {
      drover_findings_add_unknown (findings, _ ("a host did not tell its time"));
      return;
    }
  difference = target->clock_offset_ms - source->clock_offset_ms;
  error = source->clock_error_ms + target->clock_error_ms;
  if (llabs (difference) - error <= TOLERATED_MS)
    return;
  here = g_strdup_printf ("%+.1f s", (double) source->clock_offset_ms / 1000);
  there = g_strdup_printf ("%+.1f s", (double) target->clock_offset_ms / 1000);
  finding = drover_findings_add (findings, "clock.differs");
  drover_finding_set_source (finding, here);
  drover_finding_set_target (finding, there);
  drover_finding_set_evidence (finding,
                               _ ("against this computer's clock the source is at %s, the target at %s "
                                  "(± %.1f s)"),
                               here, there, (double) error / 1000);
}

const DroverCheck drover_check_clock = {
  .id = "clock",
  .catalog = "H2",
  .group = DROVER_GROUP_NAMES,
  .title = N_ ("The hosts' clocks agree"),
  DROVER_NEEDS ({ DROVER_FACT_SYSTEM, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
