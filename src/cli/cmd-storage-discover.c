/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-storage.h"

static void
add_unreached (GPtrArray *views, const CliStorageHosts *hosts)
{
  for (guint i = 0; i < hosts->failed->len; i++)
    {
      DroverStorageView *view = drover_record_new (&drover_storage_view_type);
      const DroverUri *uri = hosts->failed_uris->pdata[i];

      view->host = drover_uri_dup_host_label (uri);
      view->uri = g_strdup (uri->text);
      view->error = g_strdup (((const GError *) hosts->failed->pdata[i])->message);
      g_ptr_array_add (views, view);
    }
}

static void
print_json (const char *server, const GPtrArray *views, const DroverStorageSurvey *survey)
{
  g_autoptr (JsonNode) node = drover_record_to_json (&drover_storage_survey_type, survey);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (JsonArray) hosts = json_array_new ();

  for (guint i = 0; i < views->len; i++)
    json_array_add_element (hosts, drover_record_to_json (&drover_storage_view_type, views->pdata[i]));
  if (server != NULL)
    json_object_set_string_member (object, "server", server);
  else
    json_object_set_null_member (object, "server");
  json_object_set_array_member (object, "hosts", g_steal_pointer (&hosts));
  cli_print_json (node, TRUE);
}

static void
print_offers (const CliContext *context, const DroverStorageSurvey *survey)
{
  for (guint i = 0; i < survey->offers->len; i++)
    {
      const DroverStorageOffer *offer = survey->offers->pdata[i];
      g_autofree char *source = drover_printable (offer->source);

      cli_print_styled (context, offer->missing_on[0] ? CLI_WARNING : CLI_GOOD, "  %s", source);
      g_print ("  %s\n", offer->format ? offer->format : "");
      cli_storage_print_list (context, _ ("seen by"), offer->seen_by);
      cli_storage_print_list (context, _ ("not seen by"), offer->missing_on);
    }
}

static void
print_silence (const CliContext *context, const GPtrArray *views)
{
  for (guint i = 0; i < views->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];

      if (view->silence == NULL)
        continue;
      cli_print_styled (context, CLI_WARNING, "  %s", view->host);
      g_print ("  [%s]\n", view->silence);
      cli_print_wrapped (context, 4, drover_storage_silence_get_text (view->silence));
      for (guint k = 0; view->services != NULL && k < view->services->len; k++)
        {
          const DroverStorageService *service = view->services->pdata[k];

          g_print ("    %-9s %5" G_GINT64_FORMAT "  %s\n", service->name, service->port,
                   service->result ? service->result : "?");
        }
      if (view->sources_error != NULL)
        {
          g_autofree char *harmless = drover_printable (view->sources_error);

          cli_print_wrapped (context, 4, harmless);
        }
    }
}

static CliStyle
style_of (const DroverStorageShare *share)
{
  if (g_str_equal (share->kind, "shared"))
    return CLI_GOOD;
  return g_str_equal (share->kind, "local") ? CLI_PLAIN : CLI_WARNING;
}

static void
print_shares (const CliContext *context, const DroverStorageSurvey *survey)
{
  for (guint i = 0; i < survey->shares->len; i++)
    {
      const DroverStorageShare *share = survey->shares->pdata[i];
      g_autofree char *text = g_strdup_printf (
          "%s (%s)  %s%s%s", share->name, share->type ? share->type : "?", share->path ? share->path : "",
          share->source ? "  ← " : "", share->source ? share->source : "");
      g_autofree char *harmless = drover_printable (text);

      cli_print_styled (context, style_of (share), "  %s\n", harmless);
      g_print ("    %s\n", drover_storage_share_get_text (share));
      cli_storage_print_list (context, _ ("on"), share->hosts);
      cli_storage_print_list (context, _ ("stopped on"), share->inactive_on);
      if (!g_str_equal (share->kind, "local"))
        cli_storage_print_list (context, _ ("missing on"), share->missing_on);
    }
}

static void
print_text (const CliContext *context,
            const char *server,
            const GPtrArray *views,
            const DroverStorageSurvey *survey)
{
  if (server != NULL)
    {
      cli_print_styled (context, CLI_BOLD, _ ("What %s offers\n"), server);
      print_offers (context, survey);
      print_silence (context, views);
      g_print ("\n");
    }
  cli_print_styled (context, CLI_BOLD, "%s\n", _ ("What the hosts have"));
  print_shares (context, survey);
  if (survey->offers->len > 0)
    {
      const DroverStorageOffer *offer = survey->offers->pdata[0];
      g_autofree char *source = drover_quote_command (offer->source, NULL);

      g_print (_ ("\nTo give it to all hosts: droverctl storage setup HOST HOST… --source %s\n"), source);
    }
}

/**
 * cli_storage_discover:
 *
 * `droverctl storage discover`: what storage hosts share, or could.
 */
CliStatus
cli_storage_discover (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliStorageHosts) hosts = { 0 };
  g_auto (CliWait) wait = { 0 };
  g_autofree char *server = NULL;
  gboolean passive = FALSE;
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (DroverStorageSurvey) survey = NULL;
  CliStatus status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_ ("Look at this storage server, from each host"),
      N_ ("NAME") },
    { "passive", 0, 0, G_OPTION_ARG_NONE, &passive, N_ ("Start no probe guest on a host"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "storage discover", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (server != NULL && !drover_host_name_is_valid (server) && !drover_host_is_address (server))
    return cli_usage (_ ("“%s” is neither a host name nor an address"), server);
  if (!cli_storage_open (context, parser.rest, 1, &hosts, &status))
    return status;
  if (hosts.connections->len > 0)
    {
      cli_wait_init (&wait);
      drover_storage_discover_async (hosts.connections, server, passive || context->read_only,
                                     context->timeout_ms, wait.cancellable, cli_wait_callback, &wait);
      views = drover_storage_discover_finish (cli_wait_run (&wait));
    }
  else
    views = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_storage_view_free);
  add_unreached (views, &hosts);
  survey = drover_storage_survey_new (views);
  if (context->json)
    print_json (server, views, survey);
  else if (hosts.connections->len > 0)
    print_text (context, server, views, survey);
  status = cli_storage_complain (&hosts);
  for (guint i = 0; i < hosts.connections->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];

      if (view->error == NULL)
        continue;
      cli_complain ("%s: %s", view->uri, view->error);
      status = CLI_UNDETERMINED;
    }
  return status;
}
