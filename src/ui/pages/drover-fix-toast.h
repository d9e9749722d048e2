/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

/**
 * DroverFixUndone:
 * @page: the page that applied it
 *
 * A remedy was taken back, or could not be.
 */
typedef void (*DroverFixUndone) (DroverPage *page);

void drover_fix_toast_show (DroverPage *page,
                            DroverFix *fix,
                            DroverConnection *source,
                            DroverConnection *target,
                            DroverFixUndone undone);

G_END_DECLS
