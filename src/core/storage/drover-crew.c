/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-crew.h"

#include "base/drover-call.h"

/* What all of them share lasts as long as the slowest, one that nobody waits for any more included. */
typedef struct {
  DroverCrewFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Shared;

typedef struct {
  Shared *shared;
  DroverConnection *connection;
  guint index;
} Work;

/* Of the waiting context. */
typedef struct {
  GTask *task;
  DroverCrewMember *member;
} Waiting;

typedef struct {
  GPtrArray *members;
  guint n_open;
} Crew;

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  if (shared->data_free != NULL)
    shared->data_free (shared->data);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->connection);
  g_atomic_rc_box_release_full (work->shared, shared_clear);
  g_free (work);
}

static void
member_free (gpointer data)
{
  DroverCrewMember *member = data;

  if (member->result != NULL && member->result_free != NULL)
    member->result_free (member->result);
  g_clear_error (&member->error);
  g_free (member);
}

static void
crew_free (gpointer data)
{
  Crew *crew = data;

  g_ptr_array_unref (crew->members);
  g_free (crew);
}

static gpointer
run (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return work->shared->func (work->connection, work->index, work->shared->data, cancellable, error);
}

static void
on_returned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Waiting *waiting = user_data;
  g_autoptr (GTask) task = waiting->task;
  Crew *crew = g_task_get_task_data (task);

  waiting->member->result = drover_call_finish (result, &waiting->member->error);
  if (--crew->n_open == 0)
    g_task_return_pointer (task, g_ptr_array_ref (crew->members), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * drover_crew_run_async:
 * @what: what is waited for, for messages
 * @connections: (element-type DroverConnection): the hosts; at least one
 * @func: the work
 * @data: (transfer full): what all of them share
 * @data_free: (nullable): frees @data when the last has really returned, in that one's worker
 * @result_free: (nullable): frees a result
 * @timeout_ms: how long to wait for each, in milliseconds
 * @cancellable: (nullable): ends the waiting
 * @callback: called when each has returned or is given up
 * @user_data: for @callback
 *
 * Does the same on several hosts at once, so that it takes as long as the slowest alone.
 */
void
drover_crew_run_async (const char *what,
                       const GPtrArray *connections,
                       DroverCrewFunc func,
                       gpointer data,
                       GDestroyNotify data_free,
                       GDestroyNotify result_free,
                       guint timeout_ms,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Shared *shared = g_atomic_rc_box_new0 (Shared);
  Crew *crew = g_new0 (Crew, 1);

  g_return_if_fail (connections->len > 0);

  shared->func = func;
  shared->data = data;
  shared->data_free = data_free;
  g_task_set_source_tag (task, drover_crew_run_async);
  g_task_set_task_data (task, crew, crew_free);
  crew->members = g_ptr_array_new_with_free_func (member_free);
  crew->n_open = connections->len;
  for (guint i = 0; i < connections->len; i++)
    {
      DroverCrewMember *member = g_new0 (DroverCrewMember, 1);
      Waiting *waiting = g_new0 (Waiting, 1);
      Work *work = g_new0 (Work, 1);

      member->result_free = result_free;
      g_ptr_array_add (crew->members, member);
      waiting->task = g_object_ref (task);
      waiting->member = member;
      work->shared = g_atomic_rc_box_acquire (shared);
      work->connection = g_object_ref (connections->pdata[i]);
      work->index = i;
      drover_call_async (what, run, work, work_free, result_free, timeout_ms, cancellable, on_returned,
                         waiting);
    }
  g_atomic_rc_box_release_full (shared, shared_clear);
}

/**
 * drover_crew_run_finish:
 *
 * Returns: (transfer full) (element-type DroverCrewMember): how it ended, in the hosts' order
 */
GPtrArray *
drover_crew_run_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
