/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "storage/drover-storage-spec.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverSetupHost:
 * @host: its name
 * @fit: `new`, `same`, or `conflict`; %NULL where it could not be looked at
 * @steps: what is to be done there, as text; empty where all is as wanted
 * @preview: the libvirt calls of these, with their XML
 * @done: the steps that were done and stand
 * @undone: those that were done and taken back
 * @remains: what was done and could not be taken back, with the reason
 * @error: (nullable): why the host is not as wanted
 *
 * One host's part in setting a pool up.
 */
typedef struct {
  char *host;
  char *fit;
  GStrv steps;
  GStrv preview;
  GStrv done;
  GStrv undone;
  GStrv remains;
  char *error;
} DroverSetupHost;

/**
 * DroverSetupReport:
 * @state: `done`, `refused` (nothing was changed), `planned`, `failed` (what was done was taken back, but for
 *   what @remains of the hosts says)
 * @name: the pool's name
 * @path: where it is seen
 * @hosts: (element-type DroverSetupHost): in their order
 *
 * How setting a pool up on several hosts ended.
 */
typedef struct {
  char *state;
  char *name;
  char *path;
  GPtrArray *hosts;
} DroverSetupReport;

extern const DroverRecordType drover_setup_host_type;
extern const DroverRecordType drover_setup_report_type;

void drover_storage_setup_async (const GPtrArray *connections,
                                 const DroverStorageSpec *spec,
                                 gboolean plan_only,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
DroverSetupReport *drover_storage_setup_finish (GAsyncResult *result);
void drover_setup_report_free (DroverSetupReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSetupReport, drover_setup_report_free)

G_END_DECLS
