/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-storage.h"

#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-gvir-private.h"
#include "virt/drover-virt-private.h"

/**
 * drover_pool_handle_free:
 * @pool: (nullable) (transfer full): a handle; the pool itself is left alone
 */
void
drover_pool_handle_free (DroverPoolHandle *pool)
{
  if (pool != NULL)
    virStoragePoolFree (pool);
}

/**
 * drover_pool_state_free:
 * @state: (nullable) (transfer full): what to free
 */
void
drover_pool_state_free (DroverPoolState *state)
{
  if (state == NULL)
    return;
  g_free (state->name);
  g_free (state->xml);
  g_free (state);
}

/* The names of the pools that match, in one call; asking pool by pool would take one for each. */
static GHashTable *
list_pool_names (DroverConnection *connection, unsigned int filter)
{
  g_autofree virStoragePoolPtr *pools = NULL;
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int n = virConnectListAllStoragePools (drover_connection_get_raw (connection), &pools, filter);

  for (int i = 0; i < n; i++)
    {
      g_hash_table_add (names, drover_storage_get_pool_name (pools[i]));
      virStoragePoolFree (pools[i]);
    }
  return names;
}

/**
 * drover_storage_list_pools:
 *
 * Returns: (transfer full) (element-type DroverPoolState): the host's pools; one that vanishes meanwhile is
 *   left out
 */
GPtrArray *
drover_storage_list_pools (DroverConnection *connection, GError **error)
{
  g_autofree virStoragePoolPtr *pools = NULL;
  g_autoptr (GHashTable) active = NULL;
  g_autoptr (GHashTable) persistent = NULL;
  g_autoptr (GHashTable) autostart = NULL;
  GPtrArray *list;
  int n = virConnectListAllStoragePools (drover_connection_get_raw (connection), &pools, 0);

  if (!drover_virt_report (n, "virConnectListAllStoragePools", error))
    return NULL;
  active = list_pool_names (connection, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);
  persistent = list_pool_names (connection, VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT);
  autostart = list_pool_names (connection, VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART);
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_pool_state_free);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (DroverPoolHandle) pool = pools[i];
      g_autofree char *xml = drover_storage_get_pool_xml (pool, NULL);
      DroverPoolState *state;

      if (xml == NULL)
        continue;
      state = g_new0 (DroverPoolState, 1);
      state->name = drover_storage_get_pool_name (pool);
      state->xml = g_steal_pointer (&xml);
      state->active = g_hash_table_contains (active, state->name);
      state->persistent = g_hash_table_contains (persistent, state->name);
      state->autostart = g_hash_table_contains (autostart, state->name);
      g_ptr_array_add (list, state);
    }
  return list;
}

/**
 * drover_storage_lookup_pool:
 *
 * Returns: (transfer full): the pool of that name
 */
DroverPoolHandle *
drover_storage_lookup_pool (DroverConnection *connection, const char *name, GError **error)
{
  DroverPoolHandle *pool = virStoragePoolLookupByName (drover_connection_get_raw (connection), name);

  if (pool == NULL)
    drover_virt_take_error ("virStoragePoolLookupByName", error);
  return pool;
}

/**
 * drover_storage_lookup_pool_by_path:
 * @path: a directory
 *
 * The look-up libvirt itself makes before it creates a volume for a storage copy.
 *
 * Returns: (transfer full): the active pool whose target is exactly @path
 */
DroverPoolHandle *
drover_storage_lookup_pool_by_path (DroverConnection *connection, const char *path, GError **error)
{
  DroverPoolHandle *pool = virStoragePoolLookupByTargetPath (drover_connection_get_raw (connection), path);

  if (pool == NULL)
    drover_virt_take_error ("virStoragePoolLookupByTargetPath", error);
  return pool;
}

/**
 * drover_storage_create_dir_pool:
 * @name: a name of ours
 * @path: a directory that exists on the host
 *
 * Returns: (transfer full): a transient pool over the directory
 */
DroverPoolHandle *
drover_storage_create_dir_pool (DroverConnection *connection,
                                const char *name,
                                const char *path,
                                GError **error)
{
  g_autoptr (GVirConfigStoragePool) config = gvir_config_storage_pool_new ();
  g_autoptr (GVirConfigStoragePoolTarget) target = gvir_config_storage_pool_target_new ();
  g_autofree char *xml = NULL;
  DroverPoolHandle *pool;

  gvir_config_storage_pool_set_pool_type (config, GVIR_CONFIG_STORAGE_POOL_TYPE_DIR);
  gvir_config_storage_pool_set_name (config, name);
  gvir_config_storage_pool_target_set_path (target, path);
  gvir_config_storage_pool_set_target (config, target);
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));

  pool = virStoragePoolCreateXML (drover_connection_get_raw (connection), xml, 0);
  if (pool == NULL)
    drover_virt_take_error ("virStoragePoolCreateXML", error);
  return pool;
}

/**
 * drover_storage_destroy_pool:
 *
 * Stops a pool; what it holds stays. A transient pool is gone then.
 *
 * Returns: whether it stopped
 */
gboolean
drover_storage_destroy_pool (DroverPoolHandle *pool, GError **error)
{
  return drover_virt_report (virStoragePoolDestroy (pool), "virStoragePoolDestroy", error);
}

/**
 * drover_storage_refresh_pool:
 *
 * Lets the host read the pool's directory again. It opens every file there.
 *
 * Returns: whether it did
 */
gboolean
drover_storage_refresh_pool (DroverPoolHandle *pool, GError **error)
{
  return drover_virt_report (virStoragePoolRefresh (pool, 0), "virStoragePoolRefresh", error);
}

/**
 * drover_storage_get_pool_name:
 *
 * Returns: (transfer full): the pool's name
 */
char *
drover_storage_get_pool_name (DroverPoolHandle *pool)
{
  return g_utf8_make_valid (virStoragePoolGetName (pool), -1);
}

/**
 * drover_storage_get_pool_xml:
 *
 * Returns: (transfer full): the pool's XML
 */
char *
drover_storage_get_pool_xml (DroverPoolHandle *pool, GError **error)
{
  drover_virt_keep_distance ();
  return drover_virt_take_string (virStoragePoolGetXMLDesc (pool, 0), "virStoragePoolGetXMLDesc", error);
}

/**
 * drover_storage_list_volume_names:
 *
 * Returns: (transfer full): the names of the volumes the pool knows of
 */
GStrv
drover_storage_list_volume_names (DroverPoolHandle *pool, GError **error)
{
  g_autofree virStorageVolPtr *volumes = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int n = virStoragePoolListAllVolumes (pool, &volumes, 0);

  if (!drover_virt_report (n, "virStoragePoolListAllVolumes", error))
    return NULL;
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_utf8_make_valid (virStorageVolGetName (volumes[i]), -1);

      g_strv_builder_add (builder, name);
      virStorageVolFree (volumes[i]);
    }
  return g_strv_builder_end (builder);
}
