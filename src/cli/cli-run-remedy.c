/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-run-remedy.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-prompt.h"

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} Waiting;

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;

  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

static const char *
get_host (const DroverPlan *plan, const DroverRemedyOffer *offer)
{
  const DroverUri *uri = drover_plan_get_uri (plan, offer->side);

  return uri->host ? uri->host : _ ("this computer");
}

static void
show (const CliContext *context, const DroverPlan *plan, const DroverRemedyOffer *offer, const char *risk)
{
  cli_print_styled (context, CLI_BOLD, "%s\n", offer->title);
  g_print (_ ("  on %s (%s):\n"), get_host (plan, offer), drover_side_get_label (offer->side));
  for (gsize i = 0; offer->commands[i] != NULL; i++)
    g_print ("    %s\n", offer->commands[i]);
  if (risk != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("Risk: %s"), risk);

      cli_print_wrapped (context, 2, text);
    }
}

static CliRunState
run (const CliContext *context, const DroverPlan *plan, const DroverRemedyOffer *offer, char **output)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };
  g_autoptr (GError) error = NULL;
  int status = 0;

  drover_remedy_offer_run_async (offer, plan, context->timeout_ms, on_run, &waiting);
  g_main_loop_run (loop);
  *output = drover_remedy_offer_run_finish (waiting.result, &status, &error);
  g_object_unref (waiting.result);
  if (*output == NULL)
    *output = g_strdup (error->message);
  if (!context->json)
    cli_print_wrapped (context, 4, *output);
  return error == NULL && status == 0 ? CLI_RUN_DONE : CLI_RUN_FAILED;
}

/**
 * cli_run_remedy:
 * @offer: one that drover_remedy_offer_can_run()
 * @yes: do not ask, unless it makes the host less safe
 * @dry_run: only show it
 * @output: (out) (nullable): what the commands printed, or why they could not be run
 *
 * Shows the commands of a remedy and the host they are for, asks, and runs them there.
 *
 * Returns: what came of it
 */
CliRunState
cli_run_remedy (const CliContext *context,
                const DroverPlan *plan,
                const DroverRemedyOffer *offer,
                gboolean yes,
                gboolean dry_run,
                char **output)
{
  const char *risk = drover_remedy_offer_get_risk (offer);

  *output = NULL;
  if (!context->json)
    show (context, plan, offer, risk);
  if (dry_run)
    return CLI_RUN_WOULD;
  if ((!yes || risk != NULL) && (context->json || !cli_ask_yes_no (_ ("Run it there?"))))
    return CLI_RUN_DECLINED;
  return run (context, plan, offer, output);
}

/**
 * cli_run_state_to_string:
 *
 * Returns: the word for JSON
 */
const char *
cli_run_state_to_string (CliRunState state)
{
  static const char *const words[] = { "declined", "would-run", "run", "failed" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), NULL);
  return words[state];
}
