# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

command_help() {
  cat <<'END'
The lab: two real libvirt hosts, alpha and beta, on this computer, and a third,
gamma, of the next Debian (libvirt 11.3, QEMU 10.0), and a storage server, store,
on request. Each host is a set of namespaces with a libvirtd, an sshd and a
network of its own; guests run under QEMU's emulation. Another namespace, the
desk, is where Drover runs.
Nothing leaves the computer. Everything but this text wants root.

  lab up [--profile root|stock] [--stock HOST] [--generation] [--storage]
        Raise it; packages are fetched the first time. The root profile runs
        QEMU as root and confines nothing; stock is libvirt's own qemu.conf.
        With --generation gamma joins; its root is made the first time (about
        two minutes) and kept in the cache. With --storage so does store: a
        GlusterFS with the volume "vm", and an NFS server with /srv/vm,
        /srv/squashed, /srv/readonly and /srv/others (to none of the lab's hosts).
        Hosts really mount the GlusterFS, by FUSE. An NFS export they can mount
        only on a computer whose kernel has an NFS client; elsewhere finding it is
        real, and mounting it fails as on any host without one.
  lab down                Remove every trace of it, also of a broken one.
  lab status              What is up, and what is broken on purpose.
  lab packages [--generation] [--storage]   Only fetch what it needs.

  lab on HOST [CMD…]      Run a command in a host, as root.
  lab on desk [--private-home] [CMD…]
        Run one in the desk: as you, in your session (a window may be opened),
        but with the lab's network, names, ssh keys and certificates. A session
        bus must be yours or started in there (dbus-run-session).
        qemu+tcp, qemu+ssh and qemu+tls://alpha.lab.test/system all work.

  lab guest NAME [options]      Make a guest and wait for its first tick.
      --on HOST                   where (alpha)
      --memory MiB  --vcpus N     how big (128, 1)
      --threads N                 as so many threads of a core; needs --cpu
      --dirty MiB/s --window MiB  how much memory it writes, within how much
      --disk shared|local|lookalike|lun|none|PATH   (shared) see below
      --size MiB --format qcow2|raw --cache MODE  the disk (64, qcow2, none)
      --chain                     the disk is an overlay over NAME-base
      --network lan|default|bridge|direct|none  (lan) see below
      --cpu MODEL|custom|host-model|maximum     --machine TYPE (q35)
      --graphics none|vnc --listen ADDRESS      (none, 0.0.0.0)
      --iso                       with an image in a CD drive, on both hosts
      --secmodel MODEL            with a security label of that model
      --xml-snippet FILE          devices to add, may be repeated
      --transient --no-start --no-wait
  lab guest-log NAME            What it said, on all hosts, in its own order.
  lab guest-verify NAME [SECONDS]  Prove it whole: its tick never ran twice, its
                                memory and its disk hold what it wrote. It waits
                                (60 s) until they were read after the last move.
  lab guest-outage NAME SECONDS The longest silence of its ping.
  lab guest-remove NAME         Take it away, disk and all.

  lab faults              What can be broken.
  lab fault NAME [--on HOST] [--guest NAME] [--value V]
  lab heal NAME | all     all also restores names and firewalls.

Storage: /srv/shared is one directory on both hosts (pool "shared") though
libvirt takes it for local; /var/lib/libvirt/images is each host's own (pool
"default"); /srv/lookalike has images of the same names on both, but is not
shared; lun is a block device that both hosts see, under another name each, of
which their libvirt knows the WWN (the lab writes what udev would).

Networks: "lan" is a bridge to the lab's wire, a guest keeps its address and its
peers when it moves; "default" is each host's own NAT; bridge is br0, direct is
macvtap over it.

A host has no systemd: hostnamectl, systemctl, firewall-cmd and ufw are small
stand-ins there, which apply what they can and record their arguments in
HOST/srv/lab/shims.log.

Environment: DROVER_LAB_NAME (drover) lets labs run side by side;
DROVER_LAB_CACHE (/var/cache/drover-lab, or drover-lab in XDG_CACHE_HOME).
DROVER_LAB_KEEP=1 leaves a lab that did not come up as it is, for looking at it.
State is in /var/lib/drover-lab/NAME; the hosts' logs are in HOST/log there.
END
}
