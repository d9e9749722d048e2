/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-named-objects.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "network-filter.missing", "G6", DROVER_VERDICT_BLOCK,
    N_ ("A network filter of the guest is not known on the target"),
    N_ ("The target's libvirt would refuse the guest: “referenced filter … is missing”."),
    "define-nwfilter", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  drover_named_objects_judge (input, "nwfilter", "network-filter.missing", "filter",
                              _ ("The guest uses no network filter."), findings);
}

const DroverCheck drover_check_network_filter = {
  .id = "network-filter",
  .catalog = "G6",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("The target knows the guest's network filters"),
  DROVER_NEEDS ({ DROVER_FACT_OBJECTS, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
