/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-window-size.h"

#include "app/drover-application.h"

/**
 * drover_window_size_remember:
 * @window: a window that was not shown yet
 *
 * Gives the window the size it was left with, and remembers what becomes of it. Where the schema is not
 * installed, as in a build directory that GSETTINGS_SCHEMA_DIR does not name, it keeps the size it has.
 */
void
drover_window_size_remember (GtkWindow *window)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup (source, DROVER_APP_ID, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (schema == NULL)
    return;
  settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_bind (settings, "window-width", window, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", window, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", window, "maximized", G_SETTINGS_BIND_DEFAULT);
}
