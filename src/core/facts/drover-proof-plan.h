/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-guest.h"
#include "facts/drover-facts.h"

G_BEGIN_DECLS

/**
 * DroverProofElement:
 * @name: what the target calls it
 * @disk: (nullable): the disk it belongs to
 * @top: whether it is the image the guest writes to, not one that backs it
 * @writable: whether the guest may write to it
 * @paths: by #DroverSide: the file, where it is one on both
 * @is_directory: whether these are directories
 * @result: (nullable): same, different, unknown, where it needs no looking; a literal
 * @method: (nullable): address
 * @evidence: (nullable): why
 * @write_error: (nullable): why the target could not write beside it, though the guest would
 *
 * A storage element of the guest, seen as a question.
 */
typedef struct {
  char *name;
  char *disk;
  gboolean top;
  gboolean writable;
  char *paths[2];
  gboolean is_directory;
  const char *result;
  const char *method;
  char *evidence;
  char *write_error;
} DroverProofElement;

GPtrArray *
drover_proof_list_elements (const DroverGuest *guest, const DroverGuest *effective, const DroverFacts *facts);
const DroverFactPool *
drover_proof_find_pool_over (const DroverFacts *facts, DroverSide side, const char *directory);
char *drover_proof_get_same_export (const DroverFacts *facts, const char *source, const char *target);

G_END_DECLS
