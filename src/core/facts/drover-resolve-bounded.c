/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-resolve-bounded.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-probe.h"

/* getaddrinfo() cannot be interrupted and takes 5 to 40 s with a name server that is gone, so it has a thread
 * of its own, which may be left behind. */
struct _DroverResolution {
  gatomicrefcount refs;
  char *name;
  gint64 start_us;

  GMutex mutex;
  GCond cond;
  gboolean done;
  gint64 end_us;
  GStrv addresses;
  GError *error;
};

static void
resolution_unref (DroverResolution *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_strfreev (self->addresses);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self);
}

static gpointer
run (gpointer data)
{
  DroverResolution *self = data;
  g_autoptr (GError) error = NULL;
  GStrv addresses = drover_resolve (self->name, &error);

  g_mutex_lock (&self->mutex);
  self->addresses = addresses;
  self->error = g_steal_pointer (&error);
  self->end_us = g_get_monotonic_time ();
  self->done = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  resolution_unref (self);
  return NULL;
}

/**
 * drover_resolution_start:
 * @name: a host name or an IP literal
 *
 * Begins to ask this computer's resolver, without waiting.
 *
 * Returns: (transfer full): what to wait for with [func@resolution_finish]
 */
DroverResolution *
drover_resolution_start (const char *name)
{
  DroverResolution *self = g_new0 (DroverResolution, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->name = g_strdup (name);
  self->start_us = g_get_monotonic_time ();
  g_thread_unref (g_thread_new ("drover-resolve", run, self));
  return self;
}

/**
 * drover_resolution_finish:
 * @resolution: (transfer full): the question
 * @timeout_ms: how long it may take in all, seen from its start, in milliseconds
 * @elapsed_ms: (out) (optional): how long it took, in milliseconds
 * @error: the resolver's own words, or %DROVER_ERROR_TIMED_OUT
 *
 * Blocks; for worker threads.
 *
 * Returns: (transfer full): the addresses as literals, in the resolver's order
 */
GStrv
drover_resolution_finish (DroverResolution *self, guint timeout_ms, gint64 *elapsed_ms, GError **error)
{
  gint64 deadline = self->start_us + (gint64) timeout_ms * 1000;
  GStrv addresses = NULL;
  gint64 end_us;

  g_mutex_lock (&self->mutex);
  while (!self->done && g_cond_wait_until (&self->cond, &self->mutex, deadline))
    ;
  end_us = self->done ? self->end_us : g_get_monotonic_time ();
  if (!self->done)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT,
                 _ ("%s: the resolver gave no answer within %.1f s"), self->name, timeout_ms / 1000.0);
  else if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    addresses = g_steal_pointer (&self->addresses);
  g_mutex_unlock (&self->mutex);

  if (elapsed_ms != NULL)
    *elapsed_ms = (end_us - self->start_us) / 1000;
  resolution_unref (self);
  return addresses;
}
