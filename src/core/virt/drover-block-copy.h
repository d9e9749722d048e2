/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-domain.h"

G_BEGIN_DECLS

/**
 * DroverBlockCopy:
 * @disk: its name in the guest, `vda`
 * @path: the file to make; libvirt refuses one that holds something
 * @format: what to make of it, `qcow2`
 * @shallow: copy the top image alone, and let the copy build on the same backing file
 * @bandwidth: at most so many bytes per second; 0 for no limit
 *
 * A copy of a running guest's disk, which QEMU makes and keeps up with what the guest writes.
 */
typedef struct {
  const char *disk;
  const char *path;
  const char *format;
  gboolean shallow;
  guint64 bandwidth;
} DroverBlockCopy;

/**
 * DroverBlockCopyState:
 * @active: whether a copy of the disk is under way
 * @ready: whether both files hold the same, and every write of the guest goes to both
 * @done: bytes that were copied
 * @total: of how many; grows while the guest writes
 *
 * How far it is.
 */
typedef struct {
  gboolean active;
  gboolean ready;
  guint64 done;
  guint64 total;
} DroverBlockCopyState;

gboolean drover_block_copy_begin (DroverDomain *domain, const DroverBlockCopy *copy, GError **error);
gboolean
drover_block_copy_look (DroverDomain *domain, const char *disk, DroverBlockCopyState *state, GError **error);
gboolean
drover_block_copy_set_speed (DroverDomain *domain, const char *disk, guint64 bandwidth, GError **error);
gboolean drover_block_copy_pivot (DroverDomain *domain, const char *disk, GError **error);
gboolean drover_block_copy_abort (DroverDomain *domain, const char *disk, GError **error);

G_END_DECLS
