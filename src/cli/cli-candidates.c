/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-candidates.h"

#include <glib/gi18n.h>
#include <string.h>

/* Somebody waits with a finger on the Tab key. */
#define GUESTS_TIMEOUT_MS 2000

/* The line that stands for whatever files there are; no word of ours begins with a colon. */
#define FILES ":files"

/**
 * cli_candidates_init:
 * @typed: what was typed of the word so far, without @prefix; must outlive @candidates
 * @prefix: what stands before it in the same word, or an empty text; must outlive @candidates
 */
void
cli_candidates_init (CliCandidates *candidates, const char *typed, const char *prefix)
{
  candidates->typed = typed;
  candidates->prefix = prefix;
  candidates->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cli_candidates_clear:
 * @candidates: what to clear
 */
void
cli_candidates_clear (CliCandidates *candidates)
{
  g_clear_pointer (&candidates->seen, g_hash_table_unref);
}

/**
 * cli_candidates_offer:
 * @word: the word
 * @summary: (nullable): what it is
 *
 * Prints the word on a line of its own, a tab and the summary behind it, where it fits. What holds a control
 * character is no word for a command line, wherever it came from.
 */
void
cli_candidates_offer (CliCandidates *candidates, const char *word, const char *summary)
{
  g_autofree char *harmless = summary ? drover_printable (summary) : NULL;
  g_autofree char *printable = drover_printable (word);

  if (word[0] == '\0' || word[0] == ':' || !g_str_equal (printable, word) || strpbrk (word, "\n\t") != NULL ||
      !g_str_has_prefix (word, candidates->typed) || !g_hash_table_add (candidates->seen, g_strdup (word)))
    return;
  if (harmless != NULL)
    g_print ("%s%s\t%s\n", candidates->prefix, word, g_strdelimit (harmless, "\n\t", ' '));
  else
    g_print ("%s%s\n", candidates->prefix, word);
}

/**
 * cli_candidates_offer_files:
 *
 * Leaves it to the shell to offer files.
 */
void
cli_candidates_offer_files (CliCandidates *candidates)
{
  g_print ("%s\n", FILES);
}

/* A line of a help text that tells of an option, in parts: short name, long name, argument, summary. */
static GMatchInfo *
match_option (const char *line)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("^  (?:-(\\w), )?--([a-z0-9-]+)(=\\S+)?\\s{2,}(.*)$", G_REGEX_DEFAULT, 0, NULL);
  GMatchInfo *match = NULL;

  if (g_regex_match (regex, line, 0, &match))
    return match;
  g_match_info_free (match);
  return NULL;
}

/**
 * cli_candidates_offer_options:
 * @help: a command's help, as GOption writes it
 *
 * Offers the options it tells of; those with a value end in `=`.
 */
void
cli_candidates_offer_options (CliCandidates *candidates, const char *help)
{
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GMatchInfo) match = match_option (lines[i]);
      g_autofree char *name = match ? g_match_info_fetch (match, 2) : NULL;
      g_autofree char *argument = match ? g_match_info_fetch (match, 3) : NULL;
      g_autofree char *summary = match ? g_match_info_fetch (match, 4) : NULL;
      g_autofree char *word = name ? g_strdup_printf ("--%s%s", name, argument[0] ? "=" : "") : NULL;

      if (word != NULL)
        cli_candidates_offer (candidates, word, summary);
    }
}

/**
 * cli_help_takes_value:
 * @help: a command's help, as GOption writes it
 * @option: an option with its dashes
 *
 * Returns: whether the next word belongs to it
 */
gboolean
cli_help_takes_value (const char *help, const char *option)
{
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GMatchInfo) match = match_option (lines[i]);
      g_autofree char *name = match ? g_match_info_fetch (match, 2) : NULL;
      g_autofree char *argument = match ? g_match_info_fetch (match, 3) : NULL;

      if (name != NULL && g_str_has_prefix (option, "--") && g_str_equal (option + 2, name))
        return argument[0] != '\0';
    }
  return FALSE;
}

/* As short as it can be typed: a bare name means qemu+ssh://NAME/system. */
static void
offer_known (CliCandidates *candidates, const DroverUri *uri)
{
  g_autofree char *usual = uri->host ? g_strdup_printf ("qemu+ssh://%s/system", uri->host) : NULL;

  if (g_strcmp0 (usual, uri->text) == 0)
    cli_candidates_offer (candidates, uri->host, _ ("known host"));
  /* Whoever types a URI wants to see it as one. */
  if (g_strcmp0 (usual, uri->text) != 0 || strchr (candidates->typed, ':') != NULL)
    cli_candidates_offer (candidates, uri->text, _ ("known host"));
}

/**
 * cli_candidates_offer_hosts:
 * @known_only: leave out what ssh's configuration knows and this computer
 *
 * Offers the hosts that can be named without asking anybody.
 */
void
cli_candidates_offer_hosts (CliCandidates *candidates, gboolean known_only)
{
  g_autoptr (DroverHostStore) store = drover_host_store_new (NULL);
  g_autofree char *config = g_build_filename (g_get_home_dir (), ".ssh", "config", NULL);
  g_auto (GStrv) aliases = NULL;

  /* What could be read of the list is better than nothing. */
  drover_host_store_load (store, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (store), i);

      offer_known (candidates, drover_host_get_uri (host));
    }
  if (known_only)
    return;
  aliases = drover_ssh_aliases_read (config, NULL);
  for (gsize i = 0; aliases != NULL && aliases[i] != NULL; i++)
    cli_candidates_offer (candidates, aliases[i], _ ("from ~/.ssh/config"));
  cli_candidates_offer (candidates, "qemu:///system", _ ("this computer"));
}

typedef struct {
  GMainLoop *loop;
  DroverConnection *connection;
} Opening;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;

  opening->connection = drover_connection_open_finish (result, NULL);
  g_main_loop_quit (opening->loop);
}

/**
 * cli_candidates_offer_guests:
 * @host: a host as typed
 *
 * Offers the guests of a host that answers soon and asks nothing.
 */
void
cli_candidates_offer_guests (CliCandidates *candidates, const char *host)
{
  const DroverOpenOptions options = { .timeout_ms = GUESTS_TIMEOUT_MS, .read_only = TRUE };
  g_autoptr (DroverUri) uri = drover_uri_parse (host, NULL);
  g_autoptr (DroverConnection) connection = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) guests = NULL;
  Opening opening = { .loop = loop };

  if (uri == NULL)
    return;
  drover_virt_init ();
  drover_connection_open_async (uri, &options, NULL, on_opened, &opening);
  g_main_loop_run (loop);
  connection = opening.connection;
  guests = connection ? drover_domain_list_overview (connection, NULL) : NULL;
  for (guint i = 0; guests != NULL && i < guests->len; i++)
    {
      const DroverDomainOverview *guest = guests->pdata[i];

      cli_candidates_offer (candidates, guest->name, drover_domain_state_to_string (guest->state));
    }
}

/**
 * cli_candidates_offer_checks:
 *
 * Offers the checks.
 */
void
cli_candidates_offer_checks (CliCandidates *candidates)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  for (guint i = 0; i < n; i++)
    cli_candidates_offer (candidates, checks[i]->id, _ (checks[i]->title));
}

/**
 * cli_candidates_offer_runs:
 *
 * Offers the runs of the history.
 */
void
cli_candidates_offer_runs (CliCandidates *candidates)
{
  g_autoptr (DroverHistory) history = drover_history_open (NULL, NULL);
  g_autoptr (GPtrArray) runs = history ? drover_history_list (history, NULL) : NULL;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const DroverRun *run = runs->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, run->id);
      g_autofree char *headline = drover_run_dup_headline (run);

      cli_candidates_offer (candidates, id, headline);
    }
}
