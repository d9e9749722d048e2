/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

gboolean
drover_outgoing_ask (DroverConnection *connection, const char *uuid, gboolean *moves, GError **error);

G_END_DECLS
