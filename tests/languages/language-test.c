/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language-test.h"

#include <glib/gi18n-lib.h>

#include "base/drover-language.h"

#define OPENS 0x27e6 /* ⟦ */
#define CLOSES 0x27e7

/**
 * language_test_init:
 *
 * Before any other function: from now on the program speaks the language of pseudo.py, to which the
 * environment points.
 */
void
language_test_init (void)
{
  drover_language_init ("/dev/null");
  g_assert_true (g_str_has_prefix (dgettext (GETTEXT_PACKAGE, "unknown error"), "⟦unknown error"));
}

/**
 * language_dup_rest:
 * @text: what is shown
 *
 * Returns: (transfer full): what of it was not translated; for each text that was there is a space in it
 */
char *
language_dup_rest (const char *text)
{
  GString *rest = g_string_new (NULL);
  guint depth = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == OPENS)
        depth++;
      else if (c == CLOSES && depth > 0)
        {
          depth--;
          g_string_append_c (rest, ' ');
        }
      else if (depth == 0)
        g_string_append_unichar (rest, c);
    }
  return g_string_free (rest, FALSE);
}

/**
 * language_is_whole:
 *
 * Returns: whether @text is a text of the program from its beginning to its end
 */
gboolean
language_is_whole (const char *text)
{
  g_autofree char *rest = language_dup_rest (text);

  return g_str_has_prefix (text, "⟦") && g_strstrip (rest)[0] == '\0';
}
