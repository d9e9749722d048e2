/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-call.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/* libvirt calls cannot be interrupted, so a call is split in two: the GTask somebody waits for, which ends by
 * result, time limit or cancellation, and the work, which ends whenever the function returns. */
typedef struct {
  gatomicrefcount ref_count;
  char *what;
  DroverCallFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GCancellable *abandoned;
  GMainContext *context;

  /* of the waiting context only */
  GTask *task;
  GSource *timeout;
  guint timeout_ms;
  GCancellable *cancellable;
  gulong cancelled_id;

  /* written by the worker before it hands over */
  gpointer result;
  GError *error;
} Call;

static void
call_unref (Call *call)
{
  if (!g_atomic_ref_count_dec (&call->ref_count))
    return;
  if (call->result != NULL && call->result_free != NULL)
    call->result_free (call->result);
  g_clear_error (&call->error);
  g_clear_object (&call->abandoned);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->context, g_main_context_unref);
  g_free (call->what);
  g_free (call);
}

static GThreadPool *get_pool (void);

static Call *
call_ref (Call *call)
{
  g_atomic_ref_count_inc (&call->ref_count);
  return call;
}

/* Ends the waiting, once; whoever comes first decides. */
static GTask *
take_task (Call *call)
{
  if (call->timeout != NULL)
    g_source_destroy (call->timeout);
  g_clear_pointer (&call->timeout, g_source_unref);
  if (call->cancellable != NULL)
    g_cancellable_disconnect (call->cancellable, call->cancelled_id);
  g_clear_object (&call->cancellable);
  return g_steal_pointer (&call->task);
}

/* Freeing may be a call of its own: a connection says good-bye to a host that did not even answer in time. So
 * it is left to a worker, by a call that has a result and no function. */
static void
free_late_result (Call *call)
{
  Call *late;

  if (call->result == NULL || call->result_free == NULL)
    return;
  late = g_new0 (Call, 1);
  g_atomic_ref_count_init (&late->ref_count);
  late->result = g_steal_pointer (&call->result);
  late->result_free = call->result_free;
  g_thread_pool_push (get_pool (), late, NULL);
}

static gboolean
deliver (gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GTask) task = take_task (call);

  if (task == NULL)
    {
      g_debug ("%s returned after it was given up", call->what);
      free_late_result (call);
    }
  else if (call->error != NULL)
    g_task_return_error (task, g_steal_pointer (&call->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&call->result), call->result_free);
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GTask) task = take_task (call);

  g_debug ("%s: no answer within %u ms", call->what, call->timeout_ms);
  g_cancellable_cancel (call->abandoned);
  g_task_return_new_error (task, DROVER_ERROR, DROVER_ERROR_TIMED_OUT, _ ("%s: no answer within %.1f s"),
                           call->what, call->timeout_ms / 1000.0);
  return G_SOURCE_REMOVE;
}

static gboolean
give_up (gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GTask) task = NULL;

  if (call->task == NULL)
    return G_SOURCE_REMOVE;
  task = take_task (call);
  g_cancellable_cancel (call->abandoned);
  g_task_return_new_error (task, DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("%s: stopped"), call->what);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GSource) source = g_idle_source_new ();

  /* The cancellable may fire in any thread, and even while it is being connected to. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, give_up, call_ref (call), (GDestroyNotify) call_unref);
  g_source_attach (source, call->context);
}

static void
run (gpointer data, gpointer unused)
{
  Call *call = data;
  g_autoptr (GSource) source = NULL;

  if (call->func == NULL)
    {
      call_unref (call);
      return;
    }
  /* What nobody waits for any more need not begin. */
  if (g_cancellable_is_cancelled (call->abandoned))
    call->error = g_error_new (DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("%s: stopped"), call->what);
  else
    call->result = call->func (call->data, call->abandoned, &call->error);
  if (call->data_free != NULL)
    call->data_free (call->data);
  call->data = NULL;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, call, (GDestroyNotify) call_unref);
  g_source_attach (source, call->context);
}

static GThreadPool *
get_pool (void)
{
  static gsize pool = 0;

  /* Unbounded here: a dead host pins its workers, and must not take those of the others. Whoever makes many
   * calls bounds them by host. */
  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize) g_thread_pool_new (run, NULL, -1, FALSE, NULL));
  return (GThreadPool *) pool;
}

/**
 * drover_call_async:
 * @what: what the user is waiting for, for messages
 * @func: the blocking function
 * @data: (transfer full): its data; belongs to the worker from now on
 * @data_free: (nullable): frees @data, in the worker, when @func has really returned
 * @result_free: (nullable): frees a result nobody took, in a worker
 * @timeout_ms: time limit in milliseconds, 0 for none
 * @cancellable: (nullable): ends the waiting; @func goes on until it returns
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Runs a function that cannot be interrupted, without ever waiting for it longer than the limit.
 */
void
drover_call_async (const char *what,
                   DroverCallFunc func,
                   gpointer data,
                   GDestroyNotify data_free,
                   GDestroyNotify result_free,
                   guint timeout_ms,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  Call *call = g_new0 (Call, 1);

  g_atomic_ref_count_init (&call->ref_count);
  call->what = g_strdup (what);
  call->func = func;
  call->data = data;
  call->data_free = data_free;
  call->result_free = result_free;
  call->abandoned = g_cancellable_new ();
  call->context = g_main_context_ref_thread_default ();
  call->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (call->task, drover_call_async);
  call->timeout_ms = timeout_ms;

  if (timeout_ms > 0)
    {
      call->timeout = g_timeout_source_new (timeout_ms);
      g_source_set_callback (call->timeout, on_timeout, call_ref (call), (GDestroyNotify) call_unref);
      g_source_attach (call->timeout, call->context);
    }
  if (cancellable != NULL)
    {
      call->cancellable = g_object_ref (cancellable);
      if (g_cancellable_is_cancelled (cancellable))
        g_cancellable_cancel (call->abandoned);
      call->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), call_ref (call),
                                                  (GDestroyNotify) call_unref);
    }
  g_thread_pool_push (get_pool (), call, NULL);
}

/**
 * drover_call_finish:
 * @error: the function's own error, %DROVER_ERROR_TIMED_OUT or %DROVER_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the function returned
 */
gpointer
drover_call_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
