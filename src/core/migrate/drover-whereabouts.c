/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-whereabouts.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "base/drover-guest-state.h"

/* A daemon that was restarted needs a moment; a guest's fate is worth waiting for. */
#define PATIENCE_MS 6000
#define PAUSE_MS 1500

/* Between the end of a job and its last handshake both hosts have the guest, for a moment. */
#define PASSING_PATIENCE_MS 2400
#define PASSING_PAUSE_MS 300

/* Of virDomainPausedReason. */
#define PAUSED_MIGRATION 2
#define PAUSED_POSTCOPY 12

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
    return g_strdup_printf (_ ("on %s it is %s"), name,
                            drover_guest_state_get_label (drover_domain_state_to_string (sighting->state)));
  if (sighting->defined)
    return g_strdup_printf (_ ("on %s it is defined and off"), name);
  return g_strdup_printf (_ ("on %s there is no such guest"), name);
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
  DroverWhereabouts *whereabouts; /* what this attempt brought */
  gboolean has_target;
  guint silent_ms;
  guint passing_ms;
  guint n_waiting;
} Look;

static void look_now (GTask *task);
static void judge (GTask *task);

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_object (&look->connections[0]);
  g_clear_object (&look->connections[1]);
  drover_whereabouts_free (look->whereabouts);
  drover_plan_unref (look->plan);
  g_free (look);
}

/* One host asked once, apart from the other: one that hangs must not hide what the other says. */
typedef struct {
  DroverPlan *plan;
  DroverConnection *connection;
} Once;

static gpointer
look_once (gpointer data, GCancellable *cancellable, GError **error)
{
  Once *once = data;
  DroverSighting *sighting = g_new0 (DroverSighting, 1);

  look_at (once->plan, once->connection, sighting);
  return sighting;
}

static void
once_free (gpointer data)
{
  Once *once = data;

  g_object_unref (once->connection);
  drover_plan_unref (once->plan);
  g_free (once);
}

static void
sighting_free (gpointer data)
{
  DroverSighting *sighting = data;

  g_free (sighting->error);
  g_free (sighting);
}

static void
on_seen (GTask *task, DroverSighting *seen, GAsyncResult *result)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree DroverSighting *sighting = drover_call_finish (result, &error);

  if (sighting != NULL)
    *seen = *sighting;
  else
    seen->error = g_strdup (error->message);
  if (--look->n_waiting == 0)
    judge (task);
  g_object_unref (task);
}

static void
on_source_seen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Look *look = g_task_get_task_data (user_data);

  on_seen (user_data, &look->whereabouts->source, result);
}

static void
on_target_seen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Look *look = g_task_get_task_data (user_data);

  on_seen (user_data, &look->whereabouts->target, result);
}

static void
ask (GTask *task, DroverSide side, GAsyncReadyCallback callback)
{
  Look *look = g_task_get_task_data (task);
  Once *once;

  if (look->connections[side] == NULL)
    return;
  once = g_new0 (Once, 1);
  once->plan = drover_plan_ref (look->plan);
  once->connection = g_object_ref (look->connections[side]);
  drover_call_async (_ ("looking for the guest"), look_once, once, once_free, sighting_free,
                     look->options.timeout_ms, NULL, callback, g_object_ref (task));
}

static void
look_now (GTask *task)
{
  Look *look = g_task_get_task_data (task);

  g_clear_pointer (&look->whereabouts, drover_whereabouts_free);
  look->whereabouts = g_new0 (DroverWhereabouts, 1);
  look->n_waiting = (look->connections[0] ? 1 : 0) + (look->connections[1] ? 1 : 0);
  if (look->n_waiting == 0)
    judge (task);
  else
    {
      ask (task, DROVER_SIDE_SOURCE, on_source_seen);
      ask (task, DROVER_SIDE_TARGET, on_target_seen);
    }
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
  if (--look->n_waiting == 0)
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

static gboolean
retry (gpointer user_data)
{
  GTask *task = user_data;
  Look *look = g_task_get_task_data (task);
  gboolean source = !look->whereabouts->source.looked;
  gboolean target = look->has_target && !look->whereabouts->target.looked;

  look->n_waiting = (source ? 1 : 0) + (target ? 1 : 0);
  if (source)
    drover_connection_open_async (drover_plan_get_source (look->plan), &look->options, NULL,
                                  on_source_reopened, g_object_ref (task));
  if (target)
    drover_connection_open_async (drover_plan_get_target (look->plan), &look->options, NULL,
                                  on_target_reopened, g_object_ref (task));
  if (!source && !target)
    look_now (task);
  return G_SOURCE_REMOVE;
}

static gboolean
is_passing (const DroverSighting *sighting)
{
  return sighting->active && sighting->state == DROVER_DOMAIN_PAUSED &&
         (sighting->reason == PAUSED_MIGRATION || sighting->reason == PAUSED_POSTCOPY);
}

static void
judge (GTask *task)
{
  Look *look = g_task_get_task_data (task);
  const DroverWhereabouts *whereabouts = look->whereabouts;
  gboolean silent = !whereabouts->source.looked || (look->has_target && !whereabouts->target.looked);
  gboolean passing = is_passing (&whereabouts->source) || is_passing (&whereabouts->target);
  guint pause_ms = silent ? PAUSE_MS : PASSING_PAUSE_MS;
  GSource *source;

  if ((!silent && !passing) || look->silent_ms >= PATIENCE_MS || look->passing_ms >= PASSING_PATIENCE_MS)
    {
      g_task_return_pointer (task, g_steal_pointer (&look->whereabouts),
                             (GDestroyNotify) drover_whereabouts_free);
      return;
    }
  *(silent ? &look->silent_ms : &look->passing_ms) += pause_ms;
  source = g_timeout_source_new (pause_ms);
  g_source_set_callback (source, retry, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  g_source_unref (source);
}

/**
 * drover_whereabouts_look_async:
 * @source: (nullable): the source's connection
 * @target: (nullable): the target's connection; without one that host is not asked
 * @options: how to connect anew where a connection broke
 * @callback: called when both answered, or could not be made to
 * @user_data: for @callback
 *
 * Asks both hosts at the same time, several times if one does not answer or the guest is just passing from
 * one to the other. It always ends with an answer.
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
 * @source: (inout) (nullable): set to the connection that works now, where the old one broke
 * @target: (inout) (nullable): likewise
 *
 * Returns: (transfer full): what both hosts say
 */
DroverWhereabouts *
drover_whereabouts_look_finish (GAsyncResult *result, DroverConnection **source, DroverConnection **target)
{
  Look *look = g_task_get_task_data (G_TASK (result));

  g_set_object (source, look->connections[DROVER_SIDE_SOURCE]);
  g_set_object (target, look->connections[DROVER_SIDE_TARGET]);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
