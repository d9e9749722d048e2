/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-options.h"
#include "cli-output.h"
#include "cli-text.h"

#define LABEL_COLUMNS 24
#define MAX_HOSTS 16

static const DroverFactId wanted[] = {
  DROVER_FACT_CONNECTION, DROVER_FACT_IDENTITY, DROVER_FACT_CAPABILITIES,
  DROVER_FACT_MEMORY,     DROVER_FACT_POOLS,
};

/* A gatherer per host: each has its own time limits and its own calls, so none waits for another. */
typedef struct {
  GMainLoop *loop;
  GPtrArray *gatherers;
} Looking;

static void
on_finished (DroverGatherer *gatherer, Looking *looking)
{
  for (guint i = 0; i < looking->gatherers->len; i++)
    if (!drover_gatherer_is_done (looking->gatherers->pdata[i]))
      return;
  g_main_loop_quit (looking->loop);
}

static GPtrArray *
look (CliContext *context, const GPtrArray *uris)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) gatherers = g_ptr_array_new_with_free_func (g_object_unref);
  Looking looking = { loop, gatherers };
  DroverOpenOptions options;
  gboolean done = TRUE;

  drover_virt_init ();
  cli_open_options_init (&options, context);
  for (guint i = 0; i < uris->len; i++)
    {
      g_autoptr (DroverPlan) plan = drover_plan_new (uris->pdata[i], uris->pdata[i], "", NULL);
      DroverGatherer *gatherer = drover_gatherer_new (plan, &options, TRUE);

      for (guint k = 0; k < G_N_ELEMENTS (wanted); k++)
        drover_gatherer_want (gatherer, wanted[k], DROVER_SIDE_SOURCE);
      g_signal_connect (gatherer, "finished", G_CALLBACK (on_finished), &looking);
      g_ptr_array_add (gatherers, gatherer);
    }
  for (guint i = 0; i < gatherers->len; i++)
    drover_gatherer_start (gatherers->pdata[i]);
  for (guint i = 0; i < gatherers->len; i++)
    done &= drover_gatherer_is_done (gatherers->pdata[i]);
  if (!done)
    g_main_loop_run (loop);
  for (guint i = 0; i < gatherers->len; i++)
    g_signal_handlers_disconnect_by_data (gatherers->pdata[i], &looking);
  return g_steal_pointer (&gatherers);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_hosts (JsonBuilder *builder, const GPtrArray *uris, const GPtrArray *gatherers)
{
  json_builder_set_member_name (builder, "hosts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < uris->len; i++)
    {
      const DroverFactConnection *connection =
          drover_facts_get_connection (drover_gatherer_get_facts (gatherers->pdata[i]), DROVER_SIDE_SOURCE);

      json_builder_begin_object (builder);
      add_string (builder, "uri", ((const DroverUri *) uris->pdata[i])->text);
      json_builder_set_member_name (builder, "reached");
      json_builder_add_boolean_value (builder, connection != NULL && connection->open);
      add_string (builder, "error", connection ? connection->error : NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const GPtrArray *uris, const GPtrArray *gatherers, const GPtrArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  add_hosts (builder, uris, gatherers);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      json_builder_begin_object (builder);
      add_string (builder, "group", row->group);
      add_string (builder, "id", row->id);
      add_string (builder, "label", row->label);
      add_string (builder, "kind", drover_row_kind_to_string (row->kind));
      add_string (builder, "relevance", drover_relevance_to_string (row->relevance));
      add_string (builder, "check", row->check);
      json_builder_set_member_name (builder, "values");
      json_builder_begin_array (builder);
      for (guint k = 0; k < row->values->len; k++)
        if (row->values->pdata[k] != NULL)
          json_builder_add_string_value (builder, row->values->pdata[k]);
        else
          json_builder_add_null_value (builder);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  cli_print_json (node, TRUE);
}

static char *
fit_cell (const CliContext *context, const char *text, guint width)
{
  g_autofree char *plain = cli_text_plain (text, !context->unicode);
  GString *cell = g_string_new (plain);

  for (guint used = cli_text_width (plain); used < width; used++)
    g_string_append_c (cell, ' ');
  return g_string_free (cell, FALSE);
}

static const char *
value_of (const DroverComparisonRow *row, guint host)
{
  return row->values->pdata[host] ? row->values->pdata[host] : "?";
}

static CliStyle
style_of (const DroverComparisonRow *row)
{
  if (!row->remarkable)
    return CLI_PLAIN;
  if (row->kind == DROVER_ROW_UNKNOWN)
    return CLI_UNSURE;
  return row->relevance == DROVER_RELEVANCE_MOVING ? CLI_WARNING : CLI_PLAIN;
}

/* Side by side where that fits, else one below the other: nothing is ever cut off. */
static void
print_row (const CliContext *context, const GPtrArray *uris, const DroverComparisonRow *row)
{
  guint width = (MAX (context->width, 40) - LABEL_COLUMNS) / uris->len;
  g_autofree char *label = fit_cell (context, row->label, LABEL_COLUMNS);
  gboolean fits = cli_text_width (label) <= LABEL_COLUMNS;

  for (guint i = 0; i < uris->len; i++)
    {
      g_autofree char *plain = cli_text_plain (value_of (row, i), !context->unicode);

      fits &= cli_text_width (plain) < width;
    }
  g_print ("%s", label);
  for (guint i = 0; i < uris->len; i++)
    {
      g_autofree char *cell = fit_cell (context, value_of (row, i), fits && i + 1 < uris->len ? width : 0);

      if (!fits)
        g_print ("\n    %s: ", ((const DroverUri *) uris->pdata[i])->text);
      cli_print_styled (context, style_of (row), "%s", cell);
    }
  g_print ("\n");
  if (!row->remarkable || row->kind == DROVER_ROW_UNKNOWN)
    return;
  if (row->check != NULL)
    cli_print_styled (context, CLI_DIM, "    %s (%s)\n", drover_relevance_get_label (row->relevance),
                      row->check);
  else
    cli_print_styled (context, CLI_DIM, "    %s\n", drover_relevance_get_label (row->relevance));
}

/* The rows of one sort, each group under its heading. */
static guint
print_rows (const CliContext *context, const GPtrArray *uris, const GPtrArray *rows, gboolean remarkable)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *head = rows->pdata[i];

      if (head->remarkable != remarkable || !g_hash_table_add (seen, (gpointer) head->group))
        continue;
      cli_print_styled (context, CLI_BOLD, "%s\n", drover_comparison_group_get_label (head->group));
      for (guint k = i; k < rows->len; k++)
        {
          const DroverComparisonRow *row = rows->pdata[k];

          if (row->remarkable != remarkable || !g_str_equal (row->group, head->group))
            continue;
          print_row (context, uris, row);
          n++;
        }
    }
  return n;
}

static void
print_text (const CliContext *context, const GPtrArray *uris, const GPtrArray *rows, gboolean all)
{
  guint n_equal = 0;

  for (guint i = 0; i < uris->len; i++)
    g_print ("%u. %s\n", i + 1, ((const DroverUri *) uris->pdata[i])->text);
  if (print_rows (context, uris, rows, TRUE) == 0)
    g_print ("%s\n", _ ("Nothing differs."));
  for (guint i = 0; i < rows->len; i++)
    n_equal += !((const DroverComparisonRow *) rows->pdata[i])->remarkable;
  if (all)
    {
      cli_print_styled (context, CLI_BOLD, "\n%s\n", _ ("Nothing to note"));
      print_rows (context, uris, rows, FALSE);
    }
  else
    g_print (ngettext ("%u more row has nothing to note; --all shows it.\n",
                       "%u more rows have nothing to note; --all shows them.\n", n_equal),
             n_equal);
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
  g_autoptr (GPtrArray) gatherers = NULL;
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gboolean all = FALSE;
  CliStatus status;
  guint n;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("Show also what is the same on all hosts"), NULL },
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

  gatherers = look (context, uris);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (facts, drover_gatherer_get_facts (gatherers->pdata[i]));
  rows = drover_compare_hosts ((DroverFacts *const *) facts->pdata, n);
  if (context->json)
    print_json (uris, gatherers, rows);
  else
    print_text (context, uris, rows, all);

  for (guint i = 0; i < n; i++)
    {
      const DroverFactConnection *connection =
          drover_facts_get_connection (facts->pdata[i], DROVER_SIDE_SOURCE);

      if (connection != NULL && connection->open)
        continue;
      cli_complain ("%s: %s", ((const DroverUri *) uris->pdata[i])->text,
                    connection ? connection->error : "");
      status = CLI_UNDETERMINED;
    }
  return status == CLI_UNDETERMINED ? CLI_UNDETERMINED : CLI_DONE;
}
