/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_GUESTS_PAGE (drover_guests_page_get_type ())

/**
 * DroverGuestsPage:
 *
 * Which guest moves, and where to.
 */
G_DECLARE_FINAL_TYPE (DroverGuestsPage, drover_guests_page, DROVER, GUESTS_PAGE, DroverPage)

G_END_DECLS
