/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DROVER_TYPE_HOLD (drover_hold_get_type ())

/**
 * DroverHold:
 *
 * While one is there, its window asks before it closes: something is under way that closing would leave
 * half done.
 */
G_DECLARE_FINAL_TYPE (DroverHold, drover_hold, DROVER, HOLD, GObject)

DroverHold *
drover_hold_new (GtkWidget *widget, const char *heading, const char *consequence, const char *stop);
void drover_hold_end (DroverHold *hold);

G_END_DECLS
