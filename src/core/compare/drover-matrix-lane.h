/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "compare/drover-lineup.h"
#include "compare/drover-matrix-subject.h"

G_BEGIN_DECLS

/**
 * DroverMatrixLane:
 *
 * The questions of a matrix to one host, one at a time: of its own guests, and of what each distinct CPU and
 * emulator would find there. A host that is lost is asked nothing more.
 */
typedef struct _DroverMatrixLane DroverMatrixLane;

/**
 * DroverMatrixLaneFuncs:
 * @learned: a guest of this host is known now
 * @changed: an answer came, after @learned; the lane wants to be advanced
 */
typedef struct {
  void (*learned) (DroverMatrixSubject *subject, gpointer user_data);
  void (*changed) (gpointer user_data);
} DroverMatrixLaneFuncs;

DroverMatrixLane *drover_matrix_lane_new (DroverLineup *lineup,
                                          guint host,
                                          const DroverMatrixLaneFuncs *funcs,
                                          gpointer user_data);
void drover_matrix_lane_free (DroverMatrixLane *lane);
void drover_matrix_lane_open (DroverMatrixLane *lane);
void drover_matrix_lane_ask (DroverMatrixLane *lane, DroverMatrixSubject *subject, const char *key);
gboolean drover_matrix_lane_advance (DroverMatrixLane *lane);
void drover_matrix_lane_give_up (DroverMatrixLane *lane, const GError *reason);
gboolean drover_matrix_lane_is_idle (const DroverMatrixLane *lane);
const DroverFacts *drover_matrix_lane_get_answer (const DroverMatrixLane *lane, const char *key);

G_END_DECLS
