/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "qemu-arguments.passed-through", "X13", DROVER_VERDICT_WARN,
    N_ ("The guest's definition passes words straight to QEMU"),
    N_ ("libvirt neither understands nor checks them. What they name must exist on the target, mean the same to its "
        "QEMU, and be able to migrate; only an attempt tells."),
    "remove-qemu-arguments", FALSE },
  { "qemu-arguments.override", "X13", DROVER_VERDICT_WARN,
    N_ ("The guest's definition overrides properties of QEMU's devices"),
    N_ ("libvirt does not check them. The target's QEMU must know the same properties; only an attempt tells."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  if (guest->has_qemu_commandline)
    {
      g_autofree char *words = g_strjoinv (" ", guest->qemu_args);
      DroverFinding *finding = drover_findings_add (findings, "qemu-arguments.passed-through");

      drover_finding_set_source (finding, words[0] ? words : NULL);
      drover_finding_set_evidence (finding, "<qemu:commandline> %s", words);
    }
  if (guest->has_qemu_override)
    drover_finding_set_evidence (drover_findings_add (findings, "qemu-arguments.override"),
                                 "<qemu:override>");
}

const DroverCheck drover_check_qemu_arguments = {
  .id = "qemu-arguments",
  .catalog = "X13",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("Nothing is passed to QEMU past libvirt"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
