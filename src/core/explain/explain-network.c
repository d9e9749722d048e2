/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

#define SERVER(why) "unable to connect to server at '(?<host>[^']{1,300}):(?<port>\\d+)': " why

static const DroverExplainRow rows[] = {
  {
      "explain.target-localhost",
      "resolved to localhost",
      FROM_QEMU,
      ERR_INTERNAL,
      "N1",
      N_ ("The target calls itself localhost. libvirt tells the source to send the guest to the target's own "
          "host name, and localhost would be the source itself."),
      SAFE_NOT_STARTED,
      N_ ("On the target: hostname --fqdn, and /etc/hosts."),
      REMEDIES ("migration-uri-address", "set-migration-host", "set-hostname", "fix-hosts-file-target"),
  },
  {
      "explain.name-unresolved",
      "Unable to resolve address '(?<host>[^']{0,300})'(?: service '(?<port>[^']{0,60})')?|"
      "address resolution failed for (?<host>[^:\\s]{1,300}):(?<port>\\d+)",
      FROM_RPC,
      ERR_SYSTEM,
      "N2",
      N_ ("The name “{host}” has no address where it was looked up. For a migration port that is the source, "
          "whatever this computer resolves."),
      SAFE_SOURCE_RUNS,
      N_ ("On the source: getent ahosts {host}."),
      REMEDIES ("migration-uri-address", "set-migration-host", "fix-dns", "fix-hosts-file"),
  },
  {
      "explain.daemon-not-listening",
      "at '(?<host>[^']{1,300}):(?<port>16509|16514)'|Failed to connect to remote libvirt URI "
      "\\w{1,20}(?:\\+(?:tcp|tls))?://(?:[^@/\\s]{1,64}@)?(?<host>[^/:\\s]{1,300})(?!.{0,400}at "
      "'[^']{1,300}:\\d+')",
      FROM_RPC,
      ERR_SYSTEM,
      "N5",
      N_ ("Nothing answers on port {port|16509 or 16514} of {host|the host}: its libvirt daemon does not "
          "listen "
          "for the network there, or a firewall keeps the port shut."),
      SAFE_CONNECTION,
      N_ ("On that host: ss -ltn, and journalctl -u libvirtd -u virtproxyd."),
      REMEDIES ("use-ssh", "enable-libvirtd-tls", "enable-libvirtd-tcp", "open-daemon-port"),
  },
  {
      "explain.ssh-port-closed",
      "at '(?<host>[^']{1,300}):(?<port>22)'",
      FROM_RPC,
      ERR_SYSTEM,
      "N5 U1",
      N_ ("sshd does not answer on port 22 of {host}: it does not run, listens elsewhere, or a firewall "
          "keeps "
          "the port shut."),
      SAFE_CONNECTION,
      WHERE_LOGIN,
      REMEDIES ("start-sshd", "open-daemon-port"),
  },
  {
      "explain.migration-refused",
      SERVER ("Connection refused"),
      FROM_RPC,
      ERR_SYSTEM,
      "N3 N6",
      N_ ("The source was refused at {host}, port {port}: either that name leads to the wrong machine "
          "(Debian "
          "gives a host's own name to 127.0.1.1), or a firewall rejects the port."),
      SAFE_SOURCE_RUNS,
      N_ ("On the source: getent ahosts {host}. On the target: its firewall's rules."),
      REMEDIES ("migration-uri-address", "probe-port", "fix-dns", "open-migration-ports", "fix-hosts-file"),
  },
  {
      "explain.migration-rejected",
      SERVER ("No route to host"),
      FROM_RPC,
      ERR_SYSTEM,
      "N7 N6",
      N_ ("A firewall rejects port {port} of {host}, if the answer came at once. If it took seconds, that "
          "address is down or not on this network."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_FIREWALL,
      REMEDIES ("probe-port", "open-migration-ports", "migration-network"),
  },
  {
      "explain.migration-dropped",
      SERVER ("(?:Connection timed out|Network is unreachable)"),
      FROM_RPC,
      ERR_SYSTEM,
      "N7 N6",
      N_ ("No answer from port {port} of {host}: a firewall drops what is sent there, or no route leads to "
          "that "
          "address."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_FIREWALL,
      REMEDIES ("probe-port", "open-migration-ports", "migration-network"),
  },
  {
      "explain.qemu-connect-failed",
      "[Mm]igration out(?:' failed| job): .{0,60}?Failed to connect to "
      "'?(?<host>[^'\\s]{1,300}?)(?::(?<port>\\d+))?'"
      "(?:: (?<why>[^\\n]{1,120}))?",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "N6",
      N_ ("The source's QEMU, which opens the connections for the guest's memory itself, could not reach "
          "{host}, port {port|of the migration}: {why|no reason given}. Some of the migration ports are "
          "filtered, or the name leads elsewhere."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_FIREWALL,
      REMEDIES ("probe-port", "open-migration-ports", "migration-uri-address"),
  },
  {
      "explain.nbd-connect-failed",
      "blockdev-add.{0,200}?Failed to connect to '?(?<host>[^'\\s]{1,300}?)(?::(?<port>\\d+))?'"
      "(?:: (?<why>[^\\n]{1,120}))?",
      FROM_QEMU,
      ERR_INTERNAL,
      "N8",
      N_ ("The disks are copied over a second port, and the source could not reach it: {host}, port "
          "{port|unknown}: {why|no reason given}. Most likely the firewall opens only the first migration "
          "port."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_FIREWALL,
      REMEDIES ("disks-port", "open-migration-ports", "probe-port"),
  },
  {
      "explain.ports-exhausted",
      "Unable to find an unused port in range '(?<range>migration[^']{0,40})'(?: "
      "\\((?<from>\\d+)-(?<to>\\d+)\\))?",
      FROM_QEMU,
      ERR_INTERNAL,
      "N9",
      N_ ("All of the target's migration ports ({from|49152} to {to|49215}) are taken by other migrations."),
      SAFE_NOT_STARTED,
      N_ ("On the target: ss -ltnp."),
      REMEDIES ("retry-later", "widen-port-range"),
  },
  {
      "explain.listen-address",
      "migrate-incoming.{0,120}Failed to bind socket[^\\n]{0,80}Cannot assign requested address|"
      "host isn't capable of IPv6",
      FROM_QEMU,
      ERR_INTERNAL,
      "N10 P7",
      N_ ("The target was told to listen on an address that it does not have, or on IPv6, which it lacks."),
      SAFE_NOT_STARTED,
      N_ ("On the target: ip -br address; migration_address in /etc/libvirt/qemu.conf."),
      REMEDIES ("listen-address-any"),
  },
  {
      "explain.migration-port-taken",
      "migrate-incoming.{0,120}Failed to bind socket[^\\n]{0,80}Address already in use",
      FROM_QEMU,
      ERR_INTERNAL,
      "N13",
      N_ ("The migration port that was asked for is in use on the target, perhaps by another migration."),
      SAFE_NOT_STARTED,
      N_ ("On the target: ss -ltnp."),
      REMEDIES ("free-migration-port", "retry-later"),
  },
  {
      "explain.bad-migration-uri",
      "(?:missing|unsupported) (?:scheme|host) ?(?<scheme>[^\\s]{0,40}) in migration URI:? "
      "?(?<uri>[^\\n]{0,200})",
      FROM_QEMU,
      ERR_INVALID_ARG,
      "N11",
      N_ ("The migration URI “{uri}” cannot be used: it needs one of the schemes tcp, rdma or unix, and a "
          "host."),
      SAFE_NOT_STARTED,
      N_ ("In the option that named the URI."),
      REMEDIES ("correct-migration-uri"),
  },
  {
      "explain.keepalive",
      "keepalive timeout",
      FROM_RPC,
      ERR_INTERNAL,
      NULL,
      N_ ("A connection to a libvirt daemon was given up because the other end fell silent: the network "
          "broke, "
          "the host is overloaded, or the program that held the connection was stuck."),
      SAFE_LOOK_FIRST,
      WHERE_BOTH_LOGS,
      REMEDIES ("look-at-both-hosts", "check-link"),
  },
  {
      "explain.p2p-link-lost",
      "client socket is closed",
      FROM_RPC,
      ERR_INTERNAL,
      NULL,
      N_ ("The connection between the two hosts' daemons broke while the guest was on its way; libvirt "
          "noticed "
          "after about 30 seconds of silence."),
      SAFE_LOOK_FIRST,
      WHERE_BOTH_LOGS,
      REMEDIES ("look-at-both-hosts", "check-link"),
  },
  {
      "explain.target-qemu-lost",
      "Unable to write to socket: (?:Bad file descriptor|Broken pipe|Connection reset by peer)",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      NULL,
      N_ ("The guest's memory was being sent when the other end went away: QEMU on the target stopped, or "
          "the "
          "network between the hosts broke."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("read-target-log", "check-link"),
  },
  {
      "explain.target-daemon-lost",
      "Lost connection to destination host",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      NULL,
      N_ ("The source lost the target's libvirt daemon: it was restarted, it crashed, or the network broke. "
          "A "
          "daemon that restarts while a guest arrives kills the arriving half."),
      SAFE_LOOK_FIRST,
      WHERE_TARGET_DAEMON,
      REMEDIES ("look-at-both-hosts", "check-target-daemon", "check-link"),
  },
  {
      "explain.cancelled",
      "canceled by client|cancelled by client|migration successfully aborted",
      FROM_QEMU,
      ERR_OPERATION_ABORTED,
      NULL,
      N_ ("The migration was cancelled, by you or by another program."),
      SAFE_SOURCE_RUNS,
      WHERE_SOURCE_LOG,
      NULL,
  },
};

const DroverExplainTable drover_explain_network = { rows, G_N_ELEMENTS (rows), FALSE };
