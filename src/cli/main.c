/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli-options.h"
#include "cli-output.h"
#include "cli.h"
#include "drover-config.h"

#define CLEAN_UP_MS 3000

static const CliCommand commands[] = {
  { "hosts", "", N_ ("list the hosts you know, add or remove one"), cli_hosts },
  { "facts", N_ ("URI"), N_ ("everything that can be learned of one host"), cli_facts },
  { "check", N_ ("DOMAIN --from URI --to URI"), N_ ("tell whether a guest can move, why not, and what to do"),
    cli_check },
  { "fix", N_ ("DOMAIN --from URI --to URI"),
    N_ ("apply the remedies that libvirt can apply, or take them back"), cli_fix },
  { "compare", N_ ("URI URI…"), N_ ("lay hosts side by side: what differs, and whether it matters"),
    cli_compare },
  { "migrate", N_ ("DOMAIN --from URI --to URI"), N_ ("check, then move a running guest"), cli_migrate },
  { "watch", N_ ("DOMAIN --from URI [--to URI]"), N_ ("follow a migration that is running"), cli_watch },
  { "cancel", N_ ("DOMAIN --from URI [--to URI]"), N_ ("stop a migration that is running"), cli_cancel },
  { "tune", N_ ("DOMAIN --from URI"), N_ ("change the limits of a migration that is running"), cli_tune },
  { "storage", N_ ("COMMAND …"), N_ ("shared storage, the first time: discover, setup, prove, move, recipe"),
    cli_storage },
  { "explain", N_ ("[TEXT]"), N_ ("what an error of libvirt or QEMU means and what to do"), cli_explain },
  { "history", "", N_ ("the migrations that have ended: list, show, remove"), cli_history },
  { "report", N_ ("[RUN]"), N_ ("write one of them as a page or as data; the newest unless one is named"),
    cli_report },
  { "complete", "", NULL, cli_complete },
  { "complete-window", "", NULL, cli_complete_window },
};

/* Commands of two words, by the first. */
static const struct {
  const char *name;
  const CliCommand *(*get_commands) (guint *n_commands);
} families[] = {
  { "storage", cli_storage_get_commands },
  { "history", cli_history_get_commands },
};

const CliCommand *
cli_get_commands (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/**
 * cli_find_family:
 * @name: the first word of commands that have two
 *
 * Returns: (nullable): these commands
 */
const CliCommand *
cli_find_family (const char *name, guint *n_commands)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_equal (families[i].name, name))
      return families[i].get_commands (n_commands);
  return NULL;
}

static const CliCommand *
find_among (const CliCommand *among, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (among[i].name, name))
      return &among[i];
  return NULL;
}

/**
 * cli_find_command:
 * @name: `check`, `storage discover` and the like
 *
 * Returns: (nullable): the command
 */
const CliCommand *
cli_find_command (const char *name)
{
  const CliCommand *command = find_among (commands, G_N_ELEMENTS (commands), name);

  for (guint i = 0; command == NULL && i < G_N_ELEMENTS (families); i++)
    {
      guint n;
      const CliCommand *family = families[i].get_commands (&n);

      command = find_among (family, n, name);
    }
  return command;
}

static void
print_help (void)
{
  g_print (
      _ ("Usage: droverctl [--json] [--readonly] [--no-ssh-facts] [--timeout SECONDS] COMMAND …\n\n"
         "Moves running virtual machines between libvirt hosts, and says beforehand whether it will work.\n\n"
         "Commands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].summary != NULL)
      g_print ("  %-9s %s\n", commands[i].name, _ (commands[i].summary));
  g_print (_ (
      "\nA URI is a libvirt URI, as in qemu+ssh://host/system; a bare host name means just that.\n"
      "“droverctl COMMAND --help” tells the options of a command.\n"
      "Hosts reached over SSH are asked there, too, for what libvirt cannot tell; not so with "
      "--no-ssh-facts.\n"
      "Exit status: 0 ready or done; 1 blocked, failed or cancelled; 2 usage; 3 could not be determined.\n"));
}

static void
look_at_terminal (CliContext *context)
{
  struct winsize size;
  const char *no_color = g_getenv ("NO_COLOR");

  context->terminal = isatty (STDOUT_FILENO);
  context->unicode = g_get_charset (NULL);
  context->color = context->terminal && (no_color == NULL || no_color[0] == '\0') &&
                   g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  context->width = 80;
  if (context->terminal && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    context->width = size.ws_col;
}

/* The options before the command: few, and never mixed up with the command's own. Returns how many words they
 * take, or -1. */
static int
take_global_options (CliContext *context, int argc, char **argv, CliStatus *status)
{
  int i = 1;

  for (; i < argc && argv[i][0] == '-'; i++)
    {
      g_autoptr (GError) error = NULL;

      if (g_str_equal (argv[i], "--help") || g_str_equal (argv[i], "-h"))
        {
          print_help ();
          *status = CLI_DONE;
          return -1;
        }
      if (g_str_equal (argv[i], "--version"))
        {
          g_print ("droverctl %s\n", DROVER_VERSION);
          *status = CLI_DONE;
          return -1;
        }
      if (g_str_equal (argv[i], "--json"))
        context->json = TRUE;
      else if (g_str_equal (argv[i], "--readonly") || g_str_equal (argv[i], "-r"))
        context->read_only = TRUE;
      else if (g_str_equal (argv[i], "--no-ssh-facts"))
        context->no_ssh_facts = TRUE;
      else if (g_str_has_prefix (argv[i], "--timeout=") ||
               (g_str_equal (argv[i], "--timeout") && i + 1 < argc))
        {
          const char *value =
              argv[i][strlen ("--timeout")] == '=' ? argv[i] + strlen ("--timeout=") : argv[++i];

          if (!cli_parse_timeout (value, &context->timeout_ms, &error))
            {
              *status = cli_fail (error);
              return -1;
            }
        }
      else
        {
          *status = cli_usage (_ ("“%s” is not an option here; see “droverctl --help”"), argv[i]);
          return -1;
        }
    }
  return i;
}

int
main (int argc, char **argv)
{
  CliContext context = { .timeout_ms = DROVER_DEFAULT_TIMEOUT_MS };
  CliStatus status = CLI_DONE;
  int first;

  drover_language_init (DROVER_LOCALEDIR);
  g_set_prgname ("droverctl");
  look_at_terminal (&context);

  first = take_global_options (&context, argc, argv, &status);
  if (first < 0)
    return (int) status;
  if (first == argc)
    {
      print_help ();
      return CLI_USAGE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, argv[first]))
      {
        status = commands[i].run (&context, argc - first, argv + first);
        /* Probes are removed in the background, and nobody else would finish that. */
        drover_attempts_settle (CLEAN_UP_MS);
        return (int) status;
      }
  return (int) cli_usage (_ ("“%s” is not a command; see “droverctl --help”"), argv[first]);
}
