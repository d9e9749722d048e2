/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_HOSTS_PAGE (drover_hosts_page_get_type ())

/**
 * DroverHostsPage:
 *
 * The known hosts, and how they are.
 */
G_DECLARE_FINAL_TYPE (DroverHostsPage, drover_hosts_page, DROVER, HOSTS_PAGE, DroverPage)

G_END_DECLS
