/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-patience-private.h"

struct _DroverPatience {
  gatomicrefcount ref_count;
  guint limit_ms;

  /* of the waiting context only */
  GCancellable *outer;
  gulong outer_id;
  GCancellable *inner;
  GSource *timer;
  gboolean run_out;

  /* of the worker, too */
  GMutex mutex;
  gint64 silent_since;
  gboolean held;
};

DroverPatience *
drover_patience_ref (DroverPatience *patience)
{
  g_atomic_ref_count_inc (&patience->ref_count);
  return patience;
}

void
drover_patience_unref (DroverPatience *patience)
{
  if (!g_atomic_ref_count_dec (&patience->ref_count))
    return;
  g_clear_object (&patience->inner);
  g_mutex_clear (&patience->mutex);
  g_free (patience);
}

static gint64
get_silence_ms (DroverPatience *patience)
{
  gint64 ms;

  g_mutex_lock (&patience->mutex);
  ms = patience->held ? 0 : (g_get_monotonic_time () - patience->silent_since) / 1000;
  g_mutex_unlock (&patience->mutex);
  return ms;
}

static gboolean
look (gpointer user_data)
{
  DroverPatience *patience = user_data;

  if (get_silence_ms (patience) < patience->limit_ms)
    return G_SOURCE_CONTINUE;
  patience->run_out = TRUE;
  g_cancellable_cancel (patience->inner);
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * drover_patience_new:
 * @limit_ms: how long the host may keep silent, in milliseconds
 * @cancellable: (nullable): cancels what is waited for, too
 *
 * Returns: (transfer full): patience that has begun to run out
 */
DroverPatience *
drover_patience_new (guint limit_ms, GCancellable *cancellable)
{
  DroverPatience *patience = g_new0 (DroverPatience, 1);

  g_atomic_ref_count_init (&patience->ref_count);
  g_mutex_init (&patience->mutex);
  patience->limit_ms = limit_ms;
  patience->silent_since = g_get_monotonic_time ();
  patience->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      patience->outer = g_object_ref (cancellable);
      patience->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                                  g_object_ref (patience->inner), g_object_unref);
    }
  patience->timer = g_timeout_source_new (MAX (limit_ms / 8, 1));
  g_source_set_callback (patience->timer, look, drover_patience_ref (patience),
                         (GDestroyNotify) drover_patience_unref);
  g_source_attach (patience->timer, g_main_context_get_thread_default ());
  return patience;
}

/**
 * drover_patience_stop:
 *
 * Nobody waits any more.
 */
void
drover_patience_stop (DroverPatience *patience)
{
  if (patience->outer != NULL)
    g_cancellable_disconnect (patience->outer, patience->outer_id);
  g_clear_object (&patience->outer);
  if (patience->timer != NULL)
    g_source_destroy (patience->timer);
  g_clear_pointer (&patience->timer, g_source_unref);
}

/**
 * drover_patience_get_cancellable:
 *
 * Returns: (transfer none): what is cancelled when patience has run out
 */
GCancellable *
drover_patience_get_cancellable (DroverPatience *patience)
{
  return patience->inner;
}

/**
 * drover_patience_has_run_out:
 *
 * Returns: whether that is why it was cancelled
 */
gboolean
drover_patience_has_run_out (DroverPatience *patience)
{
  return patience->run_out;
}

/**
 * drover_patience_hold:
 *
 * It is a person who is waited for, not the host. In any thread.
 */
void
drover_patience_hold (DroverPatience *patience)
{
  g_mutex_lock (&patience->mutex);
  patience->held = TRUE;
  g_mutex_unlock (&patience->mutex);
}

/**
 * drover_patience_resume:
 *
 * It is the host's turn again. In any thread.
 */
void
drover_patience_resume (DroverPatience *patience)
{
  g_mutex_lock (&patience->mutex);
  patience->held = FALSE;
  patience->silent_since = g_get_monotonic_time ();
  g_mutex_unlock (&patience->mutex);
}
