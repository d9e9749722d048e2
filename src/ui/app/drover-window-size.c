/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-window-size.h"

#include "app/drover-application.h"
#include "drover-core.h"

/**
 * drover_window_size_remember:
 * @window: a window that was not shown yet
 *
 * Gives the window the size it was left with, and remembers what becomes of it.
 */
void
drover_window_size_remember (GtkWindow *window)
{
  g_autoptr (GSettings) settings = drover_settings_new (DROVER_APP_ID, "window-width", G_VARIANT_TYPE_INT32);

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (settings == NULL)
    return;
  g_settings_bind (settings, "window-width", window, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", window, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", window, "maximized", G_SETTINGS_BIND_DEFAULT);
}
