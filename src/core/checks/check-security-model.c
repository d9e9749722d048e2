/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* libvirt 12.3 leaves labels alone that ask for nothing (CATALOG A1). */
#define FIRST_WITH_LENIENCY 12003000

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "security-model.missing", "A1", DROVER_VERDICT_BLOCK,
    N_ ("The guest carries a security label that the target does not know"),
    N_ ("One host has AppArmor or SELinux and the other has not. libvirt refuses the definition: “Security "
        "driver model … is not available”."),
    "align-security-driver", FALSE },
  { NULL },
};
/* clang-format on */

static char *
list_models (const DroverHostCaps *caps)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < caps->secmodels->len; i++)
    g_ptr_array_add (names, ((const DroverSecModel *) caps->secmodels->pdata[i])->model);
  if (names->len == 0)
    return g_strdup (_ ("none"));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (GStrv) names->pdata);
}

/* libvirt takes "none" for a model that every host has. */
static gboolean
is_known (const DroverHostCaps *caps, const char *model)
{
  return model == NULL || g_str_equal (model, "none") || drover_host_caps_find_secmodel (caps, model) != NULL;
}

static void
judge_label (const DroverCheckInput *input,
             const DroverHostCaps *caps,
             const DroverSecLabel *label,
             DroverFindings *findings)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET);
  g_autofree char *models = NULL;
  DroverFinding *finding;

  if (is_known (caps, label->model))
    return;
  if (g_strcmp0 (label->type, "none") == 0 && identity == NULL)
    {
      drover_findings_add_unknown (findings, _ ("whether the target's libvirt minds a label of type “none” "
                                                "hangs on its version, which is not known"));
      return;
    }
  if (g_strcmp0 (label->type, "none") == 0 && identity->libvirt_version >= FIRST_WITH_LENIENCY)
    return;
  models = list_models (caps);
  finding = drover_findings_add (findings, "security-model.missing");
  drover_finding_set_subject (finding, label->model);
  drover_finding_set_source (finding, label->model);
  drover_finding_set_target (finding, models);
  drover_finding_set_evidence (finding, "<seclabel type='%s' model='%s'>; <secmodel>: %s",
                               label->type ? label->type : "?", label->model, models);
  drover_finding_set_argument (finding, "model", label->model);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  const DroverGuest *sent = drover_facts_get_migratable (input->facts);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  /* Labels that libvirt made by itself are left out of what it sends. */
  const DroverGuest *guest = sent != NULL && !drover_plan_changes_guest (input->plan) ? sent : effective;

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  for (guint i = 0; i < guest->seclabels->len; i++)
    judge_label (input, caps, guest->seclabels->pdata[i], findings);
}

const DroverCheck drover_check_security_model = {
  .id = "security-model",
  .catalog = "A1",
  .group = DROVER_GROUP_SECURITY,
  .title = N_ ("The target knows the guest's security labels"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_MIGRATABLE, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
