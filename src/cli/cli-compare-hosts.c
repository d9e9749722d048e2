/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which hosts are compared: some are asked, of some a file tells. */
#include "cli-compare-hosts.h"

#include <string.h>

#include "cli-options.h"

void
cli_hosts_clear (CliHosts *hosts)
{
  g_clear_pointer (&hosts->uris, g_ptr_array_unref);
  g_clear_pointer (&hosts->saved, g_ptr_array_unref);
}

static void
free_uri (gpointer uri)
{
  drover_uri_free (uri);
}

static void
free_saved (gpointer host)
{
  drover_saved_host_free (host);
}

static gboolean
take_file (CliHosts *hosts, const char *path, GError **error)
{
  g_autoptr (GPtrArray) saved = drover_saved_hosts_load (path, error);

  if (saved == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  while (saved->len > 0)
    {
      DroverSavedHost *host = g_ptr_array_steal_index (saved, 0);

      drover_saved_host_name_after_file (host, path);
      g_ptr_array_add (hosts->saved, host);
      g_ptr_array_add (hosts->uris, NULL);
      hosts->n_saved++;
    }
  return TRUE;
}

/* What lies there as a file is one; so is what can hardly be a host, and then it is missed. */
static gboolean
is_file (const char *argument)
{
  return g_file_test (argument, G_FILE_TEST_IS_REGULAR) ||
         (strstr (argument, "://") == NULL &&
          (g_str_has_suffix (argument, ".json") || g_str_has_suffix (argument, ".xml")));
}

/**
 * cli_hosts_take:
 * @arguments: (nullable) (array zero-terminated=1): URIs and files
 * @error: what is wrong with one of them
 *
 * Returns: whether all could be read
 */
gboolean
cli_hosts_take (CliHosts *hosts, const char *const *arguments, GError **error)
{
  hosts->uris = g_ptr_array_new_with_free_func (free_uri);
  hosts->saved = g_ptr_array_new_with_free_func (free_saved);
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    {
      DroverUri *uri;

      if (is_file (arguments[i]))
        {
          if (!take_file (hosts, arguments[i], error))
            return FALSE;
          continue;
        }
      uri = drover_uri_parse (arguments[i], error);
      if (uri == NULL)
        return FALSE;
      g_ptr_array_add (hosts->uris, uri);
      g_ptr_array_add (hosts->saved, NULL);
    }
  return TRUE;
}

static void
on_finished (DroverLineup *lineup, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

/**
 * cli_hosts_look:
 * @guests: learn of their guests too
 * @matrix: (out) (optional) (transfer full): who can move to whom, already asking those that have answered
 *
 * Returns: (transfer full): what those that can be asked said, in their order
 */
DroverLineup *
cli_hosts_look (const CliHosts *hosts, CliContext *context, gboolean guests, DroverMatrix **matrix)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DroverLineup *lineup;
  DroverOpenOptions options;

  drover_virt_init ();
  cli_open_options_init (&options, context);
  lineup = drover_lineup_new (&options);
  for (guint i = 0; i < hosts->uris->len; i++)
    if (hosts->uris->pdata[i] != NULL)
      drover_lineup_add_host (lineup, hosts->uris->pdata[i]);
  if (guests)
    drover_lineup_want (lineup, DROVER_FACT_GUESTS);
  g_signal_connect (lineup, "finished", G_CALLBACK (on_finished), loop);
  drover_lineup_start (lineup);
  if (matrix != NULL)
    {
      *matrix = drover_matrix_new (lineup);
      drover_matrix_start (*matrix);
    }
  if (!drover_lineup_is_done (lineup))
    g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (lineup, loop);
  return lineup;
}

/**
 * cli_hosts_lay_side_by_side:
 * @compared: (out): filled in
 *
 * Compares those that were asked and those that files tell of.
 */
void
cli_hosts_lay_side_by_side (const CliHosts *hosts, DroverLineup *lineup, CliCompared *compared)
{
  guint asked = 0;

  compared->names = g_ptr_array_new_with_free_func (g_free);
  compared->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  for (guint i = 0; i < hosts->uris->len; i++)
    {
      const DroverSavedHost *saved = hosts->saved->pdata[i];
      const char *name = saved ? saved->name : drover_lineup_get_uri (lineup, asked)->text;
      DroverFacts *facts = saved ? saved->facts : drover_lineup_get_facts (lineup, asked++);

      g_ptr_array_add (compared->names, g_strdup (name));
      g_ptr_array_add (compared->facts, drover_facts_ref (facts));
    }
  compared->rows = drover_compare_hosts (cli_compared_get_facts (compared), compared->facts->len);
  compared->features = drover_cpu_map_new (cli_compared_get_facts (compared), compared->facts->len);
  if (hosts->n_saved > 0)
    drover_comparison_forgive_same_identity (compared->rows);
}

/**
 * cli_hosts_save:
 * @path: the file, replaced whole or not at all
 *
 * Returns: whether the hosts are in the file
 */
gboolean
cli_hosts_save (const CliCompared *compared, const char *path, GError **error)
{
  g_autofree char *text = drover_saved_hosts_to_text (
      (const char *const *) compared->names->pdata, cli_compared_get_facts (compared), compared->names->len);

  return g_file_set_contents (path, text, -1, error);
}
