/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_MOVE_CHOICES (drover_move_choices_get_type ())

/**
 * DroverMoveChoices:
 *
 * How disks are to be moved, where it shall not be the usual way.
 */
G_DECLARE_FINAL_TYPE (DroverMoveChoices, drover_move_choices, DROVER, MOVE_CHOICES, AdwBin)

GtkWidget *drover_move_choices_new (void);
void drover_move_choices_apply (DroverMoveChoices *choices, DroverMoveOptions *options);

G_END_DECLS
