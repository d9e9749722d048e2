/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-side-by-side.h"

G_BEGIN_DECLS

/* Comparisons from and to files, in a thread. For the main context. */

void drover_compare_load_async (GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *drover_compare_load_finish (GAsyncResult *result, GError **error);

void drover_compare_save_async (DroverSideBySide *hosts,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean drover_compare_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
