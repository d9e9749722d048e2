/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *drover_format_bytes (guint64 bytes);
char *drover_format_rate (guint64 bytes_per_second);
char *drover_format_ms (gint64 ms);
gboolean drover_parse_uint (
    const char *what, const char *text, guint64 min, guint64 max, guint64 *value, GError **error);
char *drover_format_version (guint64 version);

G_END_DECLS
