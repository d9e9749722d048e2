/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "compare/drover-matrix-subject.h"
#include "compare/drover-lineup.h"

G_BEGIN_DECLS

#define DROVER_TYPE_MATRIX (drover_matrix_get_type ())

/**
 * DroverMatrix:
 *
 * Who can move to whom: a guest of each CPU mode and every guest there is, from its host to every other.
 * Each host is asked once for every distinct CPU and emulator, one question after the other, all hosts at the
 * same time, and each from when it has been looked at: what can be said without one that is slow is said.
 * Lives in the main context it was created in.
 */
G_DECLARE_FINAL_TYPE (DroverMatrix, drover_matrix, DROVER, MATRIX, GObject)

DroverMatrix *drover_matrix_new (DroverLineup *lineup);
void drover_matrix_start (DroverMatrix *matrix);
void drover_matrix_cancel (DroverMatrix *matrix);
gboolean drover_matrix_is_done (DroverMatrix *matrix);

guint drover_matrix_get_n_hosts (DroverMatrix *matrix);
guint drover_matrix_get_n_subjects (DroverMatrix *matrix);
const DroverMatrixSubject *drover_matrix_get_subject (DroverMatrix *matrix, guint subject);
const DroverMatrixCell *drover_matrix_get_cell (DroverMatrix *matrix, guint subject, guint target);
const DroverMatrixCell *drover_matrix_peek_cell (DroverMatrix *matrix, guint subject, guint target);
gboolean drover_matrix_is_awaiting (DroverMatrix *matrix, guint subject, guint target, guint *host);
guint drover_matrix_count_fitting (DroverMatrix *matrix, guint source, guint target, guint *n_guests);

G_END_DECLS
