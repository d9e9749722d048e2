/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-storage-source.h"
#include "facts/drover-fact.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverDeviceLook:
 *
 * Asks one host which disks it has behind the names a guest uses. It only reads what libvirt knows already:
 * no device is opened, no pool refreshed.
 */
typedef struct _DroverDeviceLook DroverDeviceLook;

DroverDeviceLook *drover_device_look_new (DroverConnection *connection,
                                          const DroverFactPools *pools,
                                          GCancellable *cancellable);
void drover_device_look_free (DroverDeviceLook *look);
gboolean
drover_device_look_at_source (DroverDeviceLook *look, const DroverStorageSource *source, GError **error);
gboolean drover_device_look_at_path (DroverDeviceLook *look, const char *path, GError **error);
DroverFactDevices *drover_device_look_finish (DroverDeviceLook *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverDeviceLook, drover_device_look_free)

G_END_DECLS
