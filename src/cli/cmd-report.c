/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "cli-history.h"
#include "cli-output.h"

/**
 * cli_report:
 *
 * `droverctl report`: a migration that has ended, as a page or as data.
 */
CliStatus
cli_report (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autofree char *format_name = NULL;
  g_autofree char *output = NULL;
  g_autofree char *text = NULL;
  gboolean redact = FALSE;
  g_autoptr (DroverRun) run = NULL;
  g_autoptr (GError) error = NULL;
  DroverReportFormat format = DROVER_REPORT_HTML;
  CliStatus status;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("html, json or csv; html unless given"),
      N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Write to this file, not to standard output"),
      N_ ("FILE") },
    { "redact", 0, 0, G_OPTION_ARG_NONE, &redact, N_ ("Leave out the names and addresses of hosts"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "report", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (context->json)
    format = DROVER_REPORT_JSON;
  if (format_name != NULL && !drover_report_format_from_string (format_name, &format))
    return cli_usage (_ ("--format: “%s” is not one of html, json, csv"), format_name);
  run = cli_history_load (parser.rest, &status);
  if (run == NULL)
    return status;
  if (redact)
    {
      DroverRun *redacted = drover_run_redact (run);

      drover_record_unref (run);
      run = redacted;
    }
  text = drover_report_write (run, format);
  if (output == NULL)
    g_print ("%s", text);
  else if (!g_file_set_contents (output, text, (gssize) strlen (text), &error))
    return cli_fail (error);
  return CLI_DONE;
}
