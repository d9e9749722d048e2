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
  { "secrets.no-value", "D13", DROVER_VERDICT_BLOCK,
    N_ ("A secret that the guest needs has no value on the target"),
    N_ ("It is defined there, and nobody has said what it is: the disk or the TPM cannot be opened."),
    "define-secret", FALSE },
  { "secrets.private", "D13", DROVER_VERDICT_WARN,
    N_ ("Nobody can see whether a secret has its value on the target"),
    N_ ("It is defined there as private: libvirt tells nobody its value, nor whether there is one. Setting it "
        "again does no harm."),
    "set-secret-value", FALSE },
  { "secrets.unasked", "D13", DROVER_VERDICT_INFO,
    N_ ("Whether a secret has its value on the target was not looked at"),
    N_ ("libvirt tells this only by handing the value out, and this connection is not encrypted. Use SSH or TLS."),
    "set-secret-value", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
get_code (const char *value)
{
  if (g_strcmp0 (value, "no") == 0)
    return "secrets.no-value";
  if (g_strcmp0 (value, "private") == 0)
    return "secrets.private";
  return g_strcmp0 (value, "unasked") == 0 ? "secrets.unasked" : NULL;
}

static void
judge_values (const DroverFactObjects *there, DroverFindings *findings)
{
  for (guint i = 0; there->objects != NULL && i < there->objects->len; i++)
    {
      const DroverFactObject *object = there->objects->pdata[i];
      const char *code = get_code (object->value);
      DroverFinding *finding;

      if (code == NULL)
        continue;
      finding = drover_findings_add (findings, code);
      drover_finding_set_subject (finding, object->user ? object->user : object->name);
      drover_finding_set_source (finding, object->name);
      drover_finding_set_evidence (finding, "%s", object->reason ? object->reason : object->name);
      drover_finding_set_argument (finding, "uuid", object->name);
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  drover_named_objects_judge (input, "secret", "secrets.missing", "uuid",
                              _ ("No disk of the guest needs a secret."), findings);
  judge_values (drover_facts_get_objects (input->facts, DROVER_SIDE_TARGET), findings);
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
