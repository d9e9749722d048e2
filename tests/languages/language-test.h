/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void language_test_init (void);
char *language_dup_rest (const char *text);
gboolean language_is_whole (const char *text);

G_END_DECLS
