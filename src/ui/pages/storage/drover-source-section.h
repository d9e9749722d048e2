/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/storage/drover-storage-section.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SOURCE_SECTION (drover_source_section_get_type ())

/**
 * DroverSourceSection:
 *
 * What a storage server offers and what the hosts have already: one of it is chosen.
 */
G_DECLARE_FINAL_TYPE (
    DroverSourceSection, drover_source_section, DROVER, SOURCE_SECTION, DroverStorageSection)

GtkWidget *drover_source_section_new (DroverStorageWay *way);

G_END_DECLS
