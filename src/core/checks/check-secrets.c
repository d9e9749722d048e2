/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-named-objects.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "secrets.missing", "D13", DROVER_VERDICT_BLOCK,
    N_ ("A secret that the guest needs is not known on the target"),
    N_ ("A disk or the TPM is opened with a password that libvirt keeps: “no secret with matching uuid”. The secret "
        "must be defined there and given its value."),
    "define-secret", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  drover_named_objects_judge (input, "secret", "secrets.missing", "uuid",
                              _ ("No disk of the guest needs a secret."), findings);
}

const DroverCheck drover_check_secrets = {
  .id = "secrets",
  .catalog = "D13",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The target knows the secrets of the guest's disks"),
  DROVER_NEEDS ({ DROVER_FACT_OBJECTS, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
