/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-fact-provider.h"

/**
 * drover_fact_need_get_side:
 * @same: the side %DROVER_NEED_SAME stands for
 *
 * Returns: the side on which the needed fact stands
 */
DroverSide
drover_fact_need_get_side (const DroverFactNeed *need, DroverSide same)
{
  switch (need->side)
    {
    case DROVER_NEED_SAME:
      return same;
    case DROVER_NEED_SOURCE:
      return DROVER_SIDE_SOURCE;
    case DROVER_NEED_TARGET:
      return DROVER_SIDE_TARGET;
    }
  g_return_val_if_reached (same);
}

/**
 * drover_fact_provider_get_hosts:
 * @side: which side it is asked about
 *
 * Returns: bit mask of `1 << DroverSide`: the hosts it calls
 */
guint
drover_fact_provider_get_hosts (const DroverFactProvider *provider, DroverSide side)
{
  guint hosts = 0;

  for (guint i = 0; i < provider->n_needs; i++)
    if (provider->needs[i].id == DROVER_FACT_CONNECTION)
      hosts |= 1u << drover_fact_need_get_side (&provider->needs[i], side);
  return hosts;
}

/**
 * drover_fact_providers_find:
 * @providers: (element-type DroverFactProvider): which there are
 *
 * Returns: (transfer none) (nullable): the one that fills the fact for this side
 */
const DroverFactProvider *
drover_fact_providers_find (const GPtrArray *providers, DroverFactId id, DroverSide side)
{
  for (guint i = 0; i < providers->len; i++)
    {
      const DroverFactProvider *provider = providers->pdata[i];

      if (provider->id == id && (provider->sides & (1u << side)) != 0)
        return provider;
    }
  return NULL;
}

/**
 * drover_fact_providers_get_chain_us:
 * @providers: (element-type DroverFactProvider): which there are; their needs have no circles, or nothing
 *   would ever settle
 * @facts: what was settled, and how long each took
 *
 * Returns: how long it must take until a fact is there, were every host's every answer to come alone, in
 *   microseconds
 */
gint64
drover_fact_providers_get_chain_us (const GPtrArray *providers,
                                    const DroverFacts *facts,
                                    DroverFactId id,
                                    DroverSide side)
{
  const DroverFactProvider *provider = drover_fact_providers_find (providers, id, side);
  gint64 longest = 0;

  for (guint i = 0; provider != NULL && i < provider->n_needs; i++)
    {
      const DroverFactNeed *need = &provider->needs[i];

      longest = MAX (longest, drover_fact_providers_get_chain_us (providers, facts, need->id,
                                                                  drover_fact_need_get_side (need, side)));
    }
  return longest + drover_facts_get_elapsed_us (facts, id, side);
}
