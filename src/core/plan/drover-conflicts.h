/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "plan/drover-migrate-options.h"

G_BEGIN_DECLS

/**
 * DroverPlanVersions:
 * @source_libvirt: libvirt's version on the source, as major × 1,000,000 + minor × 1,000 + release; 0 if
 * unknown
 * @target_libvirt: the same of the target
 * @source_qemu: QEMU's version on the source, in the same form; 0 if unknown
 * @target_qemu: the same of the target
 *
 * What the two hosts run, as far as it is known: an unknown version never makes a conflict.
 */
typedef struct {
  guint64 source_libvirt;
  guint64 target_libvirt;
  guint64 source_qemu;
  guint64 target_qemu;
} DroverPlanVersions;

#define DROVER_CONFLICT_MAX_OPTIONS 5

/**
 * DroverConflict:
 * @id: its stable name, as in `tunnelled-needs-p2p`
 * @options: the options involved, the one to be refused first
 * @n_options: how many these are
 * @text: one translated line that names the options and says what to do
 *
 * Two options that cannot go together, or one that these hosts cannot do.
 */
typedef struct {
  const char *id;
  DroverMigrateOption options[DROVER_CONFLICT_MAX_OPTIONS];
  guint n_options;
  char *text;
} DroverConflict;

void drover_conflict_free (DroverConflict *conflict);

GPtrArray *drover_migrate_options_check (const DroverMigrateOptions *options,
                                         const DroverPlanVersions *versions);
gboolean drover_migrate_options_verify (const DroverMigrateOptions *options,
                                        const DroverPlanVersions *versions,
                                        GError **error);
char *drover_migrate_options_why_not (const DroverMigrateOptions *options,
                                      DroverMigrateOption id,
                                      const DroverPlanVersions *versions);

guint drover_conflicts_get_n_rows (void);
const char *drover_conflicts_get_row_id (guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverConflict, drover_conflict_free)

G_END_DECLS
