/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverNodeDevice:
 *
 * What a node device's XML says, as far as storage devices go. Never changed after it was read, so threads
 * may share it. Text is %NULL and numbers are -1 where nothing is said; lists are never %NULL.
 */
typedef struct {
  char *name;   /* block_sdb_36001405… */
  char *path;   /* /sys/devices/… */
  char *parent; /* scsi_3_0_0_1, pci_0000_01_00_0 … */
  char *node;   /* /dev/sdb: given anew at each start of the host */
  GStrv links;  /* its other names: /dev/disk/by-id/… */

  char *block; /* the same as @node, as the capability says it */
  char *bus;   /* scsi, ata, usb … */
  char *drive_type;
  char *model;
  char *vendor;
  char *serial; /* ID_SERIAL of udev: scsi_id's answer, or model and serial */
  gint64 size;  /* bytes */
} DroverNodeDevice;

extern const DroverRecordType drover_node_device_type;

DroverNodeDevice *drover_node_device_parse (const char *xml, GError **error);
DroverNodeDevice *drover_node_device_ref (DroverNodeDevice *device);
void drover_node_device_unref (DroverNodeDevice *device);
gboolean drover_node_device_is_called (const DroverNodeDevice *device, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverNodeDevice, drover_node_device_unref)

G_END_DECLS
