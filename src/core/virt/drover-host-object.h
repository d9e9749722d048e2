/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverHostObject:
 * @DROVER_HOST_OBJECT_NETWORK: a virtual network
 * @DROVER_HOST_OBJECT_POOL: a storage pool
 *
 * What a host keeps a definition of under a name, starts, and starts with itself.
 */
typedef enum {
  DROVER_HOST_OBJECT_NETWORK,
  DROVER_HOST_OBJECT_POOL,
} DroverHostObject;

char *drover_host_object_get_definition (DroverConnection *connection,
                                         DroverHostObject kind,
                                         const char *name,
                                         GError **error);
GPtrArray *
drover_host_object_list_definitions (DroverConnection *connection, DroverHostObject kind, GError **error);
gboolean drover_host_object_get_state (DroverConnection *connection,
                                       DroverHostObject kind,
                                       const char *name,
                                       gboolean *active,
                                       gboolean *autostart,
                                       GError **error);
gboolean drover_host_object_define (DroverConnection *connection,
                                    DroverHostObject kind,
                                    const char *xml,
                                    GError **error);
gboolean drover_host_object_undefine (DroverConnection *connection,
                                      DroverHostObject kind,
                                      const char *name,
                                      GError **error);
gboolean drover_host_object_start (DroverConnection *connection,
                                   DroverHostObject kind,
                                   const char *name,
                                   GError **error);
gboolean drover_host_object_set_autostart (
    DroverConnection *connection, DroverHostObject kind, const char *name, gboolean on, GError **error);

G_END_DECLS
