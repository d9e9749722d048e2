/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/storage/drover-storage-section.h"

G_BEGIN_DECLS

#define DROVER_TYPE_DISKS_SECTION (drover_disks_section_get_type ())

/**
 * DroverDisksSection:
 *
 * The guest's disks, moved into the pool.
 */
G_DECLARE_FINAL_TYPE (DroverDisksSection, drover_disks_section, DROVER, DISKS_SECTION, DroverStorageSection)

GtkWidget *drover_disks_section_new (DroverStorageWay *way);

G_END_DECLS
