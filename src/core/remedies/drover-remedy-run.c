/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remedies/drover-remedy-run.h"

#include <glib/gi18n-lib.h>

#include "base/drover-command.h"
#include "base/drover-quote.h"
#include "base/drover-shell.h"

/* Packages may have to be fetched. */
#define LIMIT_MS (10 * 60 * 1000)

/* What makes a host less safe, and is said to before it is done. */
static const struct {
  const char *id;
  const char *variant; /* NULL: all */
  const char *risk;
} risks[] = {
  { "enable-libvirtd-tcp", NULL,
    N_ ("Whoever reaches the port can then do anything with this host's guests; SSH or TLS is the safer "
        "way.") },
  { "align-security-driver", "host",
    N_ ("Without a security driver, a guest that breaks out of QEMU meets no second wall.") },
  { "nfs-export", NULL,
    N_ ("With no_root_squash, root of each host in the export is root on these files; giving the files to "
        "QEMU's user "
        "is the safer way.") },
  { "libvirt-group", NULL, N_ ("Who may manage libvirt's system guests can become root of that host.") },
  { "change-host-uuid", NULL, N_ ("Programs that know the host by its UUID will take it for another one.") },
};

/**
 * drover_remedy_offer_can_run:
 * @offer: a remedy
 * @plan: the migration it is for
 *
 * Returns: whether its commands can be run as they stand on the host they are for: it is reached over SSH or
 * is this computer, and no word is left to the reader
 */
gboolean
drover_remedy_offer_can_run (const DroverRemedyOffer *offer, const DroverPlan *plan)
{
  const DroverUri *uri = drover_plan_get_uri (plan, offer->side);

  return uri != NULL && offer->complete && !offer->automatic && offer->commands[0] != NULL &&
         drover_shell_is_reachable (uri);
}

/**
 * drover_remedy_offer_get_risk:
 *
 * Returns: (nullable): what a host loses by it, translated; such a remedy is never run without a question
 */
const char *
drover_remedy_offer_get_risk (const DroverRemedyOffer *offer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (risks); i++)
    if (g_str_equal (risks[i].id, offer->id) &&
        (risks[i].variant == NULL || g_strcmp0 (risks[i].variant, offer->variant) == 0))
      return _ (risks[i].risk);
  return NULL;
}

typedef struct {
  GStrv argv;
  char *script;
  int status;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_strfreev (work->argv);
  g_free (work->script);
  g_free (work);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autofree char *output =
      drover_feed_command ((const char *const *) work->argv, work->script, LIMIT_MS, &work->status, &error);

  if (output == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, drover_printable (output), g_free);
}

/**
 * drover_remedy_offer_run_async:
 * @offer: one that drover_remedy_offer_can_run()
 * @plan: the migration it is for
 * @timeout_ms: how long ssh may take to connect, in milliseconds
 *
 * Runs the commands on the host they are for, exactly as shown, and nothing if a password were needed. The
 * user has seen them and said yes.
 */
void
drover_remedy_offer_run_async (const DroverRemedyOffer *offer,
                               const DroverPlan *plan,
                               guint timeout_ms,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (drover_remedy_offer_can_run (offer, plan));
  g_task_set_source_tag (task, drover_remedy_offer_run_async);
  work->argv = drover_shell_build_argv (drover_plan_get_uri (plan, offer->side), NULL, timeout_ms);
  work->script = drover_shell_build_script ((const char *const *) offer->commands);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run);
}

/**
 * drover_remedy_offer_run_finish:
 * @status: (out): the exit status of the first command that failed, else 0; 255 is ssh's own failure
 * @error: the commands could not be run at all
 *
 * Returns: (transfer full): what the commands printed, harmless to print
 */
char *
drover_remedy_offer_run_finish (GAsyncResult *result, int *status, GError **error)
{
  const Work *work = g_task_get_task_data (G_TASK (result));

  *status = work->status;
  return g_task_propagate_pointer (G_TASK (result), error);
}
