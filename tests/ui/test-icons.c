/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The icons of every day are painted when the program is built: an SVG file makes it load librsvg. */
#include <adwaita.h>

typedef struct {
  const char *name;
  int size; /* logical pixels */
} IconCase;

static void
test_icon (gconstpointer data)
{
  const IconCase *row = data;
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (int scale = 1; scale <= 2; scale++)
    {
      g_autoptr (GtkIconPaintable) icon =
          gtk_icon_theme_lookup_icon (theme, row->name, NULL, row->size, scale, GTK_TEXT_DIR_LTR, 0);
      g_autoptr (GFile) file = gtk_icon_paintable_get_file (icon);
      g_autofree char *uri = file ? g_file_get_uri (file) : NULL;

      g_test_message ("%s at %d×%d: %s", row->name, row->size, scale, uri);
      g_assert_nonnull (uri);
      g_assert_true (g_str_has_prefix (uri, "resource:///io/github/drovervm/Drover/icons/"));
      g_assert_true (g_str_has_suffix (uri, ".symbolic.png"));
    }
}

int
main (int argc, char **argv)
{
  static const IconCase icons[] = {
    { "adw-expander-arrow-symbolic", 16 },
    { "drover-hosts-symbolic", 128 },
    { "drover-spinner-symbolic", 16 },
    { "drover-spinner-symbolic", 32 },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/drovervm/Drover/icons");
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      g_autofree char *path = g_strdup_printf ("/icons/%s/%d", icons[i].name, icons[i].size);

      g_test_add_data_func (path, &icons[i], test_icon);
    }
  return g_test_run ();
}
