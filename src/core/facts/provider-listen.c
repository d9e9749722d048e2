/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "facts/drover-effective-guest.h"
#include "facts/drover-knocking.h"
#include "facts/drover-listen-plan.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_TARGET, FALSE },
  { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
};

static DroverFactListenEntry *
entry_new (const DroverKnock *knock, const GError *failure)
{
  DroverFactListenEntry *entry = drover_record_new (&drover_fact_listen_entry_type);
  const char *result = knock->result ? knock->result : "unknown";

  entry->purpose = g_strdup (knock->purpose);
  entry->address = g_strdup (knock->host);
  entry->port = knock->port;
  /* QEMU does not tell a name it cannot look up from an address it does not have: it cannot listen there */
  entry->result = g_strdup (g_str_equal (result, "unresolved") ? "EADDRNOTAVAIL" : result);
  entry->error = g_strdup (knock->error ? knock->error : failure ? failure->message : NULL);
  return entry;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverGuest) guest = drover_effective_guest (context->plan, context->facts, error);
  g_autoptr (GPtrArray) knocks = guest ? drover_listen_list_knocks (context->plan, guest) : NULL;
  g_autoptr (GError) failure = NULL;
  DroverKnocking knocking = {
    .connection = context->connections[DROVER_SIDE_TARGET],
    .caps = drover_facts_get_capabilities (context->facts, DROVER_SIDE_TARGET),
    .virt_type = "qemu",
    .patience_ms = context->timeout_ms,
    .deadline_us = g_get_monotonic_time () + (gint64) context->timeout_ms * 1000,
    .cancellable = cancellable,
  };
  DroverFactListen *fact;

  if (knocks == NULL)
    return NULL;
  if (knocks->len > 0 && !drover_knocking_run (&knocking, knocks, NULL, &failure))
    g_debug ("listen: %s", failure->message);
  fact = drover_record_new (&drover_fact_listen_type);
  fact->entries = drover_record_list_new (&drover_fact_listen_entry_type);
  for (guint i = 0; i < knocks->len; i++)
    g_ptr_array_add (fact->entries, entry_new (knocks->pdata[i], failure));
  return fact;
}

/* Whether the target's QEMU can listen where the guest wants to, found out by listening there for a moment.
 */
const DroverFactProvider drover_provider_listen = {
  .id = DROVER_FACT_LISTEN,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .touches = TRUE,
  .limit_factor = 2,
  .fill = fill,
};
