/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DroverCallFunc:
 * @data: what was handed to [func@call_async]
 * @cancellable: triggered when nobody waits for the result any more
 * @error: return location for an error
 *
 * A blocking function. Runs in a worker thread.
 *
 * Returns: (transfer full) (nullable): its result, %NULL with @error set on failure
 */
typedef gpointer (*DroverCallFunc) (gpointer data, GCancellable *cancellable, GError **error);

void drover_call_async (const char *what,
                        DroverCallFunc func,
                        gpointer data,
                        GDestroyNotify data_free,
                        GDestroyNotify result_free,
                        guint timeout_ms,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gpointer drover_call_finish (GAsyncResult *result, GError **error);

G_END_DECLS
