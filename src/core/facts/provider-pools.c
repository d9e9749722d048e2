/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-host-pools.h"
#include "facts/providers-private.h"

static const DroverFactNeed needs[] = { { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE } };

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  return drover_host_pools_read (context->connections[side], error);
}

const DroverFactProvider drover_provider_pools = {
  .id = DROVER_FACT_POOLS,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .fill = fill,
};
