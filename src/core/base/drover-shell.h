/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-uri.h"

G_BEGIN_DECLS

gboolean drover_shell_is_reachable (const DroverUri *uri);
GStrv drover_shell_build_argv (const DroverUri *uri, const char *argument, guint timeout_ms);
char *drover_shell_build_script (const char *const *lines);

G_END_DECLS
