/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/drover-page.h"

G_BEGIN_DECLS

#define DROVER_TYPE_WINDOW (drover_window_get_type ())

/**
 * DroverWindow:
 *
 * The wizard: its pages in their order, and the way back and forward.
 */
G_DECLARE_FINAL_TYPE (DroverWindow, drover_window, DROVER, WINDOW, AdwApplicationWindow)

DroverWindow *drover_window_new (GtkApplication *application, DroverSession *session);
DroverSession *drover_window_get_session (DroverWindow *window);
void drover_window_show_page (DroverWindow *window, DroverPageId id);
void drover_window_tell (DroverWindow *window, const char *text);

G_END_DECLS
