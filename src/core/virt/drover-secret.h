/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

gboolean drover_secret_lookup (DroverConnection *connection, const char *uuid, GError **error);
gboolean drover_secret_lookup_by_usage (DroverConnection *connection,
                                        const char *type,
                                        const char *usage,
                                        GError **error);
char *drover_secret_get_definition (
    DroverConnection *connection, const char *type, const char *name, char **uuid, GError **error);
GBytes *drover_secret_get_value (DroverConnection *connection, const char *uuid, GError **error);
gboolean
drover_secret_has_value (DroverConnection *connection, const char *type, const char *name, GError **error);
gboolean drover_secret_define (DroverConnection *connection, const char *xml, GError **error);
gboolean
drover_secret_set_value (DroverConnection *connection, const char *uuid, GBytes *value, GError **error);
gboolean drover_secret_undefine (DroverConnection *connection, const char *uuid, GError **error);

G_END_DECLS
