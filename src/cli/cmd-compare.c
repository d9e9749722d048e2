/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-compare.h"
#include "cli-options.h"
#include "cli-output.h"

#define MAX_HOSTS 16

static void
on_finished (gpointer source, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static DroverSurvey *
look (CliContext *context, const GPtrArray *uris, gboolean guests)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverSurvey *survey;
  DroverOpenOptions options;

  drover_virt_init ();
  cli_open_options_init (&options, context);
  survey = drover_survey_new (&options);
  for (guint i = 0; i < uris->len; i++)
    drover_survey_add_host (survey, uris->pdata[i]);
  if (guests)
    drover_survey_want (survey, DROVER_FACT_GUESTS);
  g_signal_connect (survey, "finished", G_CALLBACK (on_finished), loop);
  drover_survey_start (survey);
  if (!drover_survey_is_done (survey))
    g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (survey, loop);
  return survey;
}

static DroverMatrix *
ask_around (DroverSurvey *survey)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverMatrix *matrix = drover_matrix_new (survey);

  g_signal_connect (matrix, "finished", G_CALLBACK (on_finished), loop);
  drover_matrix_start (matrix);
  if (!drover_matrix_is_done (matrix))
    g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (matrix, loop);
  return matrix;
}

static DroverCommonCpu *
find_common_cpu (DroverSurvey *survey)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverCommonCpu *common = drover_common_cpu_new (survey);

  g_signal_connect (common, "finished", G_CALLBACK (on_finished), loop);
  drover_common_cpu_start (common);
  if (!drover_common_cpu_is_done (common))
    g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (common, loop);
  return common;
}

static gboolean
take_uris (const CliParser *parser, GPtrArray *uris, GError **error)
{
  for (guint i = 0; parser->rest[i] != NULL; i++)
    {
      DroverUri *uri = drover_uri_parse (parser->rest[i], error);

      if (uri == NULL)
        return FALSE;
      g_ptr_array_add (uris, uri);
    }
  return TRUE;
}

void
cli_compared_clear (CliCompared *compared)
{
  g_clear_pointer (&compared->names, g_ptr_array_unref);
  g_clear_pointer (&compared->facts, g_ptr_array_unref);
  g_clear_pointer (&compared->rows, g_ptr_array_unref);
  g_clear_pointer (&compared->features, g_ptr_array_unref);
  g_clear_object (&compared->matrix);
  g_clear_object (&compared->common);
}

DroverFacts *const *
cli_compared_get_facts (const CliCompared *compared)
{
  return (DroverFacts *const *) compared->facts->pdata;
}

const char *
cli_compared_get_name (const CliCompared *compared, guint host)
{
  return compared->names->pdata[host];
}

static void
lay_side_by_side (CliCompared *compared, DroverSurvey *survey)
{
  compared->names = g_ptr_array_new_with_free_func (g_free);
  compared->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  for (guint i = 0; i < drover_survey_get_n_hosts (survey); i++)
    {
      g_ptr_array_add (compared->names, g_strdup (drover_survey_get_uri (survey, i)->text));
      g_ptr_array_add (compared->facts, drover_facts_ref (drover_survey_get_facts (survey, i)));
    }
  compared->rows = drover_compare_hosts (cli_compared_get_facts (compared), compared->facts->len);
  compared->features = drover_cpu_map_new (cli_compared_get_facts (compared), compared->facts->len);
}

static gboolean
complain_of_unreached (const CliCompared *compared)
{
  gboolean all = TRUE;

  for (guint i = 0; i < compared->names->len; i++)
    {
      const DroverFactConnection *connection =
          drover_facts_get_connection (compared->facts->pdata[i], DROVER_SIDE_SOURCE);

      if (connection != NULL && connection->open)
        continue;
      cli_complain ("%s: %s", cli_compared_get_name (compared, i), connection ? connection->error : "");
      all = FALSE;
    }
  return !all;
}

/* What was asked for alone; without a wish, the hosts side by side. */
static void
print_compared (const CliContext *context, const CliCompared *compared, gboolean all)
{
  if (context->json)
    {
      cli_compare_print_json (compared);
      return;
    }
  if (compared->matrix != NULL)
    cli_compare_print_matrix (context, compared);
  if (compared->common != NULL)
    cli_compare_print_cpu (context, compared);
  if (compared->matrix != NULL || compared->common != NULL)
    return;
  cli_compare_print_text (context, compared, all);
  cli_compare_print_features (context, compared, all);
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
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_uri_free);
  g_autoptr (DroverSurvey) survey = NULL;
  g_auto (CliCompared) compared = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean all = FALSE;
  gboolean matrix = FALSE;
  gboolean cpu = FALSE;
  CliStatus status;
  guint n;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Show also what is the same on all hosts"), NULL },
    { "matrix", 0, 0, G_OPTION_ARG_NONE, &matrix, N_ ("Show who can move to whom"), NULL },
    { "cpu", 0, 0, G_OPTION_ARG_NONE, &cpu, N_ ("Show the best CPU that a guest can have on all hosts"),
      NULL },
    { NULL },
  };

  cli_parser_init (&parser, "compare", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  n = parser.rest ? g_strv_length (parser.rest) : 0;
  if (n < 2 || n > MAX_HOSTS)
    return cli_usage (_ ("give the URIs of two to %d hosts, as in qemu+ssh://host/system"), MAX_HOSTS);
  if (!take_uris (&parser, uris, &error))
    return cli_fail (error);

  survey = look (context, uris, matrix);
  lay_side_by_side (&compared, survey);
  if (matrix)
    compared.matrix = ask_around (survey);
  if (cpu)
    compared.common = find_common_cpu (survey);
  print_compared (context, &compared, all);
  return complain_of_unreached (&compared) ? CLI_UNDETERMINED : CLI_DONE;
}
