/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

/**
 * CliMigrateFiles:
 * @xml: (nullable): the file given with `--xml`
 * @persistent_xml: (nullable): the file given with `--persistent-xml`
 *
 * The names of files that options were read from, for the printed virsh command. Zero-initialised by the
 * caller.
 */
typedef struct {
  char *xml;
  char *persistent_xml;
} CliMigrateFiles;

void cli_migrate_files_clear (CliMigrateFiles *files);

GOptionGroup *cli_migrate_options_group (DroverMigrateOptions *options);
GOptionGroup *cli_migrate_options_group_with_files (DroverMigrateOptions *options, CliMigrateFiles *files);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliMigrateFiles, cli_migrate_files_clear)

G_END_DECLS
