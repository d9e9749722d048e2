/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "cli-candidates.h"
#include "cli-options.h"
#include "cli-output.h"

/* The window's options, as a help text would tell of them; what they are is said in its own. */
static const char *const window_help =
    "  --help  \n  --help-all  \n  --from=URI  \n  --to=URI  \n  --guest=NAME  \n  --version  \n";

/* What a word of a command line may be, other than an option. */
typedef enum {
  WORD_NONE,
  WORD_HOST,
  WORD_KNOWN_HOST,
  WORD_HOST_OR_FILE,
  WORD_FILE,
  WORD_GUEST, /* of the host that --from or --on names */
  WORD_CHECK,
  WORD_RUN,
} WordKind;

typedef struct {
  const char *name;
  WordKind kind;
  const char *const *choices;
  const char *command; /* NULL: every one */
} ValueRow;

static const char *const distributions[] = { "debian", "fedora", "suse", "arch", "other", NULL };
static const char *const formats[] = { "nfs", "glusterfs", NULL };
static const char *const report_formats[] = { "html", "json", "csv", NULL };

/* The values of options by the options' names; those of one command stand before those of all. */
static const ValueRow values[] = {
  { "--format", WORD_NONE, report_formats, "report" },
  { "--add", WORD_HOST, NULL },
  { "--desturi", WORD_HOST, NULL },
  { "--distribution", WORD_NONE, distributions },
  { "--format", WORD_NONE, formats },
  { "--from", WORD_HOST, NULL },
  { "--guest", WORD_GUEST, NULL },
  { "--ignore", WORD_CHECK, NULL },
  { "--on", WORD_HOST, NULL },
  { "--only", WORD_CHECK, NULL },
  { "--output", WORD_FILE, NULL },
  { "--remove", WORD_KNOWN_HOST, NULL },
  { "--save", WORD_FILE, NULL },
  { "--to", WORD_HOST, NULL },
};

typedef struct {
  const char *command;
  WordKind kind;
  gboolean many;
} WordRow;

static const WordRow words_of_commands[] = {
  { "cancel", WORD_GUEST, FALSE },        { "check", WORD_GUEST, FALSE },
  { "compare", WORD_HOST_OR_FILE, TRUE }, { "drover", WORD_HOST, FALSE },
  { "facts", WORD_HOST, FALSE },          { "fix", WORD_GUEST, FALSE },
  { "history compare", WORD_RUN, TRUE },  { "history remove", WORD_RUN, TRUE },
  { "history show", WORD_RUN, FALSE },    { "migrate", WORD_GUEST, FALSE },
  { "report", WORD_RUN, FALSE },          { "storage discover", WORD_HOST, TRUE },
  { "storage move", WORD_GUEST, FALSE },  { "storage prove", WORD_HOST, TRUE },
  { "storage recipe", WORD_HOST, TRUE },  { "storage setup", WORD_HOST, TRUE },
  { "tune", WORD_GUEST, FALSE },          { "watch", WORD_GUEST, FALSE },
};

/* The options before the command, as a help text would tell of them. */
static const char *const global_help =
    "  --json  \n  --readonly  \n  --no-ssh-facts  \n  --timeout=SECONDS  \n  --version  \n  --help  \n";

typedef struct {
  char **words;
  int n_words; /* the last one is being typed */
  const char *help;
  const char *command;
  const char *host; /* what --from or --on was given */
  guint n_plain;    /* words that are neither options nor their values */
} Line;

static void
offer_kind (CliCandidates *candidates, WordKind kind, const char *host)
{
  switch (kind)
    {
    case WORD_NONE:
      return;
    case WORD_HOST:
    case WORD_KNOWN_HOST:
      cli_candidates_offer_hosts (candidates, kind == WORD_KNOWN_HOST);
      return;
    case WORD_HOST_OR_FILE:
      cli_candidates_offer_hosts (candidates, FALSE);
      cli_candidates_offer_files (candidates);
      return;
    case WORD_FILE:
      cli_candidates_offer_files (candidates);
      return;
    case WORD_GUEST:
      if (host != NULL)
        cli_candidates_offer_guests (candidates, host);
      return;
    case WORD_CHECK:
      cli_candidates_offer_checks (candidates);
      return;
    case WORD_RUN:
      cli_candidates_offer_runs (candidates);
      return;
    }
  g_assert_not_reached ();
}

static void
offer_choices (CliCandidates *candidates, const char *const *choices)
{
  for (gsize i = 0; choices != NULL && choices[i] != NULL; i++)
    cli_candidates_offer (candidates, choices[i], NULL);
}

static void
offer_value (const Line *line, const char *option, const char *typed, const char *prefix)
{
  const DroverMigrateOptionInfo *info = drover_migrate_option_find (option + strlen ("--"));
  g_auto (CliCandidates) candidates = { 0 };

  cli_candidates_init (&candidates, typed, prefix);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].name, option) &&
        (values[i].command == NULL || g_str_equal (values[i].command, line->command)))
      {
        offer_choices (&candidates, values[i].choices);
        offer_kind (&candidates, values[i].kind, line->host);
        return;
      }
  if (info == NULL)
    return;
  offer_choices (&candidates, info->choices);
  if (info->kind == DROVER_OPTION_KIND_XML)
    cli_candidates_offer_files (&candidates);
}

static void
offer_commands (const CliCommand *commands, guint n, const char *typed)
{
  g_auto (CliCandidates) candidates = { 0 };

  cli_candidates_init (&candidates, typed, "");
  for (guint i = 0; i < n; i++)
    if (commands[i].summary != NULL)
      {
        const char *space = strchr (commands[i].name, ' ');

        cli_candidates_offer (&candidates, space ? space + 1 : commands[i].name, _ (commands[i].summary));
      }
}

static void
offer_options (const char *help, const char *typed)
{
  g_auto (CliCandidates) candidates = { 0 };

  cli_candidates_init (&candidates, typed, "");
  cli_candidates_offer_options (&candidates, help);
}

/* What a command says of itself, without running it. */
static char *
ask_help (const CliCommand *command)
{
  char *help = NULL;
  CliContext context = { .help = &help };
  char *argv[] = { (char *) command->name, NULL };

  command->run (&context, 1, argv);
  return help;
}

static void
note_word (Line *line, int i)
{
  const char *word = line->words[i];
  const char *equals = strchr (word, '=');
  g_autofree char *option = g_strndup (word, equals ? (gsize) (equals - word) : strlen (word));
  const char *value = equals ? equals + 1 : i + 1 < line->n_words ? line->words[i + 1] : NULL;

  if (word[0] != '-')
    line->n_plain++;
  else if (g_str_equal (option, "--from") || g_str_equal (option, "--on"))
    line->host = value;
}

static void
offer_plain (const Line *line, const char *typed)
{
  g_auto (CliCandidates) candidates = { 0 };

  cli_candidates_init (&candidates, typed, "");
  for (guint i = 0; i < G_N_ELEMENTS (words_of_commands); i++)
    {
      const WordRow *row = &words_of_commands[i];

      if (g_str_equal (row->command, line->command) && (row->many || line->n_plain == 0))
        {
          offer_kind (&candidates, row->kind, line->host);
          if (row->kind != WORD_GUEST || line->host != NULL)
            return;
        }
    }
  /* Nothing but options can follow. */
  if (typed[0] == '\0')
    cli_candidates_offer_options (&candidates, line->help);
}

/* @name: the command. @help: what it says of itself. @first: the word behind the command. */
static void
complete_words (Line *line, const char *name, const char *help, int first)
{
  const char *typed = line->words[line->n_words - 1];
  const char *equals = strchr (typed, '=');
  const char *before = line->n_words - 2 >= first ? line->words[line->n_words - 2] : "";

  line->help = help;
  line->command = name;
  for (int i = first; i < line->n_words - 1; i++)
    {
      note_word (line, i);
      if (cli_help_takes_value (help, line->words[i]))
        i++;
    }
  if (g_str_has_prefix (typed, "--") && equals != NULL)
    {
      g_autofree char *prefix = g_strndup (typed, (gsize) (equals + 1 - typed));
      g_autofree char *option = g_strndup (typed, (gsize) (equals - typed));

      offer_value (line, option, equals + 1, prefix);
    }
  else if (cli_help_takes_value (help, before))
    offer_value (line, before, typed, "");
  else if (typed[0] == '-')
    offer_options (help, typed);
  else
    offer_plain (line, typed);
}

static void
complete_command (Line *line, const CliCommand *command, int first)
{
  g_autofree char *help = ask_help (command);

  if (help != NULL)
    complete_words (line, command->name, help, first);
}

static void
complete_line (Line *line)
{
  const char *typed = line->words[line->n_words - 1];
  const CliCommand *command;
  guint n;
  const CliCommand *commands = cli_get_commands (&n);
  int i = 0;

  for (; i < line->n_words - 1 && line->words[i][0] == '-'; i++)
    if (cli_help_takes_value (global_help, line->words[i]) && ++i == line->n_words - 1)
      return;
  if (i == line->n_words - 1)
    {
      if (typed[0] == '-')
        offer_options (global_help, typed);
      else
        offer_commands (commands, n, typed);
      return;
    }
  commands = cli_find_family (line->words[i], &n);
  if (commands == NULL)
    {
      command = cli_find_command (line->words[i]);
      if (command != NULL && command->summary != NULL)
        complete_command (line, command, i + 1);
      return;
    }
  if (++i == line->n_words - 1)
    {
      offer_commands (commands, n, typed);
      return;
    }
  for (guint k = 0; k < n; k++)
    if (g_str_equal (strchr (commands[k].name, ' ') + 1, line->words[i]))
      complete_command (line, &commands[k], i + 1);
}

/**
 * cli_complete:
 *
 * `droverctl complete WORD…`: what may stand for the last word of a command line, for the shells' completion.
 * One candidate a line, a tab and what it is behind it; `:files` stands for the files there are. Says nothing
 * where there is nothing to say, and asks nobody anything.
 */
CliStatus
cli_complete (CliContext *context, int argc, char **argv)
{
  Line line = { .words = argv + 1, .n_words = argc - 1 };

  if (line.n_words > 0)
    complete_line (&line);
  return CLI_DONE;
}

/**
 * cli_complete_window:
 *
 * `droverctl complete-window WORD…`: the same for a command line of `drover`.
 */
CliStatus
cli_complete_window (CliContext *context, int argc, char **argv)
{
  Line line = { .words = argv + 1, .n_words = argc - 1 };

  if (line.n_words > 0)
    complete_words (&line, "drover", window_help, 0);
  return CLI_DONE;
}
