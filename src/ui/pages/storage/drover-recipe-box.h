/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/storage/drover-storage-way.h"

G_BEGIN_DECLS

#define DROVER_TYPE_RECIPE_BOX (drover_recipe_box_get_type ())

/**
 * DroverRecipeBox:
 *
 * How to make a storage server, step by step: folded until somebody wants it.
 */
G_DECLARE_FINAL_TYPE (DroverRecipeBox, drover_recipe_box, DROVER, RECIPE_BOX, AdwBin)

GtkWidget *drover_recipe_box_new (DroverStorageWay *way);
void drover_recipe_box_set_server (DroverRecipeBox *box, const char *server);

G_END_DECLS
