/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_HOW_PAGE (drover_how_page_get_type ())

/**
 * DroverHowPage:
 *
 * How the guest moves: three choices in words, every option of libvirt, and the command that does the same.
 */
G_DECLARE_FINAL_TYPE (DroverHowPage, drover_how_page, DROVER, HOW_PAGE, DroverPage)

G_END_DECLS
