/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

DroverFactPools *drover_host_pools_read (DroverConnection *connection, GError **error);

G_END_DECLS
