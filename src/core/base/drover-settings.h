/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *drover_settings_new (const char *schema_id, const char *key, const GVariantType *type);

G_END_DECLS
