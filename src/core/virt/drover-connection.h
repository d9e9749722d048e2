/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/drover-uri.h"
#include "virt/drover-question.h"

G_BEGIN_DECLS

#define DROVER_TYPE_CONNECTION (drover_connection_get_type ())

/**
 * DroverConnection:
 *
 * An open connection to one host's libvirt. Its calls block and may be made from any worker thread, at most
 * four at a time (libvirtd's `max_client_requests` is 5, and one is left for keepalive and abort).
 */
G_DECLARE_FINAL_TYPE (DroverConnection, drover_connection, DROVER, CONNECTION, GObject)

/**
 * DroverOpenOptions:
 * @timeout_ms: time limit for knocking and for logging in, in milliseconds
 * @read_only: open without the right to change anything
 * @tty: let ssh ask on the terminal when the host refused without
 * @polkit_agent: where the polkit of this computer wants somebody asked, register an agent of its own that
 * asks on the terminal, while the connection is opened
 * @prompt: (nullable): answers the transport's questions when the host refused without
 * @settled: (nullable): told what came of the answers
 * @prompt_data: for @prompt and @settled
 */
typedef struct {
  guint timeout_ms;
  gboolean read_only;
  gboolean tty;
  gboolean polkit_agent;
  DroverPromptFunc prompt;
  DroverSettledFunc settled;
  gpointer prompt_data;
} DroverOpenOptions;

#define DROVER_DEFAULT_TIMEOUT_MS 5000

void drover_connection_open_async (const DroverUri *uri,
                                   const DroverOpenOptions *options,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
DroverConnection *drover_connection_open_finish (GAsyncResult *result, GError **error);

const DroverUri *drover_connection_get_uri (DroverConnection *connection);
gboolean drover_connection_is_read_only (DroverConnection *connection);
gboolean drover_connection_is_alive (DroverConnection *connection);

char *drover_connection_get_hostname (DroverConnection *connection, GError **error);
gboolean drover_connection_get_versions (DroverConnection *connection,
                                         guint64 *libvirt,
                                         guint64 *hypervisor,
                                         GError **error);
gboolean drover_connection_is_encrypted (DroverConnection *connection);
gboolean drover_connection_is_secure (DroverConnection *connection);
char *drover_connection_get_capabilities (DroverConnection *connection, GError **error);
char *drover_connection_get_domain_capabilities (DroverConnection *connection,
                                                 const char *emulator,
                                                 const char *arch,
                                                 const char *machine,
                                                 const char *virt_type,
                                                 GError **error);
gboolean drover_connection_get_free_memory (DroverConnection *connection, guint64 *bytes, GError **error);
gboolean drover_connection_get_memory (DroverConnection *connection,
                                       guint64 *total,
                                       guint64 *available,
                                       GError **error);
char *drover_connection_get_sysinfo (DroverConnection *connection, GError **error);

G_END_DECLS
