/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-pool-control.h"

#include "virt/drover-storage.h"
#include "virt/drover-virt-private.h"

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
 * drover_pool_control_remove_folder:
 * @name: a stopped pool of files
 *
 * Removes the folder that [func@pool_control_build] made. libvirt uses rmdir() for it, so that a folder which
 * holds anything stays (virStorageBackendDeleteLocal()).
 *
 * Returns: whether it is gone
 */
gboolean
drover_pool_control_remove_folder (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (connection, name, error);

  return pool != NULL && drover_virt_report (virStoragePoolDelete (pool, VIR_STORAGE_POOL_DELETE_NORMAL),
                                             "virStoragePoolDelete", error);
}
