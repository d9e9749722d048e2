/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverNetworkState:
 * @xml: what describes it
 * @active: whether it is started
 *
 * A network of a host.
 */
typedef struct {
  char *xml;
  gboolean active;
} DroverNetworkState;

GPtrArray *drover_network_list (DroverConnection *connection, GError **error);
gboolean drover_network_lookup (
    DroverConnection *connection, const char *name, char **xml, gboolean *active, GError **error);
GStrv drover_network_list_links (DroverConnection *connection, GError **error);

G_END_DECLS
