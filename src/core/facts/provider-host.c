/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

static const DroverFactNeed needs[] = { { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE } };

static gpointer
fill_identity (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autofree char *hostname = drover_connection_get_hostname (context->connections[side], error);
  DroverFactIdentity *fact;
  guint64 libvirt;
  guint64 qemu;

  if (hostname == NULL ||
      !drover_connection_get_versions (context->connections[side], &libvirt, &qemu, error))
    return NULL;
  fact = drover_record_new (&drover_fact_identity_type);
  fact->hostname = g_steal_pointer (&hostname);
  fact->libvirt_version = (gint64) libvirt;
  fact->qemu_version = (gint64) qemu;
  return fact;
}

static gpointer
fill_capabilities (const DroverFactContext *context,
                   DroverSide side,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *xml = drover_connection_get_capabilities (context->connections[side], error);

  return xml ? drover_host_caps_parse (xml, error) : NULL;
}

static gpointer
fill_memory (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  DroverFactMemory *fact;
  guint64 total;
  guint64 available;

  if (!drover_connection_get_memory (context->connections[side], &total, &available, error))
    return NULL;
  fact = drover_record_new (&drover_fact_memory_type);
  fact->total = (gint64) total;
  fact->available = (gint64) available;
  return fact;
}

const DroverFactProvider drover_provider_identity = {
  .id = DROVER_FACT_IDENTITY,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill_identity,
};

/* A daemon that has just started, or whose QEMU was just upgraded, asks every emulator first. */
const DroverFactProvider drover_provider_capabilities = {
  .id = DROVER_FACT_CAPABILITIES,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 3,
  .fill = fill_capabilities,
};

const DroverFactProvider drover_provider_memory = {
  .id = DROVER_FACT_MEMORY,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill_memory,
};
