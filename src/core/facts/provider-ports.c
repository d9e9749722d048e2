/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-probe.h"

/* qemu.conf's migration_port_min and _max, as shipped. */
#define FIRST_PORT 49152
#define LAST_PORT 49215

/* More addresses than these share the time limit too thinly. */
#define MAX_ADDRESSES 3

/* The ends of the range, the second port (which a disk's copy takes), and one inside. */
#define N_SAMPLES 4
#define SAMPLE_MS 400

static const DroverFactNeed needs[] = { { DROVER_FACT_NAMES, DROVER_NEED_TARGET, FALSE } };

static void
add_port (GArray *probes, guint port)
{
  DroverProbe probe = { .port = port, .sys_errno = ETIMEDOUT };

  for (guint i = 0; i < probes->len; i++)
    if (g_array_index (probes, DroverProbe, i).port == port)
      return;
  g_array_append_val (probes, probe);
}

static void
add_ports (GArray *probes, gboolean needed, guint fixed)
{
  if (needed && fixed != 0)
    add_port (probes, fixed);
  for (guint port = FIRST_PORT; needed && fixed == 0 && port <= LAST_PORT; port++)
    add_port (probes, port);
}

/* Where the data would go by the plan's own word, else where this computer found the target. */
static const char *const *
get_addresses (const DroverFactNames *names)
{
  const char *const *connection = (const char *const *) names->connection_addresses;
  const char *const *addresses = (const char *const *) names->addresses;

  if (g_strcmp0 (names->origin, "migration-uri") == 0 && addresses != NULL && addresses[0] != NULL)
    return addresses;
  return connection != NULL && connection[0] != NULL ? connection : NULL;
}

static gboolean
has_any (const GArray *probes, const int *numbers, guint n_numbers)
{
  for (guint i = 0; i < probes->len; i++)
    for (guint k = 0; k < n_numbers; k++)
      if (g_array_index (probes, DroverProbe, i).sys_errno == numbers[k])
        return TRUE;
  return FALSE;
}

/* Somebody was there: opened, refused or turned us away. */
static gboolean
has_answer (const GArray *probes)
{
  static const int answers[] = { 0, ECONNREFUSED, EHOSTUNREACH, EACCES };

  return has_any (probes, answers, G_N_ELEMENTS (answers));
}

/* A firewall's REJECT, sent by ICMP. */
static gboolean
has_rejection (const GArray *probes)
{
  static const int rejections[] = { EHOSTUNREACH, EACCES };

  return has_any (probes, rejections, G_N_ELEMENTS (rejections));
}

static void
knock (const char *address, GArray *probes, guint timeout_ms)
{
  drover_probe_ports (address, (DroverProbe *) (gpointer) probes->data, probes->len, timeout_ms);
}

/* Linux sends one host six ICMP errors at once and then one a second, so a firewall that rejects looks to 64
 * knocks like one that mostly drops. A few knocks go first: where they are rejected, a short wait is enough
 * for the ports that answer otherwise. */
static void
knock_at_all (const char *address, GArray *probes, guint timeout_ms)
{
  const guint last = probes->len - 1;
  const guint places[N_SAMPLES] = { 0, 1, last / 2, last };
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (DroverProbe));
  guint sample_ms = MIN (SAMPLE_MS, timeout_ms / 4);

  if (probes->len > N_SAMPLES)
    {
      for (guint i = 0; i < N_SAMPLES; i++)
        g_array_append_val (samples, g_array_index (probes, DroverProbe, places[i]));
      knock (address, samples, sample_ms);
    }
  if (has_rejection (samples))
    knock (address, probes, sample_ms);
  else
    knock (address, probes, timeout_ms - (samples->len > 0 ? sample_ms : 0));

  /* what the second knock was not told, the first was */
  for (guint i = 0; i < samples->len; i++)
    {
      DroverProbe *probe = &g_array_index (probes, DroverProbe, places[i]);

      if (probe->sys_errno == ETIMEDOUT)
        *probe = g_array_index (samples, DroverProbe, i);
    }
}

/* Beside a rejection, silence may be a rejection that was not sent: of such a port nothing is known. */
static void
remove_ambiguous (GArray *probes)
{
  if (!has_rejection (probes))
    return;
  for (guint i = probes->len; i > 0; i--)
    if (g_array_index (probes, DroverProbe, i - 1).sys_errno == ETIMEDOUT)
      g_array_remove_index (probes, i - 1);
}

static DroverFactPorts *
fact_new (const char *address, const GArray *probes)
{
  DroverFactPorts *fact = drover_record_new (&drover_fact_ports_type);

  fact->address = g_strdup (address);
  fact->ports = drover_record_list_new (&drover_fact_port_type);
  for (guint i = 0; i < probes->len; i++)
    {
      const DroverProbe *probe = &g_array_index (probes, DroverProbe, i);
      DroverFactPort *port = drover_record_new (&drover_fact_port_type);

      port->port = probe->port;
      port->result = g_strdup (drover_errno_name (probe->sys_errno));
      port->elapsed_us = probe->elapsed_us;
      g_ptr_array_add (fact->ports, port);
    }
  return fact;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  const DroverPlan *plan = context->plan;
  const DroverFactNames *names = drover_facts_get_names (context->facts);
  const char *const *addresses = get_addresses (names);
  g_autoptr (GArray) probes = g_array_new (FALSE, FALSE, sizeof (DroverProbe));
  const char *address = NULL;
  guint n_addresses;

  add_ports (probes, drover_plan_needs_migration_port (plan), drover_plan_get_migration_port (plan));
  add_ports (probes, drover_plan_needs_disks_port (plan), drover_plan_get_disks_port (plan));
  if (probes->len == 0)
    return fact_new (NULL, probes);
  if (addresses == NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                   names->connection_host == NULL
                       ? _ ("the target is this computer, which cannot knock at its own door from outside")
                       : _ ("this computer knows no address of the target"));
      return NULL;
    }

  n_addresses = MIN (g_strv_length ((GStrv) addresses), MAX_ADDRESSES);
  for (guint i = 0; i < n_addresses && !has_answer (probes); i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      address = addresses[i];
      knock_at_all (address, probes, context->timeout_ms / n_addresses);
    }
  remove_ambiguous (probes);
  return fact_new (address, probes);
}

/* The knocking itself takes at most one time limit; the rest is for sorting it. */
const DroverFactProvider drover_provider_ports = {
  .id = DROVER_FACT_PORTS,
  .sides = DROVER_ON_TARGET,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 2,
  .fill = fill,
};
