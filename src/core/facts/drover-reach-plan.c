/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-reach-plan.h"

#include "base/drover-uri.h"

static void
add_port (GArray *ports, guint port, DroverReachRole role, const char *purpose, gboolean fixed)
{
  DroverReachPort entry = { port, role, purpose, fixed };

  g_array_append_val (ports, entry);
}

/**
 * drover_reach_list_ports:
 * @random: any number, another one each time
 *
 * The ports to listen on: those the plan fixes, else the range's first (which libvirt takes first), its last
 * and one inside; with a storage copy the second, which libvirt takes for it. The signal comes last: who sees
 * it listen knows that the others do.
 *
 * Returns: (transfer full) (element-type DroverReachPort): the ports; none where the plan needs none
 */
GArray *
drover_reach_list_ports (const DroverPlan *plan, guint32 random)
{
  GArray *ports = g_array_new (FALSE, TRUE, sizeof (DroverReachPort));
  guint migration = drover_plan_get_migration_port (plan);
  guint disks = drover_plan_get_disks_port (plan);

  if (!drover_plan_needs_migration_port (plan))
    return ports;
  if (migration != 0)
    add_port (ports, migration, DROVER_REACH_MAIN, "migration", TRUE);
  else
    {
      add_port (ports, DROVER_MIGRATION_PORT_MIN, DROVER_REACH_MAIN, "migration", FALSE);
      add_port (ports, drover_knock_get_inner_port (random + 1), DROVER_REACH_SPARE, "migration", FALSE);
      add_port (ports, DROVER_MIGRATION_PORT_MAX, DROVER_REACH_MAIN, "migration", FALSE);
      add_port (ports, drover_knock_get_inner_port (random), DROVER_REACH_MAIN, "migration", FALSE);
    }
  if (drover_plan_needs_disks_port (plan))
    add_port (ports, disks ? disks : DROVER_MIGRATION_PORT_MIN + 1, DROVER_REACH_MAIN, "nbd", disks != 0);
  add_port (ports, drover_knock_get_inner_port (random + 2), DROVER_REACH_SIGNAL, "migration", FALSE);
  return ports;
}

static gboolean
is_listed (const GArray *ports, guint port)
{
  for (guint i = 0; i < ports->len; i++)
    if (g_array_index (ports, DroverReachPort, i).port == port)
      return TRUE;
  return FALSE;
}

/**
 * drover_reach_move_port:
 * @ports: (element-type DroverReachPort): the ports
 * @index: one that somebody else listens on
 *
 * Takes the next port instead, as libvirt does; a port that the plan fixes is taken off the list. Nobody
 * connects to a port in use: a migration may be waiting there.
 *
 * Returns: whether there is anything left to listen on
 */
gboolean
drover_reach_move_port (GArray *ports, guint index)
{
  DroverReachPort *entry = &g_array_index (ports, DroverReachPort, index);
  guint port = entry->port;

  if (!entry->fixed)
    for (guint i = DROVER_MIGRATION_PORT_MIN; i <= DROVER_MIGRATION_PORT_MAX; i++)
      {
        port = port < DROVER_MIGRATION_PORT_MAX ? port + 1 : DROVER_MIGRATION_PORT_MIN;
        if (!is_listed (ports, port))
          {
            entry->port = port;
            return TRUE;
          }
      }
  g_array_remove_index (ports, index);
  return ports->len > 0;
}

/**
 * drover_reach_get_listen_host:
 *
 * Returns: (transfer full): where the target's QEMU would listen: the plan's address, else everywhere, by
 *   IPv6 and IPv4 both
 */
char *
drover_reach_get_listen_host (const DroverPlan *plan)
{
  const char *host =
      drover_migrate_options_get_string (drover_plan_get_options (plan), DROVER_OPTION_LISTEN_ADDRESS);

  return g_strdup (host && host[0] != '\0' ? host : "::");
}

static gboolean
is_usable (const char *host)
{
  return host != NULL && !drover_knock_is_self (host) &&
         (drover_host_is_address (host) || drover_host_name_is_valid (host));
}

static void
add_knock (GPtrArray *knocks, const char *host, const DroverReachPort *port)
{
  if (!is_usable (host))
    return;
  for (guint i = 0; i < knocks->len; i++)
    {
      const DroverKnock *knock = knocks->pdata[i];

      if (knock->port == port->port && g_str_equal (knock->host, host))
        return;
    }
  g_ptr_array_add (knocks, drover_knock_new (FALSE, host, port->port, port->purpose));
}

/* The daemon's own door, where the source would have to knock at it. An sshd counts knocks as attempts to
 * break in (fail2ban), so it is left alone unless the user settled on peer-to-peer. */
static void
add_daemon (GPtrArray *knocks, const DroverPlan *plan)
{
  DroverMigrateMode mode = drover_plan_get_mode (plan);
  g_autoptr (DroverUri) uri = drover_uri_parse (drover_plan_get_destination_uri (plan), NULL);
  DroverReachPort port = { .purpose = "daemon" };

  if (mode == DROVER_MIGRATE_MODE_MANAGED || uri == NULL)
    return;
  if (!drover_uri_is_ssh (uri))
    port.port = drover_uri_get_probe_port (uri);
  else if (mode == DROVER_MIGRATE_MODE_P2P)
    port.port = uri->port ? uri->port : 22;
  if (port.port != 0)
    add_knock (knocks, uri->host, &port);
}

static gboolean
has_spare (const GArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    if (g_array_index (ports, DroverReachPort, i).role == DROVER_REACH_SPARE)
      return TRUE;
  return FALSE;
}

/* Where copied disks go to, when the plan says. */
static char *
get_disks_host (const DroverPlan *plan)
{
  const char *text =
      drover_migrate_options_get_string (drover_plan_get_options (plan), DROVER_OPTION_DISKS_URI);
  g_autoptr (GUri) uri = text ? g_uri_parse (text, G_URI_FLAGS_ENCODED_QUERY, NULL) : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  return host != NULL && host[0] != '\0' ? g_strdup (host) : NULL;
}

/**
 * drover_reach_list_knocks:
 * @ports: (element-type DroverReachPort): where the target listens
 * @name: (nullable): the host migration data would go to
 * @address: (nullable): an address of the target that is known to work for somebody
 *
 * What the source should try, the most telling first: the name, and beside it the address.
 *
 * Returns: (transfer full) (element-type DroverKnock): the knocks
 */
GPtrArray *
drover_reach_list_knocks (const DroverPlan *plan, const GArray *ports, const char *name, const char *address)
{
  GPtrArray *knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_knock_free);
  g_autofree char *disks_host = get_disks_host (plan);
  const char *first = is_usable (name) ? name : address;
  const char *second = has_spare (ports) ? NULL : address;

  for (guint i = 0; i < ports->len; i++)
    {
      const DroverReachPort *port = &g_array_index (ports, DroverReachPort, i);
      gboolean for_disks = g_str_equal (port->purpose, "nbd");

      switch (port->role)
        {
        case DROVER_REACH_MAIN:
          add_knock (knocks, for_disks && disks_host ? disks_host : first, port);
          if (!for_disks)
            add_knock (knocks, second, port);
          break;
        case DROVER_REACH_SPARE:
          add_knock (knocks, address, port);
          break;
        case DROVER_REACH_SIGNAL:
          break;
        }
    }
  add_daemon (knocks, plan);
  return knocks;
}

/**
 * drover_reach_list_more_knocks:
 * @ports: (element-type DroverReachPort): where the target listens
 * @address: (nullable): an address of the target
 *
 * What is worth another try when the name did not lead to the target: its address, at the ports themselves.
 *
 * Returns: (transfer full) (element-type DroverKnock): the knocks
 */
GPtrArray *
drover_reach_list_more_knocks (const DroverPlan *plan, const GArray *ports, const char *address)
{
  GPtrArray *knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_knock_free);

  for (guint i = 0; i < ports->len; i++)
    {
      const DroverReachPort *port = &g_array_index (ports, DroverReachPort, i);

      if (port->role == DROVER_REACH_MAIN)
        add_knock (knocks, address, port);
    }
  return knocks;
}
