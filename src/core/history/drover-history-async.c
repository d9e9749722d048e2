/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history for those who may not block: each call opens it, in a thread of its own, and closes it. */
#include "history/drover-history.h"

static void
keep_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverHistory) history = drover_history_open (NULL, &error);

  if (history != NULL && drover_history_add (history, data, drover_history_get_limit (), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * drover_history_keep_async:
 * @run: (transfer full): a run that nobody else changes
 *
 * Keeps a run in the user's history.
 */
void
drover_history_keep_async (DroverRun *run, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, drover_history_keep_async);
  g_task_set_task_data (task, run, drover_record_unref);
  g_task_run_in_thread (task, keep_in_thread);
}

/**
 * drover_history_keep_finish:
 *
 * Returns: whether it is kept
 */
gboolean
drover_history_keep_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverHistory) history = drover_history_open (NULL, &error);
  GPtrArray *runs = history ? drover_history_list (history, &error) : NULL;

  if (runs != NULL)
    g_task_return_pointer (task, runs, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * drover_history_list_async:
 *
 * Lists the user's history.
 */
void
drover_history_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, drover_history_list_async);
  g_task_run_in_thread (task, list_in_thread);
}

/**
 * drover_history_list_finish:
 *
 * Returns: (transfer full) (element-type DroverRun): as of [func@history_list]
 */
GPtrArray *
drover_history_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverHistory) history = drover_history_open (NULL, &error);
  DroverRun *run = history ? drover_history_load (history, *(gint64 *) data, &error) : NULL;

  if (run != NULL)
    g_task_return_pointer (task, run, drover_record_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * drover_history_load_async:
 *
 * Loads a run of the user's history.
 */
void
drover_history_load_async (gint64 id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, drover_history_load_async);
  g_task_set_task_data (task, g_memdup2 (&id, sizeof id), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * drover_history_load_finish:
 *
 * Returns: (transfer full): as of [func@history_load]
 */
DroverRun *
drover_history_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverHistory) history = drover_history_open (NULL, &error);

  if (history != NULL && drover_history_remove (history, *(gint64 *) data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * drover_history_remove_async:
 *
 * Removes a run from the user's history.
 */
void
drover_history_remove_async (gint64 id, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, drover_history_remove_async);
  g_task_set_task_data (task, g_memdup2 (&id, sizeof id), g_free);
  g_task_run_in_thread (task, remove_in_thread);
}

/**
 * drover_history_remove_finish:
 *
 * Returns: whether it is gone
 */
gboolean
drover_history_remove_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
