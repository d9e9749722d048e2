/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-quote.h"

#include <stdarg.h>
#include <string.h>

/* Words made of these alone mean themselves in every POSIX shell; quoting them would only be noise. */
static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";

/**
 * drover_quote_argv:
 * @argv: (array zero-terminated=1): the words of a command
 *
 * Returns: (transfer full): one line that a POSIX shell splits into exactly @argv
 */
char *
drover_quote_argv (const char *const *argv)
{
  GString *line = g_string_new (NULL);

  for (gsize i = 0; argv[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (line, ' ');
      if (argv[i][0] != '\0' && argv[i][strspn (argv[i], safe)] == '\0')
        g_string_append (line, argv[i]);
      else
        {
          g_autofree char *quoted = g_shell_quote (argv[i]);
          g_string_append (line, quoted);
        }
    }
  return g_string_free (line, FALSE);
}

/**
 * drover_quote_command:
 * @first: the program
 * @...: its arguments, ended by %NULL
 *
 * Returns: (transfer full): as [func@quote_argv]
 */
char *
drover_quote_command (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  va_list args;

  va_start (args, first);
  for (const char *word = first; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  return drover_quote_argv ((const char *const *) argv->pdata);
}

static gboolean
is_harmless (gunichar c)
{
  /* Bidirectional overrides reorder what a person reads; control characters drive terminals. */
  if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f)
    return FALSE;
  return c == '\n' || c == '\t' || !g_unichar_iscntrl (c);
}

/* Most of what comes from a host: there is nothing to make harmless. */
static gboolean
is_plain_ascii (const char *text)
{
  while (*text == '\n' || *text == '\t' || (*text >= 0x20 && *text < 0x7f))
    text++;
  return *text == '\0';
}

/**
 * drover_printable:
 * @text: (nullable): text that came from a host
 *
 * Makes text from elsewhere fit for a terminal: valid UTF-8, no control or reordering characters but
 * newline and tab.
 *
 * Returns: (transfer full) (nullable): the harmless text
 */
char *
drover_printable (const char *text)
{
  if (text == NULL || is_plain_ascii (text))
    return g_strdup (text);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_harmless (c))
        g_string_append_unichar (out, c);
      else
        g_string_append_printf (out, "\\u%04x", c);
    }
  return g_string_free (out, FALSE);
}
