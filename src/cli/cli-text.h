/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint cli_text_width (const char *text);
char *cli_text_plain (const char *text, gboolean ascii);
char *cli_text_fit (const char *text, guint width, gboolean ascii);
void cli_text_append_right (GString *line, const char *text, guint width);

G_END_DECLS
