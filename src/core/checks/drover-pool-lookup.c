/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-pool-lookup.h"

#include <string.h>

/**
 * drover_pool_find_by_name:
 * @pools: the pools of a host
 * @name: a pool's name
 *
 * Returns: (transfer none) (nullable): the pool of that name, active or not
 */
const DroverFactPool *
drover_pool_find_by_name (const DroverFactPools *pools, const char *name)
{
  for (guint i = 0; i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (g_strcmp0 (pool->name, name) == 0)
        return pool;
    }
  return NULL;
}

/* A pool's path may end in a slash; "/" alone is never a pool's. */
static gsize
get_length (const char *dir)
{
  gsize length = strlen (dir);

  while (length > 1 && dir[length - 1] == '/')
    length--;
  return length;
}

/**
 * drover_pool_find_at:
 * @pools: the pools of a host
 * @dir: a folder
 * @active: whether only a running pool will do
 *
 * What libvirt's virStoragePoolLookupByTargetPath() does for the folder itself: pools over a parent do not
 * count.
 *
 * Returns: (transfer none) (nullable): the pool whose images lie in @dir; a running one if there is any
 */
const DroverFactPool *
drover_pool_find_at (const DroverFactPools *pools, const char *dir, gboolean active)
{
  const DroverFactPool *found = NULL;

  for (guint i = 0; i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (pool->path == NULL || get_length (pool->path) != get_length (dir) ||
          strncmp (pool->path, dir, get_length (dir)) != 0)
        continue;
      if (pool->active)
        return pool;
      found = active ? NULL : pool;
    }
  return found;
}

/**
 * drover_pool_find_around:
 * @pools: the pools of a host
 * @path: a file
 *
 * Returns: (transfer none) (nullable): the running pool that lies closest around @path: what is mounted there
 */
const DroverFactPool *
drover_pool_find_around (const DroverFactPools *pools, const char *path)
{
  const DroverFactPool *found = NULL;
  gsize best = 0;

  for (guint i = 0; i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];
      gsize length = pool->path ? get_length (pool->path) : 0;

      if (!pool->active || length <= best || strncmp (pool->path, path, length) != 0 || path[length] != '/')
        continue;
      best = length;
      found = pool;
    }
  return found;
}

/**
 * drover_pool_holds_files:
 * @pool: a pool
 *
 * Returns: whether its volumes are files, which libvirt treats like disks of type `file`
 */
gboolean
drover_pool_holds_files (const DroverFactPool *pool)
{
  static const char *const types[] = { "dir", "fs", "netfs", "vstorage", NULL };

  return pool->type != NULL && g_strv_contains (types, pool->type);
}
