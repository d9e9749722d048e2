/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

void drover_welcome_async (const DroverUri *uri,
                           DroverConnection *known,
                           const DroverOpenOptions *options,
                           gboolean may_sweep,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
DroverConnection *drover_welcome_finish (GAsyncResult *result, GError **error);

DroverFactConnection *
drover_fact_connection_new (const DroverUri *uri, DroverConnection *connection, const GError *error);

G_END_DECLS
