/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "remedies/drover-fix.h"
#include "storage/drover-storage-move.h"
#include "virt/drover-domain.h"
#include "virt/drover-storage.h"

G_BEGIN_DECLS

/* For drover-storage-move.c: the work itself, in a worker. */

/**
 * DroverMoveOrder:
 *
 * What was asked for, on which host, and who is told of the progress: in @context.
 */
typedef struct {
  DroverConnection *connection;
  char *guest;
  char *pool;
  GStrv disks;
  gboolean plan_only;
  DroverMoveBacking backing;
  guint64 bandwidth;
  DroverMoveProgress progress;
  gpointer progress_data;
  GMainContext *context;
  GCancellable *cancellable;
} DroverMoveOrder;

/**
 * DroverMoveOutcome:
 * @report: how it ended
 * @fix: (nullable): what is to be applied now; %NULL where nothing is
 *
 * What the worker hands back.
 */
typedef struct {
  DroverMoveReport *report;
  DroverFix *fix;
} DroverMoveOutcome;

gpointer drover_move_work (gpointer order, GCancellable *cancellable, GError **error);
void drover_move_take_back (DroverConnection *connection,
                            DroverDomain *guest,
                            DroverPoolHandle *pool,
                            DroverMoveReport *report);
void drover_move_order_free (gpointer order);
void drover_move_outcome_free (gpointer outcome);

G_END_DECLS
