/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

/* Which user asks: with peer-to-peer it is root of the source, with the configuration of the daemon there. */
static const DroverExplainRow rows[] = {
  {
      "explain.ssh-unresolved",
      "ssh: Could not resolve hostname (?<host>[^:\\s]{1,300})",
      FROM_RPC,
      ERR_SYSTEM,
      "N2 U6",
      N_ ("ssh finds no address for “{host}”. With peer-to-peer it is the source that looks the name up."),
      SAFE_CONNECTION,
      N_ ("On the host that asked: getent ahosts {host}."),
      REMEDIES ("use-target-name-of-source", "fix-dns", "fix-hosts-file"),
  },
  {
      "explain.ssh-unreachable",
      "ssh: connect to host (?<host>\\S{1,300}) port (?<port>\\d+): (?<why>[^\\n]{1,120})",
      FROM_RPC,
      ERR_SYSTEM,
      "U1 N5",
      N_ ("ssh could not reach port {port} of {host}: {why}."),
      SAFE_CONNECTION,
      WHERE_LOGIN,
      REMEDIES ("start-sshd", "open-daemon-port", "use-target-name-of-source"),
  },
  {
      "explain.host-key-changed",
      "REMOTE HOST IDENTIFICATION HAS CHANGED|SSH HOST KEY VERIFICATION FAILED !!!: Identity of host "
      "'(?<host>[^':]{1,300})",
      FROM_RPC,
      ERR_SYSTEM,
      "U1",
      N_ ("The SSH key of {host|the host} is not the one it had before. It was reinstalled, or another "
          "machine "
          "answers in its place; find out before going on."),
      SAFE_CONNECTION,
      N_ ("In ~/.ssh/known_hosts of who asked (with peer-to-peer: root of the source)."),
      REMEDIES ("replace-host-key"),
  },
  {
      "explain.host-key-unknown",
      "Host key verification failed|SSH host key for '(?<host>[^']{1,300})' \\([^)]{0,200}\\) was not "
      "accepted|"
      "No user interaction callback provided: Can't verify the session host key",
      FROM_RPC,
      ERR_SYSTEM,
      "U1",
      N_ ("The SSH key of {host|the host} is not known to whoever asked, and nobody could be asked to accept "
          "it. "
          "With peer-to-peer it is root of the source who must know it."),
      SAFE_CONNECTION,
      N_ ("In ~/.ssh/known_hosts of who asked (with peer-to-peer: root of the source)."),
      REMEDIES ("managed-direct", "add-host-key"),
  },
  {
      "explain.ssh-login-refused",
      "\\b(?<user>[A-Za-z_][\\w.-]{0,63})@(?<host>[^\\s:]{1,300}): Permission denied \\(|"
      "Permission denied \\((?:publickey|password|gssapi|keyboard|hostbased)|Permission denied, please try "
      "again|"
      "authentication failed: (?:no valid|all authentication)",
      FROM_RPC,
      ERR_SYSTEM,
      "U1",
      N_ ("{host|The host} answered over SSH and refused the login: it has no key of whoever asked. With "
          "peer-to-peer that is root of the source, who can type no password."),
      SAFE_CONNECTION,
      WHERE_LOGIN,
      REMEDIES ("managed-direct", "install-ssh-key"),
  },
  {
      "explain.socket-permission",
      "(?<socket>/[^'\\s]{0,200}-sock(?:-ro|-admin)?)'?: Permission denied",
      FROM_RPC,
      ERR_SYSTEM,
      "U3",
      N_ ("libvirt's socket on that host may not be opened by this user, who is not in the group libvirt."),
      SAFE_CONNECTION,
      N_ ("On that host: id, and ls -l {socket|/run/libvirt/libvirt-sock}."),
      REMEDIES ("libvirt-group"),
  },
  {
      "explain.daemon-not-running",
      "(?:Failed to connect socket to|[Cc]annot connect to) '(?<socket>[^']{1,200}-sock(?:-ro)?)': "
      "(?:No such file or directory|Connection refused)",
      FROM_RPC,
      ERR_SYSTEM,
      "N5",
      N_ ("libvirt does not run on that host, or not the part of it that owns {socket}."),
      SAFE_CONNECTION,
      N_ ("On that host: systemctl list-units 'libvirt*' 'virt*'."),
      REMEDIES ("start-daemon"),
  },
  {
      "explain.ssh-helper-missing",
      "(?:virt-ssh-helper|netcat|ncat|\\bnc): (?:command )?not found",
      FROM_RPC,
      ERR_SYSTEM,
      "U2",
      N_ ("The login worked, but on that host there is neither libvirt's SSH helper nor netcat to lead on to "
          "its daemon."),
      SAFE_CONNECTION,
      WHERE_LOGIN,
      REMEDIES ("install-ssh-helper", "ssh-proxy-mode"),
  },
  {
      "explain.polkit",
      "no polkit agent|polkit text authentication agent unavailable|authentication unavailable|"
      "access denied by policy|authentication cancell?ed",
      FROM_RPC,
      ERR_AUTH_UNAVAILABLE,
      "U3",
      N_ ("That host's polkit wants a password before this user may manage guests, and nobody could be asked "
          "for it, or the answer was no."),
      SAFE_CONNECTION,
      N_ ("On that host: id, journalctl -u polkit."),
      REMEDIES ("libvirt-group", "polkit-agent"),
  },
  {
      "explain.sasl",
      "SASL negotiation|SASL mechanism|SASL client|authentication failed: (?:Failed to start SASL|"
      "authentication failed)",
      FROM_RPC,
      ERR_AUTH_FAILED,
      "U3",
      N_ ("The daemon asks for a SASL user and password on its network port, and did not get what it wants."),
      SAFE_CONNECTION,
      N_ ("On that host: /etc/sasl2/libvirt.conf, auth_tcp and auth_tls in libvirtd.conf."),
      REMEDIES ("use-ssh", "sasl-user"),
  },
  {
      "explain.tls-files-missing",
      "Cannot read CA certificate(?: '(?<path>[^']{1,300})')?|Cannot read (?:client )?certificate "
      "'(?<path>[^']{1,300})'",
      FROM_RPC,
      ERR_SYSTEM,
      "U4",
      N_ ("The certificate {path|of the certificate authority} cannot be read where the connection was made "
          "(with peer-to-peer: on the source)."),
      SAFE_CONNECTION,
      N_ ("In /etc/pki/CA and /etc/pki/libvirt, or ~/.pki/libvirt."),
      REMEDIES ("install-certificates", "use-ssh"),
  },
  {
      "explain.tls-name",
      "owner does not match the hostname (?<host>\\S{1,300})",
      FROM_RPC,
      ERR_SYSTEM,
      "U4",
      N_ ("The host's certificate does not name it as the URI does (“{host}”)."),
      SAFE_CONNECTION,
      N_ ("On that host: certtool -i --infile /etc/pki/libvirt/servercert.pem."),
      REMEDIES ("reissue-certificate", "use-ssh"),
  },
  {
      "explain.tls-dates",
      "certificate (?<path>\\S{0,300}) ?(?:has expired|is not yet active)",
      FROM_RPC,
      ERR_SYSTEM,
      "U4 H2",
      N_ ("The certificate {path} is not valid at this time: it is out of date, or one of the clocks is "
          "wrong."),
      SAFE_CONNECTION,
      N_ ("On both ends: date, and certtool -i --infile {path|CERTIFICATE}."),
      REMEDIES ("set-clock", "reissue-certificate"),
  },
  {
      "explain.tls-untrusted",
      "[Cc]ertificate is not trusted|Certificate failed validation|Unable to verify (?:server|client) "
      "certificate|"
      "failed validation against|TLS handshake failed|Failed to verify peer's certificate",
      FROM_RPC,
      ERR_SYSTEM,
      "U4",
      N_ ("The two ends do not trust each other's certificates: one is out of date, names another host, or "
          "was "
          "issued by another authority."),
      SAFE_CONNECTION,
      N_ ("On both ends: /etc/pki/CA/cacert.pem must be the same."),
      REMEDIES ("install-certificates", "reissue-certificate", "use-ssh"),
  },
  {
      "explain.read-only",
      "read only access prevents (?<call>\\w{0,80})|operation forbidden for read only access|read.?only "
      "connection",
      FROM_DOMAIN,
      ERR_OPERATION_DENIED,
      "U5",
      N_ ("The connection may look, but not change anything."),
      SAFE_NOT_STARTED,
      N_ ("In the way Drover was connected."),
      REMEDIES ("reconnect-read-write", "libvirt-group"),
  },
  {
      "explain.migration-tls-unset",
      "host migration TLS directory not configured|Unable to access credentials (?<path>\\S{1,300}?):? |"
      "Unable to access credentials (?<path>\\S{1,300})|migrate_tls_x509_cert_dir directory "
      "'(?<path>[^']{0,300})' "
      "does not exist",
      FROM_QEMU,
      ERR_INTERNAL,
      "U7",
      N_ ("A migration over TLS was asked for, but QEMU has no certificates for it on one of the hosts "
          "({path|no folder is set in qemu.conf})."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: migrate_tls_x509_cert_dir and default_tls_x509_cert_dir in "
          "/etc/libvirt/qemu.conf."),
      REMEDIES ("no-tls", "migration-tls-directory"),
  },
  {
      "explain.migration-tls-name",
      "Certificate does not match the hostname (?<host>\\S{0,300})",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "U7",
      N_ ("The target's migration certificate does not name it as the source calls it ({host|its host "
          "name})."),
      SAFE_SOURCE_RUNS,
      WHERE_SOURCE_LOG,
      REMEDIES ("tls-destination", "migration-uri-address", "reissue-certificate"),
  },
  {
      "explain.migration-tls-forced",
      "allows migration only with VIR_MIGRATE_TLS flag",
      FROM_QEMU,
      ERR_OPERATION_UNSUPPORTED,
      "U8",
      N_ ("That host accepts no migration without TLS (migrate_tls_force in qemu.conf)."),
      SAFE_NOT_STARTED,
      N_ ("On that host: migrate_tls_force in /etc/libvirt/qemu.conf."),
      REMEDIES ("use-tls"),
  },
};

const DroverExplainTable drover_explain_login = { rows, G_N_ELEMENTS (rows), FALSE };
