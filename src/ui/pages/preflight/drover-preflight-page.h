/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_PREFLIGHT_PAGE (drover_preflight_page_get_type ())

/**
 * DroverPreflightPage:
 *
 * Whether it will work, why not, and the ways out.
 */
G_DECLARE_FINAL_TYPE (DroverPreflightPage, drover_preflight_page, DROVER, PREFLIGHT_PAGE, DroverPage)

G_END_DECLS
