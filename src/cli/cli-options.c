/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-options.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "cli-output.h"
#include "cli-prompt.h"

#define MAX_TIMEOUT_S 3600

/**
 * cli_ends_clear:
 * @ends: what to clear
 */
void
cli_ends_clear (CliEnds *ends)
{
  g_clear_pointer (&ends->domain, g_free);
  g_clear_pointer (&ends->source, drover_uri_free);
  g_clear_pointer (&ends->target, drover_uri_free);
}

/**
 * cli_parse_timeout:
 * @timeout_ms: (out): set only on success
 *
 * Returns: whether @text is a number of seconds that makes sense
 */
gboolean
cli_parse_timeout (const char *text, guint *timeout_ms, GError **error)
{
  guint64 seconds;

  if (!drover_parse_uint ("--timeout", text, 1, MAX_TIMEOUT_S, &seconds, error))
    return FALSE;
  *timeout_ms = (guint) seconds * 1000;
  return TRUE;
}

/**
 * cli_parser_init:
 * @command: the command's name
 * @with_ends: it takes `--from` and `--to`
 */
void
cli_parser_init (CliParser *parser, const char *command, gboolean with_ends)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &parser->json, N_ ("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &parser->rest, NULL, NULL },
    { NULL },
  };
  const GOptionEntry ends[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &parser->from, N_ ("The host the guest runs on"), N_ ("URI") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &parser->to, N_ ("The host it shall run on"), N_ ("URI") },
    { NULL },
  };
  const CliCommand *described = cli_find_command (command);

  *parser = (CliParser){ 0 };
  parser->options =
      g_option_context_new (described->arguments[0] ? _ (described->arguments) : described->arguments);
  g_option_context_set_summary (parser->options, _ (described->summary));
  g_option_context_set_translation_domain (parser->options, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (parser->options, FALSE);
  g_option_context_add_main_entries (parser->options, common, GETTEXT_PACKAGE);
  if (with_ends)
    g_option_context_add_main_entries (parser->options, ends, GETTEXT_PACKAGE);
}

/**
 * cli_parser_clear:
 * @parser: what to clear
 */
void
cli_parser_clear (CliParser *parser)
{
  g_clear_pointer (&parser->options, g_option_context_free);
  g_clear_pointer (&parser->from, g_free);
  g_clear_pointer (&parser->to, g_free);
  g_clear_pointer (&parser->rest, g_strfreev);
}

/**
 * cli_parser_parse:
 * @entries: (nullable): the command's own options
 * @argc: number of words, the command's name first
 * @argv: the words
 * @status: (out): the exit status, when there is nothing left to do
 *
 * Returns: whether the command shall go on
 */
gboolean
cli_parser_parse (CliParser *parser,
                  CliContext *context,
                  const GOptionEntry *entries,
                  int argc,
                  char **argv,
                  CliStatus *status)
{
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) copy = g_new0 (char *, argc + 1);

  for (int i = 0; i < argc; i++)
    copy[i] = g_strdup (argv[i]);
  if (entries != NULL)
    g_option_context_add_main_entries (parser->options, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (parser->options, help_entry, GETTEXT_PACKAGE);

  if (context->help != NULL)
    {
      *context->help = g_option_context_get_help (parser->options, FALSE, NULL);
      *status = CLI_DONE;
      return FALSE;
    }
  if (!g_option_context_parse_strv (parser->options, &copy, &error))
    {
      *status = cli_fail (error);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *name = g_strdup_printf ("droverctl %s", argv[0]);
      g_autofree char *text = NULL;

      g_set_prgname (name);
      text = g_option_context_get_help (parser->options, FALSE, NULL);
      g_print ("%s", text);
      *status = CLI_DONE;
      return FALSE;
    }
  context->json |= parser->json;
  return TRUE;
}

static DroverUri *
parse_end (const char *option, const char *text, GError **error)
{
  DroverUri *uri;

  if (text == NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("%s is missing: give the host's libvirt URI, as in %s qemu+ssh://host/system"), option,
                   option);
      return NULL;
    }
  uri = drover_uri_parse (text, error);
  if (uri == NULL)
    g_prefix_error (error, "%s: ", option);
  return uri;
}

/**
 * cli_parser_take_ends:
 * @needs_target: whether `--to` must be there
 * @ends: (out): set only on success
 * @error: %DROVER_ERROR_INVALID_INPUT naming what is missing or wrong
 *
 * Returns: whether guest, source and target were given and make sense
 */
gboolean
cli_parser_take_ends (CliParser *parser, gboolean needs_target, CliEnds *ends, GError **error)
{
  g_auto (CliEnds) taken = { 0 };
  guint n_rest = parser->rest ? g_strv_length (parser->rest) : 0;

  if (n_rest != 1 || parser->rest[0][0] == '\0')
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   n_rest > 1 ? _ ("“%s” is one word too many: one guest at a time")
                              : _ ("%sthe guest's name is missing"),
                   n_rest > 1 ? parser->rest[1] : "");
      return FALSE;
    }
  taken.domain = g_strdup (parser->rest[0]);
  taken.source = parse_end ("--from", parser->from, error);
  if (taken.source == NULL)
    return FALSE;
  if (parser->to != NULL || needs_target)
    {
      taken.target = parse_end ("--to", parser->to, error);
      if (taken.target == NULL)
        return FALSE;
      if (g_str_equal (taken.source->text, taken.target->text))
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                       _ ("--from and --to name the same host, “%s”: a guest moves between two"),
                       taken.source->text);
          return FALSE;
        }
    }
  *ends = taken;
  taken = (CliEnds){ 0 };
  return TRUE;
}

/**
 * cli_open_options_init:
 * @options: (out): how to connect: questions only where there is a terminal to ask on
 */
void
cli_open_options_init (DroverOpenOptions *options, const CliContext *context)
{
  gboolean can_ask = isatty (STDIN_FILENO) && isatty (STDERR_FILENO);

  *options = (DroverOpenOptions){
    .timeout_ms = context->timeout_ms,
    .read_only = context->read_only,
    .tty = can_ask,
    /* Root is never asked. */
    .polkit_agent = can_ask && geteuid () != 0,
    .prompt = can_ask ? cli_prompt : NULL,
  };
}
