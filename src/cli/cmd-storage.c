/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-storage.h"

static const CliCommand commands[] = {
  { "storage discover", N_ ("HOST… [--server NAME]"),
    N_ ("what storage the hosts have in common, and what a server offers to each"), cli_storage_discover },
  { "storage setup", N_ ("HOST HOST… --source SERVER:EXPORT"),
    N_ ("give all hosts the same pool from a server, at the same path"), cli_storage_setup },
  { "storage prove", N_ ("HOST HOST… --pool NAME"),
    N_ ("prove by a file written here and read there that the storage is the same"), cli_storage_prove },
  { "storage move", N_ ("GUEST --on URI --pool NAME"),
    N_ ("move the disks of a guest, running or shut off, into a pool"), cli_storage_move },
  { "storage recipe", N_ ("HOST… --server NAME"),
    N_ ("how to make an NFS server for the hosts, step by step, with every why"), cli_storage_recipe },
};

static const CliCommand *
find_command (const char *name)
{
  g_autofree char *full = g_strdup_printf ("storage %s", name);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, full))
      return &commands[i];
  return NULL;
}

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: droverctl storage COMMAND …"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-17s %s\n", commands[i].name, _ (commands[i].summary));
}

/**
 * cli_storage_get_commands:
 * @n_commands: (out): how many they are
 *
 * Returns: the commands whose first word is `storage`
 */
const CliCommand *
cli_storage_get_commands (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/**
 * cli_storage:
 *
 * `droverctl storage`: shared storage, the first time.
 */
CliStatus
cli_storage (CliContext *context, int argc, char **argv)
{
  const CliCommand *command = argc > 1 ? find_command (argv[1]) : NULL;
  g_autofree char **words = NULL;

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help ();
      return CLI_DONE;
    }
  if (command == NULL)
    return argc > 1 ? cli_usage (_ ("“storage %s” is not a command; see “droverctl storage --help”"), argv[1])
                    : cli_usage (_ ("say what to do; see “droverctl storage --help”"));
  words = g_memdup2 (argv + 1, (gsize) argc * sizeof *argv);
  words[0] = (char *) command->name;
  return command->run (context, argc - 1, words);
}
