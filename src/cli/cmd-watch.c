/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-job.h"
#include "cli-output.h"

static CliStatus
attach (CliContext *context, const CliEnds *ends, CliJobStart start)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (DroverConnection) source = NULL;
  g_autoptr (DroverConnection) target = NULL;
  g_autoptr (DroverJob) job = NULL;
  g_autoptr (GError) error = NULL;
  DroverOpenOptions open_options;

  source = cli_open (context, ends->source, &error);
  if (source != NULL && ends->target != NULL)
    target = cli_open (context, ends->target, &error);
  if (error != NULL)
    return cli_fail (error);

  /* Without a target nobody is asked there, and the end says so. */
  plan = drover_plan_new (ends->source, ends->target ? ends->target : ends->source, ends->domain, options);
  cli_open_options_init (&open_options, context);
  job = drover_job_new (plan, source, target, &open_options);
  return cli_job_run (context, job, start, NULL, NULL);
}

static CliStatus
run (CliContext *context, int argc, char **argv, CliJobStart start)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliEnds) ends = { 0 };
  g_autoptr (GError) error = NULL;
  CliStatus status;

  cli_parser_init (&parser, argv[0], TRUE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  if (!cli_parser_take_ends (&parser, FALSE, &ends, &error))
    return cli_fail (error);
  return attach (context, &ends, start);
}

/**
 * cli_watch:
 *
 * `droverctl watch`: follows a migration that somebody began.
 */
CliStatus
cli_watch (CliContext *context, int argc, char **argv)
{
  return run (context, argc, argv, CLI_JOB_ATTACH);
}

/**
 * cli_cancel:
 *
 * `droverctl cancel`: stops a migration that somebody began, and tells where the guest is then.
 */
CliStatus
cli_cancel (CliContext *context, int argc, char **argv)
{
  return run (context, argc, argv, CLI_JOB_ATTACH_AND_CANCEL);
}
