/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-uri.h"
#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "listen-address.not-there", "N10", DROVER_VERDICT_BLOCK,
    N_ ("The target shall listen on an address that it does not have"),
    N_ ("The target's QEMU cannot wait for the guest there: “Failed to bind socket: Cannot assign requested "
        "address”."),
    "listen-address-any", FALSE },
  { NULL },
};
/* clang-format on */

/* Every host has these. */
static gboolean
is_everywhere (const char *address)
{
  static const char *const everywhere[] = { "", "0.0.0.0", "::", "localhost", NULL };

  return g_strv_contains (everywhere, address) || drover_host_is_loopback (address);
}

static const DroverFactListenEntry *
find_entry (const DroverFactListen *listen, const char *address)
{
  for (guint i = 0; listen != NULL && listen->entries != NULL && i < listen->entries->len; i++)
    {
      const DroverFactListenEntry *entry = listen->entries->pdata[i];

      /* the guest's screen may want the same address, and then it was tried once */
      if (g_strcmp0 (entry->address, address) == 0)
        return entry;
    }
  return NULL;
}

static gboolean
is_reached_by (const DroverFactNames *names, const char *address)
{
  return names != NULL && names->connection_addresses != NULL &&
         g_strv_contains ((const char *const *) names->connection_addresses, address);
}

static void
add_not_there (DroverFindings *findings, const char *address, const char *evidence)
{
  DroverFinding *finding = drover_findings_add (findings, "listen-address.not-there");

  drover_finding_set_target (finding, address);
  drover_finding_set_evidence (finding, "%s", evidence);
}

/* Without a try: the address that leads to the target is the target's, the source's own is not. */
static void
infer (const DroverCheckInput *input, const char *address, const char *reason, DroverFindings *findings)
{
  if (g_strcmp0 (drover_plan_get_target (input->plan)->host, address) == 0 ||
      is_reached_by (drover_facts_get_names (input->facts), address))
    return;
  if (g_strcmp0 (drover_plan_get_source (input->plan)->host, address) == 0)
    add_not_there (findings, address,
                   _ ("it is the address that the source is reached by (inferred, not tried)"));
  else
    drover_findings_add_unknown (findings, _ ("whether the target can listen on %s: %s"), address,
                                 reason ? reason : _ ("not tried"));
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const char *address =
      drover_migrate_options_get_string (drover_plan_get_options (input->plan), DROVER_OPTION_LISTEN_ADDRESS);
  const DroverFactRehearsal *rehearsal = drover_facts_get_rehearsal (input->facts);
  const DroverFactListenEntry *entry;

  if (address == NULL || !drover_plan_needs_migration_port (input->plan))
    {
      drover_findings_add_not_applicable (findings, _ ("the target chooses by itself where to listen"));
      return;
    }
  if (is_everywhere (address) || (rehearsal != NULL && g_strcmp0 (rehearsal->result, "done") == 0))
    return;
  entry = find_entry (drover_facts_get_listen (input->facts), address);
  if (entry != NULL && (g_strcmp0 (entry->result, "ok") == 0 || g_strcmp0 (entry->result, "EADDRINUSE") == 0))
    return;
  if (entry != NULL && g_strcmp0 (entry->result, "EADDRNOTAVAIL") == 0)
    add_not_there (findings, address, entry->error ? entry->error : entry->result);
  else
    infer (input, address,
           entry && entry->error
               ? entry->error
               : drover_facts_get_reason (input->facts, DROVER_FACT_LISTEN, DROVER_SIDE_TARGET),
           findings);
}

const DroverCheck drover_check_listen_address = {
  .id = "listen-address",
  .catalog = "N10",
  .group = DROVER_GROUP_NAMES,
  .title = N_ ("The target has the address that it shall listen on"),
  DROVER_NEEDS ({ DROVER_FACT_LISTEN, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_NAMES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_REHEARSAL, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
