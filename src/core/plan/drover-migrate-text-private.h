/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "plan/drover-migrate-option.h"

G_BEGIN_DECLS

gboolean drover_migrate_text_check (const DroverMigrateOptionInfo *info, const char *text, GError **error);
char *drover_migrate_text_take (const DroverMigrateOptionInfo *info, const char *text, GError **error);
gboolean
drover_migrate_text_check_xml (const DroverMigrateOptionInfo *info, const char *text, GError **error);
GStrv drover_migrate_text_split (const DroverMigrateOptionInfo *info, const char *text, GError **error);

G_END_DECLS
