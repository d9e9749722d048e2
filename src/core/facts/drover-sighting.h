/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-volume.h"
#include "facts/drover-directory.h"

G_BEGIN_DECLS

/**
 * DroverMarkerFate:
 * @DROVER_MARKER_UNTRIED: it could not be written on either host
 * @DROVER_MARKER_READ: what one host wrote the other read
 * @DROVER_MARKER_ALTERED: the other found a file of that name with other content
 * @DROVER_MARKER_UNREADABLE: the other found it and was not let read it
 * @DROVER_MARKER_UNSEEN: the other read its directory anew and did not find it
 *
 * What became of a file with an unguessable name and content.
 */
typedef enum {
  DROVER_MARKER_UNTRIED,
  DROVER_MARKER_READ,
  DROVER_MARKER_ALTERED,
  DROVER_MARKER_UNREADABLE,
  DROVER_MARKER_UNSEEN,
} DroverMarkerFate;

/**
 * DroverSighting:
 * @directory: the directory on the target
 * @target_directory: whether it is there
 * @fate: of the marker
 * @reason: (nullable): libvirt's words where something could not be done
 * @network_file_system: whether one of the hosts is known to have it from a server, so that it may see
 *   changes only after a minute
 * @same_export: (nullable): the export both hosts' pools over the directory name
 * @write_error: (nullable): why the target, which sees the directory, could not write there
 *
 * What was seen of a directory from both hosts.
 */
typedef struct {
  char *directory;
  DroverPresence target_directory;
  DroverMarkerFate fate;
  char *reason;
  gboolean network_file_system;
  char *same_export;
  char *write_error;
} DroverSighting;

/**
 * DroverImageSighting:
 * @name: the file's name on the target
 * @before: (nullable): the file on the source
 * @there: (nullable): the one on the target, looked at next
 * @missing: whether the target says that there is none
 * @after: (nullable): the one on the source, looked at last: a running guest writes
 * @writable: whether the guest may write to it
 *
 * What was seen of one image in that directory.
 */
typedef struct {
  const char *name;
  const DroverVolume *before;
  const DroverVolume *there;
  gboolean missing;
  const DroverVolume *after;
  gboolean writable;
} DroverImageSighting;

void drover_sighting_judge (const DroverSighting *sighting,
                            const DroverImageSighting *image,
                            const char **result,
                            const char **method,
                            char **evidence);

G_END_DECLS
