/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-compare-hosts.h"
#include "cli-options.h"
#include "cli-output.h"

#define MAX_HOSTS 16

static void
on_finished (gpointer source, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static void
wait_for (DroverMatrix *matrix)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_signal_connect (matrix, "finished", G_CALLBACK (on_finished), loop);
  if (!drover_matrix_is_done (matrix))
    g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (matrix, loop);
}

static DroverCommonCpu *
find_common_cpu (DroverLineup *lineup)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverCommonCpu *common = drover_common_cpu_new (lineup);

  g_signal_connect (common, "finished", G_CALLBACK (on_finished), loop);
  drover_common_cpu_start (common);
  if (!drover_common_cpu_is_done (common))
    g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (common, loop);
  return common;
}

static gboolean
complain_of_unreached (const CliHosts *hosts, const CliCompared *compared)
{
  gboolean all = TRUE;

  for (guint i = 0; i < compared->names->len; i++)
    {
      const DroverFactConnection *connection =
          drover_facts_get_connection (compared->facts->pdata[i], DROVER_SIDE_SOURCE);

      if (hosts->saved->pdata[i] != NULL || (connection != NULL && connection->open))
        continue;
      cli_complain ("%s: %s", cli_compared_get_name (compared, i), connection ? connection->error : "");
      all = FALSE;
    }
  return !all;
}

typedef struct {
  gboolean all;
  gboolean matrix;
  gboolean cpu;
  gboolean markdown;
  gboolean csv;
  char *save;
  char *use;
  gboolean dry_run;
  gboolean yes;
} Wishes;

/* What was asked for alone; without a wish, the hosts side by side. */
static void
print_compared (const CliContext *context, const CliCompared *compared, const Wishes *wishes)
{
  if (context->json)
    {
      cli_compare_print_json (compared);
      return;
    }
  if (wishes->markdown || wishes->csv)
    {
      const DroverComparisonTable table = { .names = (const char *const *) compared->names->pdata,
                                            .n_hosts = compared->names->len,
                                            .rows = compared->rows,
                                            .features = compared->features,
                                            .matrix = compared->matrix,
                                            .all = wishes->all };
      g_autofree char *text = drover_comparison_table_to_text (
          &table, wishes->csv ? DROVER_TABLE_FORM_CSV : DROVER_TABLE_FORM_MARKDOWN);

      g_print ("%s", text);
      return;
    }
  if (compared->matrix != NULL)
    cli_compare_print_matrix (context, compared);
  if (compared->common != NULL)
    cli_compare_print_cpu (context, compared);
  if (compared->matrix != NULL || compared->common != NULL)
    return;
  cli_compare_print_text (context, compared, wishes->all);
  cli_compare_print_features (context, compared, wishes->all);
}

static CliStatus
check_wishes (const CliContext *context, const Wishes *wishes, const CliHosts *hosts)
{
  guint n = hosts->uris->len;

  if (n > MAX_HOSTS || (n < 2 && (wishes->save == NULL || n == 0)))
    return cli_usage (
        _ ("give the URIs of two to %d hosts, as in qemu+ssh://host/system; a file of --save or "
           "of “virsh capabilities” may stand for one"),
        MAX_HOSTS);
  if (wishes->markdown + wishes->csv + context->json > 1)
    return cli_usage (_ ("--markdown, --csv and --json exclude each other"));
  if (wishes->cpu && (wishes->markdown || wishes->csv))
    return cli_usage (_ ("--cpu is no table: it goes with neither --markdown nor --csv"));
  if (wishes->use != NULL && (!wishes->cpu || context->json))
    return cli_usage (_ ("--use goes with --cpu, and not with --json"));
  if ((wishes->matrix || wishes->cpu) && hosts->n_saved > 0)
    return cli_usage (_ ("--matrix and --cpu need hosts that can be asked, not files"));
  return CLI_DONE;
}

static CliStatus
compare (CliContext *context, const Wishes *wishes, const CliHosts *hosts)
{
  g_auto (CliCompared) compared = { 0 };
  gboolean guests = wishes->matrix || wishes->save != NULL || wishes->use != NULL;
  g_autoptr (DroverLineup) lineup =
      cli_hosts_look (hosts, context, guests, wishes->matrix ? &compared.matrix : NULL);
  g_autoptr (GError) error = NULL;

  cli_hosts_lay_side_by_side (hosts, lineup, &compared);
  if (compared.matrix != NULL)
    wait_for (compared.matrix);
  if (wishes->cpu)
    compared.common = find_common_cpu (lineup);
  if (hosts->uris->len > 1)
    print_compared (context, &compared, wishes);
  if (wishes->save != NULL && !cli_hosts_save (&compared, wishes->save, &error))
    return cli_fail (error);
  if (complain_of_unreached (hosts, &compared))
    return CLI_UNDETERMINED;
  return wishes->use != NULL
             ? cli_compare_use (context, &compared, lineup, wishes->use, wishes->dry_run, wishes->yes)
             : CLI_DONE;
}

/**
 * cli_compare:
 *
 * `droverctl compare`: hosts side by side.
 */
CliStatus
cli_compare (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliHosts) hosts = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *save = NULL;
  g_autofree char *use = NULL;
  Wishes wishes = { 0 };
  CliStatus status;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &wishes.all, N_ ("Show also what is the same on all hosts"), NULL },
    { "matrix", 0, 0, G_OPTION_ARG_NONE, &wishes.matrix, N_ ("Show who can move to whom"), NULL },
    { "cpu", 0, 0, G_OPTION_ARG_NONE, &wishes.cpu,
      N_ ("Show the best CPU that a guest can have on all hosts"), NULL },
    { "use", 0, 0, G_OPTION_ARG_STRING, &use, N_ ("Give a guest that CPU from its next start on"),
      N_ ("GUEST") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &wishes.dry_run, N_ ("Only show what would be changed"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &wishes.yes, N_ ("Do not ask before the change"), NULL },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, &wishes.markdown, N_ ("Print a table in Markdown"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &wishes.csv, N_ ("Print a table as CSV"), NULL },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &save, N_ ("Save the hosts, to be compared with some other day"),
      N_ ("FILE") },
    { NULL },
  };

  cli_parser_init (&parser, "compare", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  wishes.save = save;
  wishes.use = use;
  if (!cli_hosts_take (&hosts, (const char *const *) parser.rest, &error))
    return cli_fail (error);
  status = check_wishes (context, &wishes, &hosts);
  return status == CLI_DONE ? compare (context, &wishes, &hosts) : status;
}
