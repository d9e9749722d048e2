/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-gatherer.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "facts/drover-fact-work.h"
#include "facts/drover-welcome.h"

struct _DroverGatherer {
  GObject parent_instance;

  DroverPlan *plan;
  DroverOpenOptions options;
  gboolean passive;
  GPtrArray *providers;
  DroverFacts *facts;
  DroverConnection *connections[DROVER_N_HOSTS];
  gboolean wanted[DROVER_N_SIDES][DROVER_N_FACTS];
  gboolean running[DROVER_N_SIDES][DROVER_N_FACTS];
  GCancellable *cancellable;
  DroverSlots *slots;
  guint n_awaited[DROVER_N_HOSTS]; /* calls to that host somebody still waits for */
  gboolean started;
  gint64 start_us;
};

G_DEFINE_FINAL_TYPE (DroverGatherer, drover_gatherer, G_TYPE_OBJECT)

enum {
  SETTLED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void pump (DroverGatherer *self);

static void
on_slots_freed (GObject *owner)
{
  pump (DROVER_GATHERER (owner));
}

static void
drover_gatherer_dispose (GObject *object)
{
  DroverGatherer *self = DROVER_GATHERER (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (drover_gatherer_parent_class)->dispose (object);
}

static void
drover_gatherer_finalize (GObject *object)
{
  DroverGatherer *self = DROVER_GATHERER (object);

  g_clear_object (&self->cancellable);
  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    g_clear_object (&self->connections[i]);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->facts, drover_facts_unref);
  g_clear_pointer (&self->plan, drover_plan_unref);
  g_clear_pointer (&self->slots, drover_slots_unref);
  G_OBJECT_CLASS (drover_gatherer_parent_class)->finalize (object);
}

static void
drover_gatherer_class_init (DroverGathererClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = drover_gatherer_dispose;
  object_class->finalize = drover_gatherer_finalize;

  /**
   * DroverGatherer::settled:
   * @id: a #DroverFactId
   * @side: a #DroverSide
   *
   * One more fact is present or known to be absent.
   */
  signals[SETTLED] = g_signal_new ("settled", DROVER_TYPE_GATHERER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  /**
   * DroverGatherer::finished:
   *
   * All that was wanted is settled.
   */
  signals[FINISHED] =
      g_signal_new ("finished", DROVER_TYPE_GATHERER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_gatherer_init (DroverGatherer *self)
{
  self->facts = drover_facts_new ();
  self->providers = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->slots = drover_slots_new (G_OBJECT (self), on_slots_freed);
}

/**
 * drover_gatherer_new:
 * @plan: what is to be moved where
 * @options: how to connect, and how long to wait
 * @passive: create nothing on any host
 *
 * Returns: (transfer full): a gatherer with the providers of this room
 */
DroverGatherer *
drover_gatherer_new (DroverPlan *plan, const DroverOpenOptions *options, gboolean passive)
{
  DroverGatherer *self = g_object_new (DROVER_TYPE_GATHERER, NULL);
  guint n;
  const DroverFactProvider *const *providers = drover_fact_providers_get (&n);

  self->plan = drover_plan_ref (plan);
  self->options = *options;
  self->passive = passive;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->providers, (gpointer) providers[i]);
  return self;
}

/**
 * drover_gatherer_add_provider:
 * @provider: one that lives in another room; static
 */
void
drover_gatherer_add_provider (DroverGatherer *self, const DroverFactProvider *provider)
{
  g_return_if_fail (DROVER_IS_GATHERER (self));
  g_ptr_array_add (self->providers, (gpointer) provider);
}

/**
 * drover_gatherer_drop_provider:
 * @id: a fact that shall not be asked for; it will be absent
 */
void
drover_gatherer_drop_provider (DroverGatherer *self, DroverFactId id)
{
  g_return_if_fail (DROVER_IS_GATHERER (self));
  for (guint i = self->providers->len; i > 0; i--)
    if (((const DroverFactProvider *) self->providers->pdata[i - 1])->id == id)
      g_ptr_array_remove_index (self->providers, i - 1);
}

/**
 * drover_gatherer_get_plan:
 *
 * Returns: (transfer none): the plan, with what was learned of the guest
 */
DroverPlan *
drover_gatherer_get_plan (DroverGatherer *self)
{
  g_return_val_if_fail (DROVER_IS_GATHERER (self), NULL);
  return self->plan;
}

/**
 * drover_gatherer_get_facts:
 *
 * Returns: (transfer none): what is known now; take a reference to keep it
 */
DroverFacts *
drover_gatherer_get_facts (DroverGatherer *self)
{
  g_return_val_if_fail (DROVER_IS_GATHERER (self), NULL);
  return self->facts;
}

/**
 * drover_gatherer_get_connection:
 *
 * Returns: (transfer none) (nullable): the open connection of a side
 */
DroverConnection *
drover_gatherer_get_connection (DroverGatherer *self, DroverSide side)
{
  g_return_val_if_fail (DROVER_IS_GATHERER (self) && (guint) side < DROVER_N_HOSTS, NULL);
  return self->connections[side];
}

/**
 * drover_gatherer_is_done:
 *
 * Returns: whether all that was wanted is settled
 */
gboolean
drover_gatherer_is_done (DroverGatherer *self)
{
  for (guint side = 0; side < DROVER_N_SIDES; side++)
    for (guint id = 0; id < DROVER_N_FACTS; id++)
      if (self->wanted[side][id] && !drover_facts_is_settled (self->facts, id, side))
        return FALSE;
  return TRUE;
}

/**
 * drover_gatherer_is_idle:
 *
 * Returns: whether every call to a host has really returned, also those that were given up
 */
gboolean
drover_gatherer_is_idle (DroverGatherer *self)
{
  return drover_slots_is_idle (self->slots);
}

/**
 * drover_gatherer_get_longest_chain_us:
 *
 * Returns: the time of the longest chain of facts that wait for each other, in microseconds: what no
 *   concurrency can save
 */
gint64
drover_gatherer_get_longest_chain_us (DroverGatherer *self)
{
  gint64 longest = 0;

  for (guint side = 0; side < DROVER_N_SIDES; side++)
    for (guint id = 0; id < DROVER_N_FACTS; id++)
      if (self->wanted[side][id])
        longest = MAX (longest, drover_fact_providers_get_chain_us (self->providers, self->facts, id, side));
  return longest;
}

/**
 * drover_gatherer_want:
 *
 * Asks for a fact and for all that it needs.
 */
void
drover_gatherer_want (DroverGatherer *self, DroverFactId id, DroverSide side)
{
  const DroverFactProvider *provider;

  g_return_if_fail (DROVER_IS_GATHERER (self));

  if (self->wanted[side][id])
    return;
  self->wanted[side][id] = TRUE;
  provider = drover_fact_providers_find (self->providers, id, side);
  for (guint i = 0; provider != NULL && i < provider->n_needs; i++)
    drover_gatherer_want (self, provider->needs[i].id, drover_fact_need_get_side (&provider->needs[i], side));
}

/**
 * drover_gatherer_forget:
 *
 * Lets a fact be learned again by the next [method@Gatherer.start].
 */
void
drover_gatherer_forget (DroverGatherer *self, DroverFactId id, DroverSide side)
{
  DroverFacts *facts = drover_facts_forget (self->facts, id, side);

  drover_facts_unref (self->facts);
  self->facts = facts;
  if (id == DROVER_FACT_CONNECTION)
    g_clear_object (&self->connections[side]);
}

static const DroverUri *
get_uri (DroverGatherer *self, DroverSide side)
{
  return side == DROVER_SIDE_SOURCE ? drover_plan_get_source (self->plan)
                                    : drover_plan_get_target (self->plan);
}

static const char *
host_name (DroverGatherer *self, DroverSide side)
{
  const char *host = get_uri (self, side)->host;

  return host ? host : _ ("this computer");
}

static void
note_guest (DroverGatherer *self, const DroverFactGuestState *state)
{
  DroverPlan *plan =
      drover_plan_with_guest (self->plan, state->name, state->uuid, state->persistent, state->active);

  drover_plan_unref (self->plan);
  self->plan = plan;
}

/* Takes @record and @error; exactly one of them is set. */
static void
settle (
    DroverGatherer *self, DroverFactId id, DroverSide side, gpointer record, GError *error, gint64 since_us)
{
  gint64 now = g_get_monotonic_time ();
  DroverFacts *facts;

  g_debug ("fact %s of %s: %s after %.1f ms, at %.1f ms", drover_fact_get_name (id),
           drover_side_to_string (side), error ? error->message : "learned",
           (double) (now - since_us) / 1000.0, (double) (now - self->start_us) / 1000.0);
  facts = record ? drover_facts_with (self->facts, id, side, record, now - since_us)
                 : drover_facts_without (self->facts, id, side, error, now - since_us);
  drover_facts_unref (self->facts);
  self->facts = facts;
  g_clear_error (&error);
  self->running[side][id] = FALSE;
  if (id == DROVER_FACT_GUEST_STATE && record != NULL)
    note_guest (self, record);
  g_signal_emit (self, signals[SETTLED], 0, (guint) id, (guint) side);
}

typedef struct {
  DroverGatherer *gatherer;
  DroverFactId id;
  DroverSide side;
  guint hosts; /* bit mask: whose calls it makes */
  gint64 since_us;
} Pending;

static Pending *
pending_new (DroverGatherer *self, DroverFactId id, DroverSide side, guint hosts)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->gatherer = g_object_ref (self);
  pending->id = id;
  pending->side = side;
  pending->hosts = hosts;
  pending->since_us = g_get_monotonic_time ();
  self->running[side][id] = TRUE;
  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if (hosts & (1u << i))
      self->n_awaited[i]++;
  return pending;
}

static void
pending_settle (Pending *pending, gpointer record, GError *error)
{
  DroverGatherer *self = pending->gatherer;

  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if (pending->hosts & (1u << i))
      self->n_awaited[i]--;
  settle (self, pending->id, pending->side, record, error, pending->since_us);
  g_free (pending);
  pump (self);
  g_object_unref (self);
}

static void
on_filled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gpointer record = drover_fact_work_finish (result, &error);

  pending_settle (user_data, record, g_steal_pointer (&error));
}

/* Whether every slot of a host is held by a call that was given up and has not returned. Nothing that is
 * awaited will set one free, so who waits for one waits for as long as the host likes. */
static gboolean
is_stuck (DroverGatherer *self, guint hosts, DroverSide *stuck)
{
  for (guint i = 0; i < DROVER_N_HOSTS; i++)
    if ((hosts & (1u << i)) && self->n_awaited[i] == 0 && drover_slots_is_full (self->slots, i))
      {
        *stuck = (DroverSide) i;
        return TRUE;
      }
  return FALSE;
}

static void
start_work (DroverGatherer *self, const DroverFactProvider *provider, DroverSide side, guint hosts)
{
  const DroverFactContext context = {
    .plan = self->plan,
    .facts = self->facts,
    .connections = { self->connections[0], self->connections[1] },
    .timeout_ms = self->options.timeout_ms,
    .passive = self->passive,
  };

  g_debug ("fact %s of %s: begun at %.1f ms", drover_fact_get_name (provider->id),
           drover_side_to_string (side), (double) (g_get_monotonic_time () - self->start_us) / 1000.0);
  drover_fact_work_async (provider, side, host_name (self, side), &context, self->slots, self->cancellable,
                          on_filled, pending_new (self, provider->id, side, hosts));
}

static void
on_welcomed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pending *pending = user_data;
  DroverGatherer *self = pending->gatherer;
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverConnection) connection = drover_welcome_finish (result, &error);

  g_set_object (&self->connections[pending->side], connection);
  pending_settle (pending, drover_fact_connection_new (get_uri (self, pending->side), connection, error),
                  NULL);
}

/**
 * drover_gatherer_set_connection:
 * @connection: an open connection of that side's host
 *
 * Uses a connection that is open already instead of opening another one.
 */
void
drover_gatherer_set_connection (DroverGatherer *self, DroverSide side, DroverConnection *connection)
{
  g_return_if_fail (DROVER_IS_GATHERER (self) && (guint) side < DROVER_N_HOSTS && !self->started);
  g_set_object (&self->connections[side], connection);
}

/**
 * drover_gatherer_set_facts:
 * @facts: what was learned elsewhere; with a host.connection goes [method@Gatherer.set_connection]
 *
 * Begins with what is known already, so that only the rest is asked.
 */
void
drover_gatherer_set_facts (DroverGatherer *self, DroverFacts *facts)
{
  g_return_if_fail (DROVER_IS_GATHERER (self) && !self->started);
  drover_facts_ref (facts);
  drover_facts_unref (self->facts);
  self->facts = facts;
}

static void
connect_host (DroverGatherer *self, DroverSide side)
{
  g_autoptr (DroverConnection) known = g_steal_pointer (&self->connections[side]);

  drover_welcome_async (get_uri (self, side), known, &self->options, !self->passive, self->cancellable,
                        on_welcomed, pending_new (self, DROVER_FACT_CONNECTION, side, 0));
}

typedef enum {
  NEEDS_AWAITED,
  NEEDS_THERE,
  NEEDS_ABSENT,
} NeedsState;

/* A connection that did not come about is a fact of its own (why), yet nothing can be asked through it. */
static gboolean
need_is_met (DroverGatherer *self, const DroverFactNeed *need, DroverSide at)
{
  if (need->id == DROVER_FACT_CONNECTION)
    return self->connections[at] != NULL;
  return drover_facts_get (self->facts, need->id, at) != NULL;
}

static NeedsState
look_at_needs (DroverGatherer *self, const DroverFactProvider *provider, DroverSide side, GError **reason)
{
  for (guint i = 0; i < provider->n_needs; i++)
    {
      const DroverFactNeed *need = &provider->needs[i];
      DroverSide at = drover_fact_need_get_side (need, side);

      if (!drover_facts_is_settled (self->facts, need->id, at))
        return NEEDS_AWAITED;
    }
  for (guint i = 0; i < provider->n_needs; i++)
    {
      const DroverFactNeed *need = &provider->needs[i];
      DroverSide at = drover_fact_need_get_side (need, side);
      const GError *error = drover_facts_get_error (self->facts, need->id, at);
      const DroverFactConnection *connection = NULL;

      if (need->optional || need_is_met (self, need, at))
        continue;
      if (need->id == DROVER_FACT_CONNECTION)
        connection = drover_facts_get_connection (self->facts, at);
      if (error != NULL)
        *reason = g_error_copy (error);
      else
        *reason = g_error_new (DROVER_ERROR, DROVER_ERROR_UNREACHABLE, _ ("no connection to %s: %s"),
                               host_name (self, at), connection ? connection->error : "");
      return NEEDS_ABSENT;
    }
  return NEEDS_THERE;
}

/* Starts or settles one wanted fact if it can be. Returns whether anything was settled, so that others may
 * now have what they need. */
static gboolean
advance (DroverGatherer *self, DroverFactId id, DroverSide side)
{
  const DroverFactProvider *provider;
  GError *reason = NULL;
  DroverSide stuck;
  guint hosts;

  if (id == DROVER_FACT_CONNECTION)
    {
      connect_host (self, side);
      return FALSE;
    }

  provider = drover_fact_providers_find (self->providers, id, side);
  if (g_cancellable_is_cancelled (self->cancellable))
    reason = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("stopped"));
  else if (provider == NULL)
    reason = g_error_new (DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, _ ("nothing here learns %s"),
                          drover_fact_get_name (id));
  else if (provider->touches && self->passive)
    reason = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                                  _ ("not tried: it would create something on a host (--passive)"));
  else
    switch (look_at_needs (self, provider, side, &reason))
      {
      case NEEDS_AWAITED:
        return FALSE;
      case NEEDS_ABSENT:
        break;
      case NEEDS_THERE:
        hosts = drover_fact_provider_get_hosts (provider, side);
        if (drover_slots_take (self->slots, hosts))
          start_work (self, provider, side, hosts);
        else if (is_stuck (self, hosts, &stuck))
          {
            reason = g_error_new (DROVER_ERROR, DROVER_ERROR_TIMED_OUT,
                                  _ ("%s has not answered %d earlier questions"), host_name (self, stuck),
                                  DROVER_CALLS_PER_HOST);
            break;
          }
        return FALSE;
      }
  settle (self, id, side, NULL, reason, g_get_monotonic_time ());
  return TRUE;
}

static gboolean
is_due (DroverGatherer *self, DroverFactId id, DroverSide side)
{
  return self->wanted[side][id] && !self->running[side][id] &&
         !drover_facts_is_settled (self->facts, id, side);
}

/* One round over all facts, in the providers' order: what others wait for longest stands first there. */
static gboolean
advance_all (DroverGatherer *self)
{
  gboolean settled = FALSE;

  for (guint side = 0; side < DROVER_N_SIDES; side++)
    if (is_due (self, DROVER_FACT_CONNECTION, side))
      advance (self, DROVER_FACT_CONNECTION, side);
  for (guint i = 0; i < self->providers->len; i++)
    for (guint side = 0; side < DROVER_N_SIDES; side++)
      {
        DroverFactId id = ((const DroverFactProvider *) self->providers->pdata[i])->id;

        if (is_due (self, id, side))
          settled |= advance (self, id, side);
      }
  /* and those that nothing fills */
  for (guint side = 0; side < DROVER_N_SIDES; side++)
    for (guint id = 0; id < DROVER_N_FACTS; id++)
      if (is_due (self, id, side) && drover_fact_providers_find (self->providers, id, side) == NULL)
        settled |= advance (self, id, side);
  return settled;
}

static void
pump (DroverGatherer *self)
{
  if (!self->started)
    return;
  g_object_ref (self);
  while (self->started && advance_all (self))
    ;
  if (self->started && drover_gatherer_is_done (self))
    {
      self->started = FALSE;
      g_debug ("all facts settled after %.1f ms",
               (double) (g_get_monotonic_time () - self->start_us) / 1000.0);
      g_signal_emit (self, signals[FINISHED], 0);
    }
  g_object_unref (self);
}

/**
 * drover_gatherer_start:
 *
 * Sets out for all that is wanted and not settled. [signal@Gatherer::finished] may come before this returns,
 * when nothing is left to learn.
 */
void
drover_gatherer_start (DroverGatherer *self)
{
  g_return_if_fail (DROVER_IS_GATHERER (self));

  /* what was stopped may begin anew */
  if (!self->started && g_cancellable_is_cancelled (self->cancellable))
    {
      g_object_unref (self->cancellable);
      self->cancellable = g_cancellable_new ();
    }
  self->start_us = g_get_monotonic_time ();
  self->started = TRUE;
  pump (self);
}

/**
 * drover_gatherer_cancel:
 *
 * Gives up what is still awaited; those facts become absent.
 */
void
drover_gatherer_cancel (DroverGatherer *self)
{
  g_return_if_fail (DROVER_IS_GATHERER (self));
  g_cancellable_cancel (self->cancellable);
  /* what waits for its turn has nobody to wake it */
  pump (self);
}
