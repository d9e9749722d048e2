/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "graphics-port.in-use", "P8", DROVER_VERDICT_BLOCK,
    N_ ("The fixed port of the guest's screen is taken on the target"),
    N_ ("The target's QEMU fails to start: “Address already in use”."),
    "graphics-autoport", FALSE },
  { "graphics-port.fixed", "P8", DROVER_VERDICT_WARN,
    N_ ("The port of the guest's screen is fixed, and whether it is free on the target is not known"),
    N_ ("Where it is taken, the target's QEMU fails to start: “Address already in use”."),
    "graphics-autoport", FALSE },
  { NULL },
};
/* clang-format on */

static const DroverFactListenEntry *
find_entry (const DroverFactListen *listen, gint64 port)
{
  for (guint i = 0; listen != NULL && listen->entries != NULL && i < listen->entries->len; i++)
    {
      const DroverFactListenEntry *entry = listen->entries->pdata[i];

      if (entry->port == port)
        return entry;
    }
  return NULL;
}

static const DroverFactGuestEntry *
find_user (const DroverFactGuests *guests, const char *port)
{
  for (guint i = 0; guests != NULL && guests->guests != NULL && i < guests->guests->len; i++)
    {
      const DroverFactGuestEntry *guest = guests->guests->pdata[i];

      if (guest->active && guest->graphics_ports != NULL &&
          g_strv_contains ((const char *const *) guest->graphics_ports, port))
        return guest;
    }
  return NULL;
}

static void
judge_port (const DroverCheckInput *input, const char *type, gint64 port, DroverFindings *findings)
{
  const DroverFactGuests *guests = drover_facts_get_guests (input->facts, DROVER_SIDE_TARGET);
  const DroverFactListenEntry *entry = find_entry (drover_facts_get_listen (input->facts), port);
  const char *result = entry ? entry->result : NULL;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, port);
  const DroverFactGuestEntry *user = find_user (guests, text);
  DroverFinding *finding;

  if (user != NULL)
    {
      finding = drover_findings_add (findings, "graphics-port.in-use");
      drover_finding_set_evidence (finding, _ ("guest “%s” on the target uses port %s"), user->name, text);
      drover_finding_set_target (finding, user->name);
    }
  else if (g_strcmp0 (result, "EADDRINUSE") == 0)
    {
      finding = drover_findings_add (findings, "graphics-port.in-use");
      drover_finding_set_evidence (finding, "%s", entry->error ? entry->error : entry->result);
    }
  /* an address that the target lacks is found by its own check */
  else if (g_strcmp0 (result, "ok") == 0 || g_strcmp0 (result, "EADDRNOTAVAIL") == 0)
    return;
  else if (guests == NULL && entry == NULL)
    finding = drover_findings_add_unknown (findings,
                                           _ ("whether port %s is free on the target: neither its "
                                              "guests nor its ports are known"),
                                           text);
  else
    {
      finding = drover_findings_add (findings, "graphics-port.fixed");
      drover_finding_set_evidence (finding,
                                   _ ("no guest of the target uses port %s; other programs were not "
                                      "looked at"),
                                   text);
    }
  drover_finding_set_subject (finding, type);
  drover_finding_set_source (finding, text);
  drover_finding_set_argument (finding, "port", text);
}

/* A port that libvirt chose is chosen anew on the target. */
static guint
judge_graphics (const DroverCheckInput *input, const DroverGraphics *graphics, DroverFindings *findings)
{
  const gint64 ports[] = { graphics->port, graphics->tls_port, graphics->websocket };
  guint found = 0;

  if (g_strcmp0 (graphics->autoport, "yes") == 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    if (ports[i] > 0)
      {
        judge_port (input, graphics->type, ports[i], findings);
        found++;
      }
  return found;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  guint found = 0;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (!drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    for (guint i = 0; i < effective->graphics->len; i++)
      found += judge_graphics (input, effective->graphics->pdata[i], findings);
  if (found == 0)
    drover_findings_add_not_applicable (findings, _ ("No screen of the guest has a fixed port."));
}

const DroverCheck drover_check_graphics_port = {
  .id = "graphics-port",
  .catalog = "P8",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("The fixed ports of the guest's screen are free on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_LISTEN, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_GUESTS, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
