/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/storage/drover-storage-section.h"

G_BEGIN_DECLS

#define DROVER_TYPE_SETUP_SECTION (drover_setup_section_get_type ())

/**
 * DroverSetupSection:
 *
 * The same pool on both hosts: what would be done, and doing it.
 */
G_DECLARE_FINAL_TYPE (DroverSetupSection, drover_setup_section, DROVER, SETUP_SECTION, DroverStorageSection)

GtkWidget *drover_setup_section_new (DroverStorageWay *way);

G_END_DECLS
