/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-sighting.h"
#include "virt/drover-storage.h"
#include "virt/drover-volume-digest.h"

G_BEGIN_DECLS

/**
 * DroverMarkerPool:
 *
 * A directory of one host, held open by a transient pool of ours, to write and read marker files in. For one
 * thread.
 */
typedef struct _DroverMarkerPool DroverMarkerPool;

DroverMarkerPool *drover_marker_pool_open (DroverConnection *connection,
                                           const char *directory,
                                           gboolean *missing,
                                           GError **error);
void drover_marker_pool_close (DroverMarkerPool *pool);
char *drover_marker_pool_write (DroverMarkerPool *pool, GBytes *content, GError **error);
DroverMarkerFate
drover_marker_pool_read (DroverMarkerPool *pool, const char *name, GBytes *content, GError **error);
DroverPoolHandle *drover_marker_pool_get_handle (DroverMarkerPool *pool);
gboolean drover_marker_pool_copy (DroverMarkerPool *pool, const char *name, GError **error);
char *drover_marker_pool_get_path (DroverMarkerPool *pool, const char *name);
gboolean drover_marker_pool_reread (DroverMarkerPool *pool, GError **error);
DroverVolume *drover_marker_pool_look (DroverMarkerPool *pool, const char *name, gboolean *missing);
DroverVolumeDigest *drover_marker_pool_digest (
    DroverMarkerPool *pool, const char *name, guint64 length, GCancellable *cancellable, GError **error);

gboolean drover_marker_pool_count (DroverMarkerPool *pool, guint *n, GError **error);

GBytes *drover_marker_new_content (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverMarkerPool, drover_marker_pool_close)

G_END_DECLS
