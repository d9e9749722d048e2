/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_MOVING_PAGE (drover_moving_page_get_type ())

/**
 * DroverMovingPage:
 *
 * A migration under way: its chart, its figures, and how to stop it.
 */
G_DECLARE_FINAL_TYPE (DroverMovingPage, drover_moving_page, DROVER, MOVING_PAGE, DroverPage)

G_END_DECLS
