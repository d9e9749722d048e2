/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverPresence:
 *
 * Whether something is there, as far as anybody could tell.
 */
typedef enum {
  DROVER_PRESENCE_UNKNOWN,
  DROVER_PRESENCE_NO,
  DROVER_PRESENCE_YES,
} DroverPresence;

const char *drover_presence_to_string (DroverPresence presence);

/**
 * DroverDirectoryAnswer:
 * @volume_xml: (nullable): what libvirt tells of the file; set exactly when it is there
 * @pool: (nullable): the host's own active pool over the directory
 * @exists: whether the file is there
 * @directory: whether the directory it would lie in is there
 * @reason: (nullable): libvirt's words, or ours, where the file is not known to be there
 */
typedef struct {
  char *volume_xml;
  char *pool;
  DroverPresence exists;
  DroverPresence directory;
  char *reason;
} DroverDirectoryAnswer;

void drover_directory_answer_clear (DroverDirectoryAnswer *answer);

/**
 * DroverDirectories:
 *
 * Directories of one host, seen through storage pools: the host's own where one covers a directory, else a
 * transient one of ours, which lasts as long as this does. For one thread.
 */
typedef struct _DroverDirectories DroverDirectories;

DroverDirectories *drover_directories_new (DroverConnection *connection,
                                           const DroverFactPools *pools,
                                           gboolean passive,
                                           GCancellable *cancellable);
void drover_directories_free (DroverDirectories *directories);
gboolean drover_directories_look (DroverDirectories *directories,
                                  const char *path,
                                  DroverDirectoryAnswer *answer,
                                  GError **error);
char *drover_directory_look_in_pool (DroverConnection *connection,
                                     const char *pool,
                                     const char *volume,
                                     GError **error);

G_END_DECLS
