/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hosts/drover-host.h"

G_BEGIN_DECLS

#define DROVER_TYPE_HOST_STORE (drover_host_store_get_type ())

/**
 * DroverHostStore:
 *
 * The hosts the user knows, as a #GListModel of #DroverHost, kept in a key file. It holds no secrets.
 */
G_DECLARE_FINAL_TYPE (DroverHostStore, drover_host_store, DROVER, HOST_STORE, GObject)

DroverHostStore *drover_host_store_new (const char *path);
gboolean drover_host_store_load (DroverHostStore *store, GError **error);
gboolean drover_host_store_save (DroverHostStore *store, GError **error);
DroverHost *drover_host_store_add (DroverHostStore *store, const DroverUri *uri);
gboolean drover_host_store_remove (DroverHostStore *store, const DroverUri *uri);
DroverHost *drover_host_store_find (DroverHostStore *store, const DroverUri *uri);
const char *drover_host_store_get_path (DroverHostStore *store);

G_END_DECLS
