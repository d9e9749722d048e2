/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "graphics-listen.not-there", "P7", DROVER_VERDICT_BLOCK,
    N_ ("The guest's screen listens on an address that the target does not have"),
    N_ ("The target's QEMU fails to start: “Failed to bind socket: Cannot assign requested address”."),
    "graphics-listen graphics-listen-next", FALSE },
  { NULL },
};
/* clang-format on */

/* Every host has these; without an address each host chooses. */
static gboolean
is_everywhere (const char *address)
{
  static const char *const everywhere[] = { "", "0.0.0.0", "::", "localhost", NULL };

  return address == NULL || g_strv_contains (everywhere, address) || drover_host_is_loopback (address);
}

static const DroverFactListenEntry *
find_entry (const DroverFactListen *listen, const char *address)
{
  for (guint i = 0; listen != NULL && listen->entries != NULL && i < listen->entries->len; i++)
    {
      const DroverFactListenEntry *entry = listen->entries->pdata[i];

      if (g_strcmp0 (entry->address, address) == 0)
        return entry;
    }
  return NULL;
}

static gboolean
contains (GStrv list, const char *word)
{
  return list != NULL && g_strv_contains ((const char *const *) list, word);
}

/* Without a try: an address that leads to the target is the target's, one that the source is reached by is
 * not. */
static gboolean
infer (const DroverCheckInput *input, const char *address, DroverFindings *findings, DroverFinding **finding)
{
  const DroverFactNames *names = drover_facts_get_names (input->facts);
  const char *source = drover_plan_get_source (input->plan)->host;
  const char *target = drover_plan_get_target (input->plan)->host;

  if (g_strcmp0 (target, address) == 0 || (names != NULL && contains (names->connection_addresses, address)))
    return TRUE;
  if (g_strcmp0 (source, address) != 0)
    return FALSE;
  *finding = drover_findings_add (findings, "graphics-listen.not-there");
  drover_finding_set_evidence (*finding,
                               _ ("%s is the address that the source is reached by (inferred, not "
                                  "tried)"),
                               address);
  return TRUE;
}

static void
judge_address (const DroverCheckInput *input, const char *type, const char *address, DroverFindings *findings)
{
  const DroverFactListenEntry *entry = find_entry (drover_facts_get_listen (input->facts), address);
  const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_LISTEN, DROVER_SIDE_TARGET);
  DroverFinding *finding = NULL;

  if (is_everywhere (address) || (entry != NULL && (g_strcmp0 (entry->result, "ok") == 0 ||
                                                    g_strcmp0 (entry->result, "EADDRINUSE") == 0)))
    return;
  if (entry != NULL && g_strcmp0 (entry->result, "EADDRNOTAVAIL") == 0)
    {
      finding = drover_findings_add (findings, "graphics-listen.not-there");
      drover_finding_set_evidence (finding, "%s", entry->error ? entry->error : entry->result);
    }
  else if (!infer (input, address, findings, &finding))
    finding = drover_findings_add_unknown (findings, _ ("whether the target can listen on %s: %s"), address,
                                           entry && entry->error ? entry->error
                                           : reason              ? reason
                                                                 : _ ("not tried"));
  if (finding == NULL)
    return;
  drover_finding_set_subject (finding, type);
  drover_finding_set_source (finding, address);
  drover_finding_set_argument (finding, "listen", address);
}

/* Listening on a network of libvirt means whatever address the target has there; a socket is no address. */
static void
judge_graphics (const DroverCheckInput *input, const DroverGraphics *graphics, DroverFindings *findings)
{
  for (guint i = 0; i < graphics->listens->len; i++)
    {
      const DroverListen *listen = graphics->listens->pdata[i];

      if (g_strcmp0 (listen->type, "address") == 0)
        judge_address (input, graphics->type, listen->address, findings);
    }
  if (graphics->listens->len == 0)
    judge_address (input, graphics->type, graphics->listen, findings);
}

static gboolean
is_served (const DroverGraphics *graphics)
{
  static const char *const types[] = { "vnc", "spice", "rdp", NULL };

  return graphics->type != NULL && g_strv_contains (types, graphics->type);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  guint looked_at = 0;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  for (guint i = 0; i < effective->graphics->len; i++)
    {
      const DroverGraphics *graphics = effective->graphics->pdata[i];

      if (!is_served (graphics) || drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
        continue;
      looked_at++;
      judge_graphics (input, graphics, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("The guest's screen is not served over the network."));
}

const DroverCheck drover_check_graphics_listen = {
  .id = "graphics-listen",
  .catalog = "P7",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("The target has the address that the guest's screen listens on"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_LISTEN, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_NAMES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
