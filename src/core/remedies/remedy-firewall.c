/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening ports, in the words of each firewall. Which one guards a host cannot be seen through libvirt, so
 * all ways are offered. */
#include "remedies/drover-remedy-private.h"

/* libvirt's migration_port_min and migration_port_max, as they are shipped. */
#define FIRST_PORT 49152
#define LAST_PORT 49215

/* A range is written FIRST separator LAST, as each firewall wants it. */
static char *
dup_migration_ports (const DroverRemedyContext *context, const char *separator)
{
  const char *check = context->finding ? drover_finding_get_check (context->finding)->id : "";
  guint port = g_str_equal (check, "nbd-port") ? drover_plan_get_disks_port (context->plan)
                                               : drover_plan_get_migration_port (context->plan);

  return port ? g_strdup_printf ("%u", port) : g_strdup_printf ("%d%s%d", FIRST_PORT, separator, LAST_PORT);
}

static char *
dup_daemon_port (const DroverRemedyContext *context)
{
  g_autofree char *port = drover_remedy_dup_word (context, "port");

  return port ? g_steal_pointer (&port) : g_strdup ("PORT");
}

static void
add_firewalld (GPtrArray *commands, const char *ports)
{
  g_autofree char *option = g_strdup_printf ("--add-port=%s/tcp", ports);

  drover_remedy_add (commands, "sudo", "firewall-cmd", "--permanent", option, NULL);
  drover_remedy_add (commands, "sudo", "firewall-cmd", "--reload", NULL);
}

/* Where the source's address is known, nobody else is let in. */
static void
add_ufw (const DroverRemedyContext *context, GPtrArray *commands, const char *ports, gboolean from_source)
{
  g_autofree char *source = from_source ? drover_remedy_dup_word (context, "source-address") : NULL;

  drover_remedy_add (commands, "sudo", "ufw", "allow", "from", source ? source : "any", "to", "any", "port",
                     ports, "proto", "tcp", NULL);
}

/* Insert, not add: behind the chain's closing reject a rule would do nothing. */
static void
add_nft (GPtrArray *commands, const char *ports)
{
  drover_remedy_add (commands, "sudo", "nft", "insert", "rule", "inet", "filter", "input", "tcp", "dport",
                     ports, "accept", NULL);
}

static void
add_iptables (GPtrArray *commands, const char *ports)
{
  drover_remedy_add (commands, "sudo", "iptables", "-I", "INPUT", "-p", "tcp", "--dport", ports, "-j",
                     "ACCEPT", NULL);
}

static void
build_migration_firewalld (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *ports = dup_migration_ports (context, "-");

  add_firewalld (commands, ports);
}

static void
build_migration_ufw (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *ports = dup_migration_ports (context, ":");

  add_ufw (context, commands, ports, TRUE);
}

static void
build_migration_nft (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *ports = dup_migration_ports (context, "-");

  add_nft (commands, ports);
}

static void
build_migration_iptables (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *ports = dup_migration_ports (context, ":");

  add_iptables (commands, ports);
}

static void
build_daemon_firewalld (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *port = dup_daemon_port (context);

  add_firewalld (commands, port);
}

static void
build_daemon_ufw (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *port = dup_daemon_port (context);

  add_ufw (context, commands, port, FALSE);
}

static void
build_daemon_nft (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *port = dup_daemon_port (context);

  add_nft (commands, port);
}

static void
build_daemon_iptables (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *port = dup_daemon_port (context);

  add_iptables (commands, port);
}

static const DroverRemedy remedies[] = {
  { "open-migration-ports", "firewalld", N_ ("Open the migration ports, where firewalld guards the target"),
    DROVER_SIDE_TARGET, build_migration_firewalld },
  { "open-migration-ports", "ufw", N_ ("Open the migration ports, where ufw guards the target"),
    DROVER_SIDE_TARGET, build_migration_ufw },
  { "open-migration-ports", "nft",
    N_ ("Open the migration ports until the next boot, where nftables guards the target (its table and chain "
        "may have other names: nft list ruleset)"),
    DROVER_SIDE_TARGET, build_migration_nft },
  { "open-migration-ports", "iptables",
    N_ ("Open the migration ports until the next boot, where iptables guards the target"), DROVER_SIDE_TARGET,
    build_migration_iptables },
  { "open-daemon-port", "firewalld", N_ ("Open the port, where firewalld guards that host"),
    DROVER_SIDE_TARGET, build_daemon_firewalld },
  { "open-daemon-port", "ufw", N_ ("Open the port, where ufw guards that host"), DROVER_SIDE_TARGET,
    build_daemon_ufw },
  { "open-daemon-port", "nft", N_ ("Open the port until the next boot, where nftables guards that host"),
    DROVER_SIDE_TARGET, build_daemon_nft },
  { "open-daemon-port", "iptables", N_ ("Open the port until the next boot, where iptables guards that host"),
    DROVER_SIDE_TARGET, build_daemon_iptables },
};

const DroverRemedyTable drover_remedies_firewall = { remedies, G_N_ELEMENTS (remedies) };
