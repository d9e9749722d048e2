/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-options.h"
#include "cli-output.h"
#include "cli-text.h"

#define LABEL_COLUMNS 14

/* What can be known of a host without a guest in mind. */
static const DroverFactId host_facts[] = {
  DROVER_FACT_CONNECTION, DROVER_FACT_IDENTITY, DROVER_FACT_CAPABILITIES, DROVER_FACT_CPU_OFFER,
  DROVER_FACT_MEMORY,     DROVER_FACT_POOLS,    DROVER_FACT_GUESTS,
};

static void
on_finished (DroverGatherer *gatherer, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static DroverGatherer *
gather (CliContext *context, const DroverUri *uri)
{
  g_autoptr (DroverPlan) plan = drover_plan_new (uri, uri, "", NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverOpenOptions options;
  DroverGatherer *gatherer;

  drover_virt_init ();
  cli_open_options_init (&options, context);
  gatherer = drover_gatherer_new (plan, &options, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (host_facts); i++)
    drover_gatherer_want (gatherer, host_facts[i], DROVER_SIDE_SOURCE);
  g_signal_connect (gatherer, "finished", G_CALLBACK (on_finished), loop);
  drover_gatherer_start (gatherer);
  if (!drover_gatherer_is_done (gatherer))
    g_main_loop_run (loop);
  return gatherer;
}

static void
print_json (const DroverUri *uri, const DroverFacts *facts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "uri");
  json_builder_add_string_value (builder, uri->text);
  json_builder_set_member_name (builder, "facts");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (host_facts); i++)
    drover_facts_build_json (facts, host_facts[i], DROVER_SIDE_SOURCE, builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  cli_print_json (node, TRUE);
}

static void G_GNUC_PRINTF (3, 4)
    print_row (const CliContext *context, const char *label, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *harmless = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  harmless = drover_printable (text);
  cli_print_styled (context, CLI_DIM, "%s", label);
  for (guint used = cli_text_width (label); used < LABEL_COLUMNS; used++)
    g_print (" ");
  g_print ("%s\n", harmless);
}

static void
print_capabilities (const CliContext *context, const DroverHostCaps *caps)
{
  print_row (context, _ ("UUID"), "%s", caps->uuid ? caps->uuid : "");
  if (caps->cpu != NULL)
    print_row (context, _ ("CPU"), "%s %s, %u", caps->cpu->vendor ? caps->cpu->vendor : "",
               caps->cpu->model ? caps->cpu->model : "", drover_host_caps_count_cpus (caps));
  for (guint i = 0; i < caps->secmodels->len; i++)
    {
      const DroverSecModel *model = caps->secmodels->pdata[i];
      const char *label = drover_sec_model_get_base_label (model, "kvm");

      print_row (context, _ ("Security"), "%s %s", model->model, label ? label : "");
    }
}

static void
print_text (const CliContext *context, const DroverUri *uri, const DroverFacts *facts)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);
  const DroverHostCaps *caps = drover_facts_get_capabilities (facts, DROVER_SIDE_SOURCE);
  const DroverFactMemory *memory = drover_facts_get_memory (facts, DROVER_SIDE_SOURCE);
  const DroverFactPools *pools = drover_facts_get_pools (facts, DROVER_SIDE_SOURCE);
  const DroverFactGuests *guests = drover_facts_get_guests (facts, DROVER_SIDE_SOURCE);

  print_row (context, _ ("URI"), "%s", uri->text);
  if (identity != NULL)
    {
      g_autofree char *libvirt = drover_format_version ((guint64) identity->libvirt_version);
      g_autofree char *qemu = drover_format_version ((guint64) identity->qemu_version);

      print_row (context, _ ("Host name"), "%s", identity->hostname);
      print_row (context, _ ("Versions"), "libvirt %s, QEMU %s", libvirt, qemu);
    }
  if (caps != NULL)
    print_capabilities (context, caps);
  if (memory != NULL)
    {
      g_autofree char *available = drover_format_bytes ((guint64) memory->available);
      g_autofree char *total = drover_format_bytes ((guint64) memory->total);

      print_row (context, _ ("Memory"), _ ("%s of %s available"), available, total);
    }
  for (guint i = 0; pools != NULL && pools->pools != NULL && i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      print_row (context, _ ("Pool"), "%s (%s, %s) %s", pool->name, pool->type,
                 pool->active ? _ ("started") : _ ("stopped"), pool->path ? pool->path : "");
    }
  for (guint i = 0; guests != NULL && guests->guests != NULL && i < guests->guests->len; i++)
    {
      const DroverFactGuestEntry *guest = guests->guests->pdata[i];

      print_row (context, _ ("Guest"), "%s (%s)", guest->name, guest->state);
    }
  for (guint i = 0; i < G_N_ELEMENTS (host_facts); i++)
    {
      const char *reason = drover_facts_get_reason (facts, host_facts[i], DROVER_SIDE_SOURCE);

      if (reason != NULL)
        print_row (context, _ ("Not known"), "%s: %s", drover_fact_get_name (host_facts[i]), reason);
    }
}

/**
 * cli_facts:
 *
 * `droverctl facts`: everything that can be learned of one host.
 */
CliStatus
cli_facts (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_autoptr (DroverUri) uri = NULL;
  g_autoptr (DroverGatherer) gatherer = NULL;
  g_autoptr (GError) error = NULL;
  const DroverFactConnection *connection;
  DroverFacts *facts;
  CliStatus status;

  cli_parser_init (&parser, "facts", FALSE);
  if (!cli_parser_parse (&parser, context, NULL, argc, argv, &status))
    return status;
  if (parser.rest == NULL || g_strv_length (parser.rest) != 1)
    return cli_usage (_ ("give the URI of one host, as in qemu+ssh://host/system"));
  uri = drover_uri_parse (parser.rest[0], &error);
  if (uri == NULL)
    return cli_fail (error);

  gatherer = gather (context, uri);
  facts = drover_gatherer_get_facts (gatherer);
  connection = drover_facts_get_connection (facts, DROVER_SIDE_SOURCE);
  if (context->json)
    print_json (uri, facts);
  else if (connection != NULL && connection->open)
    print_text (context, uri, facts);
  if (connection == NULL || !connection->open)
    {
      cli_complain ("%s: %s", uri->text, connection ? connection->error : "");
      return CLI_UNDETERMINED;
    }
  return CLI_DONE;
}
