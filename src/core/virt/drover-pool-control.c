/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-pool-control.h"

#include "virt/drover-storage.h"
#include "virt/drover-virt-private.h"

/* A pool that only runs has no other description than that. */
static char *
describe (DroverPoolHandle *pool, GError **error)
{
  unsigned int flags = virStoragePoolIsPersistent (pool) == 1 ? VIR_STORAGE_XML_INACTIVE : 0;

  drover_virt_keep_distance ();
  return drover_virt_take_string (virStoragePoolGetXMLDesc (pool, flags), "virStoragePoolGetXMLDesc", error);
}

/**
 * drover_pool_control_get_definition:
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no pool of that name
 *
 * Returns: (transfer full): the pool as it starts next time; a pool's XML names secrets and holds none
 */
char *
drover_pool_control_get_definition (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool ? describe (pool, error) : NULL;
}

/**
 * drover_pool_control_list_definitions:
 *
 * Returns: (transfer full) (element-type utf8): the XML of every pool of the host
 */
GPtrArray *
drover_pool_control_list_definitions (DroverConnection *connection, GError **error)
{
  g_autofree virStoragePoolPtr *pools = NULL;
  GPtrArray *list;
  int n = virConnectListAllStoragePools (drover_connection_get_raw (connection), &pools, 0);

  if (!drover_virt_report (n, "virConnectListAllStoragePools", error))
    return NULL;
  list = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (DroverPoolHandle) pool = pools[i];
      char *xml = describe (pool, NULL);

      if (xml != NULL)
        g_ptr_array_add (list, xml);
    }
  return list;
}

/**
 * drover_pool_control_get_state:
 * @active: (out): whether it runs
 * @autostart: (out): whether it starts with the host
 * @error: %DROVER_ERROR_NOT_FOUND where the host has no pool of that name
 *
 * Returns: whether it was learned
 */
gboolean
drover_pool_control_get_state (
    DroverConnection *connection, const char *name, gboolean *active, gboolean *autostart, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);
  int on = 0;

  if (pool == NULL ||
      !drover_virt_report (virStoragePoolGetAutostart (pool, &on), "virStoragePoolGetAutostart", error))
    return FALSE;
  *active = virStoragePoolIsActive (pool) == 1;
  *autostart = on != 0;
  return TRUE;
}

/**
 * drover_pool_control_define:
 * @xml: its definition
 *
 * Returns: whether the host keeps it now; it does not run yet
 */
gboolean
drover_pool_control_define (DroverConnection *connection, const char *xml, GError **error)
{
  g_autoptr (DroverPoolHandle) pool =
      virStoragePoolDefineXML (drover_connection_get_raw (connection), xml, 0);

  return drover_virt_report (pool ? 0 : -1, "virStoragePoolDefineXML", error);
}

/**
 * drover_pool_control_undefine:
 *
 * Returns: whether the host has forgotten it; what it holds stays
 */
gboolean
drover_pool_control_undefine (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool != NULL && drover_virt_report (virStoragePoolUndefine (pool), "virStoragePoolUndefine", error);
}

/**
 * drover_pool_control_build:
 * @name: a pool of files
 *
 * Makes the folder of a pool; never a file system.
 *
 * Returns: whether the folder is there
 */
gboolean
drover_pool_control_build (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool != NULL && drover_virt_report (virStoragePoolBuild (pool, VIR_STORAGE_POOL_BUILD_NEW),
                                             "virStoragePoolBuild", error);
}

/**
 * drover_pool_control_start:
 *
 * Returns: whether it runs
 */
gboolean
drover_pool_control_start (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool != NULL && drover_virt_report (virStoragePoolCreate (pool, 0), "virStoragePoolCreate", error);
}

/**
 * drover_pool_control_stop:
 *
 * Whoever calls has made sure that no guest uses it: libvirt does not.
 *
 * Returns: whether it is stopped; what it holds stays
 */
gboolean
drover_pool_control_stop (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool != NULL && drover_storage_destroy_pool (pool, error);
}

/**
 * drover_pool_control_set_autostart:
 * @on: whether it shall start with the host
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_pool_control_set_autostart (DroverConnection *connection,
                                   const char *name,
                                   gboolean on,
                                   GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool != NULL &&
         drover_virt_report (virStoragePoolSetAutostart (pool, on), "virStoragePoolSetAutostart", error);
}
