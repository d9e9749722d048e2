/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-knocking.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/* A host works on five calls of ours at a time: however many of these hang, it can be told to end them. */
#define N_PROBES 3

/* A swallowed packet is sent again after one second and after three: two at the least went unanswered. */
#define SILENCE_MS 1200

/* So long at the least each of the first few may take, however short the time limit. */
#define LEAST_MS 2500

/* Whose plain probe takes longer is too busy for a silence to mean anything. */
#define CONTROL_MS 3000

static GPtrArray *
list_pending (const GPtrArray *knocks)
{
  GPtrArray *pending = g_ptr_array_new ();

  for (guint i = 0; i < knocks->len; i++)
    {
      DroverKnock *knock = knocks->pdata[i];

      if (knock->result == NULL)
        g_ptr_array_add (pending, knock);
    }
  return pending;
}

/* A name that one socket could not resolve, no other will. */
static void
settle_unresolved (const GPtrArray *knocks, const DroverKnock *failed, gint64 since_us)
{
  for (guint i = 0; i < knocks->len; i++)
    {
      DroverKnock *knock = knocks->pdata[i];

      if (knock->result == NULL && g_str_equal (knock->host, failed->host))
        drover_knock_settle (knock, "unresolved", failed->error, since_us);
    }
}

static DroverProbeGuest *
new_guest (const DroverKnocking *self, const GPtrArray *pending, GError **error)
{
  DroverProbeGuest *guest = drover_probe_guest_new (self->connection, self->caps, self->virt_type, error);

  for (guint i = 0; guest != NULL && i < pending->len; i++)
    {
      const DroverKnock *knock = pending->pdata[i];

      drover_probe_guest_add_socket (guest, knock->listen, knock->host, knock->port);
    }
  return guest;
}

static gboolean
is_ready (const DroverKnocking *self)
{
  return self->listener == NULL || drover_attempt_is_done (self->listener);
}

static void
settle_done (DroverKnock *knock, gint64 since_us)
{
  drover_knock_settle (knock, knock->listen ? "ok" : "open", NULL, since_us);
}

static void
take_failure (const GPtrArray *knocks, DroverKnock *knock, const GError *failure, gint64 since_us)
{
  const char *result = drover_knock_classify (failure->message);
  g_autofree char *words = drover_knock_get_words (failure->message);

  drover_knock_settle (knock, result ? result : "unknown", words, since_us);
  if (g_strcmp0 (result, "unresolved") == 0)
    settle_unresolved (knocks, knock, since_us);
}

/* A probe whose start takes long. */
typedef struct {
  DroverProbeGuest *guest;
  DroverAttempt *attempt;
  gint64 since_us;
} Slow;

typedef enum {
  OUTCOME_SETTLED, /* all, or nothing more can be learned */
  OUTCOME_AGAIN,   /* the others deserve another probe together */
  OUTCOME_APART,   /* they may fail or hang one by one */
} Outcome;

/* One probe with all that is pending: the quickest way where all is well. */
static Outcome
knock_together (const DroverKnocking *self,
                const GPtrArray *knocks,
                const GPtrArray *pending,
                Slow *slow,
                DroverProbeGuest **kept,
                GError **error)
{
  g_autoptr (DroverProbeGuest) guest = new_guest (self, pending, error);
  g_autoptr (DroverAttempt) attempt = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 since = g_get_monotonic_time ();
  gboolean was_ready = is_ready (self);
  const DroverKnock *knock;
  int culprit;

  if (guest == NULL)
    return OUTCOME_SETTLED;
  attempt = drover_probe_guest_start (guest);
  if (!drover_attempt_wait (attempt, MIN (self->deadline_us, since + (gint64) self->patience_ms * 1000),
                            self->cancellable))
    {
      /* It hangs, or is just slow. */
      *slow = (Slow){ g_steal_pointer (&guest), g_steal_pointer (&attempt), since };
      return OUTCOME_APART;
    }
  if (drover_attempt_get_result (attempt, &failure))
    {
      for (guint i = 0; i < pending->len; i++)
        settle_done (pending->pdata[i], since);
      *kept = g_steal_pointer (&guest);
      return OUTCOME_SETTLED;
    }
  culprit = drover_knock_find (pending, failure->message);
  if (culprit < 0 || drover_error_is_connection (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return OUTCOME_SETTLED;
    }
  if (!was_ready && g_strcmp0 (drover_knock_classify (failure->message), "ECONNREFUSED") == 0)
    {
      drover_attempt_wait (self->listener, self->deadline_us, self->cancellable);
      return OUTCOME_AGAIN;
    }
  /* QEMU opened those before it */
  for (int i = 0; i < culprit; i++)
    settle_done (pending->pdata[i], since);
  take_failure (knocks, pending->pdata[culprit], failure, since);
  knock = pending->pdata[culprit];
  return g_strcmp0 (knock->result, "unresolved") == 0 || knock->listen ? OUTCOME_AGAIN : OUTCOME_APART;
}

typedef struct {
  const DroverKnocking *knocking;
  const GPtrArray *knocks;
  GCancellable *over;
  gint64 deadline_us;
  GMutex lock;
  GPtrArray *queue;
  GPtrArray *hung;
  guint n_running;
  gint64 slowest_ms; /* of the probes that did start */
} Lanes;

static DroverKnock *
take_next (Lanes *lanes)
{
  DroverKnock *knock = NULL;

  g_mutex_lock (&lanes->lock);
  while (knock == NULL && lanes->queue->len > 0)
    {
      knock = g_ptr_array_steal_index (lanes->queue, 0);
      if (knock->result != NULL)
        knock = NULL;
    }
  g_mutex_unlock (&lanes->lock);
  return knock;
}

static void
knock_alone (Lanes *lanes, DroverKnock *knock)
{
  const DroverKnocking *self = lanes->knocking;
  g_autoptr (GPtrArray) single = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (DroverProbeGuest) guest = NULL;
  g_autoptr (DroverAttempt) attempt = NULL;
  gint64 since = g_get_monotonic_time ();
  gboolean returned;

  g_ptr_array_add (single, knock);
  guest = new_guest (self, single, NULL);
  if (guest == NULL)
    return;
  attempt = drover_probe_guest_start (guest);
  returned = drover_attempt_wait (attempt, lanes->deadline_us, lanes->over);
  drover_probe_guest_remove (guest);

  g_mutex_lock (&lanes->lock);
  if (returned && drover_attempt_get_result (attempt, &failure))
    {
      settle_done (knock, since);
      lanes->slowest_ms = MAX (lanes->slowest_ms, knock->elapsed_ms);
    }
  else if (returned)
    take_failure (lanes->knocks, knock, failure, since);
  else if (!g_cancellable_is_cancelled (lanes->over))
    {
      g_autofree char *words =
          g_strdup_printf (_ ("no answer from %s port %u within %.1f s"), knock->host, knock->port,
                           (double) (g_get_monotonic_time () - since) / G_USEC_PER_SEC);

      drover_knock_settle (knock, "ETIMEDOUT", words, since);
      g_ptr_array_add (lanes->hung, knock);
    }
  g_mutex_unlock (&lanes->lock);
}

/* Who begins shortly before the deadline would take a slow start for a silent host. */
static gboolean
run_lane (gpointer data, GError **error)
{
  Lanes *lanes = data;
  gboolean last;

  while (!g_cancellable_is_cancelled (lanes->over) &&
         g_get_monotonic_time () + SILENCE_MS * 1000 < lanes->deadline_us)
    {
      DroverKnock *knock = take_next (lanes);

      if (knock == NULL)
        break;
      knock_alone (lanes, knock);
    }
  g_mutex_lock (&lanes->lock);
  last = --lanes->n_running == 0;
  g_mutex_unlock (&lanes->lock);
  if (last)
    g_cancellable_cancel (lanes->over);
  return TRUE;
}

/* How long a probe takes to start that asks nobody, in milliseconds: what of a silence is the host's own
 * slowness. -1 where it did not start. */
static gint64
time_plain_start (const DroverKnocking *self)
{
  g_autoptr (DroverProbeGuest) guest =
      drover_probe_guest_new (self->connection, self->caps, self->virt_type, NULL);
  g_autoptr (DroverAttempt) attempt = NULL;
  gint64 since = g_get_monotonic_time ();
  gboolean started;

  if (guest == NULL)
    return -1;
  attempt = drover_probe_guest_start (guest);
  started = drover_attempt_wait (attempt, since + CONTROL_MS * 1000, self->cancellable) &&
            drover_attempt_get_result (attempt, NULL);
  drover_probe_guest_remove (guest);
  return started ? (g_get_monotonic_time () - since) / 1000 : -1;
}

static void
ask_again (Lanes *lanes, DroverKnock *knock, gint64 patience_ms)
{
  knock->result = NULL;
  lanes->deadline_us = g_get_monotonic_time () + patience_ms * 1000;
  knock_alone (lanes, knock);
  if (knock->result == NULL)
    knock->result = "unknown";
}

/* A host under load may start a probe so slowly that it looks like silence. So a silence counts when a probe
 * that asks nobody did start, and one more knock is silent for twice as long as that took. */
static void
doubt_hung (Lanes *lanes)
{
  g_autoptr (GPtrArray) hung = g_steal_pointer (&lanes->hung);
  gboolean confirmed = FALSE;
  gint64 plain_ms;

  lanes->hung = g_ptr_array_new ();
  if (hung->len == 0)
    return;
  lanes->over = lanes->knocking->cancellable;
  plain_ms = time_plain_start (lanes->knocking);
  for (guint i = 0; i < hung->len && !confirmed; i++)
    {
      DroverKnock *knock = hung->pdata[i];

      if (plain_ms < 0)
        knock->result = "unknown";
      else
        {
          ask_again (lanes, knock, MAX (MAX (plain_ms, lanes->slowest_ms) * 2, SILENCE_MS));
          confirmed = g_str_equal (knock->result, "ETIMEDOUT");
        }
    }
}

static void
stop_lanes (GCancellable *cancellable, gpointer over)
{
  g_cancellable_cancel (over);
}

/* The probe with all the sockets may come through yet; then there is no more to ask. */
static void
await_slow (Lanes *lanes, Slow *slow)
{
  if (drover_attempt_wait (slow->attempt, lanes->deadline_us, lanes->over) &&
      drover_attempt_get_result (slow->attempt, NULL))
    {
      g_mutex_lock (&lanes->lock);
      for (guint i = 0; i < lanes->knocks->len; i++)
        {
          DroverKnock *knock = lanes->knocks->pdata[i];

          if (knock->result == NULL)
            settle_done (knock, slow->since_us);
        }
      g_mutex_unlock (&lanes->lock);
      g_cancellable_cancel (lanes->over);
    }
}

static void
knock_singly (const DroverKnocking *self, const GPtrArray *knocks, Slow *slow)
{
  guint n = slow->guest != NULL ? N_PROBES - 1 : N_PROBES;
  g_autoptr (GCancellable) over = g_cancellable_new ();
  Lanes lanes = { .knocking = self, .knocks = knocks, .over = over, .n_running = n };
  DroverAttempt *attempts[N_PROBES];
  gulong handler = 0;

  g_mutex_init (&lanes.lock);
  lanes.deadline_us = MAX (self->deadline_us, g_get_monotonic_time () + LEAST_MS * 1000);
  lanes.queue = list_pending (knocks);
  lanes.hung = g_ptr_array_new ();
  if (self->cancellable != NULL)
    handler = g_cancellable_connect (self->cancellable, G_CALLBACK (stop_lanes), over, NULL);
  for (guint i = 0; i < n; i++)
    attempts[i] = drover_attempt_start ("lane of probes", run_lane, &lanes, NULL);
  if (slow->guest != NULL)
    await_slow (&lanes, slow);
  for (guint i = 0; i < n; i++)
    {
      /* each ends at the deadline by itself */
      drover_attempt_wait (attempts[i], G_MAXINT64, NULL);
      drover_attempt_unref (attempts[i]);
    }
  g_cancellable_disconnect (self->cancellable, handler);
  doubt_hung (&lanes);
  g_mutex_clear (&lanes.lock);
  g_ptr_array_unref (lanes.queue);
  g_ptr_array_unref (lanes.hung);
}

/**
 * drover_knocking_run:
 * @knocks: (element-type DroverKnock): what is to be tried, the most telling first
 * @guest: (out) (optional) (transfer full): the probe that stays with all sockets of the last start open;
 *   %NULL where there is none. Without this it is removed.
 * @error: why no probe can be started at all
 *
 * Lets a host's QEMU open sockets and settles the knocks: first all in one probe, then, when that hangs, each
 * in its own. A knock for which there was no time keeps its result %NULL. Blocks.
 *
 * Returns: whether probes could be started; on %FALSE some knocks may be settled all the same
 */
gboolean
drover_knocking_run (const DroverKnocking *self,
                     const GPtrArray *knocks,
                     DroverProbeGuest **guest,
                     GError **error)
{
  g_autoptr (DroverProbeGuest) kept = NULL;
  Outcome outcome = self->apart ? OUTCOME_APART : OUTCOME_AGAIN;
  GError *local = NULL;
  Slow slow = { 0 };

  while (outcome == OUTCOME_AGAIN && !g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GPtrArray) pending = list_pending (knocks);

      outcome =
          pending->len > 0 ? knock_together (self, knocks, pending, &slow, &kept, &local) : OUTCOME_SETTLED;
    }
  if (outcome == OUTCOME_APART)
    knock_singly (self, knocks, &slow);
  if (slow.guest != NULL)
    drover_probe_guest_remove (slow.guest);
  drover_probe_guest_unref (slow.guest);
  drover_attempt_unref (slow.attempt);

  if (guest != NULL)
    *guest = g_steal_pointer (&kept);
  else if (kept != NULL)
    drover_probe_guest_remove (kept);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}
