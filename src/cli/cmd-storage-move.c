/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-prompt.h"
#include "cli-storage.h"

static void
print_disks (const DroverMoveReport *report)
{
  for (guint i = 0; i < report->disks->len; i++)
    {
      const DroverMovedDisk *disk = report->disks->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s  %s → %s", disk->disk, disk->from, disk->to);
      g_autofree char *harmless = drover_printable (text);
      g_autofree char *size = drover_format_bytes ((guint64) MAX (disk->bytes, 0));
      g_autofree char *taken = drover_format_bytes ((guint64) MAX (disk->allocation, 0));

      g_print ("  %s\n", harmless);
      g_print (_ ("    %s, %s of it in use\n"), size, taken);
      if (disk->backing != NULL)
        {
          g_autofree char *backing = drover_printable (disk->backing);

          g_print (disk->flattened ? _ ("    it builds on %s; the copy holds both and builds on nothing\n")
                                   : _ ("    it builds on %s, which stays where it is\n"),
                   backing);
        }
      if (g_strcmp0 (disk->found, "partial") == 0)
        g_print ("    %s\n",
                 _ ("an earlier run has left a copy there that is not whole: it is removed first"));
      else if (disk->found != NULL)
        g_print ("    %s\n",
                 _ ("an earlier run has begun this copy, and it is still being made: it goes on"));
      if (disk->checksum != NULL)
        g_print ("    SHA-256 %s\n", disk->checksum);
    }
}

static void
print_report (const CliContext *context, const DroverMoveReport *report)
{
  print_disks (report);
  if (g_str_equal (report->state, "done"))
    cli_print_wrapped (
        context, 0,
        report->live ? _ ("The guest runs from the copies now, and starts from them. The old files stay "
                          "until you remove them.")
                     : _ ("The copies were read again and are the same; the guest starts from them "
                          "next time. The old files stay until you remove them."));
  else if (g_str_equal (report->state, "planned"))
    g_print ("%s\n", _ ("Nothing was changed."));
  else if (report->remains != NULL)
    {
      g_autofree char *harmless = drover_printable (report->remains);

      g_print (_ ("The guest is as before. A copy could not be removed: %s\n"), harmless);
    }
  else
    g_print ("%s\n", report->record != NULL ? _ ("Some of the disks have moved.")
                                            : _ ("The guest is as before, and no copy is left."));
  if (report->record != NULL)
    g_print (report->live
                 ? _ ("“droverctl fix --undo %s” puts the old definition back, once the guest is shut off.\n")
                 : _ ("“droverctl fix --undo %s” takes it back, as long as the guest has not run from the "
                      "copies.\n"),
             report->record);
}

/* A line that writes itself over; where it would be kept, only the end is told. */
static void
on_progress (const DroverMoveNews *news, gpointer user_data)
{
  const CliContext *context = user_data;
  g_autofree char *text = drover_move_news_describe (news);

  if (context->terminal && !context->json)
    g_print ("\r\033[K%s", text);
}

static CliStatus
tell (const CliContext *context, const DroverMoveReport *report)
{
  if (context->json)
    {
      g_autoptr (JsonNode) node = drover_record_to_json (&drover_move_report_type, report);

      cli_print_json (node, TRUE);
    }
  else
    {
      if (context->terminal && g_str_equal (report->state, "done"))
        g_print ("\n");
      print_report (context, report);
    }
  if (report->error != NULL)
    cli_complain ("%s", report->error);
  return g_str_equal (report->state, "done") || g_str_equal (report->state, "planned") ? CLI_DONE
                                                                                       : CLI_NOT_DONE;
}

static DroverMoveReport *
run (const CliStorageHosts *hosts, const DroverMoveOptions *options)
{
  g_auto (CliWait) wait = { 0 };

  cli_wait_init (&wait);
  drover_storage_move_async (hosts->connections->pdata[0], options, wait.cancellable, cli_wait_callback,
                             &wait);
  return drover_storage_move_finish (cli_wait_run (&wait));
}

typedef struct {
  const char *word;
  DroverMoveBacking backing;
} BackingChoice;

static const BackingChoice *
find_backing (const char *word)
{
  static const BackingChoice choices[] = {
    { NULL, DROVER_MOVE_BACKING_AUTO },
    { "keep", DROVER_MOVE_BACKING_KEEP },
    { "flatten", DROVER_MOVE_BACKING_FLATTEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_strcmp0 (choices[i].word, word) == 0)
      return &choices[i];
  return NULL;
}

/**
 * cli_storage_move:
 *
 * `droverctl storage move`: the disks of a guest, running or shut off, into another pool of its host.
 */
CliStatus
cli_storage_move (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliStorageHosts) hosts = { 0 };
  g_autofree char *on = NULL;
  g_autofree char *pool = NULL;
  g_auto (GStrv) disks = NULL;
  g_autofree char *backing = NULL;
  int bandwidth = 0;
  gboolean dry_run = FALSE;
  gboolean yes = FALSE;
  g_autoptr (DroverMoveReport) plan = NULL;
  g_autoptr (DroverMoveReport) report = NULL;
  DroverMoveOptions options;
  const BackingChoice *choice;
  CliStatus status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "on", 0, 0, G_OPTION_ARG_STRING, &on, N_ ("The host the guest is on"), N_ ("URI") },
    { "pool", 0, 0, G_OPTION_ARG_STRING, &pool, N_ ("The pool its disks are to go to"), N_ ("NAME") },
    { "disk", 0, 0, G_OPTION_ARG_STRING_ARRAY, &disks,
      N_ ("Move this one, as in vda; may be given again. Else all that can"), N_ ("DISK") },
    { "backing", 0, 0, G_OPTION_ARG_STRING, &backing,
      N_ ("Keep the files a disk builds on, or flatten them into the copy"), N_ ("keep|flatten") },
    { "bandwidth", 0, 0, G_OPTION_ARG_INT, &bandwidth, N_ ("Copy no faster than this"), N_ ("MIB/S") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only tell what would be done"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &yes, N_ ("Do it without asking"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "storage move", FALSE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (parser.rest == NULL || g_strv_length (parser.rest) != 1)
    return cli_usage (_ ("name one guest"));
  if (on == NULL || pool == NULL)
    return cli_usage (_ ("say where the guest is and where its disks go: --on URI --pool NAME"));
  choice = find_backing (backing);
  if (choice == NULL)
    return cli_usage (_ ("--backing wants “keep” or “flatten”"));
  if (bandwidth < 0)
    return cli_usage (_ ("--bandwidth wants a number of MiB per second"));
  if (!cli_storage_open (context, (char *[]){ on, NULL }, 1, &hosts, &status))
    return status;
  status = cli_storage_complain (&hosts);
  if (status != CLI_DONE)
    return status;

  options = (DroverMoveOptions){
    .guest = parser.rest[0],
    .pool = pool,
    .disks = (const char *const *) disks,
    .plan_only = TRUE,
    .backing = choice->backing,
    .bandwidth = (guint64) bandwidth * 1024 * 1024,
    .progress = on_progress,
    .progress_data = context,
  };
  plan = run (&hosts, &options);
  if (dry_run || !g_str_equal (plan->state, "planned"))
    return tell (context, plan);
  if (!yes)
    {
      if (!context->json)
        print_disks (plan);
      if (context->json ||
          !cli_ask_yes_no (plan->live ? _ ("Copy these, and let the guest go on from the copies?")
                                      : _ ("Copy these, and let the guest start from the copies?")))
        {
          cli_complain ("%s", _ ("nothing was changed; --yes does it without asking"));
          return CLI_NOT_DONE;
        }
    }
  options.plan_only = FALSE;
  report = run (&hosts, &options);
  return tell (context, report);
}
