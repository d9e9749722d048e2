/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"
#include "widgets/drover-storage-map.h"

G_BEGIN_DECLS

#define DROVER_TYPE_STORAGE_WAY (drover_storage_way_get_type ())

/**
 * DroverStorageWay:
 *
 * How far two hosts are on their way to a proved storage of both: what all sections of the page look at.
 */
G_DECLARE_FINAL_TYPE (DroverStorageWay, drover_storage_way, DROVER, STORAGE_WAY, GObject)

#define DROVER_STORAGE_WAY_HOSTS 2

DroverStorageWay *
drover_storage_way_new (DroverConnection *source, DroverConnection *target, const char *guest);
GPtrArray *drover_storage_way_get_connections (DroverStorageWay *way);
const char *drover_storage_way_get_host (DroverStorageWay *way, guint host);
const char *drover_storage_way_get_guest (DroverStorageWay *way);

const DroverStorageSpec *drover_storage_way_get_spec (DroverStorageWay *way);
void drover_storage_way_choose (DroverStorageWay *way, const DroverStorageSpec *spec);
gboolean
drover_storage_way_rename (DroverStorageWay *way, const char *name, const char *path, GError **error);
DroverStorageLine drover_storage_way_get_line (DroverStorageWay *way, guint host);
void drover_storage_way_set_line (DroverStorageWay *way, guint host, DroverStorageLine line);
gboolean drover_storage_way_is_new (DroverStorageWay *way);
gboolean drover_storage_way_is_ready (DroverStorageWay *way);
gboolean drover_storage_way_is_proved (DroverStorageWay *way);
gboolean drover_storage_way_is_busy (DroverStorageWay *way);
void drover_storage_way_set_busy (DroverStorageWay *way, gboolean busy);

G_END_DECLS
