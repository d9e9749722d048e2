/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "mac-address.taken", "G6", DROVER_VERDICT_WARN,
    N_ ("A running guest of the target has the same MAC address"),
    N_ ("libvirt does not mind. On one network the two would take each other's packets, and both would seem to lose "
        "their connection now and then."),
    "", FALSE },
  { "mac-address.taken-when-started", "G6", DROVER_VERDICT_INFO,
    N_ ("A guest of the target that is off has the same MAC address"),
    N_ ("When it is started, the two take each other's packets if they are on one network."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
has_mac (const DroverFactGuestEntry *entry, const char *mac)
{
  return entry->macs != NULL && g_strv_contains ((const char *const *) entry->macs, mac);
}

static void
judge_card (const DroverGuest *guest,
            const char *mac,
            const DroverFactGuests *there,
            DroverFindings *findings)
{
  for (guint i = 0; there->guests != NULL && i < there->guests->len; i++)
    {
      const DroverFactGuestEntry *entry = there->guests->pdata[i];
      DroverFinding *finding;

      /* The guest itself, defined there by an earlier move. */
      if ((guest->uuid != NULL && g_strcmp0 (entry->uuid, guest->uuid) == 0) || !has_mac (entry, mac))
        continue;
      finding = drover_findings_add (findings,
                                     entry->active ? "mac-address.taken" : "mac-address.taken-when-started");
      drover_finding_set_subject (finding, mac);
      drover_finding_set_source (finding, guest->name);
      drover_finding_set_target (finding, entry->name);
      drover_finding_set_evidence (finding, _ ("guest “%s” on the target has %s too"), entry->name, mac);
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuests *there = drover_facts_get_guests (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];
      g_autofree char *mac = interface->mac ? g_ascii_strdown (interface->mac, -1) : NULL;

      if (mac != NULL)
        judge_card (guest, mac, there, findings);
    }
}

const DroverCheck drover_check_mac_address = {
  .id = "mac-address",
  .catalog = "G6",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("No guest of the target has the same MAC address"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_GUESTS, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
