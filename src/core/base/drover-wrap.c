/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-wrap.h"

#include <string.h>

static guint
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * drover_columns:
 * @text: valid UTF-8 without control characters
 * @length: in bytes, or -1 for all of it
 *
 * Returns: how many columns of a terminal @text takes; Chinese, Japanese and Korean characters take two
 */
guint
drover_columns (const char *text, gssize length)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  guint columns = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    columns += columns_of (g_utf8_get_char (p));
  return columns;
}

/* What must not come first in a line: punctuation that closes, goes on or counts, and what sits on another
 * letter. */
static gboolean
clings_to_the_left (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (g_unichar_iszerowidth (c) || type == G_UNICODE_CLOSE_PUNCTUATION || type == G_UNICODE_FINAL_PUNCTUATION)
    return TRUE;
  return c < 0x80 ? g_unichar_ispunct (c) && type != G_UNICODE_OPEN_PUNCTUATION
                  : g_unichar_break_type (c) == G_UNICODE_BREAK_NON_STARTER ||
                        g_unichar_break_type (c) == G_UNICODE_BREAK_CLOSE_PUNCTUATION ||
                        g_unichar_break_type (c) == G_UNICODE_BREAK_EXCLAMATION ||
                        g_unichar_break_type (c) == G_UNICODE_BREAK_INSEPARABLE;
}

static gboolean
clings_to_the_right (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

/* Scripts without spaces between words may be broken before and behind each of their characters, within
 * limits: the essence of UAX #14. */
static gboolean
may_break_between (gunichar before, gunichar after)
{
  return (g_unichar_iswide (before) || g_unichar_iswide (after)) && !clings_to_the_right (before) &&
         !clings_to_the_left (after);
}

/* The end of the piece at `p` that no line break may fall into. */
static const char *
end_of_piece (const char *p)
{
  gunichar before = g_utf8_get_char (p);

  for (p = g_utf8_next_char (p); *p != '\0' && *p != ' ' && *p != '\n'; p = g_utf8_next_char (p))
    {
      gunichar after = g_utf8_get_char (p);

      if (may_break_between (before, after))
        break;
      before = after;
    }
  return p;
}

static void
begin_line (GString *out, guint indent)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < indent; i++)
    g_string_append_c (out, ' ');
}

/**
 * drover_append_wrapped:
 * @out: where to; what its last line holds already takes @indent columns
 * @indent: columns before each further line
 * @text: valid UTF-8: a paragraph or several, separated by newlines, with no other control characters
 * @width: columns of the terminal, 0 to break no lines
 *
 * Appends @text, broken at spaces and between the characters of scripts that have no spaces. What has
 * neither, a command's path for instance, is left whole, though it be too long. No newline is appended at the
 * end.
 */
void
drover_append_wrapped (GString *out, guint indent, const char *text, guint width)
{
  guint at = indent;
  guint spaces = 0;

  for (const char *p = text; *p != '\0';)
    {
      const char *end;
      guint wide;

      if (*p == '\n' || *p == ' ')
        {
          spaces = *p == ' ' && at > indent ? spaces + 1 : 0;
          if (*p == '\n')
            {
              begin_line (out, indent);
              at = indent;
            }
          p++;
          continue;
        }
      end = end_of_piece (p);
      wide = drover_columns (p, end - p);
      if (width > 0 && at > indent && at + spaces + wide > width)
        {
          begin_line (out, indent);
          at = indent;
          spaces = 0;
        }
      at += spaces + wide;
      for (; spaces > 0; spaces--)
        g_string_append_c (out, ' ');
      g_string_append_len (out, p, end - p);
      p = end;
    }
}
