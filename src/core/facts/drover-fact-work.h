/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact-provider.h"
#include "facts/drover-slots.h"

G_BEGIN_DECLS

void drover_fact_work_async (const DroverFactProvider *provider,
                             DroverSide side,
                             const char *host,
                             const DroverFactContext *context,
                             DroverSlots *slots,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gpointer drover_fact_work_finish (GAsyncResult *result, GError **error);

G_END_DECLS
