/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-domain.h"

G_BEGIN_DECLS

gboolean drover_dirty_rate_start (DroverDomain *domain, guint seconds, GError **error);
gboolean drover_dirty_rate_read (DroverDomain *domain, gint64 *rate, GError **error);
gint64 drover_domain_get_migration_limit (DroverDomain *domain);

G_END_DECLS
