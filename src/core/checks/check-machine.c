/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "checks/drover-check.h"
#include "explain/drover-explain.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "machine.unsupported", "V3", DROVER_VERDICT_BLOCK,
    N_ ("The target does not know the guest's machine type"),
    N_ ("A machine type fixes what hardware the guest sees; the target's QEMU is older or of another "
        "distribution: “Unsupported machine type”. A running guest cannot change it."),
    "upgrade-target common-machine-type", FALSE },
  { "machine.architecture", "V3", DROVER_VERDICT_BLOCK,
    N_ ("The target cannot run guests of this architecture"),
    N_ ("There is no emulator for the guest's processor architecture on the target."),
    "install-emulator choose-another-host", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
is_about_machine (const char *error)
{
  g_autoptr (DroverExplanation) explanation = drover_explain (error, 0, 0);

  return g_strcmp0 (explanation->code, "explain.machine-unsupported") == 0;
}

/* "pc-q35-7.2" is of the family "pc-q35-". */
static gsize
get_family_length (const char *machine)
{
  const char *dash = strrchr (machine, '-');

  return dash ? (gsize) (dash - machine) + 1 : strlen (machine);
}

static const GPtrArray *
get_machines (const DroverHostCaps *caps, const DroverGuest *guest)
{
  return caps ? drover_host_caps_get_machines (caps, guest->os->arch, guest->virt_type) : NULL;
}

static gboolean
has_machine (const GPtrArray *machines, const char *name)
{
  for (guint i = 0; machines != NULL && i < machines->len; i++)
    if (g_strcmp0 (((const DroverMachine *) machines->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): what the target has of the same family, as it lists them. */
static char *
list_family (const DroverHostCaps *caps, const DroverGuest *guest)
{
  const GPtrArray *machines = get_machines (caps, guest);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; machines != NULL && guest->os->machine != NULL && i < machines->len; i++)
    {
      const DroverMachine *machine = machines->pdata[i];

      if (machine->canonical == NULL &&
          strncmp (machine->name, guest->os->machine, get_family_length (guest->os->machine)) == 0)
        g_ptr_array_add (names, machine->name);
    }
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (GStrv) names->pdata);
}

static void
add (const char *code,
     const DroverHostCaps *caps,
     const DroverGuest *guest,
     const char *evidence,
     DroverFindings *findings)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *family = list_family (caps, guest);
  gboolean is_arch = g_str_equal (code, "machine.architecture");

  drover_finding_set_source (finding, is_arch ? guest->os->arch : guest->os->machine);
  drover_finding_set_target (finding, is_arch ? NULL : family);
  drover_finding_set_evidence (finding, "%s", evidence);
  drover_finding_set_argument (finding, "machine", guest->os->machine ? guest->os->machine : "");
  drover_finding_set_argument (finding, "arch", guest->os->arch ? guest->os->arch : "");
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactDomcaps *domcaps = drover_facts_get_domcaps (input->facts, DROVER_SIDE_TARGET);
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);
  const char *refusal = domcaps && domcaps->error ? domcaps->error : NULL;

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (domcaps != NULL && domcaps->caps != NULL)
    return;
  if (refusal != NULL && is_about_machine (refusal))
    {
      add ("machine.unsupported", caps, guest, refusal, findings);
      return;
    }

  /* The question failed for another reason, so the host's own list is asked. */
  if (caps == NULL)
    {
      const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_DOMCAPS, DROVER_SIDE_TARGET);

      drover_findings_add_unknown (findings, "%s", refusal ? refusal : reason ? reason : _ ("not looked at"));
      return;
    }
  if (drover_host_caps_find_guest_arch (caps, guest->os->arch) == NULL)
    {
      add ("machine.architecture", caps, guest, refusal ? refusal : guest->os->arch, findings);
      return;
    }
  if (guest->os->machine != NULL && !has_machine (get_machines (caps, guest), guest->os->machine))
    add ("machine.unsupported", caps, guest, refusal ? refusal : guest->os->machine, findings);
}

const DroverCheck drover_check_machine = {
  .id = "machine",
  .catalog = "V3",
  .group = DROVER_GROUP_MACHINE,
  .title = N_ ("The target knows the guest's machine type"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
