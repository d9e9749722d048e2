/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "base/drover-guest-state.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "target-guest.running", "H5", DROVER_VERDICT_BLOCK,
    N_ ("This guest is already running on the target"),
    N_ ("If it runs on both hosts, both write to the same disks and ruin them. Start nothing; find out which "
        "of the two holds the data that is in use, then stop the other for good."),
    "never-start-both", TRUE },
  { "target-guest.unseen", "H5", DROVER_VERDICT_UNKNOWN,
    N_ ("Whether the guest already runs on the target could not be seen"),
    N_ ("A guest that runs twice ruins its disks, so Drover does not migrate without having looked."),
    "look-at-both-hosts", TRUE },
  { "target-guest.name-taken", "H3", DROVER_VERDICT_BLOCK,
    N_ ("The target has another guest of this name"),
    N_ ("libvirt refuses two guests of one name on a host: “domain … already exists with uuid …”."),
    "rename-on-target undefine-on-target", FALSE },
  { "target-guest.uuid-taken", "H4", DROVER_VERDICT_BLOCK,
    N_ ("The target has a guest with this guest's UUID under another name"),
    N_ ("It is a clone, or what an earlier move left behind. libvirt refuses: “domain … is already defined "
        "with uuid …”."),
    "use-name-on-target undefine-on-target", FALSE },
  { "target-guest.defined", "H3", DROVER_VERDICT_INFO,
    N_ ("The target has an older definition of this guest"),
    N_ ("It has the same name and UUID and is switched off, so the migration replaces it."),
    "", FALSE },
  { "target-guest.saved-state", "X3", DROVER_VERDICT_WARN,
    N_ ("The target keeps an old saved state of this guest"),
    N_ ("Started there some day, the guest would wake up with that old memory over disks that have moved on, "
        "and damage them."),
    "remove-target-managed-save", FALSE },
  { NULL },
};
/* clang-format on */

static DroverFinding *
add (DroverFindings *findings,
     const char *code,
     const DroverFactGuestState *state,
     const DroverFactGuestEntry *entry)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *source = g_strdup_printf ("%s (%s)", state->name, state->uuid);
  g_autofree char *target = g_strdup_printf ("%s (%s)", entry->name, entry->uuid);

  drover_finding_set_source (finding, source);
  drover_finding_set_target (finding, target);
  drover_finding_set_evidence (finding, _ ("on the target “%s” with UUID %s is %s"), entry->name, entry->uuid,
                               drover_guest_state_get_label (entry->state));
  drover_finding_set_argument (finding, "uuid", entry->uuid);
  drover_finding_set_argument (finding, "name", entry->name);
  return finding;
}

static void
judge_entry (const DroverCheckInput *input,
             const DroverFactGuestState *state,
             const DroverFactGuestEntry *entry,
             DroverFindings *findings)
{
  const char *given =
      drover_migrate_options_get_string (drover_plan_get_options (input->plan), DROVER_OPTION_DEST_NAME);
  gboolean same_name = g_strcmp0 (entry->name, given ? given : state->name) == 0;
  gboolean same_uuid = g_ascii_strcasecmp (entry->uuid ? entry->uuid : "", state->uuid) == 0;

  if (same_uuid && entry->active)
    add (findings, "target-guest.running", state, entry);
  else if (same_uuid && !same_name)
    add (findings, "target-guest.uuid-taken", state, entry);
  else if (same_uuid)
    add (findings, entry->managed_save ? "target-guest.saved-state" : "target-guest.defined", state, entry);
  else if (same_name)
    add (findings, "target-guest.name-taken", state, entry);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  const DroverFactGuests *guests = drover_facts_get_guests (input->facts, DROVER_SIDE_TARGET);
  const char *reason;

  if (g_strcmp0 (drover_plan_get_source (input->plan)->text, drover_plan_get_target (input->plan)->text) == 0)
    {
      drover_findings_add_not_applicable (findings, _ ("source and target are the same host"));
      return;
    }
  if (state != NULL && state->uuid != NULL && guests != NULL)
    {
      for (guint i = 0; guests->guests != NULL && i < guests->guests->len; i++)
        judge_entry (input, state, guests->guests->pdata[i], findings);
      return;
    }
  reason = guests == NULL
               ? drover_facts_get_reason (input->facts, DROVER_FACT_GUESTS, DROVER_SIDE_TARGET)
               : drover_facts_get_reason (input->facts, DROVER_FACT_GUEST_STATE, DROVER_SIDE_SOURCE);
  drover_finding_set_evidence (drover_findings_add (findings, "target-guest.unseen"), "%s",
                               reason ? reason : _ ("not looked at"));
}

const DroverCheck drover_check_target_guest = {
  .id = "target-guest",
  .catalog = "H3 H4 H5",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("No guest on the target stands in the way"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_GUESTS, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
