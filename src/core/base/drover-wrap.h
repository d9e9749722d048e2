/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint drover_columns (const char *text, gssize length);
void drover_append_wrapped (GString *out, guint indent, const char *text, guint width);

G_END_DECLS
