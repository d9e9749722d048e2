/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

char *drover_pool_sources_find (DroverConnection *connection, const char *server, GError **error);

G_END_DECLS
