/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

extern const char drover_system_script[];

char *drover_system_make_marker (void);
GHashTable *drover_system_split (const char *output, const char *marker);

G_END_DECLS
