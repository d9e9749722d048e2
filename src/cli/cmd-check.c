/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-findings.h"
#include "cli-migrate-options.h"
#include "cli-output.h"
#include "cli-preflight.h"

static CliStatus
status_of (DroverRunVerdict verdict, gboolean strict)
{
  switch (verdict)
    {
    case DROVER_RUN_READY:
      return CLI_DONE;
    case DROVER_RUN_WARNINGS:
      return strict ? CLI_NOT_DONE : CLI_DONE;
    case DROVER_RUN_BLOCKED:
      return CLI_NOT_DONE;
    case DROVER_RUN_UNKNOWN:
      return CLI_UNDETERMINED;
    }
  g_return_val_if_reached (CLI_NOT_DONE);
}

/**
 * cli_check:
 *
 * `droverctl check`: tells whether a guest can move.
 */
CliStatus
cli_check (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliEnds) ends = { 0 };
  g_auto (GStrv) only = NULL;
  g_auto (GStrv) ignore = NULL;
  gboolean passive = FALSE;
  gboolean strict = FALSE;
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (DroverPreflight) preflight = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;
  const GOptionEntry entries[] = {
    { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &only, N_ ("Run this check alone; may be given again"),
      N_ ("ID") },
    { "ignore", 0, 0, G_OPTION_ARG_STRING_ARRAY, &ignore, N_ ("Go over this finding; may be given again"),
      N_ ("ID") },
    { "passive", 0, 0, G_OPTION_ARG_NONE, &passive, N_ ("Only look: create nothing on any host"), NULL },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &strict, N_ ("Take warnings for blockers"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "check", TRUE);
  g_option_context_add_group (parser.options, cli_migrate_options_group (options));
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (!cli_parser_take_ends (&parser, TRUE, &ends, &error))
    return cli_fail (error);

  plan = drover_plan_new (ends.source, ends.target, ends.domain, options);
  preflight = cli_preflight_run (context, plan,
                                 &(CliPreflightOptions){ .only = (const char *const *) only,
                                                         .ignore = (const char *const *) ignore,
                                                         .passive = passive },
                                 &error);
  if (preflight == NULL || !cli_preflight_find_usage_error (preflight, &error))
    return cli_fail (error);

  if (context->json)
    {
      g_autoptr (JsonNode) node = cli_preflight_to_json (preflight);

      cli_print_json (node, TRUE);
    }
  else
    cli_print_preflight (context, preflight);
  return status_of (drover_preflight_get_verdict (preflight), strict);
}
