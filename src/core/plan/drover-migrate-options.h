/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "plan/drover-migrate-option.h"

G_BEGIN_DECLS

/**
 * DroverMigrateMode:
 * @DROVER_MIGRATE_MODE_AUTO: peer-to-peer where it was proved that the source reaches the target, else
 * managed
 * @DROVER_MIGRATE_MODE_P2P: the source's daemon logs in to the target itself
 * @DROVER_MIGRATE_MODE_MANAGED: this computer talks to both hosts ("managed direct")
 *
 * Who steers a migration.
 */
typedef enum {
  DROVER_MIGRATE_MODE_AUTO,
  DROVER_MIGRATE_MODE_P2P,
  DROVER_MIGRATE_MODE_MANAGED,
} DroverMigrateMode;

/* No definition of a guest is longer; what is longer was not meant. */
#define DROVER_OPTION_XML_MAX_BYTES (1024 * 1024)

/**
 * DroverMigrateOptions:
 *
 * The options of one migration, each set or left to its default. Not thread-safe while it is changed.
 */
typedef struct _DroverMigrateOptions DroverMigrateOptions;

DroverMigrateOptions *drover_migrate_options_new (void);
DroverMigrateOptions *drover_migrate_options_copy (const DroverMigrateOptions *options);
void drover_migrate_options_free (DroverMigrateOptions *options);

gboolean drover_migrate_options_set (DroverMigrateOptions *options,
                                     DroverMigrateOption id,
                                     const char *text,
                                     GError **error);
void drover_migrate_options_set_flag (DroverMigrateOptions *options, DroverMigrateOption id, gboolean on);
void drover_migrate_options_set_mode (DroverMigrateOptions *options, DroverMigrateMode mode);
void drover_migrate_options_unset (DroverMigrateOptions *options, DroverMigrateOption id);

gboolean drover_migrate_options_is_set (const DroverMigrateOptions *options, DroverMigrateOption id);
gboolean drover_migrate_options_get_flag (const DroverMigrateOptions *options, DroverMigrateOption id);
guint64 drover_migrate_options_get_uint (const DroverMigrateOptions *options, DroverMigrateOption id);
const char *drover_migrate_options_get_string (const DroverMigrateOptions *options, DroverMigrateOption id);
const char *const *drover_migrate_options_get_list (const DroverMigrateOptions *options,
                                                    DroverMigrateOption id);
DroverMigrateMode drover_migrate_options_get_mode (const DroverMigrateOptions *options);
gboolean drover_migrate_options_copies_storage (const DroverMigrateOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverMigrateOptions, drover_migrate_options_free)

G_END_DECLS
