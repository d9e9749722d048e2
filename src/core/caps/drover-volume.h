/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverVolume:
 *
 * What a storage volume's XML says. Never changed after it was read, so threads may share it. Text is
 * %NULL and numbers are -1 where nothing is said; lists are never %NULL in one that was read.
 */
typedef struct {
  char *type; /* file, block, dir, network, netdir, ploop */
  char *name;
  char *key;
  gint64 capacity; /* bytes, as all three */
  gint64 allocation;
  gint64 physical;

  char *path;
  char *format;
  char *mode; /* permissions, octal as written */
  char *owner;
  char *group;
  char *label;
  char *mtime; /* seconds since 1970, with a fraction, on that host's clock */
  char *ctime;
  char *compat; /* qcow2 */
  gboolean encrypted;

  GStrv source_devices; /* of a logical volume: the physical volumes it lies on */
  char *backing_path;
  char *backing_format;
} DroverVolume;

extern const DroverRecordType drover_volume_type;

DroverVolume *drover_volume_parse (const char *xml, GError **error);
DroverVolume *drover_volume_ref (DroverVolume *volume);
void drover_volume_unref (DroverVolume *volume);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverVolume, drover_volume_unref)

G_END_DECLS
