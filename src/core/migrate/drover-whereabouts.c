/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-whereabouts.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"

/* A daemon that was restarted needs a moment; a guest's fate is worth waiting for. */
#define ATTEMPTS 5
#define PAUSE_MS 1500

static void
look_at (const DroverPlan *plan, DroverConnection *connection, DroverSighting *sighting)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverDomain) domain = NULL;
  g_autoptr (DroverDomainInfo) info = NULL;
  const char *uuid = drover_plan_get_guest_uuid (plan);

  domain = uuid ? drover_domain_lookup_by_uuid (connection, uuid, &error)
                : drover_domain_lookup_by_name (connection, drover_plan_get_guest_name (plan), &error);
  if (domain != NULL)
    info = drover_domain_get_info (domain, &error);
  /* A guest that vanishes between the two calls is not there. */
  if (info == NULL && g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      sighting->looked = TRUE;
      return;
    }
  if (info == NULL)
    {
      sighting->error = g_strdup (error->message);
      return;
    }
  sighting->looked = TRUE;
  sighting->defined = info->persistent;
  sighting->state = info->state;
  sighting->reason = info->reason;
  sighting->active = drover_domain_state_is_active (info->state);
}

/**
 * drover_whereabouts_look:
 * @source: (nullable): the source's connection
 * @target: (nullable): the target's connection
 *
 * Asks both hosts once. Blocks.
 *
 * Returns: (transfer full): what they say
 */
DroverWhereabouts *
drover_whereabouts_look (const DroverPlan *plan, DroverConnection *source, DroverConnection *target)
{
  DroverWhereabouts *whereabouts = g_new0 (DroverWhereabouts, 1);

  if (source != NULL)
    look_at (plan, source, &whereabouts->source);
  if (target != NULL)
    look_at (plan, target, &whereabouts->target);
  return whereabouts;
}

/**
 * drover_whereabouts_free:
 * @whereabouts: (nullable) (transfer full): what to free
 */
void
drover_whereabouts_free (DroverWhereabouts *whereabouts)
{
  if (whereabouts == NULL)
    return;
  g_free (whereabouts->source.error);
  g_free (whereabouts->target.error);
  g_free (whereabouts);
}

/**
 * drover_whereabouts_running_on:
 *
 * Returns: (transfer none): `source`, `target`, `neither`, `both`, or `unknown` where a host did not answer
 * and the other one does not settle it
 */
const char *
drover_whereabouts_running_on (const DroverWhereabouts *whereabouts)
{
  if (!whereabouts->source.looked || !whereabouts->target.looked)
    return "unknown";
  if (whereabouts->source.active && whereabouts->target.active)
    return "both";
  if (whereabouts->source.active)
    return "source";
  return whereabouts->target.active ? "target" : "neither";
}

static char *
describe_side (const DroverSighting *sighting, const DroverUri *uri)
{
  const char *name = uri->host ? uri->host : _ ("this computer");

  if (!sighting->looked && sighting->error == NULL)
    return g_strdup (_ ("the target was not named, so it was not asked"));
  if (!sighting->looked)
    return g_strdup_printf (_ ("%s did not answer (%s)"), name, sighting->error);
  if (sighting->active)
    return g_strdup_printf (_ ("on %s it is %s"), name, drover_domain_state_to_string (sighting->state));
  if (sighting->defined)
    return g_strdup_printf (_ ("on %s it is defined and off"), name);
  return g_strdup_printf (_ ("on %s it is not known"), name);
}

/**
 * drover_whereabouts_describe:
 *
 * Returns: (transfer full): a sentence for a person, translated
 */
char *
drover_whereabouts_describe (const DroverWhereabouts *whereabouts, const DroverPlan *plan)
{
  g_autofree char *source = describe_side (&whereabouts->source, drover_plan_get_source (plan));
  g_autofree char *target = describe_side (&whereabouts->target, drover_plan_get_target (plan));

  /* Translators: what the source says of a guest; what the target says of it */
  return g_strdup_printf (_ ("%s; %s"), source, target);
}

/* Looking again and again, over new connections where the old ones broke. */
typedef struct {
  DroverPlan *plan;
  DroverConnection *connections[2];
  DroverOpenOptions options;
  gboolean has_target;
  guint attempt;
  guint n_opening;
} Look;

static void look_now (GTask *task);

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_object (&look->connections[0]);
  g_clear_object (&look->connections[1]);
  drover_plan_unref (look->plan);
  g_free (look);
}

typedef struct {
  DroverPlan *plan;
  DroverConnection *connections[2];
} Once;

static gpointer
look_once (gpointer data, GCancellable *cancellable, GError **error)
{
  Once *once = data;

  return drover_whereabouts_look (once->plan, once->connections[0], once->connections[1]);
}

static void
once_free (gpointer data)
{
  Once *once = data;

  g_clear_object (&once->connections[0]);
  g_clear_object (&once->connections[1]);
  drover_plan_unref (once->plan);
  g_free (once);
}

static void
on_reopened (GTask *task, int side, GAsyncResult *result)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  DroverConnection *connection = drover_connection_open_finish (result, &error);

  if (connection != NULL)
    {
      g_clear_object (&look->connections[side]);
      look->connections[side] = connection;
    }
  else
    g_debug ("looking at the %s: %s", drover_side_to_string (side), error->message);
  if (--look->n_opening == 0)
    look_now (task);
  g_object_unref (task);
}

static void
on_source_reopened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  on_reopened (user_data, DROVER_SIDE_SOURCE, result);
}

static void
on_target_reopened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  on_reopened (user_data, DROVER_SIDE_TARGET, result);
}

typedef struct {
  GTask *task;
  gboolean source;
  gboolean target;
} Retry;

static gboolean
retry (gpointer user_data)
{
  Retry *again = user_data;
  Look *look = g_task_get_task_data (again->task);

  look->n_opening = (again->source ? 1 : 0) + (again->target ? 1 : 0);
  if (again->source)
    drover_connection_open_async (drover_plan_get_source (look->plan), &look->options, NULL,
                                  on_source_reopened, g_object_ref (again->task));
  if (again->target)
    drover_connection_open_async (drover_plan_get_target (look->plan), &look->options, NULL,
                                  on_target_reopened, g_object_ref (again->task));
  g_object_unref (again->task);
  g_free (again);
  return G_SOURCE_REMOVE;
}

static void
on_looked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverWhereabouts) whereabouts = drover_call_finish (result, &error);
  gboolean again_target;
  Retry *again;

  if (whereabouts == NULL)
    {
      whereabouts = g_new0 (DroverWhereabouts, 1);
      whereabouts->source.error = g_strdup (error->message);
      whereabouts->target.error = look->has_target ? g_strdup (error->message) : NULL;
    }
  again_target = look->has_target && !whereabouts->target.looked;
  if ((whereabouts->source.looked && !again_target) || ++look->attempt >= ATTEMPTS)
    {
      g_task_return_pointer (task, g_steal_pointer (&whereabouts), (GDestroyNotify) drover_whereabouts_free);
      return;
    }
  again = g_new0 (Retry, 1);
  again->source = !whereabouts->source.looked;
  again->target = again_target;
  again->task = g_steal_pointer (&task);
  g_timeout_add (PAUSE_MS, retry, again);
}

static void
look_now (GTask *task)
{
  Look *look = g_task_get_task_data (task);
  Once *once = g_new0 (Once, 1);

  once->plan = drover_plan_ref (look->plan);
  g_set_object (&once->connections[0], look->connections[0]);
  g_set_object (&once->connections[1], look->connections[1]);
  drover_call_async (_ ("looking at both hosts"), look_once, once, once_free,
                     (GDestroyNotify) drover_whereabouts_free, look->options.timeout_ms * 2, NULL, on_looked,
                     g_object_ref (task));
}

/**
 * drover_whereabouts_look_async:
 * @source: (nullable): the source's connection
 * @target: (nullable): the target's connection; without one that host is not asked
 * @options: how to connect anew where a connection broke
 * @callback: called when both answered, or could not be made to
 * @user_data: for @callback
 *
 * Asks both hosts, several times if need be. It always ends with an answer.
 */
void
drover_whereabouts_look_async (const DroverPlan *plan,
                               DroverConnection *source,
                               DroverConnection *target,
                               const DroverOpenOptions *options,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, drover_whereabouts_look_async);
  look->plan = drover_plan_ref ((DroverPlan *) plan);
  g_set_object (&look->connections[DROVER_SIDE_SOURCE], source);
  g_set_object (&look->connections[DROVER_SIDE_TARGET], target);
  look->options = *options;
  look->has_target = target != NULL;
  g_task_set_task_data (task, look, look_free);
  look_now (task);
}

/**
 * drover_whereabouts_look_finish:
 *
 * Returns: (transfer full): what both hosts say
 */
DroverWhereabouts *
drover_whereabouts_look_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
