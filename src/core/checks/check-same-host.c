/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "same-host.same-uri", "H1", DROVER_VERDICT_BLOCK,
    N_ ("Source and target are the same host"),
    N_ ("A guest cannot be moved to where it already is."),
    "choose-another-host", FALSE },
  { "same-host.same-uuid", "H1", DROVER_VERDICT_BLOCK,
    N_ ("Source and target have the same host UUID"),
    N_ ("It is one machine under two names, or one was cloned from the other. libvirt takes both for one: "
        "“Attempt to migrate guest to the same host”."),
    "change-host-uuid choose-another-host", FALSE },
  { NULL },
};
/* clang-format on */

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *source = drover_facts_get_capabilities (input->facts, DROVER_SIDE_SOURCE);
  const DroverHostCaps *target = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  const DroverFactIdentity *from = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *to = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET);
  const char *source_uri = drover_plan_get_source (input->plan)->text;
  DroverFinding *finding;

  if (g_strcmp0 (source_uri, drover_plan_get_target (input->plan)->text) == 0)
    {
      finding = drover_findings_add (findings, "same-host.same-uri");
      drover_finding_set_source (finding, source_uri);
      drover_finding_set_target (finding, source_uri);
      drover_finding_set_evidence (finding, "%s", source_uri);
      return;
    }
  if (source == NULL || target == NULL || source->uuid == NULL || target->uuid == NULL)
    {
      const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_CAPABILITIES,
                                                    source == NULL ? DROVER_SIDE_SOURCE : DROVER_SIDE_TARGET);

      drover_findings_add_unknown (findings, "%s", reason ? reason : _ ("a host does not tell its UUID"));
      return;
    }
  if (g_ascii_strcasecmp (source->uuid, target->uuid) != 0)
    return;
  finding = drover_findings_add (findings, "same-host.same-uuid");
  drover_finding_set_source (finding, source->uuid);
  drover_finding_set_target (finding, target->uuid);
  drover_finding_set_evidence (finding, _ ("both say %s; their host names are “%s” and “%s”"), source->uuid,
                               from ? from->hostname : "?", to ? to->hostname : "?");
}

const DroverCheck drover_check_same_host = {
  .id = "same-host",
  .catalog = "H1",
  .group = DROVER_GROUP_REACH,
  .title = N_ ("Source and target are two hosts"),
  DROVER_NEEDS ({ DROVER_FACT_CAPABILITIES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
