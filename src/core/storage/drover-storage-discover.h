/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "storage/drover-storage-survey.h"

G_BEGIN_DECLS

void drover_storage_discover_async (const GPtrArray *connections,
                                    const char *server,
                                    gboolean passive,
                                    guint timeout_ms,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *drover_storage_discover_finish (GAsyncResult *result);

G_END_DECLS
