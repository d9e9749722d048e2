/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/drover-side.h"
#include "facts/drover-sighting.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverProofImage:
 * @names: by #DroverSide: the file's name in the source's directory and in the target's
 * @writable: whether the guest may write to it
 * @before: (nullable): what the source said first
 * @there: (nullable): what the target said
 * @missing: whether the target has none
 * @after: (nullable): what the source said last
 *
 * An image to look at along the way.
 */
typedef struct {
  char *names[2];
  gboolean writable;
  DroverVolume *before;
  DroverVolume *there;
  gboolean missing;
  DroverVolume *after;
} DroverProofImage;

/**
 * DroverDirectoryProof:
 *
 * The question whether a directory of the source and one of the target are the same. Reference-counted, as
 * the host may never answer: its sighting and images may only be read when the proof has returned.
 */
typedef struct {
  gatomicrefcount refs;
  DroverConnection *connections[2];
  char *directories[2];
  GCancellable *cancellable;
  GPtrArray *images; /* DroverProofImage */
  DroverSighting sighting;
} DroverDirectoryProof;

DroverDirectoryProof *drover_directory_proof_new (DroverConnection *const connections[2],
                                                  const char *source,
                                                  const char *target,
                                                  GCancellable *cancellable);
DroverDirectoryProof *drover_directory_proof_ref (DroverDirectoryProof *proof);
void drover_directory_proof_unref (DroverDirectoryProof *proof);
DroverProofImage *drover_directory_proof_add_image (DroverDirectoryProof *proof,
                                                    const char *source,
                                                    const char *target,
                                                    gboolean writable);
gboolean drover_directory_proof_run (gpointer proof, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverDirectoryProof, drover_directory_proof_unref)

G_END_DECLS
