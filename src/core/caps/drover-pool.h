/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-storage-source.h"

G_BEGIN_DECLS

/**
 * DroverPool:
 *
 * What a storage pool's XML says. Never changed after it was read, so threads may share it. Text is %NULL
 * and numbers are -1 where nothing is said; lists are never %NULL.
 */
typedef struct {
  char *type; /* dir, fs, netfs, logical, disk, iscsi, scsi, mpath, rbd, gluster, zfs … */
  char *name;
  char *uuid;
  gint64 capacity; /* bytes, as all three */
  gint64 allocation;
  gint64 available;

  char *source_dir;
  char *source_name;
  char *source_format; /* nfs, cifs, ext4 … */
  char *source_adapter;
  char *source_initiator;
  char *source_protocol_version;
  GPtrArray *source_hosts; /* (element-type DroverStorageHost) */
  GStrv source_devices;

  char *target_path;
  char *mode; /* permissions, octal as written */
  char *owner;
  char *group;
  char *label;
} DroverPool;

extern const DroverRecordType drover_pool_type;

DroverPool *drover_pool_parse (const char *xml, GError **error);
DroverPool *drover_pool_ref (DroverPool *pool);
void drover_pool_unref (DroverPool *pool);
gboolean drover_pool_is_network (const DroverPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverPool, drover_pool_unref)

G_END_DECLS
