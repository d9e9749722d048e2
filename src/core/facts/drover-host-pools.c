/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-host-pools.h"

#include "caps/drover-pool.h"
#include "facts/drover-marks.h"
#include "virt/drover-storage.h"

/* Where a pool's content comes from, as people write it: server:/export, a device, a volume group. */
static char *
describe_source (const DroverPool *pool)
{
  g_autofree char *devices = g_strjoinv (" ", pool->source_devices);
  const char *inner = pool->source_dir               ? pool->source_dir
                      : pool->source_name            ? pool->source_name
                      : devices[0] != '\0'           ? devices
                      : pool->source_adapter != NULL ? pool->source_adapter
                                                     : NULL;

  if (pool->source_hosts->len > 0)
    {
      const DroverStorageHost *host = pool->source_hosts->pdata[0];

      return g_strdup_printf ("%s:%s", host->name ? host->name : "?", inner ? inner : "");
    }
  return g_strdup (inner);
}

static DroverFactPool *
pool_new (const DroverPoolState *state, const DroverPool *pool)
{
  DroverFactPool *entry = drover_record_new (&drover_fact_pool_type);

  entry->name = g_strdup (state->name);
  entry->type = g_strdup (pool->type);
  entry->active = state->active;
  entry->autostart = state->autostart;
  entry->path = g_strdup (pool->target_path);
  entry->source = describe_source (pool);
  entry->capacity = pool->capacity;
  entry->available = pool->available;
  return entry;
}

/**
 * drover_host_pools_read:
 *
 * Returns: (transfer full): the host's pools, without what a Drover has made there for a moment
 */
DroverFactPools *
drover_host_pools_read (DroverConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) states = drover_storage_list_pools (connection, error);
  DroverFactPools *fact;

  if (states == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_pools_type);
  fact->pools = drover_record_list_new (&drover_fact_pool_type);
  for (guint i = 0; i < states->len; i++)
    {
      const DroverPoolState *state = states->pdata[i];
      g_autoptr (GError) local = NULL;
      g_autoptr (DroverPool) pool = NULL;

      if (drover_mark_is_ours (state->name))
        continue;
      pool = drover_pool_parse (state->xml, &local);
      if (pool != NULL)
        g_ptr_array_add (fact->pools, pool_new (state, pool));
      else
        g_debug ("pool %s: %s", state->name, local->message);
    }
  return fact;
}
