/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a guest the CPU that all hosts have. */
#include <glib/gi18n.h>

#include "cli-compare-hosts.h"
#include "cli-fix.h"
#include "cli-output.h"
#include "cli-prompt.h"

typedef struct {
  GMainLoop *loop;
  DroverFix *fix;
  gboolean done;
  GError *error;
} Waiting;

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->fix = drover_fix_prepare_finish (result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->done = drover_fix_call_finish (result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

/* (transfer none) (nullable): the guest of that name or UUID, where there is exactly one. */
static const DroverFactGuestEntry *
find_guest (DroverLineup *lineup, const char *guest, guint *host)
{
  const DroverFactGuestEntry *found = NULL;

  for (guint i = 0; i < drover_lineup_get_n_hosts (lineup); i++)
    {
      const DroverFactGuests *guests =
          drover_facts_get_guests (drover_lineup_get_facts (lineup, i), DROVER_SIDE_SOURCE);

      for (guint k = 0; guests != NULL && guests->guests != NULL && k < guests->guests->len; k++)
        {
          const DroverFactGuestEntry *entry = guests->guests->pdata[k];

          if (g_strcmp0 (entry->uuid, guest) != 0 && g_strcmp0 (entry->name, guest) != 0)
            continue;
          if (found != NULL)
            {
              cli_complain (
                  _ ("more than one guest is called “%s”: give its UUID, and only its host and those "
                     "it may move to"),
                  guest);
              return NULL;
            }
          found = entry;
          *host = i;
        }
    }
  if (found == NULL)
    cli_complain (_ ("none of these hosts has a guest “%s”"), guest);
  return found;
}

static CliStatus
fail (GError *error)
{
  cli_complain ("%s", error->message);
  return CLI_NOT_DONE;
}

static CliStatus
apply (CliContext *context, Waiting *waiting, DroverConnection *connection, gboolean yes)
{
  g_autoptr (GError) error = NULL;

  if (!yes && !cli_ask_yes_no (_ ("Apply it?")))
    return CLI_NOT_DONE;
  drover_fix_apply_async (waiting->fix, connection, connection, on_called, waiting);
  g_main_loop_run (waiting->loop);
  error = waiting->error;
  if (!waiting->done)
    return fail (error);
  cli_print_fix_outlook (context, waiting->fix);
  return CLI_DONE;
}

/**
 * cli_compare_use:
 * @lineup: the hosts, with their guests
 * @guest: its name or UUID
 * @dry_run: only show what would be changed
 * @yes: do not ask
 *
 * Gives a guest the common CPU from its next start on, once that was shown and agreed to.
 *
 * Returns: whether that is done
 */
CliStatus
cli_compare_use (CliContext *context,
                 const CliCompared *compared,
                 DroverLineup *lineup,
                 const char *guest,
                 gboolean dry_run,
                 gboolean yes)
{
  guint host = 0;
  const DroverFactGuestEntry *entry = NULL;
  DroverConnection *connection;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = { .loop = loop };
  g_autoptr (DroverFix) fix = NULL;
  g_autoptr (GError) error = NULL;

  if (drover_common_cpu_get_error (compared->common) != NULL)
    return CLI_NOT_DONE;
  if (!drover_common_cpu_is_verified (compared->common))
    {
      cli_complain ("%s", _ ("not every host accepts this CPU: no guest is given it"));
      return CLI_NOT_DONE;
    }
  entry = find_guest (lineup, guest, &host);
  if (entry == NULL)
    return CLI_NOT_DONE;
  connection = drover_gatherer_get_connection (drover_lineup_get_gatherer (lineup, host), DROVER_SIDE_SOURCE);
  drover_fix_prepare_cpu_async (connection, entry->uuid, drover_common_cpu_get_xml (compared->common), NULL,
                                on_prepared, &waiting);
  g_main_loop_run (loop);
  fix = waiting.fix;
  error = waiting.error;
  if (fix == NULL)
    return fail (error);
  cli_print_fix (context, fix);
  return dry_run ? CLI_DONE : apply (context, &waiting, connection, yes);
}
