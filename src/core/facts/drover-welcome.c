/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-welcome.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "base/drover-probe.h"
#include "facts/drover-marks.h"

/* A host whose storage hangs must not keep the rest waiting for the sweep. */
#define SWEEP_LIMIT_MS 1000

typedef struct {
  guint timeout_ms;
  gboolean may_sweep;
  DroverConnection *connection;
} Welcome;

static void
welcome_free (gpointer data)
{
  Welcome *welcome = data;

  g_clear_object (&welcome->connection);
  g_free (welcome);
}

static gpointer
sweep (gpointer data, GCancellable *cancellable, GError **error)
{
  guint n_swept = drover_marks_sweep (data, cancellable);

  g_debug ("%u left-over(s) removed", n_swept);
  return data;
}

static void
on_swept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Welcome *welcome = g_task_get_task_data (task);

  drover_call_finish (result, NULL);
  g_task_return_pointer (task, g_steal_pointer (&welcome->connection), g_object_unref);
}

/* What a killed run left would be in the way of this one's probes: a second pool on the same directory is
 * refused. */
static void
sweep_first (GTask *task, DroverConnection *connection)
{
  Welcome *welcome = g_task_get_task_data (task);

  if (!welcome->may_sweep || drover_connection_is_read_only (connection))
    {
      g_task_return_pointer (task, g_object_ref (connection), g_object_unref);
      return;
    }
  g_set_object (&welcome->connection, connection);
  drover_call_async (_ ("looking for left-overs"), sweep, g_object_ref (connection), g_object_unref, NULL,
                     MIN (SWEEP_LIMIT_MS, welcome->timeout_ms), g_task_get_cancellable (task), on_swept,
                     g_object_ref (task));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (DroverConnection) connection = drover_connection_open_finish (result, &error);

  if (connection != NULL)
    sweep_first (task, connection);
  else
    g_task_return_error (task, error);
}

/**
 * drover_welcome_async:
 * @known: (nullable): a connection of that host that is open already
 * @options: how to open one
 * @may_sweep: whether something may be changed on the host
 * @cancellable: (nullable): ends the waiting
 * @callback: called when the host is ready to be asked, or cannot be reached
 * @user_data: for @callback
 *
 * Opens a connection, and removes what a killed run left there before anybody uses it.
 */
void
drover_welcome_async (const DroverUri *uri,
                      DroverConnection *known,
                      const DroverOpenOptions *options,
                      gboolean may_sweep,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Welcome *welcome = g_new0 (Welcome, 1);

  g_task_set_source_tag (task, drover_welcome_async);
  /* A cancelled wait has an error of its own. */
  g_task_set_check_cancellable (task, FALSE);
  welcome->timeout_ms = options->timeout_ms;
  welcome->may_sweep = may_sweep;
  g_task_set_task_data (task, welcome, welcome_free);
  if (known != NULL)
    sweep_first (task, known);
  else
    drover_connection_open_async (uri, options, cancellable, on_opened, g_object_ref (task));
}

/**
 * drover_welcome_finish:
 * @error: as of [func@connection_open_finish]
 *
 * Returns: (transfer full): the connection
 */
DroverConnection *
drover_welcome_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static const char *
name_failure (const GError *error)
{
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_AUTH))
    return "auth";
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT))
    return "timed-out";
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE))
    return "unreachable";
  return "failed";
}

/**
 * drover_fact_connection_new:
 * @connection: (nullable): the open connection
 * @error: (nullable): why there is none
 *
 * Returns: (transfer full): the fact that tells it; also a connection that did not come about is known
 */
DroverFactConnection *
drover_fact_connection_new (const DroverUri *uri, DroverConnection *connection, const GError *error)
{
  DroverFactConnection *fact = drover_record_new (&drover_fact_connection_type);

  fact->uri = g_strdup (uri->text);
  fact->open = connection != NULL;
  if (connection != NULL)
    {
      fact->read_only = drover_connection_is_read_only (connection);
      fact->encrypted = g_strcmp0 (uri->transport, "tcp") != 0 && uri->host != NULL;
      fact->secure = fact->encrypted || uri->host == NULL;
      return fact;
    }
  fact->error = g_strdup (error->message);
  fact->virt_domain = drover_error_get_virt_domain (error);
  fact->virt_code = drover_error_get_virt_code (error);
  if (drover_error_get_errno (error) != 0)
    fact->sys_errno = g_strdup (drover_errno_name (drover_error_get_errno (error)));
  fact->failure = g_strdup (name_failure (error));
  return fact;
}
