/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-storage.h"

G_BEGIN_DECLS

/**
 * DroverVolumeProgress:
 * @done: how many bytes of the file are copied, holes counted
 * @user_data: closure
 *
 * Called in the thread that copies.
 */
typedef void (*DroverVolumeProgress) (guint64 done, gpointer user_data);

/**
 * DroverVolumeCopy:
 * @from: a pool
 * @from_name: a file in it, whatever its format
 * @length: how many bytes the file has: its physical size
 * @to: another pool of the same host
 * @to_name: a name that is not there yet
 * @mode: (nullable): the copy's permissions, octal as libvirt writes it
 * @owner: (nullable): the number of its owner
 * @group: (nullable): and of its group
 * @progress: (nullable): told how far it is
 * @progress_data: for @progress
 *
 * A copy, byte by byte, from one pool to another.
 */
typedef struct {
  DroverPoolHandle *from;
  const char *from_name;
  guint64 length;
  DroverPoolHandle *to;
  const char *to_name;
  const char *mode;
  const char *owner;
  const char *group;
  DroverVolumeProgress progress;
  gpointer progress_data;
} DroverVolumeCopy;

char *drover_volume_copy_run (const DroverVolumeCopy *copy, GCancellable *cancellable, GError **error);

G_END_DECLS
