/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

#define QEMU_CONF "/etc/libvirt/qemu.conf"

static const DroverExplainRecipe recipes[] = {
  {
      "managed-direct",
      NULL,
      N_ ("Migrate without peer-to-peer: then this computer logs in to both hosts, and the source needs no "
          "key"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE)),
  },
  {
      "install-ssh-key",
      "client",
      N_ ("Let this computer log in without a password"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("ssh-copy-id", "{user}@{host}")),
  },
  {
      "install-ssh-key",
      "source-root",
      N_ ("For peer-to-peer: let root of the source log in to the target (make the key only if there is "
          "none)"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("sudo", "ssh-keygen", "-t", "ed25519", "-f", "/root/.ssh/id_ed25519"),
                COMMAND ("sudo", "ssh-copy-id", "{user}@{host}")),
  },
  {
      "add-host-key",
      "client",
      N_ ("Accept the host's key once; compare it with what ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub "
          "prints there"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("ssh", "{user}@{host}", "true")),
  },
  {
      "add-host-key",
      "source-root",
      N_ ("For peer-to-peer: root of the source must know the target's key"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("sudo", "ssh", "{user}@{host}", "true")),
  },
  {
      "replace-host-key",
      NULL,
      N_ ("If the host was reinstalled, and only then: forget its old key, then accept the new one"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("ssh-keygen", "-R", "{host}"), COMMAND ("ssh", "{user}@{host}", "true")),
  },
  {
      "start-sshd",
      NULL,
      N_ ("See that sshd runs there and on which port (the unit is ssh on Debian, sshd elsewhere)"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("systemctl", "status", "ssh.service", "sshd.service"),
                COMMAND ("sudo", "ss", "-ltnp")),
  },
  {
      "use-target-name-of-source",
      NULL,
      N_ ("For peer-to-peer, write the target's URI with a name or address that the source resolves and "
          "reaches"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("sudo", "virsh", "-c", "{target-uri}", "uri")),
  },
  {
      "install-ssh-helper",
      "debian",
      N_ ("Install libvirt's SSH helper there, on Debian and Ubuntu"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "apt-get", "install", "libvirt-daemon", "netcat-openbsd")),
  },
  {
      "install-ssh-helper",
      "fedora",
      N_ ("Install netcat there, on Fedora and its relatives (the helper comes with libvirt-daemon)"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "dnf", "install", "nmap-ncat")),
  },
  {
      "quiet-shell-start-files",
      NULL,
      N_ ("See what a login without a terminal prints: there must be nothing, so silence .bashrc and its "
          "like"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("ssh", "-T", "{user}@{host}", "true")),
  },
  {
      "ssh-proxy-mode",
      NULL,
      N_ ("Or have libvirt use netcat instead of its helper"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("virsh", "-c", "qemu+ssh://{host}/system?proxy=netcat", "list", "--all")),
  },
  {
      "start-daemon",
      "libvirtd",
      N_ ("Start libvirt there"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "systemctl", "enable", "--now", "libvirtd.socket")),
  },
  {
      "start-daemon",
      "modular",
      N_ ("The same with the modular daemons"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo",
                         "systemctl",
                         "enable",
                         "--now",
                         "virtqemud.socket",
                         "virtstoraged.socket",
                         "virtnetworkd.socket",
                         "virtnodedevd.socket",
                         "virtproxyd.socket")),
  },
  {
      "libvirt-group",
      NULL,
      N_ ("Put the user into the group libvirt (libvirtd on old Ubuntu), then log in anew"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "usermod", "-aG", "libvirt", "{user}")),
  },
  {
      "polkit-agent",
      "debian",
      N_ ("Or give polkit an agent that asks for the password on the terminal; droverctl and virsh "
          "start it where it is installed (in policykit-1 on older releases)"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("sudo", "apt-get", "install", "polkitd")),
  },
  {
      "polkit-agent",
      "fedora",
      N_ ("The same on Fedora and its relatives"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("sudo", "dnf", "install", "polkit")),
  },
  {
      "sasl-user",
      NULL,
      N_ ("Make the user known to libvirt's SASL"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "saslpasswd2", "-a", "libvirt", "{user}")),
  },
  {
      "reissue-certificate",
      NULL,
      N_ ("Issue a certificate that is valid now and names the host as it is called in the URI"),
      DROVER_SIDE_TARGET,
      COMMANDS (
          COMMAND ("sudo", "certtool", "--certificate-info", "--infile", "/etc/pki/libvirt/servercert.pem")),
  },
  {
      "install-certificates",
      NULL,
      N_ ("Put the CA's and the client's certificates in place, or name their folder with ?pkipath= in the "
          "URI"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("ls", "-l", "/etc/pki/CA/cacert.pem", "/etc/pki/libvirt/clientcert.pem")),
  },
  {
      "set-clock",
      "target",
      N_ ("Set the target's clock by the network"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("timedatectl", "status"), COMMAND ("sudo", "timedatectl", "set-ntp", "true")),
  },
  {
      "set-clock",
      "client",
      N_ ("Set this computer's clock by the network"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND ("timedatectl", "status"), COMMAND ("sudo", "timedatectl", "set-ntp", "true")),
  },
  {
      "reconnect-read-write",
      NULL,
      N_ ("Connect without read-only (no virsh -r, no libvirt-sock-ro)"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_SOURCE, "uri")),
  },
  {
      "migration-tls-directory",
      NULL,
      N_ ("Put QEMU's certificates for migration in place on both hosts; qemu.conf names their folder in "
          "migrate_tls_x509_cert_dir"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "grep", "-n", "tls_x509_cert_dir", QEMU_CONF),
                COMMAND ("sudo", "ls", "-l", "/etc/pki/qemu", "/etc/pki/libvirt-migrate")),
  },
  {
      "no-tls",
      NULL,
      N_ ("Or migrate without TLS; the guest's memory then crosses the network unencrypted"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE)),
  },
  {
      "tls-destination",
      NULL,
      N_ ("Name the host as its certificate does"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--tls", "--tls-destination", "{fqdn}")),
  },
  {
      "use-tls",
      NULL,
      N_ ("Migrate with TLS"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--tls")),
  },
};

const DroverExplainRecipes drover_explain_recipes_login = { recipes, G_N_ELEMENTS (recipes) };
