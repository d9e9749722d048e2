/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-language.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>

/**
 * drover_language_init:
 * @directory: where the catalogues were installed
 *
 * Lets a program speak the user's language. Call it once, first, in the main thread. A program that was not
 * installed finds the catalogues of its build folder (`po`) where `DROVER_LOCALEDIR` in the environment names
 * it.
 */
void
drover_language_init (const char *directory)
{
  const char *elsewhere = g_getenv ("DROVER_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, elsewhere ? elsewhere : directory);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
