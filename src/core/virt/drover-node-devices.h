/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/* A host that sees more than this many disks, each path to one counted, is not asked for the rest. */
#define DROVER_MAX_STORAGE_DEVICES 1024

GStrv drover_node_devices_list_storage (DroverConnection *connection,
                                        gboolean *complete,
                                        GCancellable *cancellable,
                                        GError **error);

char *drover_node_device_get_xml (DroverConnection *connection, const char *name, GError **error);

G_END_DECLS
