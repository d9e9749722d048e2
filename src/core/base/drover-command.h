/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *drover_read_command (const char *const *argv, guint timeout_ms, GError **error);
char *drover_feed_command (
    const char *const *argv, const char *input, guint timeout_ms, int *status, GError **error);

G_END_DECLS
