/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

/* The line is replaced wherever it was set; the daemons read it when they next start, guests keep running. */
#define QEMU_CONF "/etc/libvirt/qemu.conf"
#define SET_CONF(file, key, line)                                                                            \
  COMMAND ("sudo", "sed", "-i", "/^ *" key " *=/d", file),                                                   \
      COMMAND ("echo", line, "|", "sudo", "tee", "-a", file)
#define RESTART_DAEMONS                                                                                      \
  COMMAND ("sudo", "systemctl", "try-restart", "libvirtd*.service", "virtqemud*.service")

static const DroverExplainRecipe recipes[] = {
  {
      "migration-uri-address",
      NULL,
      N_ ("Name the target's address for this migration only, one that the source reaches (an IPv6 address "
          "in "
          "brackets)"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--migrateuri", "tcp://{address}")),
  },
  {
      "migration-network",
      NULL,
      N_ ("Send the guest's memory over another network of the target, by naming its address there"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--migrateuri", "tcp://{address}")),
  },
  {
      "correct-migration-uri",
      NULL,
      N_ ("Write the migration URI as tcp://ADDRESS, tcp://ADDRESS:PORT, rdma://ADDRESS or unix:///PATH, or "
          "leave it out"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--migrateuri", "tcp://{address}")),
  },
  {
      "free-migration-port",
      NULL,
      N_ ("Leave the port out of the migration URI, so that libvirt takes a free one"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--migrateuri", "tcp://{address}")),
  },
  {
      "listen-address-any",
      NULL,
      N_ ("Leave the listen address out, or name one that the target has"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--listen-address", "0.0.0.0")),
  },
  {
      "disks-port",
      NULL,
      N_ ("Fix the port of the disk copy to one that the firewall lets through"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--copy-storage-all", "--disks-port", "{port}")),
  },
  {
      "set-migration-host",
      NULL,
      N_ ("Let the target name an address that the source reaches: migration_host in qemu.conf"),
      DROVER_SIDE_TARGET,
      COMMANDS (SET_CONF (QEMU_CONF, "migration_host", "migration_host = \"{address}\""), RESTART_DAEMONS),
  },
  {
      "fix-dns",
      NULL,
      N_ ("See what the source makes of the name, then mend DNS"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("getent", "ahosts", "{host}")),
  },
  {
      "set-hostname",
      NULL,
      N_ ("Give the target a name of its own that the source can resolve, then restart its libvirt daemon"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "hostnamectl", "set-hostname", "{fqdn}"), RESTART_DAEMONS),
  },
  {
      "fix-hosts-file",
      NULL,
      N_ ("Give the target's name its real address in /etc/hosts, and take it off the lines of 127.0.0.1 and "
          "127.0.1.1"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("getent", "ahosts", "{host}"),
                COMMAND ("echo", "{address} {host}", "|", "sudo", "tee", "-a", "/etc/hosts")),
  },
  {
      "fix-hosts-file-target",
      NULL,
      N_ ("On the target, take its own name off the line of 127.0.1.1 in /etc/hosts"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("hostname", "--fqdn"), COMMAND ("grep", "-n", "^127", "/etc/hosts")),
  },
  {
      "probe-port",
      NULL,
      N_ ("Try the port from the source: refused, rejected and silent tell different stories"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("nc", "-vz", "-w", "5", "{host}", "{port}")),
  },
  {
      "open-migration-ports",
      "firewalld",
      N_ ("Open the migration ports, where firewalld guards the target"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "firewall-cmd", "--permanent", "--add-port=49152-49215/tcp"),
                COMMAND ("sudo", "firewall-cmd", "--reload")),
  },
  {
      "open-migration-ports",
      "ufw",
      N_ ("Open the migration ports for the source, where ufw guards the target"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo",
                         "ufw",
                         "allow",
                         "from",
                         "{source-address}",
                         "to",
                         "any",
                         "port",
                         "49152:49215",
                         "proto",
                         "tcp")),
  },
  {
      "open-migration-ports",
      "nft",
      N_ ("Open the migration ports until the next boot, where nftables guards the target"),
      DROVER_SIDE_TARGET,
      /* insert, not add: behind the chain's closing reject it would do nothing. */
      COMMANDS (COMMAND ("sudo",
                         "nft",
                         "insert",
                         "rule",
                         "inet",
                         "filter",
                         "input",
                         "tcp",
                         "dport",
                         "49152-49215",
                         "accept")),
  },
  {
      "open-migration-ports",
      "iptables",
      N_ ("Open the migration ports until the next boot, where iptables guards the target"),
      DROVER_SIDE_TARGET,
      COMMANDS (
          COMMAND ("sudo", "iptables", "-I", "INPUT", "-p", "tcp", "--dport", "49152:49215", "-j", "ACCEPT")),
  },
  {
      "open-daemon-port",
      "firewalld",
      N_ ("Open port {port}, where firewalld guards that host"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "firewall-cmd", "--permanent", "--add-port={port}/tcp"),
                COMMAND ("sudo", "firewall-cmd", "--reload")),
  },
  {
      "open-daemon-port",
      "ufw",
      N_ ("Open port {port}, where ufw guards that host"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND (
          "sudo", "ufw", "allow", "from", "{source-address}", "to", "any", "port", "{port}", "proto", "tcp")),
  },
  {
      "open-daemon-port",
      "nft",
      N_ ("Open port {port} until the next boot, where nftables guards that host"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND (
          "sudo", "nft", "insert", "rule", "inet", "filter", "input", "tcp", "dport", "{port}", "accept")),
  },
  {
      "open-daemon-port",
      "iptables",
      N_ ("Open port {port} until the next boot, where iptables guards that host"),
      DROVER_SIDE_TARGET,
      COMMANDS (
          COMMAND ("sudo", "iptables", "-I", "INPUT", "-p", "tcp", "--dport", "{port}", "-j", "ACCEPT")),
  },
  {
      "widen-port-range",
      NULL,
      N_ ("Widen the target's range of migration ports (and the firewall's)"),
      DROVER_SIDE_TARGET,
      COMMANDS (SET_CONF (QEMU_CONF, "migration_port_max", "migration_port_max = 49407"), RESTART_DAEMONS),
  },
  {
      "retry-later",
      NULL,
      N_ ("Wait until the other migrations to this host are done, then try again"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_TARGET, "list", "--all")),
  },
  {
      "check-link",
      NULL,
      N_ ("Look whether the network between the hosts holds: loss, a changed route, a cable, a switch"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("ping", "-c", "20", "-i", "0.2", "{host}")),
  },
  {
      "enable-libvirtd-tcp",
      "libvirtd",
      N_ ("Let libvirtd listen on TCP port 16509; it is not encrypted, SSH or TLS is the better choice"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "systemctl", "stop", "libvirtd.service"),
                COMMAND ("sudo", "systemctl", "enable", "--now", "libvirtd-tcp.socket"),
                COMMAND ("sudo", "systemctl", "start", "libvirtd.service")),
  },
  {
      "enable-libvirtd-tcp",
      "modular",
      N_ ("The same with the modular daemons: virtproxyd listens for them"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "systemctl", "stop", "virtproxyd.service"),
                COMMAND ("sudo", "systemctl", "enable", "--now", "virtproxyd-tcp.socket")),
  },
  {
      "enable-libvirtd-tls",
      "libvirtd",
      N_ ("Let libvirtd listen on TLS port 16514; its certificates must be in place"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "systemctl", "stop", "libvirtd.service"),
                COMMAND ("sudo", "systemctl", "enable", "--now", "libvirtd-tls.socket"),
                COMMAND ("sudo", "systemctl", "start", "libvirtd.service")),
  },
  {
      "enable-libvirtd-tls",
      "modular",
      N_ ("The same with the modular daemons: virtproxyd listens for them"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "systemctl", "stop", "virtproxyd.service"),
                COMMAND ("sudo", "systemctl", "enable", "--now", "virtproxyd-tls.socket")),
  },
  {
      "use-ssh",
      NULL,
      N_ ("Or reach the host over SSH, which needs no port but 22"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("virsh", "-c", "qemu+ssh://{host}/system", "list", "--all")),
  },
};

const DroverExplainRecipes drover_explain_recipes_network = { recipes, G_N_ELEMENTS (recipes) };
