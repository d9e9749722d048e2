/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-findings.h"
#include "cli-job-json.h"
#include "cli-job.h"
#include "cli-migrate-options.h"
#include "cli-output.h"
#include "cli-preflight.h"
#include "cli-prompt.h"

typedef struct {
  GStrv ignore;
  gboolean no_check;
  gboolean force;
  gboolean yes;
  gboolean passive;
  gboolean print_virsh;
  CliMigrateFiles files;
} MigrateArguments;

static void
migrate_arguments_clear (MigrateArguments *arguments)
{
  g_clear_pointer (&arguments->ignore, g_strfreev);
  cli_migrate_files_clear (&arguments->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MigrateArguments, migrate_arguments_clear)

/* What no option goes over is looked at even when nothing else is. */
static GStrv
list_never_ignorable (void)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    for (const DroverFindingCode *row = checks[i]->codes; row->code != NULL; row++)
      if (row->never_ignorable)
        {
          g_strv_builder_add (builder, checks[i]->id);
          break;
        }
  return g_strv_builder_end (builder);
}

static const char *
running_on_before (DroverPreflight *preflight)
{
  DroverFacts *facts = drover_gatherer_get_facts (drover_preflight_get_gatherer (preflight));
  const DroverFactGuestState *state = drover_facts_get_guest_state (facts);
  const DroverFactGuests *there = drover_facts_get_guests (facts, DROVER_SIDE_TARGET);
  gboolean active_there = FALSE;

  if (state == NULL || there == NULL)
    return "unknown";
  for (guint i = 0; there->guests != NULL && i < there->guests->len; i++)
    {
      const DroverFactGuestEntry *entry = there->guests->pdata[i];

      active_there |= entry->active && g_strcmp0 (entry->uuid, state->uuid) == 0;
    }
  if (state->active)
    return active_there ? "both" : "source";
  return active_there ? "target" : "neither";
}

static void
print_refusal_json (DroverPreflight *preflight, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) error = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, text);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, "preflight");
  json_builder_set_member_name (builder, "cause");
  json_builder_add_string_value (builder, text);
  json_builder_set_member_name (builder, "remedies");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "check");
  json_builder_add_value (builder, cli_preflight_to_json (preflight));
  json_builder_end_object (builder);
  error = json_builder_get_root (builder);
  cli_print_result_json (&(CliResult){
      .state = "failed",
      .total_ms = -1,
      .downtime_ms = -1,
      .bytes = -1,
      .error = error,
      .running_on = running_on_before (preflight),
  });
}

static CliStatus
refuse (const CliContext *context, DroverPreflight *preflight, CliStatus status, const char *text)
{
  if (context->json)
    print_refusal_json (preflight, text);
  cli_complain ("%s", text);
  return status;
}

/* Decides whether the run may go on. Returns CLI_DONE if so. */
static CliStatus
judge (const CliContext *context, const MigrateArguments *arguments, DroverPreflight *preflight)
{
  DroverFinding *refusal = NULL;

  if (!cli_preflight_is_connected (preflight))
    return refuse (context, preflight, CLI_UNDETERMINED,
                   _ ("Not started: a host could not be reached. Nothing was changed."));
  if (drover_preflight_is_refused (preflight, &refusal))
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Not started: %s. No option goes over this. Nothing was changed."),
                           drover_finding_get_title (refusal));
      gboolean unknown = drover_finding_get_verdict (refusal) == DROVER_VERDICT_UNKNOWN;

      return refuse (context, preflight, unknown ? CLI_UNDETERMINED : CLI_NOT_DONE, text);
    }
  if (arguments->no_check)
    return CLI_DONE;
  switch (drover_preflight_get_verdict (preflight))
    {
    case DROVER_RUN_READY:
      return CLI_DONE;
    case DROVER_RUN_WARNINGS:
      if (arguments->yes || arguments->force)
        return CLI_DONE;
      if (!context->json && cli_ask_yes_no (_ ("There are warnings. Migrate all the same?")))
        return CLI_DONE;
      return refuse (context, preflight, CLI_NOT_DONE,
                     _ ("Not started: there are warnings. --yes goes over them. Nothing was changed."));
    case DROVER_RUN_BLOCKED:
      return refuse (
          context, preflight, CLI_NOT_DONE,
          _ ("Not started: it is blocked. --ignore ID goes over a single finding, where it may be. "
             "Nothing was changed."));
    case DROVER_RUN_UNKNOWN:
      return refuse (context, preflight, CLI_UNDETERMINED,
                     _ ("Not started: something that matters could not be learned. --ignore ID goes over a "
                        "single finding, where it may be. Nothing was changed."));
    }
  g_return_val_if_reached (CLI_NOT_DONE);
}

static void
print_virsh (const DroverPlan *plan, const CliMigrateFiles *files)
{
  g_auto (GStrv) lines = drover_plan_to_virsh (plan, files->xml, files->persistent_xml);

  for (gsize i = 0; lines[i] != NULL; i++)
    g_print ("%s\n", lines[i]);
}

static CliStatus
run_plan (CliContext *context, const MigrateArguments *arguments, DroverPlan *first_plan)
{
  g_auto (GStrv) needed = arguments->no_check ? list_never_ignorable () : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPreflight) preflight =
      cli_preflight_run (context, first_plan,
                         &(CliPreflightOptions){ .only = (const char *const *) needed,
                                                 .ignore = (const char *const *) arguments->ignore,
                                                 .passive = arguments->passive },
                         &error);
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (DroverJob) job = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  DroverGatherer *gatherer;
  DroverOpenOptions options;
  CliStatus status;

  if (preflight == NULL || !cli_preflight_find_usage_error (preflight, &error))
    return cli_fail (error);
  plan = drover_preflight_dup_settled_plan (preflight);
  if (arguments->print_virsh)
    {
      print_virsh (plan, &arguments->files);
      return CLI_DONE;
    }
  if (!context->json && (!arguments->no_check || drover_preflight_is_refused (preflight, NULL) ||
                         !cli_preflight_is_connected (preflight)))
    cli_print_preflight (context, preflight);
  status = judge (context, arguments, preflight);
  if (status != CLI_DONE)
    return status;

  gatherer = drover_preflight_get_gatherer (preflight);
  cli_open_options_init (&options, context);
  job = drover_job_new (plan, drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE),
                        drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET), &options);
  findings = drover_preflight_list_findings (preflight);
  return cli_job_run (context, job, CLI_JOB_START,
                      drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET), findings);
}

/**
 * cli_migrate:
 *
 * `droverctl migrate`: checks, then moves a guest.
 */
CliStatus
cli_migrate (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliEnds) ends = { 0 };
  g_auto (MigrateArguments) arguments = { 0 };
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;
  const GOptionEntry entries[] = {
    { "no-check", 0, 0, G_OPTION_ARG_NONE, &arguments.no_check,
      N_ ("Check nothing but what may never be gone over"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &arguments.force, N_ ("Go over warnings"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &arguments.yes, N_ ("Do not ask about warnings"), NULL },
    { "ignore", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments.ignore,
      N_ ("Go over this finding; may be given again"), N_ ("ID") },
    { "passive", 0, 0, G_OPTION_ARG_NONE, &arguments.passive,
      N_ ("Only look before migrating: no proofs, no rehearsal"), NULL },
    { "print-virsh", 0, 0, G_OPTION_ARG_NONE, &arguments.print_virsh,
      N_ ("Print the equivalent virsh command and do nothing else"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "migrate", TRUE);
  g_option_context_add_group (parser.options,
                              cli_migrate_options_group_with_files (options, &arguments.files));
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (!cli_parser_take_ends (&parser, TRUE, &ends, &error) ||
      !drover_migrate_options_verify (options, NULL, &error))
    return cli_fail (error);
  plan = drover_plan_new (ends.source, ends.target, ends.domain, options);
  return run_plan (context, &arguments, plan);
}
