/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverCrewFunc:
 * @connection: one of the hosts
 * @index: its number
 * @data: what all of them share
 * @cancellable: triggered when nobody waits any more
 * @error: return location for an error
 *
 * A blocking piece of work on one host; in a worker.
 *
 * Returns: (transfer full): its result
 */
typedef gpointer (*DroverCrewFunc) (
    DroverConnection *connection, guint index, gpointer data, GCancellable *cancellable, GError **error);

/**
 * DroverCrewMember:
 * @result: (nullable): what the work returned
 * @error: (nullable): why it returned nothing
 *
 * How one host's work ended.
 */
typedef struct {
  gpointer result;
  GError *error;
  GDestroyNotify result_free;
} DroverCrewMember;

void drover_crew_run_async (const char *what,
                            const GPtrArray *connections,
                            DroverCrewFunc func,
                            gpointer data,
                            GDestroyNotify data_free,
                            GDestroyNotify result_free,
                            guint timeout_ms,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GPtrArray *drover_crew_run_finish (GAsyncResult *result);

G_END_DECLS
