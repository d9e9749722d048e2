/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rehearse/drover-rehearsal.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "facts/drover-effective-guest.h"
#include "rehearse/drover-stand-in-guest.h"

/* Logging in by ssh takes a process, a key exchange and often a slow reverse look-up. */
#define PATIENCE_P2P 2
#define PATIENCE_MANAGED 2

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_CONNECTION, DROVER_NEED_TARGET, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, TRUE },
  { DROVER_FACT_MIGRATABLE, DROVER_NEED_SOURCE, TRUE },
  { DROVER_FACT_REACH, DROVER_NEED_TARGET, TRUE },
};

/* The first port a migration would take, by the name it would be told. */
static const DroverFactReachPort *
find_first (const DroverFactReach *reach)
{
  for (guint i = 0; i < reach->ports->len; i++)
    {
      const DroverFactReachPort *port = reach->ports->pdata[i];

      if (g_strcmp0 (port->host, reach->name) == 0 && g_strcmp0 (port->purpose, "migration") == 0)
        return port;
    }
  return NULL;
}

/**
 * drover_rehearsal_why_not:
 * @reach: (nullable): what is known of the way from source to target
 *
 * A migration into a packet filter that swallows what is sent hangs for minutes and cannot be called back, so
 * none is tried unless the way is known to be open. A name that means the source itself was not knocked at;
 * libvirt refuses it at once, unless `migration_host` of qemu.conf says better, and only trying shows that. A
 * pure function.
 *
 * Returns: (transfer full) (nullable): why no rehearsal should be tried, %NULL where it may
 */
char *
drover_rehearsal_why_not (const DroverPlan *plan, const DroverFactReach *reach)
{
  const DroverFactReachPort *first;

  if (drover_plan_has_flag (plan, DROVER_MIGRATE_OFFLINE) || !drover_plan_guest_is_active (plan))
    return g_strdup (_ ("not tried: the guest is not moved while it runs"));
  if (!drover_plan_needs_migration_port (plan))
    return NULL;
  if (reach == NULL)
    return g_strdup (_ ("not tried: it is not known whether the source reaches the target"));

  first = find_first (reach);
  if (first != NULL ? g_strcmp0 (first->result, "open") == 0 : reach->by_address)
    return NULL;
  return g_strdup_printf (_ ("not tried: the way to the target is not open: %s"),
                          first && first->error ? first->error : _ ("no port answered"));
}

typedef struct {
  const DroverFactContext *context;
  GCancellable *cancellable;
  const DroverGuest *guest;
  DroverGuest *destination; /* as the target shall run it, where the plan says so */
  DroverStandInGuest *stand_in;
  DroverFactRehearsal *fact;
  gboolean hung; /* the stand-in's migration gave no answer in time */
} Rehearsal;

static gint64
get_deadline (const Rehearsal *self, guint patience)
{
  return g_get_monotonic_time () + (gint64) self->context->timeout_ms * 1000 * patience;
}

static void
set_no_answer (GCancellable *cancellable, const char *what, GError **error)
{
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT, _ ("%s: no answer in time"), what);
}

/* Ends the stand-in wherever it is, and waits until that is certain; where a host does not answer, not for
 * long. */
static void
remove_stand_in (Rehearsal *self)
{
  g_autoptr (DroverAttempt) removal = NULL;
  g_autoptr (GError) error = NULL;

  if (self->stand_in == NULL)
    return;
  removal = drover_stand_in_guest_remove (self->stand_in);
  if (!drover_attempt_wait (removal, self->hung ? 0 : get_deadline (self, 1), NULL))
    g_debug ("the removal of the stand-in goes on");
  else if (!drover_attempt_get_result (removal, &error))
    g_debug ("the stand-in stays for the next run to remove: %s", error->message);
  g_clear_pointer (&self->stand_in, drover_stand_in_guest_unref);
  self->hung = FALSE;
}

static gboolean
start_one (Rehearsal *self, gboolean plain, GError **error)
{
  g_autoptr (DroverAttempt) attempt = NULL;
  /* libvirt moves a paused guest, but not by post-copy */
  gboolean paused = !drover_plan_has_flag (self->context->plan, DROVER_MIGRATE_POSTCOPY);

  remove_stand_in (self);
  self->stand_in = drover_stand_in_guest_new (self->context->connections, self->guest, plain, paused);
  attempt = drover_stand_in_guest_start (self->stand_in);
  if (!drover_attempt_wait (attempt, get_deadline (self, 1), self->cancellable))
    {
      set_no_answer (self->cancellable, _ ("start of a stand-in guest on the source"), error);
      return FALSE;
    }
  return drover_attempt_get_result (attempt, error);
}

/* The stand-in has the guest's CPU and machine where the source lets it; the way can be tried without. */
static gboolean
start_stand_in (Rehearsal *self, GError **error)
{
  const char *machine = self->guest->os->machine;
  g_autoptr (GError) local = NULL;

  g_free (self->fact->machine);
  self->fact->machine = g_strdup (machine);
  if (start_one (self, FALSE, &local))
    return TRUE;
  if (g_error_matches (local, DROVER_ERROR, DROVER_ERROR_FAILED) ||
      g_error_matches (local, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED))
    {
      g_free (self->fact->machine);
      self->fact->machine =
          g_strdup_printf (_ ("the host's own (not %s with the guest's CPU: %s)"), machine, local->message);
      if (start_one (self, TRUE, NULL))
        return TRUE;
    }
  g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s",
                              _ ("no stand-in guest could be started on the source: "));
  return FALSE;
}

/* Returns whether the stand-in was moved. */
static gboolean
move (Rehearsal *self, DroverMigrateMode mode, guint patience, GError **error)
{
  g_autoptr (DroverPlan) plan = drover_plan_with_mode (self->context->plan, mode);
  g_autoptr (DroverAttempt) attempt = NULL;
  gint64 since = g_get_monotonic_time ();
  gboolean moved = FALSE;

  attempt = drover_stand_in_guest_migrate (self->stand_in, plan, self->destination);
  self->hung = !drover_attempt_wait (attempt, get_deadline (self, patience), self->cancellable);
  if (self->hung)
    set_no_answer (self->cancellable, _ ("migration of a stand-in guest"), error);
  else
    moved = drover_attempt_get_result (attempt, error);
  self->fact->elapsed_ms = (g_get_monotonic_time () - since) / 1000;
  return moved;
}

static void
take_outcome (Rehearsal *self, const char *mode, gboolean moved, const GError *error)
{
  DroverFactRehearsal *fact = self->fact;

  fact->mode = g_strdup (mode);
  fact->result = g_strdup (moved ? "done" : "failed");
  if (error == NULL)
    return;
  fact->error = g_strchomp (g_strdup (error->message));
  fact->virt_domain = drover_error_get_virt_domain (error);
  fact->virt_code = drover_error_get_virt_code (error);
}

/* A source that gets no answer from the target's daemon waits for minutes. */
static const DroverFactReachPort *
find_silent_daemon (const Rehearsal *self)
{
  const DroverFactReach *reach = drover_facts_get_reach (self->context->facts);

  for (guint i = 0; reach != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *port = reach->ports->pdata[i];

      if (g_strcmp0 (port->purpose, "daemon") == 0 && g_strcmp0 (port->result, "ETIMEDOUT") == 0)
        return port;
    }
  return NULL;
}

static gboolean
move_by_source (Rehearsal *self, GError **error)
{
  const DroverFactReachPort *silent = find_silent_daemon (self);

  if (silent == NULL)
    return move (self, DROVER_MIGRATE_MODE_P2P, PATIENCE_P2P, error);
  g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE, silent->error);
  return FALSE;
}

/* Silence is no refusal: the host may just be slow. Then nothing is known. */
static gboolean
settle (Rehearsal *self, const char *mode, gboolean moved, GError *failure, GError **error)
{
  if (self->hung)
    {
      g_propagate_error (error, g_error_copy (failure));
      return FALSE;
    }
  take_outcome (self, mode, moved, failure);
  return TRUE;
}

static gboolean
rehearse (Rehearsal *self, GError **error)
{
  DroverMigrateMode mode = drover_plan_get_mode (self->context->plan);
  g_autoptr (GError) p2p_error = NULL;
  g_autoptr (GError) managed_error = NULL;
  gboolean moved;

  if (!start_stand_in (self, error))
    return FALSE;
  self->fact->p2p = g_strdup ("untried");
  if (mode != DROVER_MIGRATE_MODE_MANAGED)
    {
      moved = move_by_source (self, &p2p_error);
      g_free (self->fact->p2p);
      self->fact->p2p = g_strdup (moved ? "done" : "failed");
      self->fact->p2p_error = p2p_error ? g_strchomp (g_strdup (p2p_error->message)) : NULL;
      if (moved || mode == DROVER_MIGRATE_MODE_P2P)
        return settle (self, "peer-to-peer", moved, p2p_error, error);
    }
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  /* a target that has died meanwhile would be waited for once more, for nothing */
  if (self->hung && !drover_connection_is_alive (self->context->connections[DROVER_SIDE_TARGET]))
    return settle (self, "peer-to-peer", FALSE, p2p_error, error);
  if (self->hung && !start_stand_in (self, error))
    return FALSE;
  moved = move (self, DROVER_MIGRATE_MODE_MANAGED, PATIENCE_MANAGED, &managed_error);
  return settle (self, "managed", moved, managed_error, error);
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autofree char *why_not =
      drover_rehearsal_why_not (context->plan, drover_facts_get_reach (context->facts));
  const DroverGuest *migratable = drover_facts_get_migratable (context->facts);
  Rehearsal self = {
    .context = context,
    .cancellable = cancellable,
    .guest = migratable ? migratable : drover_facts_get_guest (context->facts),
  };
  gboolean ok;

  if (why_not != NULL)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, why_not);
      return NULL;
    }
  if (drover_plan_changes_guest (context->plan))
    {
      self.destination = drover_effective_guest (context->plan, context->facts, error);
      if (self.destination == NULL)
        return NULL;
    }
  self.fact = drover_record_new (&drover_fact_rehearsal_type);
  ok = rehearse (&self, error) && !g_cancellable_set_error_if_cancelled (cancellable, error);
  remove_stand_in (&self);
  g_clear_pointer (&self.destination, drover_guest_unref);
  if (ok)
    return self.fact;
  drover_record_free (&drover_fact_rehearsal_type, self.fact);
  return NULL;
}

/* What only doing decides: who logs in to whom, `migration_host`, TLS, hooks, lock managers. */
const DroverFactProvider drover_rehearsal_provider = {
  .id = DROVER_FACT_REHEARSAL,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .touches = TRUE,
  .limit_factor = 8,
  .fill = fill,
};
