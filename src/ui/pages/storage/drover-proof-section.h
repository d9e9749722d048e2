/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/storage/drover-storage-section.h"

G_BEGIN_DECLS

#define DROVER_TYPE_PROOF_SECTION (drover_proof_section_get_type ())

/**
 * DroverProofSection:
 *
 * The proof that both hosts have the same storage.
 */
G_DECLARE_FINAL_TYPE (DroverProofSection, drover_proof_section, DROVER, PROOF_SECTION, DroverStorageSection)

GtkWidget *drover_proof_section_new (DroverStorageWay *way);

G_END_DECLS
