/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-side.h"
#include "caps/drover-volume.h"
#include "virt/drover-volume-digest.h"

G_BEGIN_DECLS

/* How many time limits reading may take, for all images together: enough for a gigabit that both hosts share
 * on their way to us. */
#define DROVER_CONTENT_LIMIT_FACTOR 16

/**
 * DroverContentSighting:
 * @name: what the target calls the image
 * @backs: whether it backs a disk's image, so that the disk could be copied in full instead
 * @volumes: by #DroverSide: the file as each host sees it
 * @timeout_ms: the time limit for a single wait; how much is read and how long goes by it
 * @digests: (nullable): by #DroverSide: what was read
 * @changed: by #DroverSide: whether the file changed meanwhile
 * @late: whether a host was not done in time
 * @reason: (nullable): why a host could not read it
 *
 * What was seen of an image of which each host has a file of its own.
 */
typedef struct {
  const char *name;
  gboolean backs;
  const DroverVolume *volumes[2];
  guint timeout_ms;
  const DroverVolumeDigest *digests[2];
  gboolean changed[2];
  gboolean late;
  const char *reason;
} DroverContentSighting;

/**
 * DroverContentVerdict:
 * @result: (nullable): same, different or unknown; a literal
 * @method: content or size; a literal
 * @evidence: (nullable): what was seen; owned
 */
typedef struct {
  const char *result;
  const char *method;
  char *evidence;
} DroverContentVerdict;

guint64 drover_content_get_max_bytes (guint timeout_ms);
guint drover_content_get_limit_ms (guint timeout_ms);
gboolean drover_content_is_comparable (const DroverVolume *source, const DroverVolume *target);
gboolean drover_content_judge_sizes (const DroverContentSighting *sighting, DroverContentVerdict *verdict);
void drover_content_judge (const DroverContentSighting *sighting, DroverContentVerdict *verdict);

G_END_DECLS
