/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

gboolean drover_nwfilter_lookup (DroverConnection *connection, const char *name, GError **error);
char *drover_nwfilter_get_definition (DroverConnection *connection, const char *name, GError **error);
gboolean drover_nwfilter_define (DroverConnection *connection, const char *xml, GError **error);
gboolean drover_nwfilter_undefine (DroverConnection *connection, const char *name, GError **error);
gboolean drover_connection_get_free_pages (DroverConnection *connection,
                                           guint64 size,
                                           guint64 *n_free,
                                           GError **error);

G_END_DECLS
