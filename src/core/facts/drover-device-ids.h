/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-node-device.h"

G_BEGIN_DECLS

/**
 * DroverDeviceIds:
 * @ids: (element-type utf8): what tells a disk from all others: `wwn 0x5000…`, `eui …`, `uuid …`, `serial …`,
 *   `iscsi PORTAL IQN/LUN`, `rbd SERVER POOL/IMAGE`, `gluster SERVER VOLUME/FILE`
 * @weak: (element-type utf8): what looks like it and is no disk's own: an emulator's default
 *
 * How a disk is identified, whatever it is called.
 */
typedef struct {
  GPtrArray *ids;
  GPtrArray *weak;
} DroverDeviceIds;

DroverDeviceIds *drover_device_ids_new (void);
void drover_device_ids_free (DroverDeviceIds *ids);

void drover_device_ids_add_device (DroverDeviceIds *ids, const DroverNodeDevice *device);
gboolean drover_device_ids_add_wwid (DroverDeviceIds *ids, const char *wwid);
void drover_device_ids_add_server (
    DroverDeviceIds *ids, const char *protocol, const char *host, const char *port, const char *name);
gboolean drover_device_ids_share_one (const DroverDeviceIds *a, const DroverDeviceIds *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverDeviceIds, drover_device_ids_free)

G_END_DECLS
