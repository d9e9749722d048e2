/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "cli-chart.h"
#include "cli-history.h"
#include "cli-output.h"

static CliStatus list_runs (CliContext *context, int argc, char **argv);
static CliStatus show_run (CliContext *context, int argc, char **argv);
static CliStatus compare_runs (CliContext *context, int argc, char **argv);
static CliStatus remove_runs (CliContext *context, int argc, char **argv);

static const CliCommand commands[] = {
  { "history list", "", N_ ("list the migrations that have ended, the newest first"), list_runs },
  { "history show", N_ ("[RUN]"), N_ ("show one again, with its chart; the newest unless one is named"),
    show_run },
  { "history compare", N_ ("RUN RUN"), N_ ("two of them side by side: what was other, and what came of it"),
    compare_runs },
  { "history remove", N_ ("RUN…"), N_ ("forget these"), remove_runs },
};

/* Bytes differ from columns, and names from hosts are not padded by printf. */
static void
print_cell (const char *text, glong width)
{
  g_autofree char *harmless = drover_printable (text ? text : "");
  glong length = g_utf8_strlen (g_strdelimit (harmless, "\n\t", ' '), -1);

  g_print ("%s%*s", harmless, (int) MAX (width - length, 1), "");
}

static void
print_run (const CliContext *context, const DroverRun *run)
{
  g_autofree char *time = drover_run_dup_time (run);
  g_autofree char *headline = drover_run_dup_headline (run);
  g_autofree char *harmless = drover_printable (headline);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, run->id);
  gboolean done = g_strcmp0 (run->state, "done") == 0;
  gboolean cancelled = g_strcmp0 (run->state, "cancelled") == 0;

  print_cell (id, 5);
  print_cell (time, 17);
  cli_print_styled (context,
                    done        ? CLI_GOOD
                    : cancelled ? CLI_WARNING
                                : CLI_BAD,
                    "%s ", context->unicode ? (done ? "✓" : "✗") : (done ? "+" : "x"));
  g_print ("%s", g_strdelimit (harmless, "\n\t", ' '));
  if (done && run->total_ms >= 0)
    {
      g_autofree char *total = drover_format_ms (run->total_ms);

      g_print (_ (" in %s"), total);
    }
  g_print ("\n");
}

static void
print_runs_json (const DroverRun *const *runs, guint n_runs, gboolean whole)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < n_runs; i++)
    {
      g_autofree char *text = drover_report_write (runs[i], DROVER_REPORT_JSON);
      JsonNode *run = json_from_string (text, NULL);

      if (!whole)
        {
          json_object_remove_member (json_node_get_object (run), "details");
          json_object_remove_member (json_node_get_object (run), "samples");
        }
      json_array_add_element (array, run);
    }
  json_node_set_array (node, array);
  cli_print_json (node, TRUE);
}

static CliStatus
list_runs (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autoptr (DroverHistory) history = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  cli_parser_init (&parser, "history list", FALSE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  if (parser.rest != NULL)
    return cli_usage (_ ("“%s” is one word too many"), parser.rest[0]);
  history = drover_history_open (NULL, &error);
  runs = history ? drover_history_list (history, &error) : NULL;
  if (runs == NULL)
    return cli_fail (error);
  if (context->json)
    print_runs_json ((const DroverRun *const *) runs->pdata, runs->len, FALSE);
  else if (runs->len == 0)
    g_print ("%s\n", _ ("Nothing was moved yet."));
  for (guint i = 0; !context->json && i < runs->len; i++)
    print_run (context, runs->pdata[i]);
  return CLI_DONE;
}

static void
print_chart (const CliContext *context, const DroverRun *run)
{
  g_autoptr (DroverSampleRing) samples = drover_run_dup_samples (run);
  g_autofree char *chart = NULL;

  if (drover_sample_ring_get_length (samples) == 0)
    return;
  chart = cli_chart_render (samples, &(CliChartOptions){
                                         .width = MIN (context->width, 100),
                                         .ascii = !context->unicode,
                                         .color = context->color,
                                         .title = run->guest,
                                         .total_ms = run->total_ms,
                                         .downtime_ms = run->downtime_ms,
                                         .bytes = run->bytes,
                                     });
  g_print ("%s\n", chart);
}

static void
print_lines (const CliContext *context, char *const *lines)
{
  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_autofree char *harmless = drover_printable (lines[i]);

      cli_print_wrapped (context, 0, harmless);
    }
}

static void
print_whole (const CliContext *context, const DroverRun *run)
{
  print_run (context, run);
  print_chart (context, run);
  if (run->details == NULL)
    return;
  print_lines (context, (char *[]){ run->details->cause, run->details->error, NULL });
  if (run->details->cause == NULL)
    print_lines (context, (char *[]){ run->details->error, NULL });
  print_lines (context, run->details->notes);
  print_lines (context, run->details->command);
}

static CliStatus
show_run (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autoptr (DroverRun) run = NULL;
  CliStatus status;

  cli_parser_init (&parser, "history show", FALSE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  run = cli_history_load (parser.rest, &status);
  if (run == NULL)
    return status;
  if (context->json)
    {
      g_autofree char *text = drover_report_write (run, DROVER_REPORT_JSON);

      g_print ("%s", text);
    }
  else
    print_whole (context, run);
  return CLI_DONE;
}

/* What is the same is said once. */
static void
print_pair (const CliContext *context, const DroverRunPair *pair, const DroverRun *const *runs)
{
  const char *const texts[] = { pair->first, pair->second };

  if (pair->same)
    {
      /* Translators: what is compared, and how it was in both runs, as in "Guest: demo" */
      g_autofree char *text = g_strdup_printf (_ ("%s: %s"), pair->title, pair->first);
      g_autofree char *harmless = drover_printable (text);

      cli_print_wrapped (context, 0, harmless);
      return;
    }
  cli_print_styled (context, CLI_BOLD, "%s\n", pair->title);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      /* Translators: the number of a run, and how it was then */
      g_autofree char *text = g_strdup_printf (_ ("%" PRId64 ": %s"), runs[i]->id, texts[i] ? texts[i] : "–");
      g_autofree char *harmless = drover_printable (text);

      cli_print_wrapped (context, 4, harmless);
    }
}

static CliStatus
compare_runs (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autoptr (DroverRun) first = NULL;
  g_autoptr (DroverRun) second = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  CliStatus status;

  cli_parser_init (&parser, "history compare", FALSE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  if (parser.rest == NULL || g_strv_length (parser.rest) != 2)
    return cli_usage (_ ("name two runs, by their numbers in “droverctl history”"));
  first = cli_history_load ((char *[]){ parser.rest[0], NULL }, &status);
  second = first ? cli_history_load ((char *[]){ parser.rest[1], NULL }, &status) : NULL;
  if (second == NULL)
    return status;
  if (context->json)
    {
      print_runs_json ((const DroverRun *[]){ first, second }, 2, TRUE);
      return CLI_DONE;
    }
  pairs = drover_run_pairs_new (first, second);
  for (guint i = 0; i < pairs->len; i++)
    print_pair (context, pairs->pdata[i], (const DroverRun *[]){ first, second });
  return CLI_DONE;
}

static CliStatus
remove_runs (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autoptr (DroverHistory) history = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  cli_parser_init (&parser, "history remove", FALSE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  if (parser.rest == NULL)
    return cli_usage (_ ("name the runs to forget, by their numbers in “droverctl history”"));
  history = drover_history_open (NULL, &error);
  for (gsize i = 0; history != NULL && error == NULL && parser.rest[i] != NULL; i++)
    {
      guint64 id;

      if (drover_parse_uint (_ ("run"), parser.rest[i], 1, G_MAXINT64, &id, &error))
        drover_history_remove (history, (gint64) id, &error);
    }
  return error != NULL ? cli_fail (error) : CLI_DONE;
}

static const CliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (strchr (commands[i].name, ' ') + 1, name))
      return &commands[i];
  return NULL;
}

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: droverctl history [COMMAND …]"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-17s %s\n", commands[i].name, _ (commands[i].summary));
}

/**
 * cli_history_get_commands:
 * @n_commands: (out): how many they are
 *
 * Returns: the commands whose first word is `history`
 */
const CliCommand *
cli_history_get_commands (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/**
 * cli_history:
 *
 * `droverctl history`: what was moved before; without a command, the list.
 */
CliStatus
cli_history (CliContext *context, int argc, char **argv)
{
  const CliCommand *command = &commands[0];
  g_autofree char **words = NULL;

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return CLI_DONE;
    }
  if (argc == 1 || argv[1][0] == '-')
    return command->run (context, argc, argv);
  command = find_command (argv[1]);
  if (command == NULL)
    return cli_usage (_ ("“history %s” is not a command; see “droverctl history --help”"), argv[1]);
  words = g_memdup2 (argv + 1, (gsize) argc * sizeof *argv);
  words[0] = (char *) command->name;
  return command->run (context, argc - 1, words);
}
