/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

#include <string.h>

#include "base/drover-quote.h"

/* What a host or a hypervisor put into a message is shown, but neither at any length nor on several lines. */
#define WORD_MAX_CHARS 200

static char *
tidy (const char *text)
{
  g_autofree char *clipped = g_strndup (text, WORD_MAX_CHARS * 4);
  g_autofree char *printable = drover_printable (clipped);

  g_strdelimit (printable, "\n\t", ' ');
  g_strstrip (printable);
  if (g_utf8_strlen (printable, -1) > WORD_MAX_CHARS)
    {
      g_autofree char *start = g_utf8_substring (printable, 0, WORD_MAX_CHARS);
      return g_strconcat (start, "…", NULL);
    }
  return g_steal_pointer (&printable);
}

/* (transfer full) (nullable): what is known under `name`. */
static char *
look_up (const DroverExplainWords *words, const char *name)
{
  if (words->match != NULL)
    {
      g_autofree char *captured = g_match_info_fetch_named (words->match, name);

      if (captured != NULL && captured[0] != '\0')
        return tidy (captured);
    }
  for (gsize i = 0; words->words != NULL && words->words[i] != NULL && words->words[i + 1] != NULL; i += 2)
    if (g_str_equal (words->words[i], name) && words->words[i + 1][0] != '\0')
      return tidy (words->words[i + 1]);
  return NULL;
}

/* A word that goes into a command line: anything out of the ordinary, above all what could be read as an
 * option or would mean something to sed, is left to the reader as a name in capitals. */
static gboolean
is_plain (const char *word)
{
  return word[0] != '-' && word[strspn (word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                              "_-./:+@%,[]?=")] == '\0';
}

static char *
expand (const char *template, const DroverExplainWords *words, gboolean for_command, gboolean *complete)
{
  GString *out = g_string_new (NULL);
  const char *p = template;

  for (;;)
    {
      const char *open = strchr (p, '{');
      const char *close = open != NULL ? strchr (open, '}') : NULL;

      if (close == NULL)
        break;
      g_string_append_len (out, p, open - p);

      g_autofree char *inside = g_strndup (open + 1, (gsize) (close - open - 1));
      char *otherwise = strchr (inside, '|');
      if (otherwise != NULL)
        *otherwise++ = '\0';

      g_autofree char *value = look_up (words, inside);
      if (value != NULL && for_command && !is_plain (value))
        g_clear_pointer (&value, g_free);
      if (value != NULL)
        g_string_append (out, value);
      else if (otherwise != NULL)
        g_string_append (out, otherwise);
      else
        {
          g_autofree char *capitals = g_ascii_strup (inside, -1);
          g_string_append (out, capitals);
          if (complete != NULL)
            *complete = FALSE;
        }
      p = close + 1;
    }
  g_string_append (out, p);
  return g_string_free (out, FALSE);
}

/* (transfer full): `template` with its {name} and {name|otherwise} filled; values are text, never format. */
char *
drover_explain_expand (const char *template, const DroverExplainWords *words)
{
  return expand (template, words, FALSE, NULL);
}

static gboolean
is_operator (const char *word)
{
  return g_str_equal (word, ">") || g_str_equal (word, "|") || g_str_equal (word, ";");
}

/* (transfer full): one shell line; the values can never become more than one word of it. `complete` is
 * cleared where a word is left to the reader. */
char *
drover_explain_expand_command (const char *const *argv, const DroverExplainWords *words, gboolean *complete)
{
  GString *line = g_string_new (NULL);

  for (gsize i = 0; argv[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (line, ' ');
      if (is_operator (argv[i]))
        {
          g_string_append (line, argv[i]);
          continue;
        }

      g_autofree char *word = expand (argv[i], words, TRUE, complete);
      const char *one[] = { word, NULL };
      g_autofree char *quoted = drover_quote_argv (one);
      g_string_append (line, quoted);
    }
  return g_string_free (line, FALSE);
}
