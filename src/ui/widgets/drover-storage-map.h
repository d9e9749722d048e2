/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DroverStorageLine:
 * @DROVER_STORAGE_LINE_UNKNOWN: nobody has looked, or nothing is chosen
 * @DROVER_STORAGE_LINE_BUSY: it is being looked at, or made
 * @DROVER_STORAGE_LINE_SEEN: the host can reach it
 * @DROVER_STORAGE_LINE_READY: the host has it, and nothing is proved
 * @DROVER_STORAGE_LINE_PROVED: proved to be the same as the other's
 * @DROVER_STORAGE_LINE_BROKEN: it is not there, or not the same
 *
 * How a host and a storage are connected.
 */
typedef enum {
  DROVER_STORAGE_LINE_UNKNOWN,
  DROVER_STORAGE_LINE_BUSY,
  DROVER_STORAGE_LINE_SEEN,
  DROVER_STORAGE_LINE_READY,
  DROVER_STORAGE_LINE_PROVED,
  DROVER_STORAGE_LINE_BROKEN,
} DroverStorageLine;

#define DROVER_TYPE_STORAGE_MAP (drover_storage_map_get_type ())

/**
 * DroverStorageMap:
 *
 * Two hosts and the storage between them, with the state of each line; said in words too. All texts are
 * plain, never markup.
 */
G_DECLARE_FINAL_TYPE (DroverStorageMap, drover_storage_map, DROVER, STORAGE_MAP, GtkBox)

GtkWidget *drover_storage_map_new (const char *source, const char *target);
void drover_storage_map_set_storage (DroverStorageMap *map, const char *name);
void drover_storage_map_set_line (DroverStorageMap *map, guint host, DroverStorageLine state);

G_END_DECLS
