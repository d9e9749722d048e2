/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-storage.h"

G_BEGIN_DECLS

/* Enough for the header of any image format. */
#define DROVER_VOLUME_HEAD_BYTES 512

/**
 * DroverVolumeDigest:
 * @checksum: SHA-256 of all bytes, in hexadecimal
 * @head: the first bytes, at most %DROVER_VOLUME_HEAD_BYTES
 *
 * What was read of a volume.
 */
typedef struct {
  char *checksum;
  GBytes *head;
} DroverVolumeDigest;

DroverVolumeDigest *drover_storage_digest_volume (
    DroverPoolHandle *pool, const char *name, guint64 length, GCancellable *cancellable, GError **error);
void drover_volume_digest_free (DroverVolumeDigest *digest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverVolumeDigest, drover_volume_digest_free)

G_END_DECLS
