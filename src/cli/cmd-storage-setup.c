/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-prompt.h"
#include "cli-storage.h"

static void
print_each (const char *mark, char *const *items)
{
  for (gsize i = 0; items != NULL && items[i] != NULL; i++)
    {
      g_autofree char *harmless = drover_printable (items[i]);

      g_print ("    %s %s\n", mark, harmless);
    }
}

static void
print_previews (char *const *previews)
{
  for (gsize i = 0; previews != NULL && previews[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (previews[i], "\n", -1);

      for (gsize k = 0; lines[k] != NULL; k++)
        {
          g_autofree char *harmless = drover_printable (lines[k]);

          g_print ("      %s\n", harmless);
        }
    }
}

static void
print_host (const CliContext *context, const DroverSetupReport *report, const DroverSetupHost *host)
{
  gboolean planned = g_str_equal (report->state, "planned");
  gboolean well = host->error == NULL;

  cli_print_styled (context, well ? CLI_GOOD : CLI_BAD, "  %s\n", host->host);
  if (well && (host->steps == NULL || host->steps[0] == NULL))
    g_print ("    %s\n", _ ("has it already, as wanted"));
  if (planned)
    {
      print_each ("→", host->steps);
      print_previews (host->preview);
    }
  print_each (context->unicode ? "✓" : "+", host->done);
  print_each (context->unicode ? "↶" : "<", host->undone);
  if (host->error != NULL)
    {
      g_autofree char *harmless = drover_printable (host->error);

      cli_print_wrapped (context, 4, harmless);
    }
  for (gsize i = 0; host->remains != NULL && host->remains[i] != NULL; i++)
    {
      g_autofree char *harmless = drover_printable (host->remains[i]);

      cli_print_styled (context, CLI_BAD, "    %s ", _ ("Could not be taken back:"));
      g_print ("%s\n", harmless);
    }
}

static void
print_report (const CliContext *context, const DroverSetupReport *report)
{
  for (guint i = 0; i < report->hosts->len; i++)
    print_host (context, report, report->hosts->pdata[i]);
  if (g_str_equal (report->state, "done"))
    g_print (_ ("All hosts have the pool “%s” at %s. Now prove it: droverctl storage prove HOST HOST… --pool "
                "%s\n"),
             report->name, report->path, report->name);
  else if (g_str_equal (report->state, "refused"))
    g_print ("%s\n", _ ("Nothing was changed on any host."));
  else if (g_str_equal (report->state, "failed"))
    g_print ("%s\n", _ ("What this run had done is taken back, but for what is said above."));
}

static DroverSetupReport *
run (const CliStorageHosts *hosts, const DroverStorageSpec *spec, gboolean plan_only)
{
  g_auto (CliWait) wait = { 0 };

  cli_wait_init (&wait);
  drover_storage_setup_async (hosts->connections, spec, plan_only, wait.cancellable, cli_wait_callback,
                              &wait);
  return drover_storage_setup_finish (cli_wait_run (&wait));
}

static gboolean
has_steps (const DroverSetupReport *report)
{
  for (guint i = 0; i < report->hosts->len; i++)
    {
      const DroverSetupHost *host = report->hosts->pdata[i];

      if (host->steps != NULL && host->steps[0] != NULL)
        return TRUE;
    }
  return FALSE;
}

static CliStatus
tell (const CliContext *context, const DroverSetupReport *report)
{
  if (context->json)
    {
      g_autoptr (JsonNode) node = drover_record_to_json (&drover_setup_report_type, report);

      cli_print_json (node, TRUE);
    }
  else
    print_report (context, report);
  return g_str_equal (report->state, "done") || g_str_equal (report->state, "planned") ? CLI_DONE
                                                                                       : CLI_NOT_DONE;
}

/**
 * cli_storage_setup:
 *
 * `droverctl storage setup`: the same pool on several hosts.
 */
CliStatus
cli_storage_setup (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliStorageHosts) hosts = { 0 };
  g_autofree char *source = NULL;
  g_autofree char *format = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  gboolean dry_run = FALSE;
  gboolean yes = FALSE;
  g_autoptr (DroverStorageSpec) spec = NULL;
  g_autoptr (DroverSetupReport) plan = NULL;
  g_autoptr (DroverSetupReport) report = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "source", 0, 0, G_OPTION_ARG_STRING, &source,
      N_ ("What the server offers: an NFS export or a GlusterFS volume"), N_ ("SERVER:EXPORT") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format,
      N_ ("nfs or glusterfs; an export that begins with a slash is taken for NFS"), N_ ("FORMAT") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The pool's name on all hosts"), N_ ("NAME") },
    { "path", 0, 0, G_OPTION_ARG_STRING, &path,
      N_ ("Where all hosts see it; without --source, a directory that is mounted there already"),
      N_ ("PATH") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only tell what would be done"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &yes, N_ ("Do it without asking"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "storage setup", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  spec = drover_storage_spec_new (name, source, format, path, &error);
  if (spec == NULL)
    return cli_fail (error);
  if (!cli_storage_open (context, parser.rest, 2, &hosts, &status))
    return status;
  status = cli_storage_complain (&hosts);
  if (status != CLI_DONE)
    return status;

  plan = run (&hosts, spec, TRUE);
  if (dry_run || !g_str_equal (plan->state, "planned"))
    return tell (context, plan);
  if (has_steps (plan) && !yes)
    {
      if (!context->json)
        print_report (context, plan);
      if (context->json || !cli_ask_yes_no (_ ("Do it on all these hosts?")))
        {
          cli_complain ("%s", _ ("nothing was changed; --yes does it without asking"));
          return CLI_NOT_DONE;
        }
    }
  report = run (&hosts, spec, FALSE);
  return tell (context, report);
}
