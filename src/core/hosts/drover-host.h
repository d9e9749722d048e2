/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

#define DROVER_TYPE_HOST (drover_host_get_type ())

/**
 * DroverHost:
 *
 * A host the user named, and what became of the last attempt to reach it. Lives in the main context.
 */
G_DECLARE_FINAL_TYPE (DroverHost, drover_host, DROVER, HOST, GObject)

/**
 * DroverHostState:
 * @DROVER_HOST_IDLE: nobody asked for a connection yet
 * @DROVER_HOST_CONNECTING: on the way
 * @DROVER_HOST_CONNECTED: there is a connection
 * @DROVER_HOST_FAILED: there is none, and [method@Host.get_error] says why
 */
typedef enum {
  DROVER_HOST_IDLE,
  DROVER_HOST_CONNECTING,
  DROVER_HOST_CONNECTED,
  DROVER_HOST_FAILED,
} DroverHostState;

DroverHost *drover_host_new (const DroverUri *uri);
const DroverUri *drover_host_get_uri (DroverHost *host);
char *drover_host_dup_name (DroverHost *host);
DroverHostState drover_host_get_state (DroverHost *host);
const GError *drover_host_get_error (DroverHost *host);
DroverConnection *drover_host_get_connection (DroverHost *host);
void drover_host_connect_async (DroverHost *host,
                                const DroverOpenOptions *options,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean drover_host_connect_finish (DroverHost *host, GAsyncResult *result, GError **error);
void drover_host_disconnect (DroverHost *host);

G_END_DECLS
