/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-preflight.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "cli-output.h"

/* A probe that was under way when the user said stop removes what it made; it gets this long. */
#define CLEAN_UP_MS 3000

typedef struct {
  GMainLoop *loop;
  DroverPreflight *preflight;
  gboolean show_progress;
  guint n_judged;
  gboolean stopped;
} Run;

static void
clear_progress (Run *run)
{
  if (run->show_progress)
    g_printerr ("\r\033[K");
}

static void
on_finding (DroverPreflight *preflight, DroverFinding *finding, Run *run)
{
  run->n_judged++;
  if (run->show_progress)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("Looking… %u finding", "Looking… %u findings", run->n_judged), run->n_judged);

      g_printerr ("\r\033[K%s", text);
    }
}

static void
on_finished (DroverPreflight *preflight, Run *run)
{
  g_main_loop_quit (run->loop);
}

static gboolean
on_interrupt (gpointer user_data)
{
  Run *run = user_data;

  run->stopped = TRUE;
  drover_preflight_cancel (run->preflight);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_clean_up_over (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
let_probes_clean_up (Run *run)
{
  DroverGatherer *gatherer = drover_preflight_get_gatherer (run->preflight);
  guint timer;

  if (drover_gatherer_is_idle (gatherer))
    return;
  timer = g_timeout_add (CLEAN_UP_MS, on_clean_up_over, run->loop);
  while (!drover_gatherer_is_idle (gatherer) && g_main_context_find_source_by_id (NULL, timer) != NULL)
    g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, timer) != NULL)
    g_source_remove (timer);
}

/**
 * cli_preflight_run:
 * @plan: what shall move where
 * @error: %DROVER_ERROR_INVALID_INPUT for an unknown id, %DROVER_ERROR_CANCELLED after Ctrl-C
 *
 * Runs the checks, with a line of progress on a terminal.
 *
 * Returns: (transfer full): the finished run
 */
DroverPreflight *
cli_preflight_run (CliContext *context, DroverPlan *plan, const CliPreflightOptions *options, GError **error)
{
  DroverOpenOptions open_options;
  g_autoptr (DroverGatherer) gatherer = NULL;
  g_autoptr (DroverPreflight) preflight = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { .loop = loop, .show_progress = context->terminal && !context->json };
  guint interrupt;
  guint terminate;

  drover_virt_init ();
  cli_open_options_init (&open_options, context);
  gatherer = drover_gatherer_new (plan, &open_options, options->passive);
  drover_gatherer_add_provider (gatherer, &drover_rehearsal_provider);
  if (context->no_ssh_facts)
    drover_gatherer_drop_provider (gatherer, DROVER_FACT_SYSTEM);
  preflight = drover_preflight_new (gatherer, options->passive);
  if (!drover_preflight_set_only (preflight, options->only, error) ||
      !drover_preflight_set_ignored (preflight, options->ignore, error))
    return NULL;

  if (options->ask_hosts)
    for (DroverSide side = DROVER_SIDE_SOURCE; side <= DROVER_SIDE_TARGET; side++)
      drover_gatherer_want (gatherer, DROVER_FACT_SYSTEM, side);

  run.preflight = preflight;
  g_signal_connect (preflight, "finding", G_CALLBACK (on_finding), &run);
  g_signal_connect (preflight, "finished", G_CALLBACK (on_finished), &run);
  interrupt = g_unix_signal_add (SIGINT, on_interrupt, &run);
  terminate = g_unix_signal_add (SIGTERM, on_interrupt, &run);
  drover_preflight_start (preflight);
  if (!drover_preflight_is_finished (preflight))
    g_main_loop_run (loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_signal_handlers_disconnect_by_data (preflight, &run);
  clear_progress (&run);

  if (run.stopped)
    {
      let_probes_clean_up (&run);
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("Stopped; nothing was changed."));
      return NULL;
    }
  return g_steal_pointer (&preflight);
}

/**
 * cli_preflight_find_usage_error:
 * @error: %DROVER_ERROR_NOT_FOUND where the guest does not exist
 *
 * Returns: whether all that was named exists, as far as the hosts could be asked
 */
gboolean
cli_preflight_find_usage_error (DroverPreflight *preflight, GError **error)
{
  DroverFacts *facts = drover_gatherer_get_facts (drover_preflight_get_gatherer (preflight));
  const GError *missing = drover_facts_get_error (facts, DROVER_FACT_GUEST_STATE, DROVER_SIDE_SOURCE);

  if (!g_error_matches (missing, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_error_copy (missing));
  return FALSE;
}

/**
 * cli_preflight_is_connected:
 *
 * Returns: whether both hosts were reached and entered
 */
gboolean
cli_preflight_is_connected (DroverPreflight *preflight)
{
  DroverFacts *facts = drover_gatherer_get_facts (drover_preflight_get_gatherer (preflight));
  const DroverFactConnection *source = drover_facts_get_connection (facts, DROVER_SIDE_SOURCE);
  const DroverFactConnection *target = drover_facts_get_connection (facts, DROVER_SIDE_TARGET);

  return source != NULL && source->open && target != NULL && target->open;
}
