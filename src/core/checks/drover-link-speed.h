/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

const DroverFactLink *
drover_link_find_to (const DroverFactSystem *system, const char *address, gboolean itself);
gint64 drover_link_get_way_speed (const DroverFactSystem *source,
                                  const DroverFactSystem *target,
                                  const char *address);

G_END_DECLS
