/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/drover-record.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverMovedDisk:
 * @disk: its name in the guest, `vda`
 * @from: its file
 * @to: the copy's file
 * @format: what is in it, as the host sees it
 * @bytes: the file's length
 * @allocation: how much of it is no hole
 * @backing: (nullable): the file it builds on, which stays where it is
 * @checksum: (nullable): SHA-256 of the file, the same read from the old and from the copy
 */
typedef struct {
  char *disk;
  char *from;
  char *to;
  char *format;
  gint64 bytes;
  gint64 allocation;
  char *backing;
  char *checksum;
} DroverMovedDisk;

/**
 * DroverMoveReport:
 * @state: `planned`, `refused` (nothing was changed), `done`, `failed` or `cancelled` (what was copied is
 *   removed, the guest is as before)
 * @guest: its name
 * @pool: where its disks go
 * @disks: (element-type DroverMovedDisk): those that move
 * @record: (nullable): the undo record, for `droverctl fix --undo`
 * @error: (nullable): why not
 * @remains: (nullable): a copy that could not be removed, and why
 *
 * How moving a guest's disks ended.
 */
typedef struct {
  char *state;
  char *guest;
  char *pool;
  GPtrArray *disks;
  char *record;
  char *error;
  char *remains;
} DroverMoveReport;

extern const DroverRecordType drover_moved_disk_type;
extern const DroverRecordType drover_move_report_type;

/**
 * DroverMoveProgress:
 * @done: bytes that were copied
 * @total: of how many
 * @user_data: closure
 *
 * Called in the context that began the move, a few times a second.
 */
typedef void (*DroverMoveProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * DroverMoveOptions:
 * @guest: its name or UUID
 * @pool: the pool its disks are to go to
 * @disks: (nullable): which; %NULL for all that can
 * @plan_only: only look
 * @progress: (nullable): told how far it is
 * @progress_data: for @progress
 *
 * What is to be moved.
 */
typedef struct {
  const char *guest;
  const char *pool;
  const char *const *disks;
  gboolean plan_only;
  DroverMoveProgress progress;
  gpointer progress_data;
} DroverMoveOptions;

void drover_storage_move_async (DroverConnection *connection,
                                const DroverMoveOptions *options,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
DroverMoveReport *drover_storage_move_finish (GAsyncResult *result);
void drover_move_report_free (DroverMoveReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverMoveReport, drover_move_report_free)

G_END_DECLS
