/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_COMPARE_PAGE (drover_compare_page_get_type ())

/**
 * DroverComparePage:
 *
 * The hosts side by side: what differs, their CPU features, who can move to whom, and the CPU all can give.
 */
G_DECLARE_FINAL_TYPE (DroverComparePage, drover_compare_page, DROVER, COMPARE_PAGE, DroverPage)

G_END_DECLS
