/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-discover.h"

#include "storage/drover-crew.h"

/* `showmount` gives a server that swallows packets half a minute. */
#define LIST_MS 40000

typedef struct {
  char *server;
  gboolean passive;
  guint timeout_ms;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->server);
  g_free (question);
}

static gpointer
look (DroverConnection *connection, guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return drover_storage_view_look (connection, question->server, question->passive, question->timeout_ms,
                                   cancellable, error);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GPtrArray *connections = g_task_get_task_data (task);
  g_autoptr (GPtrArray) members = drover_crew_run_finish (result);
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_storage_view_free);

  for (guint i = 0; i < members->len; i++)
    {
      DroverCrewMember *member = members->pdata[i];
      const DroverUri *uri = drover_connection_get_uri (connections->pdata[i]);
      DroverStorageView *view = g_steal_pointer (&member->result);

      if (view == NULL)
        {
          view = drover_record_new (&drover_storage_view_type);
          view->error = g_strdup (member->error->message);
        }
      view->host = drover_uri_dup_host_label (uri);
      view->uri = g_strdup (uri->text);
      g_ptr_array_add (views, view);
    }
  g_task_return_pointer (task, views, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * drover_storage_discover_async:
 * @connections: (element-type DroverConnection): the hosts that are to share storage
 * @server: (nullable): who may offer it; a name or address as the hosts are to use it
 * @passive: create no probe guests
 * @timeout_ms: for the knocks at the server, in milliseconds
 * @cancellable: (nullable): ends the waiting
 * @callback: called when all hosts have answered or are given up
 * @user_data: for @callback
 *
 * Asks all hosts at once what they have and what they see of the server.
 */
void
drover_storage_discover_async (const GPtrArray *connections,
                               const char *server,
                               gboolean passive,
                               guint timeout_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_object_unref);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, drover_storage_discover_async);
  g_task_set_task_data (task, hosts, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add (hosts, g_object_ref (connections->pdata[i]));
  question->server = g_strdup (server);
  question->passive = passive;
  question->timeout_ms = timeout_ms;
  drover_crew_run_async ("look at the storage", connections, look, question, question_free,
                         (GDestroyNotify) drover_storage_view_free, timeout_ms + LIST_MS, cancellable,
                         on_looked, task);
}

/**
 * drover_storage_discover_finish:
 *
 * Returns: (transfer full) (element-type DroverStorageView): what each host has and sees, in their order; a
 *   host that could not be asked has its error there
 */
GPtrArray *
drover_storage_discover_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
