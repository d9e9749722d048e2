/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "explain/drover-explain.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "emulator.missing", "V4", DROVER_VERDICT_BLOCK,
    N_ ("The target has no emulator where the guest's definition names it"),
    N_ ("Distributions put QEMU in different places; libvirt refuses: “Cannot check QEMU binary …: No such "
        "file or directory”."),
    "emulator-path", FALSE },
  { "emulator.persistent-definition", "V4", DROVER_VERDICT_WARN,
    N_ ("The definition kept on the target names an emulator that it does not have"),
    N_ ("The guest moves and runs, but it could not be started there again once it was shut down."),
    "emulator-path", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
is_about_emulator (const char *error)
{
  g_autoptr (DroverExplanation) explanation = drover_explain (error, 0, 0);

  return g_strcmp0 (explanation->code, "explain.emulator-path") == 0;
}

/* (nullable): where the target has QEMU for this guest. */
static const char *
get_own_emulator (const DroverFactDomcaps *domcaps, const DroverHostCaps *caps, const DroverGuest *guest)
{
  if (domcaps != NULL && domcaps->plain != NULL && domcaps->plain->emulator != NULL)
    return domcaps->plain->emulator;
  return caps ? drover_host_caps_get_emulator (caps, guest->os->arch, guest->virt_type) : NULL;
}

static void
add (const char *code, const char *wanted, const char *own, const char *evidence, DroverFindings *findings)
{
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_finding_set_source (finding, wanted);
  drover_finding_set_target (finding, own);
  drover_finding_set_evidence (finding, "%s", evidence);
  drover_finding_set_argument (finding, "emulator", wanted);
  if (own != NULL)
    drover_finding_set_argument (finding, "path", own);
}

/* (transfer full) (nullable): the definition the target will keep, as far as it is another than the one it
 * runs. */
static DroverGuest *
get_kept (const DroverCheckInput *input)
{
  const DroverMigrateOptions *options = drover_plan_get_options (input->plan);
  const char *xml = drover_migrate_options_get_string (options, DROVER_OPTION_PERSIST_XML);
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  if (!drover_plan_has_flag (input->plan, DROVER_MIGRATE_PERSIST_DEST))
    return NULL;
  if (xml != NULL)
    return drover_guest_parse (xml, NULL);
  /* Without a definition of its own the source's goes over, whatever DEST_XML says. */
  return drover_migrate_options_is_set (options, DROVER_OPTION_DEST_XML) && guest != NULL
             ? drover_guest_ref ((DroverGuest *) guest)
             : NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactDomcaps *domcaps = drover_facts_get_domcaps (input->facts, DROVER_SIDE_TARGET);
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (DroverGuest) kept = get_kept (input);
  const char *own;

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  own = get_own_emulator (domcaps, caps, guest);
  if (domcaps->error != NULL && is_about_emulator (domcaps->error) && guest->emulator != NULL)
    {
      add ("emulator.missing", guest->emulator, own, domcaps->error, findings);
      return;
    }
  /* A refusal for another reason came after the emulator was found; one without words we know might not. */
  if (domcaps->caps == NULL && g_strcmp0 (guest->emulator, own) != 0)
    {
      g_autoptr (DroverExplanation) explanation =
          domcaps->error ? drover_explain (domcaps->error, 0, 0) : NULL;

      if (explanation == NULL || g_strcmp0 (explanation->code, "explain.machine-unsupported") != 0)
        {
          drover_findings_add_unknown (findings, "%s", domcaps->error ? domcaps->error : _ ("no answer"));
          return;
        }
    }
  if (kept != NULL && kept->emulator != NULL && g_strcmp0 (kept->emulator, guest->emulator) != 0 &&
      g_strcmp0 (kept->emulator, own) != 0)
    add ("emulator.persistent-definition", kept->emulator, own ? own : guest->emulator, kept->emulator,
         findings);
}

const DroverCheck drover_check_emulator = {
  .id = "emulator",
  .catalog = "V4",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("The target has the guest's emulator"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
