/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/drover-content.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverContentPair:
 * @connections: by #DroverSide: the hosts
 * @paths: by #DroverSide: the file
 * @name: what the target calls it
 * @backs: whether it backs a disk's image
 * @volumes: by #DroverSide: the file as it was seen; comparable, see [func@content_is_comparable]
 * @timeout_ms: the time limit for a single wait
 * @deadline_us: until when, in monotonic microseconds
 *
 * Two files to be compared, one on each host. Borrows everything.
 */
typedef struct {
  DroverConnection *const *connections;
  char *const *paths;
  const char *name;
  gboolean backs;
  const DroverVolume *volumes[2];
  guint timeout_ms;
  gint64 deadline_us;
} DroverContentPair;

void drover_content_compare (const DroverContentPair *pair,
                             GCancellable *cancellable,
                             DroverContentVerdict *verdict);

G_END_DECLS
