/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"
#include "plan/drover-plan.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverNeedSide:
 *
 * On which side a needed fact stands; %DROVER_NEED_SAME is the side the provider itself is asked about.
 */
typedef enum {
  DROVER_NEED_SAME,
  DROVER_NEED_SOURCE,
  DROVER_NEED_TARGET,
} DroverNeedSide;

/**
 * DroverFactNeed:
 * @id: the fact
 * @side: where
 * @optional: wait for it, but do without where it is absent
 */
typedef struct {
  DroverFactId id;
  DroverNeedSide side;
  gboolean optional;
} DroverFactNeed;

/**
 * DroverFactContext:
 * @plan: what is to be moved where
 * @facts: all that was settled when the provider began; its needs are there
 * @connections: (array): the open connections by #DroverSide (source, target); those of the sides whose
 *   host.connection the provider needs are not %NULL
 * @timeout_ms: the time limit for a single wait on the network
 * @passive: nothing may be created on any host
 *
 * What a provider may use. Immutable.
 */
typedef struct {
  const DroverPlan *plan;
  const DroverFacts *facts;
  DroverConnection *connections[2];
  guint timeout_ms;
  gboolean passive;
} DroverFactContext;

/**
 * DroverFactFill:
 * @context: what it may use
 * @side: which side it is asked about
 * @cancellable: triggered when nobody waits any more: clean up what was created and return
 * @error: why the fact is absent
 *
 * Learns one fact. Runs in a worker thread and may block; after the time limit it is abandoned, but must
 * still remove what it created.
 *
 * Returns: (transfer full) (nullable): a record of the fact's type
 */
typedef gpointer (*DroverFactFill) (const DroverFactContext *context,
                                    DroverSide side,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * DroverFactProvider:
 * @id: the fact it fills
 * @sides: bit mask of `1 << DroverSide`: the sides it fills it for
 * @needs: (array length=n_needs): facts it waits for; where one is absent (and not optional) the provider
 * does not run and its fact is absent for the same reason
 * @touches: whether it creates something on a host, however harmless; never run under `--passive`
 * @limit_factor: how many time limits it may take in all; 0 means 1
 * @fill: the work
 */
typedef struct {
  DroverFactId id;
  guint sides;
  const DroverFactNeed *needs;
  guint n_needs;
  gboolean touches;
  guint limit_factor;
  DroverFactFill fill;
} DroverFactProvider;

#define DROVER_ON_SOURCE (1u << DROVER_SIDE_SOURCE)
#define DROVER_ON_TARGET (1u << DROVER_SIDE_TARGET)
#define DROVER_ON_BOTH (DROVER_ON_SOURCE | DROVER_ON_TARGET)

DroverSide drover_fact_need_get_side (const DroverFactNeed *need, DroverSide same);
guint drover_fact_provider_get_hosts (const DroverFactProvider *provider, DroverSide side);
const DroverFactProvider *
drover_fact_providers_find (const GPtrArray *providers, DroverFactId id, DroverSide side);
gint64 drover_fact_providers_get_chain_us (const GPtrArray *providers,
                                           const DroverFacts *facts,
                                           DroverFactId id,
                                           DroverSide side);
const DroverFactProvider *const *drover_fact_providers_get (guint *n_providers);

G_END_DECLS
