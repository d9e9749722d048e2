/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-options.h"

G_BEGIN_DECLS

/**
 * CliStorageHosts:
 * @connections: (element-type DroverConnection): those that could be opened, in the order they were named
 * @failed: (element-type GError): why the others could not
 * @failed_uris: (element-type DroverUri): which these are
 *
 * The hosts that a command on shared storage is about.
 */
typedef struct {
  GPtrArray *connections;
  GPtrArray *failed;
  GPtrArray *failed_uris;
} CliStorageHosts;

/**
 * CliWait:
 *
 * Waits for one asynchronous call. While it lasts, Ctrl-C triggers @cancellable.
 */
typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  GAsyncResult *result;
} CliWait;

void cli_wait_init (CliWait *wait);
void cli_wait_callback (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *cli_wait_run (CliWait *wait);
void cli_wait_clear (CliWait *wait);

gboolean cli_storage_open (
    CliContext *context, char *const *names, guint least, CliStorageHosts *hosts, CliStatus *status);
CliStatus cli_storage_complain (const CliStorageHosts *hosts);
void cli_storage_hosts_clear (CliStorageHosts *hosts);

void cli_storage_print_list (const CliContext *context, const char *label, char *const *items);

CliStatus cli_storage_discover (CliContext *context, int argc, char **argv);
CliStatus cli_storage_move (CliContext *context, int argc, char **argv);
CliStatus cli_storage_recipe (CliContext *context, int argc, char **argv);
CliStatus cli_storage_setup (CliContext *context, int argc, char **argv);
CliStatus cli_storage_prove (CliContext *context, int argc, char **argv);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliStorageHosts, cli_storage_hosts_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliWait, cli_wait_clear)

G_END_DECLS
