/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-host.h"

struct _DroverHost {
  GObject parent_instance;

  DroverUri *uri;
  DroverHostState state;
  GError *error;
  DroverConnection *connection;
};

G_DEFINE_FINAL_TYPE (DroverHost, drover_host, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_host_finalize (GObject *object)
{
  DroverHost *self = DROVER_HOST (object);

  g_clear_object (&self->connection);
  g_clear_error (&self->error);
  g_clear_pointer (&self->uri, drover_uri_free);
  G_OBJECT_CLASS (drover_host_parent_class)->finalize (object);
}

static void
drover_host_class_init (DroverHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_host_finalize;

  /**
   * DroverHost::changed:
   *
   * The host's state is another one.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_host_init (DroverHost *self)
{
}

/**
 * drover_host_new:
 * @uri: where it is
 *
 * Returns: (transfer full): the host, not connected
 */
DroverHost *
drover_host_new (const DroverUri *uri)
{
  DroverHost *self = g_object_new (DROVER_TYPE_HOST, NULL);

  self->uri = drover_uri_copy (uri);
  return self;
}

/**
 * drover_host_get_uri:
 *
 * Returns: (transfer none): the host's URI, which is also its identity
 */
const DroverUri *
drover_host_get_uri (DroverHost *self)
{
  g_return_val_if_fail (DROVER_IS_HOST (self), NULL);
  return self->uri;
}

/**
 * drover_host_dup_name:
 *
 * Returns: (transfer full): what a person calls it: its host name or address, or “this computer”. Several
 * hosts may have the same one
 */
char *
drover_host_dup_name (DroverHost *self)
{
  g_return_val_if_fail (DROVER_IS_HOST (self), NULL);
  return drover_uri_dup_host_label (self->uri);
}

/**
 * drover_host_get_state:
 *
 * Returns: what became of the last attempt to reach it
 */
DroverHostState
drover_host_get_state (DroverHost *self)
{
  g_return_val_if_fail (DROVER_IS_HOST (self), DROVER_HOST_IDLE);
  return self->state;
}

/**
 * drover_host_get_error:
 *
 * Returns: (transfer none) (nullable): why the last attempt brought no connection, as of
 *   [func@connection_open_finish]. Valid until the state changes
 */
const GError *
drover_host_get_error (DroverHost *self)
{
  g_return_val_if_fail (DROVER_IS_HOST (self), NULL);
  return self->error;
}

/**
 * drover_host_get_connection:
 *
 * Returns: (transfer none) (nullable): the host's one connection, %NULL until it is connected. Take a
 * reference to keep it beyond the next change of state
 */
DroverConnection *
drover_host_get_connection (DroverHost *self)
{
  g_return_val_if_fail (DROVER_IS_HOST (self), NULL);
  return self->connection;
}

static void
change_state (DroverHost *self, DroverHostState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DroverHost *self = g_task_get_source_object (task);

  g_clear_error (&self->error);
  g_clear_object (&self->connection);
  self->connection = drover_connection_open_finish (result, &self->error);
  change_state (self, self->connection ? DROVER_HOST_CONNECTED : DROVER_HOST_FAILED);
  if (self->connection != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_error_copy (self->error));
}

/**
 * drover_host_connect_async:
 * @options: how
 * @cancellable: (nullable): ends the waiting
 * @callback: called when it is decided
 * @user_data: for @callback
 *
 * Opens the host's one connection.
 */
void
drover_host_connect_async (DroverHost *self,
                           const DroverOpenOptions *options,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DROVER_IS_HOST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, drover_host_connect_async);
  /* A cancelled opening has an error of its own. */
  g_task_set_check_cancellable (task, FALSE);
  change_state (self, DROVER_HOST_CONNECTING);
  drover_connection_open_async (self->uri, options, cancellable, on_opened, task);
}

/**
 * drover_host_connect_finish:
 * @error: as of [func@connection_open_finish]
 *
 * Returns: whether the host is connected
 */
gboolean
drover_host_connect_finish (DroverHost *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * drover_host_disconnect:
 *
 * Drops the connection; whoever else holds it keeps it open.
 */
void
drover_host_disconnect (DroverHost *self)
{
  g_return_if_fail (DROVER_IS_HOST (self));
  g_clear_object (&self->connection);
  g_clear_error (&self->error);
  change_state (self, DROVER_HOST_IDLE);
}
