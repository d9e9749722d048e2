/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"

G_BEGIN_DECLS

const DroverFactPool *drover_pool_find_by_name (const DroverFactPools *pools, const char *name);
const DroverFactPool *drover_pool_find_at (const DroverFactPools *pools, const char *dir, gboolean active);
const DroverFactPool *drover_pool_find_around (const DroverFactPools *pools, const char *path);
gboolean drover_pool_holds_files (const DroverFactPool *pool);

G_END_DECLS
