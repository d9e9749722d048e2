/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-probe.h"
#include "facts/drover-knocking.h"
#include "facts/drover-reach-plan.h"
#include "facts/drover-resolve-bounded.h"

/* How often other ports or addresses are tried where the first ones are taken. */
#define MAX_LISTENERS 6

/* The plainest virtualisation starts everywhere, /dev/kvm or not. */
#define VIRT_TYPE "qemu"

#define RESOLVE_MS 1000
#define PATIENCE_MIN_MS 1500

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_CONNECTION, DROVER_NEED_TARGET, FALSE },
  { DROVER_FACT_CAPABILITIES, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE },
  { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, FALSE },
};

typedef struct {
  const DroverFactContext *context;
  GCancellable *cancellable;
  gint64 begin_us;
  gint64 ready_us;   /* when the target listened */
  char *address;     /* of the target, as this computer uses it; NULL where that is not known */
  GArray *ports;     /* DroverReachPort: where the target listens */
  GArray *taken;     /* DroverReachPort: fixed ones that somebody else listens on */
  char *listen_host; /* where */
  DroverProbeGuest *guest;
  DroverAttempt *listener;
} Reach;

static void
reach_clear (Reach *self)
{
  if (self->guest != NULL)
    drover_probe_guest_remove (self->guest);
  g_clear_pointer (&self->guest, drover_probe_guest_unref);
  g_clear_pointer (&self->listener, drover_attempt_unref);
  g_clear_pointer (&self->ports, g_array_unref);
  g_clear_pointer (&self->taken, g_array_unref);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->listen_host, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reach, reach_clear)

/* The address behind the name this computer connected to. Behind ~/.ssh/config there may be none, and a look
 * for it must not cost much. */
static char *
find_address (const DroverUri *uri)
{
  g_auto (GStrv) addresses = NULL;

  if (uri->host == NULL)
    return NULL;
  if (drover_host_is_address (uri->host))
    return drover_host_is_loopback (uri->host) ? NULL : g_strdup (uri->host);
  addresses = drover_resolution_finish (drover_resolution_start (uri->host), RESOLVE_MS, NULL, NULL);
  if (addresses == NULL || addresses[0] == NULL || drover_host_is_loopback (addresses[0]))
    return NULL;
  return g_strdup (addresses[0]);
}

static gboolean
start_listener (Reach *self, GError **error)
{
  const DroverFactContext *context = self->context;

  g_clear_pointer (&self->guest, drover_probe_guest_unref);
  g_clear_pointer (&self->listener, drover_attempt_unref);
  self->guest = drover_probe_guest_new (context->connections[DROVER_SIDE_TARGET],
                                        drover_facts_get_capabilities (context->facts, DROVER_SIDE_TARGET),
                                        VIRT_TYPE, error);
  if (self->guest == NULL)
    return FALSE;
  for (guint i = 0; i < self->ports->len; i++)
    drover_probe_guest_add_socket (self->guest, TRUE, self->listen_host,
                                   g_array_index (self->ports, DroverReachPort, i).port);
  self->listener = drover_probe_guest_start (self->guest);
  return TRUE;
}

/* QEMU listens long before libvirt calls the guest started; a knock from here at the socket it opens last
 * tells when, where nothing keeps this computer from it. */
static void
await_listener (Reach *self, gint64 deadline_us)
{
  guint port = g_array_index (self->ports, DroverReachPort, self->ports->len - 1).port;
  DroverProbe probe = { .port = port };

  if (self->address == NULL)
    {
      drover_attempt_wait (self->listener, deadline_us, self->cancellable);
      return;
    }
  while (!drover_attempt_wait (self->listener, MIN (deadline_us, g_get_monotonic_time () + 15000),
                               self->cancellable))
    {
      if (g_cancellable_is_cancelled (self->cancellable) || g_get_monotonic_time () >= deadline_us)
        return;
      drover_probe_ports (self->address, &probe, 1, 30);
      if (probe.sys_errno == 0)
        return;
    }
}

/* Returns whether another try with something changed makes sense. */
static gboolean
mend_listener (Reach *self, const GError *failure)
{
  const char *result = drover_knock_classify (failure->message);
  int socket = drover_probe_guest_find_socket (failure->message);

  if (g_strcmp0 (result, "EADDRINUSE") == 0 && socket >= 0 && (guint) socket < self->ports->len)
    {
      DroverReachPort entry = g_array_index (self->ports, DroverReachPort, socket);

      if (entry.fixed)
        g_array_append_val (self->taken, entry);
      return drover_reach_move_port (self->ports, (guint) socket);
    }
  /* No IPv6 there, or the plan's address is not the target's: another fact tells. Here the way counts. */
  if (result != NULL && !g_str_equal (self->listen_host, "0.0.0.0"))
    {
      g_free (self->listen_host);
      self->listen_host = g_strdup ("0.0.0.0");
      return TRUE;
    }
  return FALSE;
}

/* Lets the target listen. Where it cannot, the source's knocks still tell a filter from a closed port. */
static gboolean
listen_there (Reach *self, GError **error)
{
  gint64 deadline = self->begin_us + (gint64) self->context->timeout_ms * 1000;

  for (guint i = 0; i < MAX_LISTENERS && self->ports->len > 0; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (!start_listener (self, error))
        return FALSE;
      await_listener (self, deadline);
      if (g_cancellable_is_cancelled (self->cancellable))
        break;
      if (!drover_attempt_is_done (self->listener))
        return TRUE;
      if (drover_attempt_get_result (self->listener, &failure))
        return TRUE;
      if (drover_error_is_connection (failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!mend_listener (self, failure))
        break;
    }
  return TRUE;
}

static void
add_entry (DroverFactReach *fact, const char *host, guint port, const char *purpose, const DroverKnock *knock)
{
  DroverFactReachPort *entry = drover_record_new (&drover_fact_reach_port_type);

  entry->host = g_strdup (host);
  entry->port = port;
  entry->purpose = g_strdup (purpose);
  entry->listening = knock != NULL && knock->listening;
  entry->result = g_strdup (knock ? knock->result : "unknown");
  entry->error = g_strdup (knock ? knock->error : _ ("another program listens on this port already"));
  entry->elapsed_ms = knock ? knock->elapsed_ms : 0;
  g_ptr_array_add (fact->ports, entry);
}

static void
take_knocks (Reach *self, DroverFactReach *fact, const GPtrArray *knocks)
{
  gint64 deadline = self->begin_us + (gint64) self->context->timeout_ms * 1000;
  gboolean listens = self->listener != NULL &&
                     drover_attempt_wait (self->listener, deadline, self->cancellable) &&
                     drover_attempt_get_result (self->listener, NULL);

  for (guint i = 0; i < knocks->len; i++)
    {
      DroverKnock *knock = knocks->pdata[i];

      if (knock->result == NULL)
        continue;
      knock->listening = listens && !g_str_equal (knock->purpose, "daemon");
      add_entry (fact, knock->host, knock->port, knock->purpose, knock);
      if (g_strcmp0 (knock->result, "open") != 0 || !g_str_equal (knock->purpose, "migration"))
        continue;
      fact->by_name |= g_strcmp0 (knock->host, fact->name) == 0;
      fact->by_address |= g_strcmp0 (knock->host, fact->address) == 0;
    }
}

static void
take_taken (Reach *self, DroverFactReach *fact)
{
  for (guint i = 0; i < self->taken->len; i++)
    {
      const DroverReachPort *port = &g_array_index (self->taken, DroverReachPort, i);

      add_entry (fact, fact->name, port->port, port->purpose, NULL);
    }
}

static guint
get_patience_ms (const Reach *self)
{
  guint most_ms = MAX (self->context->timeout_ms * 2 / 5, PATIENCE_MIN_MS);

  /* a host that was slow to start one probe may be slow with the next */
  return (guint) CLAMP ((self->ready_us - self->begin_us) * 3 / 1000, PATIENCE_MIN_MS, most_ms);
}

static gboolean
knock_from_source (Reach *self, GPtrArray *knocks, gboolean apart, gint64 deadline_us, GError **error)
{
  const DroverFactContext *context = self->context;
  DroverKnocking knocking = {
    .connection = context->connections[DROVER_SIDE_SOURCE],
    .caps = drover_facts_get_capabilities (context->facts, DROVER_SIDE_SOURCE),
    .virt_type = VIRT_TYPE,
    .listener = self->listener,
    .apart = apart,
    .patience_ms = get_patience_ms (self),
    .deadline_us = deadline_us,
    .cancellable = self->cancellable,
  };

  if (knocks->len == 0 || g_cancellable_is_cancelled (self->cancellable))
    return TRUE;
  if (drover_knocking_run (&knocking, knocks, NULL, error))
    return TRUE;
  g_prefix_error (error, "%s", _ ("the source cannot start a probe: "));
  return FALSE;
}

static gboolean
is_known (const DroverFactReach *fact, const DroverKnock *knock)
{
  for (guint i = 0; i < fact->ports->len; i++)
    {
      const DroverFactReachPort *port = fact->ports->pdata[i];

      if (port->port == knock->port && g_strcmp0 (port->host, knock->host) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The name led nowhere: whether the address would do is the next question. */
static void
knock_more (Reach *self, DroverFactReach *fact, gint64 deadline_us)
{
  g_autoptr (GPtrArray) knocks =
      drover_reach_list_more_knocks (self->context->plan, self->ports, self->address);
  gint64 least_us = g_get_monotonic_time () + (gint64) get_patience_ms (self) * 1000;

  for (guint i = knocks->len; i > 0; i--)
    if (is_known (fact, knocks->pdata[i - 1]))
      g_ptr_array_remove_index (knocks, i - 1);
  if (fact->by_address)
    deadline_us = MAX (deadline_us, least_us);
  if (deadline_us >= least_us && knock_from_source (self, knocks, !fact->by_address, deadline_us, NULL))
    take_knocks (self, fact, knocks);
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_auto (Reach) self = { .context = context, .cancellable = cancellable };
  g_autofree char *migration_host = drover_plan_get_migration_host (context->plan);
  g_autoptr (GPtrArray) knocks = NULL;
  DroverFactReach *fact;
  gint64 deadline_us;

  self.begin_us = g_get_monotonic_time ();
  self.address = find_address (drover_plan_get_target (context->plan));
  self.listen_host = drover_reach_get_listen_host (context->plan);
  self.ports = drover_reach_list_ports (context->plan, g_random_int ());
  self.taken = g_array_new (FALSE, TRUE, sizeof (DroverReachPort));
  if (!listen_there (&self, error))
    return NULL;

  fact = drover_record_new (&drover_fact_reach_type);
  fact->name =
      g_strdup (migration_host ? migration_host
                               : drover_facts_get_identity (context->facts, DROVER_SIDE_TARGET)->hostname);
  fact->address = g_strdup (self.address);
  fact->ports = drover_record_list_new (&drover_fact_reach_port_type);
  knocks = drover_reach_list_knocks (context->plan, self.ports, fact->name, self.address);
  self.ready_us = g_get_monotonic_time ();
  deadline_us = self.ready_us + (gint64) context->timeout_ms * 1000;
  if (!knock_from_source (&self, knocks, FALSE, deadline_us, error))
    {
      drover_record_free (&drover_fact_reach_type, fact);
      return NULL;
    }
  take_knocks (&self, fact, knocks);
  take_taken (&self, fact);
  if (!fact->by_name)
    knock_more (&self, fact, deadline_us);
  return fact;
}

/* The target listens as the target of a migration would, and the source knocks as its source would: no other
 * look sees a packet filter that tells the two apart. */
const DroverFactProvider drover_provider_reach = {
  .id = DROVER_FACT_REACH,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .touches = TRUE,
  .limit_factor = 5,
  .fill = fill,
};
