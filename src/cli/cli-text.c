/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-text.h"

#include "drover-core.h"

/**
 * cli_text_width:
 * @text: valid UTF-8 without control characters
 *
 * Returns: how many columns of a terminal @text takes
 */
guint
cli_text_width (const char *text)
{
  return drover_columns (text, -1);
}

/**
 * cli_text_plain:
 * @text: text from anywhere
 * @ascii: whether the terminal knows nothing but ASCII
 *
 * Makes text fit for one line of a terminal: no newline, tab or control character, no space that is none.
 *
 * Returns: (transfer full): the text for one line
 */
char *
cli_text_plain (const char *text, gboolean ascii)
{
  g_autofree char *harmless = drover_printable (text);
  GString *line = g_string_sized_new (64);

  for (const char *p = harmless; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* GLib writes sizes with a no-break space. */
      g_string_append_unichar (line, g_unichar_isspace (c) ? ' ' : c);
    }
  if (ascii)
    {
      char *transliterated = g_str_to_ascii (line->str, NULL);

      g_string_free (line, TRUE);
      return transliterated;
    }
  return g_string_free (line, FALSE);
}

/**
 * cli_text_fit:
 * @text: text from anywhere
 * @width: columns there are
 * @ascii: whether the terminal knows nothing but ASCII
 *
 * Returns: (transfer full): @text on one line, cut with an ellipsis where it is too long
 */
char *
cli_text_fit (const char *text, guint width, gboolean ascii)
{
  g_autofree char *plain = cli_text_plain (text, ascii);
  const char *ellipsis = ascii ? "..." : "…";
  guint room = width > cli_text_width (ellipsis) ? width - cli_text_width (ellipsis) : 0;
  guint used = 0;
  const char *p = plain;
  GString *line;

  if (cli_text_width (plain) <= width)
    return g_steal_pointer (&plain);
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      used += drover_columns (p, g_utf8_next_char (p) - p);
      if (used > room)
        break;
    }
  line = g_string_new_len (plain, p - plain);
  if (width > room)
    g_string_append (line, room > 0 ? ellipsis : "");
  return g_string_free (line, FALSE);
}

/**
 * cli_text_append_right:
 * @line: where to
 * @text: a word
 * @width: columns the word is to end at
 *
 * Appends @text behind as many spaces as fill up @width.
 */
void
cli_text_append_right (GString *line, const char *text, guint width)
{
  for (guint i = cli_text_width (text); i < width; i++)
    g_string_append_c (line, ' ');
  g_string_append (line, text);
}
