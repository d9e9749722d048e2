/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-history.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "drover-config.h"

/**
 * cli_history_keep:
 * @job: a migration that was begun here and has ended
 * @findings: (nullable) (element-type DroverFinding): what the checks had found
 * @notes: (nullable): what is said behind the result
 *
 * Keeps a run. Where that is not possible it is said, and the migration is none the worse for it.
 *
 * Returns: its number in the history, or 0
 */
gint64
cli_history_keep (DroverJob *job, GPtrArray *findings, const char *const *notes)
{
  g_autoptr (DroverRun) run = drover_run_new_from_job (job, findings, "droverctl", DROVER_VERSION, notes);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverHistory) history = drover_history_open (NULL, &error);

  if (history == NULL || !drover_history_add (history, run, drover_history_get_limit (), &error))
    cli_complain (_ ("this run is not kept: %s"), error->message);
  return run->id;
}

static gboolean
find_newest (DroverHistory *history, gint64 *id, GError **error)
{
  g_autoptr (GPtrArray) runs = drover_history_list (history, error);

  if (runs == NULL)
    return FALSE;
  if (runs->len == 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND, "%s", _ ("nothing was moved yet"));
      return FALSE;
    }
  *id = ((const DroverRun *) runs->pdata[0])->id;
  return TRUE;
}

static DroverRun *
load (const char *word, GError **error)
{
  g_autoptr (DroverHistory) history = NULL;
  guint64 number = 0;
  gint64 id;

  if (word != NULL && !drover_parse_uint (_ ("run"), word, 1, G_MAXINT64, &number, error))
    return NULL;
  history = drover_history_open (NULL, error);
  if (history == NULL)
    return NULL;
  id = (gint64) number;
  if (word == NULL && !find_newest (history, &id, error))
    return NULL;
  return drover_history_load (history, id, error);
}

/**
 * cli_history_load:
 * @words: (nullable): what was typed: the number of a run, or nothing for the newest
 * @status: (out): the exit status, where there is no run
 *
 * Returns: (transfer full) (nullable): the run; %NULL after a complaint
 */
DroverRun *
cli_history_load (char *const *words, CliStatus *status)
{
  g_autoptr (GError) error = NULL;
  DroverRun *run;

  if (words != NULL && words[0] != NULL && words[1] != NULL)
    {
      *status = cli_usage (_ ("“%s” is one word too many: one run at a time"), words[1]);
      return NULL;
    }
  run = load (words ? words[0] : NULL, &error);
  if (run == NULL)
    *status = cli_fail (error);
  return run;
}
