/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

gboolean drover_network_stop_unused (DroverConnection *connection, const char *name, GError **error);

G_END_DECLS
