/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"

G_BEGIN_DECLS

DroverFactSystem *drover_system_read (GHashTable *answers, gint64 begin_us, gint64 end_us);

/* For drover_system_read(): */
GPtrArray *drover_system_read_links (const char *links, const char *addresses);

G_END_DECLS
