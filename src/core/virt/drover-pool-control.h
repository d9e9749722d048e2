/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

char *drover_pool_control_get_definition (DroverConnection *connection, const char *name, GError **error);
GPtrArray *drover_pool_control_list_definitions (DroverConnection *connection, GError **error);
gboolean drover_pool_control_get_state (
    DroverConnection *connection, const char *name, gboolean *active, gboolean *autostart, GError **error);
gboolean drover_pool_control_define (DroverConnection *connection, const char *xml, GError **error);
gboolean drover_pool_control_undefine (DroverConnection *connection, const char *name, GError **error);
gboolean drover_pool_control_build (DroverConnection *connection, const char *name, GError **error);
gboolean drover_pool_control_start (DroverConnection *connection, const char *name, GError **error);
gboolean drover_pool_control_stop (DroverConnection *connection, const char *name, GError **error);
gboolean drover_pool_control_set_autostart (DroverConnection *connection,
                                            const char *name,
                                            gboolean on,
                                            GError **error);

G_END_DECLS
