/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *drover_read_command (const char *const *argv, guint timeout_ms, GError **error);

G_END_DECLS
