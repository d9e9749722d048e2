/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-storage-source.h"

G_BEGIN_DECLS

/**
 * DroverDisk:
 *
 * A `<disk>`. Text is %NULL where nothing is said; lists are never %NULL.
 */
typedef struct {
  char *device; /* disk, cdrom, floppy, lun (not nullable) */
  char *model;
  char *target_dev; /* vda: the disk's name within the guest's definition */
  char *target_bus;
  char *alias;

  char *driver_name;
  char *driver_type;
  char
      *cache; /* none, directsync, writethrough, writeback, unsafe, default; NULL: the hypervisor's default */
  char *io;
  char *discard;
  char *error_policy;

  gboolean readonly;
  gboolean shareable;
  gboolean transient;
  char *snapshot; /* no, internal, external, manual */
  char *serial;
  char *wwn;
  char *rawio;
  char *sgio;

  /* The top image first, then what backs it. Inactive definitions seldom tell the chain. An empty drive
   * has one element of kind DROVER_STORAGE_NONE. */
  GPtrArray *chain;        /* (element-type DroverStorageSource) never empty */
  gboolean chain_complete; /* whether the chain's end is stated, so nothing hides below its last element */

  DroverStorageSource *mirror; /* NULL: none; else a block copy or commit is under way */
  char *mirror_job;            /* copy, active-commit */
} DroverDisk;

extern const DroverRecordType drover_disk_type;

const DroverStorageSource *drover_disk_get_source (const DroverDisk *disk);
const char *drover_disk_get_path (const DroverDisk *disk);
gboolean drover_disk_is_empty (const DroverDisk *disk);
gboolean drover_disk_is_writable (const DroverDisk *disk);
gboolean drover_disk_is_migrated_by_copy (const DroverDisk *disk);

G_END_DECLS
