/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "cli-options.h"
#include "cli-output.h"

/* More than any error is; the rest of a longer log is left unread. */
#define MAX_TEXT (256 * 1024)

static char *
read_stdin (GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autofree char *buffer = g_malloc (MAX_TEXT + 1);
  gsize n = 0;

  if (!g_input_stream_read_all (stream, buffer, MAX_TEXT, &n, NULL, error))
    return NULL;
  buffer[n] = '\0';
  return g_utf8_make_valid (buffer, (gssize) n);
}

/**
 * cli_explain:
 *
 * `droverctl explain`: an error text, or standard input, explained.
 */
CliStatus
cli_explain (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autoptr (DroverExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CliStatus status;

  cli_parser_init (&parser, "explain", FALSE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  if (parser.rest != NULL)
    text = g_strjoinv (" ", parser.rest);
  else
    text = read_stdin (&error);
  if (text == NULL)
    return cli_fail (error);
  if (g_strstrip (text)[0] == '\0')
    return cli_usage (_ ("there is nothing to explain: give the error's text, or pipe it in"));

  explanation = drover_explain (text, 0, 0);
  if (context->json)
    {
      g_autoptr (JsonNode) node = drover_explanation_to_json (explanation);

      cli_print_json (node, TRUE);
    }
  else
    {
      g_autofree char *out = drover_explanation_to_text (explanation, MIN (context->width, 100));

      g_print ("%s\n", g_strchomp (out));
    }
  return CLI_DONE;
}
