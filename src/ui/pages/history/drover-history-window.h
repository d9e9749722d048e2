/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DROVER_TYPE_HISTORY_WINDOW (drover_history_window_get_type ())

/**
 * DroverHistoryWindow:
 *
 * The migrations that have ended: a list, and the one that is chosen with its chart. A window of its own,
 * since it is no step of the wizard and may stand beside one that runs.
 */
G_DECLARE_FINAL_TYPE (DroverHistoryWindow, drover_history_window, DROVER, HISTORY_WINDOW, AdwWindow)

DroverHistoryWindow *drover_history_window_new (GtkApplication *application);
void drover_history_window_refresh (DroverHistoryWindow *window);

G_END_DECLS
