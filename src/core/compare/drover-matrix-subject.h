/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-finding.h"
#include "facts/drover-facts.h"

G_BEGIN_DECLS

/* What every guest that stands for a CPU mode has. */
#define DROVER_GENERIC_MIB 1024

/**
 * DroverMatrixSubject:
 * @id: `generic.MODE`, or a guest's UUID
 * @name: the CPU mode, or the guest's name: a host's text
 * @generic: it stands for any guest of a CPU mode
 * @source: the place of the host it runs on
 * @active: it runs, so it is its memory that would move
 * @reason: (nullable): why nothing can be said of it
 * @facts: (nullable): its host and itself, under %DROVER_SIDE_SOURCE; %NULL while they are awaited, and where
 *   there is a @reason
 * @key: (nullable): of drover_matrix_subject_dup_key(), kept by the matrix from when there are @facts
 *
 * One that might move.
 */
typedef struct {
  char *id;
  char *name;
  gboolean generic;
  guint source;
  gboolean active;
  char *reason;
  DroverFacts *facts;
  char *key;
} DroverMatrixSubject;

/**
 * DroverMatrixCell:
 * @verdict: over all that was looked at
 * @findings: (element-type DroverFinding): what warns, blocks, or is not known though it was looked at
 *
 * Whether a subject can move to a host.
 */
typedef struct {
  DroverRunVerdict verdict;
  GPtrArray *findings;
} DroverMatrixCell;

DroverMatrixSubject *
drover_matrix_subject_new (const char *id, const char *name, gboolean generic, guint source);
void drover_matrix_subject_free (DroverMatrixSubject *subject);
char *drover_matrix_subject_dup_machine_key (const DroverMatrixSubject *subject);
char *drover_matrix_subject_dup_key (const DroverMatrixSubject *subject);

guint drover_matrix_n_modes (void);
const char *drover_matrix_choose_machine (DroverFacts *const *hosts, guint n_hosts, guint host);
DroverMatrixSubject *
drover_matrix_subject_new_generic (guint mode, guint source, const DroverFacts *host, const char *machine);

gboolean drover_matrix_looks_at (const DroverCheck *check);
DroverMatrixCell *drover_matrix_judge (const DroverMatrixSubject *subject,
                                       const DroverUri *source,
                                       const DroverUri *target,
                                       const DroverFacts *there,
                                       const DroverFacts *here);
const char *drover_matrix_cell_get_label (const DroverMatrixCell *cell);
void drover_matrix_cell_free (DroverMatrixCell *cell);

G_END_DECLS
