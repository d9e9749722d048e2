/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a guest the CPU that all hosts have. */
#include <glib/gi18n.h>

#include "cli-compare-hosts.h"
#include "cli-fix.h"
#include "cli-output.h"
#include "cli-prompt.h"
#include "cli-storage.h"

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
fail (const GError *error)
{
  cli_complain ("%s", error->message);
  return CLI_NOT_DONE;
}

/* What was begun is ended, also where somebody presses Ctrl-C. */
static CliStatus
apply (CliContext *context, DroverFix *fix, DroverConnection *connection, gboolean yes)
{
  g_auto (CliWait) wait = { 0 };
  g_autoptr (GError) error = NULL;

  if (!yes && !cli_ask_yes_no (_ ("Apply it?")))
    return CLI_NOT_DONE;
  cli_wait_init (&wait);
  drover_fix_apply_async (fix, connection, connection, cli_wait_callback, &wait);
  if (!drover_fix_call_finish (cli_wait_run (&wait), &error))
    return fail (error);
  cli_print_fix_outlook (context, fix);
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
  g_auto (CliWait) wait = { 0 };
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
  cli_wait_init (&wait);
  drover_fix_prepare_cpu_async (connection, entry->uuid, drover_common_cpu_get_xml (compared->common),
                                wait.cancellable, cli_wait_callback, &wait);
  fix = drover_fix_prepare_finish (cli_wait_run (&wait), &error);
  if (fix == NULL)
    return fail (error);
  cli_print_fix (context, fix);
  return dry_run ? CLI_DONE : apply (context, fix, connection, yes);
}
