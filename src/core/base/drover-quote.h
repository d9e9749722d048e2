/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *drover_quote_argv (const char *const *argv);
char *drover_quote_command (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *drover_printable (const char *text);

G_END_DECLS
