/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-prompt.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>

static char *
read_line (FILE *terminal)
{
  char *line = NULL;
  size_t size = 0;
  ssize_t length = getline (&line, &size, terminal);
  char *text = length > 0 ? g_strndup (line, strcspn (line, "\r\n")) : NULL;

  if (line != NULL)
    explicit_bzero (line, size);
  free (line);
  return text;
}

static char *
ask (const char *prompt, gboolean secret)
{
  static GMutex one_at_a_time;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&one_at_a_time);
  g_autofree char *question = drover_printable (prompt);
  FILE *terminal = fopen ("/dev/tty", "r+e");
  struct termios before;
  gboolean hidden;
  char *answer;

  if (terminal == NULL)
    return NULL;
  hidden = secret && tcgetattr (fileno (terminal), &before) == 0;
  fprintf (terminal, "%s%s ", question, g_str_has_suffix (question, ":") ? "" : ":");
  fflush (terminal);
  if (hidden)
    {
      struct termios quiet = before;

      quiet.c_lflag &= (tcflag_t) ~ECHO;
      tcsetattr (fileno (terminal), TCSAFLUSH, &quiet);
    }
  answer = read_line (terminal);
  if (hidden)
    {
      tcsetattr (fileno (terminal), TCSAFLUSH, &before);
      fputc ('\n', terminal);
    }
  fclose (terminal);
  return answer;
}

/**
 * cli_prompt:
 * @question: what the host asks
 * @cancellable: unused: who types at a terminal ends it with Ctrl-C
 * @user_data: unused
 *
 * Asks on the terminal, one question at a time. Runs in a worker thread.
 *
 * Returns: (transfer full) (nullable): the answer
 */
char *
cli_prompt (const DroverQuestion *question, GCancellable *cancellable, gpointer user_data)
{
  return ask (question->prompt, question->secret);
}

/**
 * cli_ask_yes_no:
 * @question: translated
 *
 * Returns: whether the person at the terminal said yes
 */
gboolean
cli_ask_yes_no (const char *question)
{
  g_autofree char *full = g_strdup_printf (_ ("%s [y/N]:"), question);
  g_autofree char *answer = ask (full, FALSE);

  if (answer == NULL)
    return FALSE;
  /* Translators: the letter that means "yes" when typed at a question */
  return g_str_has_prefix (answer, "y") || g_str_has_prefix (answer, "Y") ||
         g_str_has_prefix (answer, _ ("y"));
}
