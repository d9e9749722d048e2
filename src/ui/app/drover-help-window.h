/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DROVER_TYPE_HELP_WINDOW (drover_help_window_get_type ())

/**
 * DroverHelpWindow:
 *
 * Short pages on what somebody may want to do. It stands beside the wizard, so that both can be read.
 */
G_DECLARE_FINAL_TYPE (DroverHelpWindow, drover_help_window, DROVER, HELP_WINDOW, AdwWindow)

DroverHelpWindow *drover_help_window_new (GtkApplication *application);

G_END_DECLS
