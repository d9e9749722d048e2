/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "history/drover-run.h"

G_BEGIN_DECLS

/**
 * DroverHistory:
 *
 * The runs that are kept, in an SQLite database. Any number of programs may have it open: what is written is
 * written whole or not at all, whoever is killed at whatever moment. Calls block, and are for one thread at a
 * time.
 */
typedef struct _DroverHistory DroverHistory;

char *drover_history_dup_default_path (void);
guint64 drover_history_get_limit (void);

DroverHistory *drover_history_open (const char *path, GError **error);
void drover_history_close (DroverHistory *history);

gboolean drover_history_add (DroverHistory *history, DroverRun *run, guint64 max_bytes, GError **error);
GPtrArray *drover_history_list (DroverHistory *history, GError **error);
DroverRun *drover_history_load (DroverHistory *history, gint64 id, GError **error);
gboolean drover_history_remove (DroverHistory *history, gint64 id, GError **error);

void drover_history_keep_async (DroverRun *run, GAsyncReadyCallback callback, gpointer user_data);
gboolean drover_history_keep_finish (GAsyncResult *result, GError **error);
void drover_history_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *drover_history_list_finish (GAsyncResult *result, GError **error);
void drover_history_load_async (gint64 id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
DroverRun *drover_history_load_finish (GAsyncResult *result, GError **error);
void drover_history_remove_async (gint64 id, GAsyncReadyCallback callback, gpointer user_data);
gboolean drover_history_remove_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverHistory, drover_history_close)

G_END_DECLS
