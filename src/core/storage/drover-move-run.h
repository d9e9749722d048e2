/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-marker-pool.h"
#include "storage/drover-move-work.h"
#include "storage/drover-pace.h"
#include "virt/drover-domain.h"

G_BEGIN_DECLS

/* For the files that move disks: what they share while they do. */

/**
 * DroverMoveRun:
 * @order: what was asked for
 * @cancellable: (nullable): stops it
 * @report: where it is told; its disks are those that move
 * @guest: whose disks
 * @guest_uuid: its UUID
 * @live: whether it runs
 * @target: the pool they go to
 * @total: bytes of all disks
 * @before: bytes of the disks that are copied already
 * @mtimes: (element-type utf8): when the old files were written last, or %NULL, of each disk
 *
 * One move, in its worker.
 */
typedef struct {
  const DroverMoveOrder *order;
  GCancellable *cancellable;
  DroverMoveReport *report;
  DroverDomain *guest;
  char *guest_uuid;
  gboolean live;
  DroverPoolHandle *target;
  guint64 total;
  guint64 before;
  GPtrArray *mtimes;
  DroverPace pace;
  gint64 told_us;
} DroverMoveRun;

void drover_move_run_tell (DroverMoveRun *run, guint64 done, guint64 total);
DroverVolume *
drover_move_run_look_at_file (DroverMoveRun *run, const char *path, DroverMarkerPool **pool, GError **error);
gboolean drover_move_run_look (DroverMoveRun *run, GError **error);
gboolean drover_move_run_make_way (DroverMoveRun *run, DroverMovedDisk *disk, GError **error);

gboolean drover_move_copy_all (DroverMoveRun *run, DroverFix *fix, GError **error);
gboolean drover_move_mirror_all (DroverMoveRun *run, DroverFix *fix, GError **error);

G_END_DECLS
