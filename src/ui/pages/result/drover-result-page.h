/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_RESULT_PAGE (drover_result_page_get_type ())

/**
 * DroverResultPage:
 *
 * What became of a migration, by the word of both hosts.
 */
G_DECLARE_FINAL_TYPE (DroverResultPage, drover_result_page, DROVER, RESULT_PAGE, DroverPage)

G_END_DECLS
