/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/* Handles of libvirt's own, usable in any thread. */
typedef struct _virStoragePool DroverPoolHandle;

typedef struct {
  char *name;
  char *xml;
  gboolean active;
  gboolean persistent;
  gboolean autostart;
} DroverPoolState;

GPtrArray *drover_storage_list_pools (DroverConnection *connection, GError **error);
DroverPoolHandle *drover_storage_lookup_pool (DroverConnection *connection, const char *name, GError **error);
DroverPoolHandle *
drover_storage_lookup_pool_by_path (DroverConnection *connection, const char *path, GError **error);
DroverPoolHandle *drover_storage_create_dir_pool (DroverConnection *connection,
                                                  const char *name,
                                                  const char *path,
                                                  GError **error);
gboolean drover_storage_destroy_pool (DroverPoolHandle *pool, GError **error);
gboolean drover_storage_refresh_pool (DroverPoolHandle *pool, GError **error);
char *drover_storage_get_pool_name (DroverPoolHandle *pool);
char *drover_storage_get_pool_xml (DroverPoolHandle *pool, GError **error);
GStrv drover_storage_list_volume_names (DroverPoolHandle *pool, GError **error);
void drover_pool_handle_free (DroverPoolHandle *pool);

char *drover_storage_get_volume_xml_by_path (DroverConnection *connection, const char *path, GError **error);
char *drover_storage_get_volume_xml (DroverPoolHandle *pool, const char *name, GError **error);
gboolean
drover_storage_create_raw_volume (DroverPoolHandle *pool, const char *name, GBytes *content, GError **error);
gboolean
drover_storage_copy_volume (DroverPoolHandle *pool, const char *from, const char *to, GError **error);
GBytes *drover_storage_read_volume (DroverPoolHandle *pool, const char *name, gsize max, GError **error);
gboolean drover_storage_delete_volume (DroverPoolHandle *pool, const char *name, GError **error);

void drover_pool_state_free (DroverPoolState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverPoolHandle, drover_pool_handle_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverPoolState, drover_pool_state_free)

G_END_DECLS
