/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_STORAGE_PAGE (drover_storage_page_get_type ())

/**
 * DroverStoragePage:
 *
 * Shared storage, the first time: from nothing to a proved pool, and the guest's disks in it.
 */
G_DECLARE_FINAL_TYPE (DroverStoragePage, drover_storage_page, DROVER, STORAGE_PAGE, DroverPage)

G_END_DECLS
