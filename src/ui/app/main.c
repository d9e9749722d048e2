/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/drover-application.h"
#include "drover-config.h"
#include "drover-core.h"

int
main (int argc, char **argv)
{
  g_autoptr (DroverApplication) application = NULL;

  drover_language_init (DROVER_LOCALEDIR);
  g_set_application_name (_ ("Drover"));

  application = drover_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
