/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-storage.h"

static void
print_words (const CliContext *context, const char *words)
{
  g_autofree char *harmless = words ? drover_printable (words) : NULL;

  if (harmless != NULL)
    cli_print_wrapped (context, 6, harmless);
}

static void
print_way (const CliContext *context, const DroverProofWay *way)
{
  static const struct {
    const char *result;
    const char *text;
  } texts[] = {
    { "read", N_ ("what the one wrote the other read") },
    { "altered", N_ ("the other has another file of that name") },
    { "unreadable", N_ ("the other could not read it") },
    { "unseen", N_ ("the other does not have it") },
    { "unwritten", N_ ("it could not be written") },
  };
  gboolean good = g_str_equal (way->result, "read");
  g_autofree char *delay = drover_format_ms (way->delay_ms);

  cli_print_styled (context, good ? CLI_GOOD : CLI_BAD, "  %s → %s  ", way->writer, way->reader);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].result, way->result))
      g_print ("%s (%s)\n", _ (texts[i].text), delay);
  print_words (context, way->reason);
}

static void
print_host (const CliContext *context, const DroverProofHost *host)
{
  cli_print_styled (context, host->error ? CLI_BAD : CLI_BOLD, "  %s", host->host);
  g_print ("  %s\n", host->path ? host->path : "");
  print_words (context, host->error);
  if (host->error != NULL)
    return;
  if (g_str_equal (host->qemu, "opened"))
    g_print ("    %s\n", _ ("QEMU, as its own user, may read and write there"));
  else if (g_str_equal (host->qemu, "refused"))
    cli_print_styled (context, CLI_BAD, "    %s\n", _ ("QEMU may not open a file there:"));
  print_words (context, host->qemu_words);
  if (host->available >= 0)
    {
      g_autofree char *size = drover_format_bytes ((guint64) host->available);

      g_print (_ ("    %s free\n"), size);
    }
  if (host->copy_rate >= 0)
    {
      g_autofree char *rate = drover_format_rate ((guint64) host->copy_rate);

      g_print (_ ("    %s, reading and writing at once\n"), rate);
    }
}

static CliStatus
tell (const CliContext *context, const DroverStorageProof *proof)
{
  if (context->json)
    {
      g_autoptr (JsonNode) node = drover_record_to_json (&drover_storage_proof_type, proof);

      cli_print_json (node, TRUE);
    }
  else
    {
      for (guint i = 0; i < proof->ways->len; i++)
        print_way (context, proof->ways->pdata[i]);
      for (guint i = 0; i < proof->hosts->len; i++)
        print_host (context, proof->hosts->pdata[i]);
      cli_print_wrapped (context, 0, drover_storage_proof_get_text (proof));
    }
  if (g_str_equal (proof->verdict, "unknown"))
    return CLI_UNDETERMINED;
  return g_str_equal (proof->verdict, "shared") && !drover_storage_proof_is_refused (proof) ? CLI_DONE
                                                                                            : CLI_NOT_DONE;
}

/**
 * cli_storage_prove:
 *
 * `droverctl storage prove`: whether hosts have the same storage.
 */
CliStatus
cli_storage_prove (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliStorageHosts) hosts = { 0 };
  g_auto (CliWait) wait = { 0 };
  g_autofree char *pool = NULL;
  g_autofree char *path = NULL;
  gboolean no_qemu = FALSE;
  gboolean no_speed = FALSE;
  int wait_s = DROVER_PROOF_WAIT_MS / 1000;
  g_autoptr (DroverStorageProof) proof = NULL;
  g_autoptr (GError) error = NULL;
  DroverProofOptions options;
  CliStatus status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "pool", 0, 0, G_OPTION_ARG_STRING, &pool, N_ ("The pool, of the same name on all hosts"), N_ ("NAME") },
    { "path", 0, 0, G_OPTION_ARG_STRING, &path, N_ ("A directory, where there is no pool"), N_ ("PATH") },
    { "wait", 0, 0, G_OPTION_ARG_INT, &wait_s,
      N_ ("How long a server's cache may hide a file before it counts as not there"), N_ ("SECONDS") },
    { "no-qemu", 0, 0, G_OPTION_ARG_NONE, &no_qemu, N_ ("Start no probe guest"), NULL },
    { "no-speed", 0, 0, G_OPTION_ARG_NONE, &no_speed, N_ ("Do not measure the speed"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "storage prove", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if ((pool == NULL) == (path == NULL))
    return cli_usage (_ ("say which storage: --pool NAME, or --path PATH"));
  if (path != NULL && path[0] != '/')
    return cli_usage (_ ("“%s” is no absolute path"), path);
  if (wait_s < 0 || wait_s > 600)
    return cli_usage (_ ("--wait takes 0 to 600 seconds"));
  if (!cli_storage_open (context, parser.rest, 2, &hosts, &status))
    return status;
  status = cli_storage_complain (&hosts);
  if (status != CLI_DONE)
    return status;

  options = (DroverProofOptions){ pool, path, (guint) wait_s * 1000, no_qemu,
                                  no_speed ? 0 : DROVER_PROOF_COPY_BYTES };
  cli_wait_init (&wait);
  drover_storage_prove_async (hosts.connections, &options, wait.cancellable, cli_wait_callback, &wait);
  proof = drover_storage_prove_finish (cli_wait_run (&wait), &error);
  return proof ? tell (context, proof) : cli_fail (error);
}
