/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-domain.h"

G_BEGIN_DECLS

/**
 * DroverBlockJobKind:
 * @DROVER_BLOCK_JOB_NONE: the disk is not busy
 * @DROVER_BLOCK_JOB_PULL: what backs the disk is pulled into it; it ends by itself
 * @DROVER_BLOCK_JOB_COMMIT: a part of the chain is written into one below it; it ends by itself
 * @DROVER_BLOCK_JOB_ACTIVE_COMMIT: the top image is written into one below it, and the guest then goes on
 * there
 * @DROVER_BLOCK_JOB_COPY: the disk is mirrored, until whoever began that takes the copy or gives it up
 * @DROVER_BLOCK_JOB_OTHER: a backup, or what this program does not know
 */
typedef enum {
  DROVER_BLOCK_JOB_NONE,
  DROVER_BLOCK_JOB_PULL,
  DROVER_BLOCK_JOB_COMMIT,
  DROVER_BLOCK_JOB_ACTIVE_COMMIT,
  DROVER_BLOCK_JOB_COPY,
  DROVER_BLOCK_JOB_OTHER,
} DroverBlockJobKind;

gboolean drover_block_job_look (
    DroverDomain *domain, const char *disk, DroverBlockJobKind *kind, gboolean *ready, GError **error);
gboolean drover_block_job_wait (DroverDomain *domain, const char *disk, GError **error);

G_END_DECLS
