/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "app/drover-application.h"
#include "drover-config.h"

int
main (int argc, char **argv)
{
  g_autoptr (DroverApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DROVER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Drover"));

  application = drover_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
