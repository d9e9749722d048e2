/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-findings.h"
#include "cli-fix.h"
#include "cli-job.h"
#include "cli-migrate-options.h"
#include "cli-output.h"
#include "cli-preflight.h"
#include "cli-prompt.h"
#include "cli-run-remedy.h"

typedef struct {
  GMainLoop *loop;
  DroverFix *fix;
  GStrv told;
  gboolean done;
  GError *error;
} Waiting;

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->fix = drover_fix_prepare_finish (result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->done = drover_fix_call_finish (result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->told = drover_fix_follow_finish (result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

/* What happened, for --json and for the last line. */
typedef struct {
  CliContext *context;
  DroverPreflight *preflight;
  const char *chosen; /* the only remedy wanted; NULL for any */
  gboolean dry_run;
  gboolean yes;
  gboolean run_commands;
  JsonBuilder *json;
  guint n_applied;
  guint n_failed;
} Run;

static DroverFix *
prepare (const Run *run, DroverFinding *finding, const DroverRemedyOffer *offer, GError **error)
{
  DroverGatherer *gatherer = drover_preflight_get_gatherer (run->preflight);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };

  drover_fix_prepare_async (offer, drover_gatherer_get_plan (gatherer), drover_gatherer_get_facts (gatherer),
                            finding, drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE),
                            drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET), NULL, on_prepared,
                            &waiting);
  g_main_loop_run (loop);
  if (waiting.error != NULL)
    g_propagate_error (error, waiting.error);
  return waiting.fix;
}

static gboolean
apply (const Run *run, DroverFix *fix, GError **error)
{
  DroverGatherer *gatherer = drover_preflight_get_gatherer (run->preflight);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };

  drover_fix_apply_async (fix, drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE),
                          drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET), on_called, &waiting);
  g_main_loop_run (loop);
  if (waiting.error != NULL)
    g_propagate_error (error, waiting.error);
  return waiting.done;
}

static void
tell (Run *run,
      DroverFinding *finding,
      const DroverRemedyOffer *offer,
      const DroverRemedyOffer *instead,
      DroverFix *fix,
      const char *state,
      const GError *error)
{
  GPtrArray *steps = fix ? drover_fix_get_steps (fix) : NULL;
  GPtrArray *notes = fix ? drover_fix_get_notes (fix) : NULL;
  g_auto (GStrv) due = fix ? drover_fix_list_due (fix) : NULL;

  json_builder_begin_object (run->json);
  cli_json_add_string (run->json, "code", drover_finding_get_code (finding));
  cli_json_add_string (run->json, "subject", drover_finding_get_subject (finding));
  cli_json_add_string (run->json, "remedy", offer->id);
  cli_json_add_string (run->json, "title", offer->title);
  cli_json_add_string (run->json, "instead", instead ? instead->commands[0] : NULL);
  cli_json_add_string (run->json, "state", state);
  cli_json_add_string (run->json, "record", fix ? drover_fix_get_record (fix) : NULL);
  cli_json_add_string (run->json, "error", error ? error->message : NULL);
  json_builder_set_member_name (run->json, "steps");
  json_builder_begin_array (run->json);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const DroverStep *step = steps->pdata[i];
      g_autofree char *title = drover_step_get_title (step);
      g_autofree char *preview = drover_step_get_preview (step);

      json_builder_begin_object (run->json);
      cli_json_add_string (run->json, "title", title);
      cli_json_add_string (run->json, "host", drover_side_to_string (step->side));
      cli_json_add_string (run->json, "preview", preview);
      cli_json_add_string (run->json, "state", drover_step_state_to_string (step->state));
      json_builder_end_object (run->json);
    }
  json_builder_end_array (run->json);
  json_builder_set_member_name (run->json, "notes");
  json_builder_begin_array (run->json);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    json_builder_add_string_value (run->json, notes->pdata[i]);
  json_builder_end_array (run->json);
  json_builder_set_member_name (run->json, "due");
  json_builder_begin_array (run->json);
  for (guint i = 0; due != NULL && due[i] != NULL; i++)
    json_builder_add_string_value (run->json, due[i]);
  json_builder_end_array (run->json);
  json_builder_end_object (run->json);
}

static void
tell_run (
    Run *run, DroverFinding *finding, const DroverRemedyOffer *offer, const char *state, const char *output)
{
  json_builder_begin_object (run->json);
  cli_json_add_string (run->json, "code", drover_finding_get_code (finding));
  cli_json_add_string (run->json, "subject", drover_finding_get_subject (finding));
  cli_json_add_string (run->json, "remedy", offer->id);
  cli_json_add_string (run->json, "variant", offer->variant);
  cli_json_add_string (run->json, "title", offer->title);
  cli_json_add_string (run->json, "host", drover_side_to_string (offer->side));
  cli_json_add_string (run->json, "state", state);
  cli_json_add_string (run->json, "output", output);
  json_builder_set_member_name (run->json, "commands");
  json_builder_begin_array (run->json);
  for (gsize i = 0; offer->commands[i] != NULL; i++)
    json_builder_add_string_value (run->json, offer->commands[i]);
  json_builder_end_array (run->json);
  json_builder_end_object (run->json);
}

static void
fix_finding (Run *run,
             DroverFinding *finding,
             const DroverRemedyOffer *offer,
             const DroverRemedyOffer *instead)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverFix) fix = prepare (run, finding, offer, &error);
  const char *state = "failed";

  if (fix != NULL && !run->context->json)
    cli_print_fix (run->context, fix);
  if (fix != NULL && !run->context->json && instead != NULL)
    g_print (_ ("  Or, with nothing changed on a host: %s\n    %s\n"), instead->title, instead->commands[0]);
  if (fix != NULL && run->dry_run)
    state = "would-apply";
  else if (fix != NULL && !run->yes && (run->context->json || !cli_ask_yes_no (_ ("Apply it?"))))
    state = "declined";
  else if (fix != NULL && apply (run, fix, &error))
    {
      state = "applied";
      run->n_applied++;
      if (!run->context->json)
        cli_print_fix_outlook (run->context, fix);
    }
  if (error != NULL)
    {
      run->n_failed++;
      cli_complain ("%s: %s", offer->title, error->message);
    }
  tell (run, finding, offer, instead, fix, state, error);
}

/* The first of several, unless somebody chose. */
static const DroverRemedyOffer *
find_automatic (const Run *run, GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++)
    {
      const DroverRemedyOffer *offer = offers->pdata[i];

      if (offer->automatic && (run->chosen == NULL || g_str_equal (run->chosen, offer->id)))
        return offer;
    }
  return NULL;
}

/* What changes this migration alone changes no host: it is told beside what would. */
static const DroverRemedyOffer *
find_harmless (GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++)
    {
      const DroverRemedyOffer *offer = offers->pdata[i];

      if (offer->options != NULL && offer->commands[0] != NULL)
        return offer;
    }
  return NULL;
}

/* The ways of one remedy are asked about in turn, and one is enough. Where nobody is asked and nobody knows
 * which of several is the right one, none is taken. */
static void
run_first (Run *run, DroverFinding *finding, GPtrArray *offers)
{
  const DroverPlan *plan = drover_gatherer_get_plan (drover_preflight_get_gatherer (run->preflight));
  const char *id = NULL;
  g_autoptr (GPtrArray) ways = g_ptr_array_new ();

  for (guint i = 0; i < offers->len; i++)
    {
      DroverRemedyOffer *offer = offers->pdata[i];

      if (drover_remedy_offer_can_run (offer, plan) && (id == NULL || g_str_equal (id, offer->id)) &&
          (run->chosen == NULL || g_str_equal (run->chosen, offer->id)))
        {
          id = offer->id;
          g_ptr_array_add (ways, offer);
        }
    }
  for (guint i = 0; i < ways->len; i++)
    {
      const DroverRemedyOffer *offer = ways->pdata[i];
      g_autofree char *output = NULL;
      CliRunState state =
          cli_run_remedy (run->context, plan, offer, run->yes && ways->len == 1, run->dry_run, &output);

      run->n_applied += state == CLI_RUN_DONE;
      run->n_failed += state == CLI_RUN_FAILED;
      tell_run (run, finding, offer, cli_run_state_to_string (state), output);
      if (state == CLI_RUN_DONE || state == CLI_RUN_FAILED)
        break;
    }
}

/* A host that cannot be opened is no blocker but unknown, and all the same in need. */
static gboolean
wants_mending (const Run *run, DroverFinding *finding)
{
  DroverVerdict verdict = drover_finding_get_verdict (finding);

  return verdict == DROVER_VERDICT_BLOCK || verdict == DROVER_VERDICT_WARN ||
         (run->run_commands && verdict == DROVER_VERDICT_UNKNOWN &&
          g_str_has_prefix (drover_finding_get_code (finding), "connect."));
}

static void
fix_all (Run *run)
{
  DroverGatherer *gatherer = drover_preflight_get_gatherer (run->preflight);
  g_autoptr (GPtrArray) findings = drover_preflight_list_findings (run->preflight);

  for (guint i = 0; i < findings->len; i++)
    {
      DroverFinding *finding = findings->pdata[i];
      g_autoptr (GPtrArray) offers = drover_remedies_offer (drover_gatherer_get_plan (gatherer),
                                                            drover_gatherer_get_facts (gatherer), finding);
      const DroverRemedyOffer *offer = find_automatic (run, offers);

      if (!wants_mending (run, finding))
        continue;
      if (offer != NULL)
        fix_finding (run, finding, offer, find_harmless (offers));
      else if (run->run_commands)
        run_first (run, finding, offers);
    }
}

static CliStatus
status_of (DroverPreflight *preflight)
{
  switch (drover_preflight_get_verdict (preflight))
    {
    case DROVER_RUN_READY:
    case DROVER_RUN_WARNINGS:
      return CLI_DONE;
    case DROVER_RUN_BLOCKED:
      return CLI_NOT_DONE;
    case DROVER_RUN_UNKNOWN:
      return CLI_UNDETERMINED;
    }
  g_return_val_if_reached (CLI_NOT_DONE);
}

/* Applies, then looks again: only the checks say whether it helped. What is left is printed with its
 * commands. */
static CliStatus
fix_plan (Run *run, DroverPlan *plan, const CliPreflightOptions *options)
{
  g_autoptr (DroverPreflight) before = NULL;
  g_autoptr (DroverPreflight) after = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  before = cli_preflight_run (run->context, plan, options, &error);
  if (before == NULL || !cli_preflight_find_usage_error (before, &error))
    return cli_fail (error);
  run->preflight = before;
  json_builder_begin_object (run->json);
  json_builder_set_member_name (run->json, "fixes");
  json_builder_begin_array (run->json);
  /* What only SSH needs may be what keeps libvirt from being opened. */
  if (cli_preflight_is_connected (before) || run->run_commands)
    fix_all (run);
  json_builder_end_array (run->json);
  after =
      run->n_applied > 0 ? cli_preflight_run (run->context, plan, options, &error) : g_object_ref (before);
  if (after == NULL)
    return cli_fail (error);
  json_builder_set_member_name (run->json, "check");
  json_builder_add_value (run->json, cli_preflight_to_json (after));
  json_builder_end_object (run->json);
  if (run->context->json)
    {
      g_autoptr (JsonNode) root = json_builder_get_root (run->json);

      cli_print_json (root, TRUE);
    }
  else
    cli_print_preflight (run->context, after);
  status = status_of (after);
  return status == CLI_DONE && run->n_failed > 0 ? CLI_NOT_DONE : status;
}

/* A remedy may need the host that the check it mends does not look at: both are opened. %NULL means all. */
static GPtrArray *
list_checks (char *const *only)
{
  GPtrArray *checks;

  if (only == NULL)
    return NULL;
  checks = g_ptr_array_new ();
  for (; *only != NULL; only++)
    g_ptr_array_add (checks, *only);
  g_ptr_array_add (checks, (gpointer) "connect");
  g_ptr_array_add (checks, NULL);
  return checks;
}

static CliStatus
list_fixes (const CliContext *context)
{
  g_autoptr (GPtrArray) fixes = drover_fix_list ();

  for (guint i = 0; i < fixes->len; i++)
    {
      g_auto (GStrv) due = drover_fix_list_due (fixes->pdata[i]);

      g_print ("%s  %s  %s\n", drover_fix_get_record (fixes->pdata[i]),
               drover_fix_get_target (fixes->pdata[i]), drover_fix_get_title (fixes->pdata[i]));
      for (gsize k = 0; due[k] != NULL; k++)
        g_print (_ ("    after the migration: %s\n"), due[k]);
    }
  return CLI_DONE;
}

/* Does what a remedy left for the time after the migration: the exit status says whether all of it is done.
 */
static CliStatus
follow (CliContext *context, const char *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverFix) fix = drover_fix_load (record, &error);
  g_autoptr (DroverUri) uri = fix ? drover_uri_parse (drover_fix_get_target (fix), &error) : NULL;
  g_autoptr (DroverConnection) target = uri ? cli_open (context, uri, &error) : NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };
  g_auto (GStrv) told = NULL;
  g_auto (GStrv) due = NULL;

  if (target == NULL)
    return cli_fail (error);
  drover_fix_follow_record_async (fix, target, on_followed, &waiting);
  g_main_loop_run (loop);
  told = waiting.told;
  error = waiting.error;
  if (told == NULL)
    {
      cli_complain ("%s", error->message);
      return CLI_NOT_DONE;
    }
  for (gsize i = 0; told[i] != NULL; i++)
    g_print ("%s\n", told[i]);
  due = drover_fix_list_due (fix);
  return due[0] == NULL ? CLI_DONE : CLI_NOT_DONE;
}

static CliStatus
undo (CliContext *context, const char *record, gboolean accept_older)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverFix) fix = drover_fix_load (record, &error);
  g_autoptr (DroverUri) source_uri = fix ? drover_uri_parse (drover_fix_get_source (fix), &error) : NULL;
  g_autoptr (DroverUri) target_uri =
      source_uri ? drover_uri_parse (drover_fix_get_target (fix), &error) : NULL;
  g_autoptr (DroverConnection) source = target_uri ? cli_open (context, source_uri, &error) : NULL;
  g_autoptr (DroverConnection) target = source ? cli_open (context, target_uri, &error) : NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };

  if (target == NULL)
    return cli_fail (error);
  if (!drover_fix_is_applied (fix))
    {
      cli_complain ("%s", _ ("nothing of it can be taken back"));
      return CLI_NOT_DONE;
    }
  if (accept_older)
    drover_disk_redirect_accept_older (fix);
  drover_fix_undo_async (fix, source, target, on_called, &waiting);
  g_main_loop_run (loop);
  if (!waiting.done)
    {
      error = waiting.error;
      cli_complain ("%s", error->message);
      if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NEEDS_CONSENT))
        cli_complain ("%s",
                      _ ("--accept-older takes it back all the same; the newer file stays where it is"));
      return CLI_NOT_DONE;
    }
  g_print (_ ("Taken back: %s\n"), drover_fix_get_title (fix));
  return CLI_DONE;
}

/**
 * cli_fix:
 *
 * `droverctl fix`: applies the remedies that libvirt can apply, and takes them back.
 */
CliStatus
cli_fix (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliEnds) ends = { 0 };
  g_auto (GStrv) only = NULL;
  g_autoptr (GPtrArray) checks = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *record = NULL;
  g_autofree char *followed = NULL;
  gboolean list = FALSE;
  gboolean accept_older = FALSE;
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  Run run = { .context = context, .json = json };
  CliStatus status;
  const GOptionEntry entries[] = {
    { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &only, N_ ("Mend this alone; may be given again"), N_ ("ID") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &run.dry_run, N_ ("Only show what would be changed"), NULL },
    { "run", 0, 0, G_OPTION_ARG_NONE, &run.run_commands,
      N_ ("Run what only a shell of a host can do there, over SSH"), NULL },
    { "remedy", 0, 0, G_OPTION_ARG_STRING, &chosen,
      N_ ("Where there are several remedies, take this one and no other"), N_ ("ID") },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &run.yes, N_ ("Do not ask before each remedy"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_ ("List what was applied and not taken back"), NULL },
    { "undo", 0, 0, G_OPTION_ARG_STRING, &record, N_ ("Take back what was applied"), N_ ("RECORD") },
    { "follow", 0, 0, G_OPTION_ARG_STRING, &followed,
      N_ ("Do on the target what was left for after the migration"), N_ ("RECORD") },
    { "accept-older", 0, 0, G_OPTION_ARG_NONE, &accept_older,
      N_ ("Take a move of disks back though the guest has used the new files since"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "fix", TRUE);
  g_option_context_add_group (parser.options, cli_migrate_options_group (options));
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  run.chosen = chosen;
  if (chosen != NULL && !drover_remedy_is_known (chosen))
    {
      /* Translators: an option, and what was given to it */
      g_set_error (&error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, _ ("%s: no remedy is called “%s”"),
                   "--remedy", chosen);
      return cli_fail (error);
    }
  if (list)
    return list_fixes (context);
  if (followed != NULL)
    return follow (context, followed);
  if (record != NULL)
    return undo (context, record, accept_older);
  if (!cli_parser_take_ends (&parser, TRUE, &ends, &error) ||
      !drover_migrate_options_verify (options, NULL, &error))
    return cli_fail (error);
  plan = drover_plan_new (ends.source, ends.target, ends.domain, options);
  checks = list_checks (only);
  return fix_plan (&run, plan,
                   &(CliPreflightOptions){ .only = checks ? (const char *const *) checks->pdata : NULL,
                                           .ask_hosts = run.run_commands });
}
