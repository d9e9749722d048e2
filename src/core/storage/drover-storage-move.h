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
 * @allocation: how much room the copy needs: what is no hole
 * @backing: (nullable): the file it builds on, which stays where it is
 * @flattened: whether the copy holds what @backing holds, and builds on nothing
 * @found: (nullable): what an earlier run has left at @to: `partial` (a copy that is not whole; it is removed
 *   first) or `under-way` (QEMU is still at it, and is let go on)
 * @checksum: (nullable): SHA-256 of the file, the same read from the old and from the copy; not where the
 *   guest ran meanwhile
 * @made: whether this run has begun to make @to; not told
 */
typedef struct {
  char *disk;
  char *from;
  char *to;
  char *format;
  gint64 bytes;
  gint64 allocation;
  char *backing;
  gboolean flattened;
  char *found;
  char *checksum;
  gboolean made;
} DroverMovedDisk;

/**
 * DroverMoveReport:
 * @state: `planned`, `refused` (nothing was changed), `done`, `failed` or `cancelled` (what was copied is
 *   removed, the guest is as before)
 * @guest: its name
 * @pool: where its disks go
 * @live: whether the guest runs meanwhile
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
  gboolean live;
  GPtrArray *disks;
  char *record;
  char *error;
  char *remains;
} DroverMoveReport;

extern const DroverRecordType drover_moved_disk_type;
extern const DroverRecordType drover_move_report_type;

/**
 * DroverMoveNews:
 * @done: bytes that were copied
 * @total: of how many; grows while a running guest writes
 * @rate: bytes per second, -1 where it is too early to tell
 * @eta_ms: how long it will take, in milliseconds; -1 where nobody can tell
 *
 * How far a move is.
 */
typedef struct {
  guint64 done;
  guint64 total;
  gint64 rate;
  gint64 eta_ms;
} DroverMoveNews;

/**
 * DroverMoveProgress:
 * @news: how far it is
 * @user_data: closure
 *
 * Called in the context that began the move, a few times a second.
 */
typedef void (*DroverMoveProgress) (const DroverMoveNews *news, gpointer user_data);

/**
 * DroverMoveBacking:
 * @DROVER_MOVE_BACKING_AUTO: keep a backing file that lies in the pool, and of a guest that is shut off;
 *   else flatten
 * @DROVER_MOVE_BACKING_KEEP: the copy builds on the same file, which stays where it is
 * @DROVER_MOVE_BACKING_FLATTEN: the copy holds what its backing files hold; of a running guest only
 *
 * What becomes of the files that a disk builds on.
 */
typedef enum {
  DROVER_MOVE_BACKING_AUTO,
  DROVER_MOVE_BACKING_KEEP,
  DROVER_MOVE_BACKING_FLATTEN,
} DroverMoveBacking;

/**
 * DroverMoveOptions:
 * @guest: its name or UUID
 * @pool: the pool its disks are to go to
 * @disks: (nullable): which; %NULL for all that can
 * @plan_only: only look
 * @backing: what becomes of backing files
 * @bandwidth: at most so many bytes per second; 0 for no limit
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
  DroverMoveBacking backing;
  guint64 bandwidth;
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
char *drover_move_news_describe (const DroverMoveNews *news);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverMoveReport, drover_move_report_free)

G_END_DECLS
