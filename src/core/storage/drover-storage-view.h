/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-pool-source.h"
#include "facts/drover-fact.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverStorageService:
 *
 * A port of a storage server, as a host found it.
 */
typedef struct {
  char *name; /* rpcbind, nfs, mountd, glusterd */
  gint64 port;
  char *result; /* open, unresolved, ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT …; NULL for not known */
  char *words;  /* QEMU's */
} DroverStorageService;

/**
 * DroverStorageView:
 *
 * What one host has, and what it sees of a storage server. Unknown strings are %NULL.
 */
typedef struct {
  char *host;
  char *uri;
  char *error;         /* why the host could not be asked at all */
  GPtrArray *pools;    /* DroverFactPool */
  GPtrArray *services; /* DroverStorageService; NULL where no server was given or none could be knocked at */
  GPtrArray *sources;  /* DroverPoolSource; NULL where they could not be listed */
  char *sources_error; /* libvirt's words */
  char *silence;       /* a code, see drover_storage_silence_get_text(), where nothing is offered */
} DroverStorageView;

extern const DroverRecordType drover_storage_service_type;
extern const DroverRecordType drover_storage_view_type;

DroverStorageView *drover_storage_view_look (DroverConnection *connection,
                                             const char *server,
                                             gboolean passive,
                                             guint timeout_ms,
                                             GCancellable *cancellable,
                                             GError **error);
void drover_storage_view_free (DroverStorageView *view);

const char *drover_storage_silence_judge (const GPtrArray *services, gboolean listed);
const char *drover_storage_silence_get_text (const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStorageView, drover_storage_view_free)

G_END_DECLS
