/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

gboolean drover_pool_control_build (DroverConnection *connection, const char *name, GError **error);
gboolean drover_pool_control_remove_folder (DroverConnection *connection, const char *name, GError **error);
gboolean drover_pool_control_stop (DroverConnection *connection, const char *name, GError **error);

G_END_DECLS
