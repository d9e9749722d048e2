/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-options.h"
#include "cli-output.h"

typedef struct {
  GMainLoop *loop;
  guint n_open;
} Survey;

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Survey *survey = user_data;
  g_autoptr (GError) error = NULL;

  /* The host remembers how it went. */
  drover_host_connect_finish (DROVER_HOST (source), result, &error);
  if (--survey->n_open == 0)
    g_main_loop_quit (survey->loop);
}

/* Nobody is asked for a password to draw up a list. */
static void
connect_all (const CliContext *context, GListModel *hosts)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverOpenOptions options = { .timeout_ms = context->timeout_ms, .read_only = TRUE };
  Survey survey = { loop, g_list_model_get_n_items (hosts) };

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (hosts, i);

      drover_host_connect_async (host, &options, NULL, on_connected, &survey);
    }
  if (survey.n_open > 0)
    g_main_loop_run (loop);
}

static void
print_host (const CliContext *context, DroverHost *host)
{
  const GError *error = drover_host_get_error (host);

  cli_print_styled (context, error ? CLI_BAD : CLI_GOOD, "%s ",
                    error ? (context->unicode ? "✗" : "x") : (context->unicode ? "✓" : "+"));
  g_print ("%s", drover_host_get_uri (host)->text);
  if (error != NULL)
    {
      g_autofree char *harmless = drover_printable (error->message);

      g_print ("  %s", harmless);
    }
  g_print ("\n");
}

static void
print_json (GListModel *hosts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (hosts, i);
      const GError *error = drover_host_get_error (host);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "uri");
      json_builder_add_string_value (builder, drover_host_get_uri (host)->text);
      json_builder_set_member_name (builder, "reachable");
      json_builder_add_boolean_value (builder, error == NULL);
      json_builder_set_member_name (builder, "error");
      if (error != NULL)
        json_builder_add_string_value (builder, error->message);
      else
        json_builder_add_null_value (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  cli_print_json (node, TRUE);
}

static gboolean
change (DroverHostStore *store, GStrv add, GStrv remove, GError **error)
{
  for (gsize i = 0; add != NULL && add[i] != NULL; i++)
    {
      g_autoptr (DroverUri) uri = drover_uri_parse (add[i], error);

      if (uri == NULL)
        return FALSE;
      drover_host_store_add (store, uri);
    }
  for (gsize i = 0; remove != NULL && remove[i] != NULL; i++)
    {
      g_autoptr (DroverUri) uri = drover_uri_parse (remove[i], error);

      if (uri == NULL)
        return FALSE;
      if (!drover_host_store_remove (store, uri))
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND, _ ("“%s” is not among the known hosts"),
                       uri->text);
          return FALSE;
        }
    }
  return (add == NULL && remove == NULL) || drover_host_store_save (store, error);
}

/**
 * cli_hosts:
 *
 * `droverctl hosts`: the known hosts and whether they answer.
 */
CliStatus
cli_hosts (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (GStrv) add = NULL;
  g_auto (GStrv) remove = NULL;
  g_autoptr (DroverHostStore) store = drover_host_store_new (NULL);
  g_autoptr (GError) error = NULL;
  CliStatus status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "add", 0, 0, G_OPTION_ARG_STRING_ARRAY, &add, N_ ("Remember this host; may be given again"),
      N_ ("URI") },
    { "remove", 0, 0, G_OPTION_ARG_STRING_ARRAY, &remove, N_ ("Forget this host; may be given again"),
      N_ ("URI") },
    { NULL },
  };

  cli_parser_init (&parser, "hosts", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (parser.rest != NULL)
    return cli_usage (_ ("“%s” is one word too many; --add and --remove change the list"), parser.rest[0]);
  if (!drover_host_store_load (store, &error))
    {
      status = cli_fail (error);
      /* One entry that cannot be read is no reason to keep quiet about the others. */
      if (!g_error_matches (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT))
        return status;
      g_clear_error (&error);
    }
  if (!change (store, add, remove, &error))
    return cli_fail (error);

  drover_virt_init ();
  connect_all (context, G_LIST_MODEL (store));
  if (context->json)
    print_json (G_LIST_MODEL (store));
  else if (g_list_model_get_n_items (G_LIST_MODEL (store)) == 0)
    g_print ("%s\n", _ ("No hosts yet. Add one: droverctl hosts --add qemu+ssh://host/system"));
  for (guint i = 0; !context->json && i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (store), i);

      print_host (context, host);
    }
  return status;
}
