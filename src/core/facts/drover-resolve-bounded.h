/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverResolution:
 *
 * The question for one name's addresses, on its way.
 */
typedef struct _DroverResolution DroverResolution;

DroverResolution *drover_resolution_start (const char *name);
GStrv
drover_resolution_finish (DroverResolution *resolution, guint timeout_ms, gint64 *elapsed_ms, GError **error);

G_END_DECLS
