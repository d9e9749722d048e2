/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-attempt.h"

struct _DroverAttempt {
  gatomicrefcount refs;
  char *what;
  DroverAttemptFunc func;
  gpointer data;
  GDestroyNotify data_free;

  GMutex lock;
  GCond changed;
  gboolean done;
  gboolean result;
  GError *error;
};

/* How many are on their way, so that a program can let them end before it does. */
static GMutex open_lock;
static GCond open_changed;
static guint n_open;

/**
 * drover_attempt_unref:
 * @attempt: (nullable) (transfer full): an attempt
 *
 * Forgets the attempt; one that still runs goes on.
 */
void
drover_attempt_unref (DroverAttempt *attempt)
{
  if (attempt == NULL || !g_atomic_ref_count_dec (&attempt->refs))
    return;
  g_free (attempt->what);
  g_clear_error (&attempt->error);
  g_mutex_clear (&attempt->lock);
  g_cond_clear (&attempt->changed);
  g_free (attempt);
}

static gpointer
run (gpointer data)
{
  DroverAttempt *attempt = data;
  gint64 since = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  gboolean result = attempt->func (attempt->data, &error);

  g_debug ("%s: %s after %.1f ms", attempt->what, error ? error->message : "done",
           (double) (g_get_monotonic_time () - since) / 1000.0);
  if (attempt->data_free != NULL)
    attempt->data_free (attempt->data);

  g_mutex_lock (&attempt->lock);
  attempt->done = TRUE;
  attempt->result = result;
  attempt->error = g_steal_pointer (&error);
  g_cond_broadcast (&attempt->changed);
  g_mutex_unlock (&attempt->lock);
  drover_attempt_unref (attempt);

  g_mutex_lock (&open_lock);
  n_open--;
  g_cond_broadcast (&open_changed);
  g_mutex_unlock (&open_lock);
  return NULL;
}

/**
 * drover_attempt_start:
 * @what: what it is, for the debug log
 * @func: the call
 * @data: (transfer full): its data
 * @data_free: (nullable): frees @data, in the thread, when @func has really returned
 *
 * Returns: (transfer full): the attempt, which runs
 */
DroverAttempt *
drover_attempt_start (const char *what, DroverAttemptFunc func, gpointer data, GDestroyNotify data_free)
{
  DroverAttempt *attempt = g_new0 (DroverAttempt, 1);

  g_atomic_ref_count_init (&attempt->refs);
  attempt->what = g_strdup (what);
  attempt->func = func;
  attempt->data = data;
  attempt->data_free = data_free;
  g_mutex_init (&attempt->lock);
  g_cond_init (&attempt->changed);

  g_mutex_lock (&open_lock);
  n_open++;
  g_mutex_unlock (&open_lock);
  g_atomic_ref_count_inc (&attempt->refs);
  g_thread_unref (g_thread_new ("drover-attempt", run, attempt));
  return attempt;
}

static void
wake (GCancellable *cancellable, gpointer data)
{
  DroverAttempt *attempt = data;

  g_mutex_lock (&attempt->lock);
  g_cond_broadcast (&attempt->changed);
  g_mutex_unlock (&attempt->lock);
}

/**
 * drover_attempt_wait:
 * @deadline_us: until when, in monotonic microseconds
 * @cancellable: (nullable): ends the waiting
 *
 * Waits. The call itself is not stopped by anything here.
 *
 * Returns: whether it has returned
 */
gboolean
drover_attempt_wait (DroverAttempt *attempt, gint64 deadline_us, GCancellable *cancellable)
{
  gulong handler = cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (wake), attempt, NULL) : 0;
  gboolean done;

  g_mutex_lock (&attempt->lock);
  while (!attempt->done && !g_cancellable_is_cancelled (cancellable))
    if (!g_cond_wait_until (&attempt->changed, &attempt->lock, deadline_us))
      break;
  done = attempt->done;
  g_mutex_unlock (&attempt->lock);
  g_cancellable_disconnect (cancellable, handler);
  return done;
}

/**
 * drover_attempt_is_done:
 *
 * Returns: whether the call has returned
 */
gboolean
drover_attempt_is_done (DroverAttempt *attempt)
{
  gboolean done;

  g_mutex_lock (&attempt->lock);
  done = attempt->done;
  g_mutex_unlock (&attempt->lock);
  return done;
}

/**
 * drover_attempt_get_result:
 * @attempt: one that has returned
 * @error: the call's own error
 *
 * Returns: what the call returned
 */
gboolean
drover_attempt_get_result (DroverAttempt *attempt, GError **error)
{
  gboolean result;

  g_mutex_lock (&attempt->lock);
  g_assert (attempt->done);
  result = attempt->result;
  if (attempt->error != NULL)
    g_propagate_error (error, g_error_copy (attempt->error));
  g_mutex_unlock (&attempt->lock);
  return result;
}

/**
 * drover_attempts_settle:
 * @timeout_ms: how long to wait at most, in milliseconds
 *
 * Waits until every attempt has returned, those included that nobody waits for: the removal of probes goes on
 * in the background while the next fact is learned. Blocks; to be called before the connections are given up.
 *
 * Returns: whether all have returned
 */
gboolean
drover_attempts_settle (guint timeout_ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  gboolean settled;

  g_mutex_lock (&open_lock);
  while (n_open > 0)
    if (!g_cond_wait_until (&open_changed, &open_lock, deadline))
      break;
  settled = n_open == 0;
  g_mutex_unlock (&open_lock);
  return settled;
}
