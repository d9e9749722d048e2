/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "caps/drover-node-device.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverHostDisks:
 *
 * The disks of a host, as its libvirt lists them.
 */
typedef struct _DroverHostDisks DroverHostDisks;

DroverHostDisks *drover_host_disks_new (DroverConnection *connection, GCancellable *cancellable);
void drover_host_disks_free (DroverHostDisks *disks);
gboolean drover_host_disks_list (DroverHostDisks *disks, GError **error);
const char *drover_host_disks_get_reason (DroverHostDisks *disks);
const DroverNodeDevice *drover_host_disks_find (DroverHostDisks *disks, const char *path, char **reason);
const DroverNodeDevice *
drover_host_disks_find_namespace (DroverHostDisks *disks, const char *address, const char *number);
gboolean drover_host_disks_keep_reason (const GError *raw, char **reason, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverHostDisks, drover_host_disks_free)

G_END_DECLS
