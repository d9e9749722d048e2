/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_OPTION_ROW (drover_option_row_get_type ())

/**
 * DroverOptionRow:
 *
 * One option of a migration: a switch, or a text that is checked as it is typed.
 */
G_DECLARE_FINAL_TYPE (DroverOptionRow, drover_option_row, DROVER, OPTION_ROW, AdwActionRow)

GtkWidget *drover_option_row_new (DroverMigrateOption id);
void drover_option_row_show (DroverOptionRow *row,
                             const DroverMigrateOptions *options,
                             const DroverPlanVersions *versions);
gboolean drover_option_row_read (DroverOptionRow *row, DroverMigrateOptions *options);

G_END_DECLS
