/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"

G_BEGIN_DECLS

/**
 * DroverStorageSpec:
 * @name: the pool's name
 * @path: the directory it is to be seen at, the same on all hosts
 * @format: (nullable): `nfs` or `glusterfs`; %NULL for a directory that is there already
 * @server: (nullable): who offers it
 * @dir: (nullable): the export's path, or the volume's name
 *
 * The pool that several hosts are to have alike.
 */
typedef struct {
  char *name;
  char *path;
  char *format;
  char *server;
  char *dir;
} DroverStorageSpec;

/**
 * DroverStorageFit:
 * @DROVER_STORAGE_FIT_NEW: nothing there stands against it
 * @DROVER_STORAGE_FIT_SAME: the host has the very pool
 * @DROVER_STORAGE_FIT_CONFLICT: another pool is in its way
 *
 * How a pool that is wanted goes with those a host has.
 */
typedef enum {
  DROVER_STORAGE_FIT_NEW,
  DROVER_STORAGE_FIT_SAME,
  DROVER_STORAGE_FIT_CONFLICT,
} DroverStorageFit;

DroverStorageSpec *drover_storage_spec_new (
    const char *name, const char *source, const char *format, const char *path, GError **error);
DroverStorageSpec *drover_storage_spec_copy (const DroverStorageSpec *spec);
void drover_storage_spec_free (DroverStorageSpec *spec);
char *drover_storage_spec_describe_source (const DroverStorageSpec *spec);
char *drover_storage_spec_to_xml (const DroverStorageSpec *spec);
DroverStorageFit drover_storage_spec_judge (const DroverStorageSpec *spec,
                                            const DroverFactPools *pools,
                                            const DroverFactPool **existing,
                                            char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStorageSpec, drover_storage_spec_free)

G_END_DECLS
