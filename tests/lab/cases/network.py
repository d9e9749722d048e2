#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, ports, firewalls and log-ins: foreseen, and mended by what is printed."""

from lib import remedies
from lib.checks import describe, loud
from lib.faults import HANGS, Case, Guest, add_cases
from lib.lab import uri
from lib.tap import Suite, expect, expect_equal, note
from lib.terminal import run_at_terminal

plain = Guest("plain", ["--disk", "none", "--window", "2"])

LOOK_ONLY = "its commands only look"

NAMES = [
    Case("the target calls itself localhost", plain, {"names.target-is-localhost": "block target"},
         ["hostname-localhost"], virsh="resolved to localhost", remedy="migration-uri-address", also=["rehearsal.name"]),
    Case("the target calls itself localhost: migration_host", plain, {"names.target-is-localhost": "block target"},
         ["hostname-localhost"], remedy="set-migration-host", also=["rehearsal.name"]),
    Case("the target calls itself localhost: another host name", plain, {"names.target-is-localhost": "block target"},
         ["hostname-localhost"], remedy="set-hostname", also=["rehearsal.name"]),
    Case("the target's own name on 127.0.1.1 does no harm", plain, {}, ["own-name-on-loopback"]),
    Case("the source does not know the target's name", plain, {"names.unresolvable-from-source": "block source"},
         ["target-unknown"], virsh="Unable to resolve address 'beta.lab.test'", remedy="fix-hosts-file",
         also=["p2p.falls-back"]),
    Case("the source does not know the target's name: its address", plain,
         {"names.unresolvable-from-source": "block source"}, ["target-unknown"], remedy="migration-uri-address",
         also=["p2p.falls-back"]),
    Case("the source does not know the target's name, and is to log in there", plain,
         {"p2p.unresolved": "block target", "names.unresolvable-from-source": "block source"}, ["target-unknown"],
         ["--p2p"], virsh="Unable to resolve address 'beta.lab.test' service '16509'", remedy="fix-hosts-file",
         also=["rehearsal.name"]),
    Case("the source does not know the target's name, and is told the address", plain, {}, ["target-unknown"],
         ["--p2p", "--desturi", "qemu+tcp://10.77.0.12/system", "--migrateuri", "tcp://10.77.0.12"]),
    Case("the source is told by a bare name where to log in", plain, {},
         options=["--p2p", "--desturi", "beta.lab.test"]),
    Case("the source takes the target for itself", plain, {"names.leads-elsewhere": "block target"},
         ["target-on-loopback"], virsh="'beta.lab.test:49152': Connection refused", remedy="fix-hosts-file"),
    Case("the source has a wrong address for the target", plain, {"names.leads-elsewhere": "block target"},
         ["target-wrong-address"], virsh="'beta.lab.test:49152': No route to host", remedy="migration-uri-address",
         also=["p2p.falls-back"]),
    # How late that makes it depends on how long the kernel looks for a neighbour.
    Case("the target's name has a dead IPv6 address too", plain, {}, ["dead-ipv6"], also=["names.slow"]),
    # The resolver asks the second server after 5 s; a test's check waits twice as long.
    Case("a slow name server makes it late", plain, {"names.slow": "warn source"}, ["slow-names"],
         remedy="fix-hosts-file"),
    Case("a dead name server makes it hang", plain, {"names.silent|names.unknown": "unknown"}, ["dead-name-server"],
         virsh=HANGS, remedy="migration-uri-address"),
    Case("this computer does not know the source's name", plain, {"connect.unresolved": "unknown source"},
         ["target-unknown", "--on", "desk"], virsh="Unable to resolve address 'alpha.lab.test'", heals=LOOK_ONLY),
]

PORTS = [
    Case("a firewall rejects the migration ports", plain, {"migration-ports.rejected": "block target"},
         ["migration-ports-rejected"], virsh="'beta.lab.test:49152': No route to host",
         remedy="open-migration-ports/firewalld"),
    Case("a firewall rejects the migration ports: a tunnel goes round it", plain,
         {"migration-ports.rejected": "block target"}, ["migration-ports-rejected"], remedy="tunnel"),
    Case("a firewall resets the migration ports", plain, {"migration-ports.refused": "block target"},
         ["migration-ports-reset"], virsh="'beta.lab.test:49152': Connection refused", remedy="open-migration-ports/nft"),
    Case("a firewall drops the migration ports", plain, {"migration-ports.dropped": "block target"},
         ["migration-ports-dropped"], virsh=HANGS, remedy="open-migration-ports/ufw"),
    Case("iptables rejects the migration ports", plain, {"migration-ports.rejected": "block target"},
         set_up=lambda lab: lab.sh("beta", "iptables -I INPUT -p tcp --dport 49152:49215 -j REJECT "
                                           "--reject-with icmp-admin-prohibited"),
         clean_up=lambda lab: lab.sh("beta", "iptables -S INPUT | sed -n '/--dport 49152:49215/s/^-A/-D/p' |"
                                             " while read -r rule; do iptables $rule; done"),
         virsh="No route to host", remedy="open-migration-ports/iptables"),
    Case("the migration ports are closed to the source alone, as nobody else can see", plain,
         {"migration-ports.rejected": "block target"}, ["migration-ports-closed-to-source"],
         virsh="'beta.lab.test:49152': No route to host", remedy="open-migration-ports/nft"),
    Case("only some of the migration ports are open", plain, {"migration-ports.partly": "warn target"},
         ["migration-ports-partly-open"]),
    Case("only some of the migration ports are open, and not the first", plain,
         {"migration-ports.refused": "block target"},
         set_up=lambda lab: lab.sh("beta", "nft 'add table inet filter;"
                                           " add chain inet filter input { type filter hook input priority 0; };"
                                           " add rule inet filter input tcp dport 49152-49170 reject'"),
         virsh="'beta.lab.test:49152': Connection refused", remedy="use-open-port"),
]

DAEMONS = [
    Case("libvirtd of the target does not listen", plain, {"connect.port-closed": "unknown target"},
         ["libvirt-port-closed"], virsh="'beta.lab.test:16509': Connection refused",
         remedy="enable-libvirtd-tcp/libvirtd"),
    Case("libvirtd of the source does not listen", plain, {"connect.port-closed": "unknown source"},
         ["libvirt-port-closed", "--on", "alpha"], virsh="'alpha.lab.test:16509': Connection refused",
         remedy="enable-libvirtd-tcp/libvirtd"),
    Case("a firewall rejects libvirt's port", plain, {"connect.filtered": "unknown target"}, ["libvirt-port-rejected"],
         virsh="'beta.lab.test:16509': No route to host", remedy="open-daemon-port/nft"),
    Case("a firewall drops libvirt's port", plain, {"connect.filtered": "unknown target"}, ["libvirt-port-dropped"],
         virsh=HANGS, remedy="open-daemon-port/firewalld"),
    Case("libvirtd is dead", plain, {"connect.port-closed": "unknown target"}, ["libvirtd-killed"],
         virsh="'beta.lab.test:16509': Connection refused", remedy="enable-libvirtd-tcp/libvirtd"),
    Case("libvirtd is dead behind ssh", plain, {"connect.daemon-not-running": "unknown target"}, ["libvirtd-killed"],
         transport="ssh", virsh="Failed to connect socket to '/(var/)?run/libvirt/libvirt-sock'", remedy="start-daemon/libvirtd"),
    Case("libvirtd hangs", plain, {"connect.timed-out": "unknown target"}, ["libvirtd-frozen"], virsh=HANGS,
         heals=LOOK_ONLY),
    Case("the target's cable is out", plain, {"connect.filtered": "unknown target"}, ["link-down"], virsh=HANGS,
         heals="there is no command for a cable", also=["migration-ports.shut-from-here"]),
]

LOGINS = [
    Case("no sshd", plain, {"connect.port-closed": "unknown target"}, ["sshd-stopped"], transport="ssh",
         virsh="connect to host beta.lab.test port 22: Connection refused", heals=LOOK_ONLY),
    Case("a firewall drops ssh", plain, {"connect.timed-out": "unknown target"}, ["ssh-port-dropped"], transport="ssh",
         virsh=HANGS, remedy="open-daemon-port/nft"),
    Case("sshd takes no key", plain, {"connect.ssh-key": "unknown target"}, ["ssh-key-refused"], transport="ssh",
         virsh="Permission denied \\(publickey\\)", heals="ssh-copy-id needs a password, and the lab has none"),
    Case("the target shows another ssh key", plain, {"connect.host-key-changed": "unknown target"},
         ["ssh-host-key-changed"], transport="ssh", virsh="Host key verification failed", remedy="replace-host-key",
         also=["p2p.falls-back"]),
    Case("the source's root may not log in: this computer steers", plain, {"p2p.falls-back": "warn target"},
         ["ssh-source-key-refused"], transport="ssh"),
    Case("the source's root may not log in, and peer-to-peer is wanted", plain, {"p2p.login-refused": "block target"},
         ["ssh-source-key-refused"], ["--p2p"], transport="ssh", virsh="Permission denied \\(publickey\\)",
         remedy="managed-direct", also=["rehearsal.login"]),
    Case("this computer has no certificate authority", plain, {"connect.tls": "unknown"}, ["tls-authority-missing"],
         transport="tls", virsh="Cannot read CA certificate", heals=LOOK_ONLY),
    Case("the target's certificate has expired", plain, {"connect.tls": "unknown target"}, ["tls-certificate-expired"],
         transport="tls", virsh="Failed to verify peer's certificate", heals=LOOK_ONLY),
    Case("the target shows another host's certificate", plain, {"connect.tls": "unknown target"},
         ["tls-certificate-of-another"], transport="tls", virsh="Failed to verify peer's certificate", heals=LOOK_ONLY),
    Case("QEMU has no certificates", plain, {"rehearsal.tls-unset": "block"}, ["qemu-tls-missing"], ["--tls"],
         virsh="Unable to access credentials /etc/pki/qemu/ca-cert.pem", remedy="no-tls"),
]

suite = Suite("network")
for cases in (NAMES, PORTS, DAEMONS, LOGINS):
    add_cases(suite, cases)


# --- polkit, at the socket of the host itself. Who asks is nobody there, on a terminal or on none.

ASK_HERE = ["check", "plain", "--from", "qemu:///system", "--to", uri("beta")]
AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
PASSWORD = "Password: "


def as_nobody(lab, *words, path=None, terminal=None):
    words = ["env", *([f"PATH={path}"] if path else []), *words]
    if terminal is None:
        return lab.try_on("alpha", *AS_NOBODY, *words)
    return run_at_terminal(lab.argv("alpha", *AS_NOBODY, *words), PASSWORD, terminal, 60, ["(nobody)", *words], lab.env)


def see_no_agent(lab):
    agents = lab.sh("alpha", "pgrep -c pkttyagent || :").strip()
    expect_equal(agents, "0", "agents that were left")


@suite.test("the socket is shut, or polkit wants a password without a terminal: the group libvirt is the way out")
def polkit_without_terminal(lab):
    plain.stand_ready(lab)
    # As it is by default; when the fault restarts libvirtd the socket is made anew.
    lab.sh("alpha", "chmod 700 /run/libvirt/libvirt-sock")
    done = as_nobody(lab, "virsh", "-c", "qemu:///system", "uri")
    expect("libvirt-sock': Permission denied" in done.err, f"virsh should have been refused by the socket:\n{done}")
    answer = as_nobody(lab, lab.droverctl_path, "--json", *ASK_HERE).json
    expect("connect.socket-permission" in [f["code"] for f in loud(answer)], f"not found:\n{describe(loud(answer))}")
    lab.fault("polkit-asks")
    try:
        done = as_nobody(lab, "virsh", "-c", "qemu:///system", "uri")
        expect("no polkit agent available" in done.err, f"virsh should have been refused:\n{done}")
        done = as_nobody(lab, lab.droverctl_path, "--json", *ASK_HERE)
        expect_equal(done.code, 3, f"exit status of\n{done}")
        found = [f for f in loud(done.json) if f["code"] == "connect.polkit"]
        lab.rows.foreseen(f["code"] for f in found)
        expect([f["source"] for f in found] == ["qemu:///system"], f"not found on the source:\n{describe(loud(done.json))}")
        remedies.carry_out(lab, remedies.find(done.json, "libvirt-group"))
        done = as_nobody(lab, lab.droverctl_path, "--json", *ASK_HERE)
        expect_equal(done.code, 0, f"exit status of\n{done}")
    finally:
        lab.sh("alpha", "gpasswd -d nobody libvirt || :")
        lab.heal()


@suite.test("polkit wants a password, and droverctl lets it ask on the terminal")
def polkit_on_terminal(lab):
    plain.stand_ready(lab)
    lab.fault("polkit-asks")
    facts = [lab.droverctl_path, "facts", "qemu:///system"]
    try:
        # what is asked for, what is typed, how often it is asked, exit status, and what must be said
        for words, typed, times, status, said in (
                ([lab.droverctl_path, *ASK_HERE], ["lab"], 1, 0, "Ready"),
                (facts, ["wrong", "lab"], 2, 0, "alpha.lab.test"),
                (facts, ["wrong"] * 5, 3, 3, "access denied by policy")):
            done = as_nobody(lab, *words, terminal=typed)
            expect_equal(done.code, status, f"exit status of\n{done}")
            expect_equal(done.out.count(PASSWORD), times, f"how often it was asked by\n{done}")
            expect(said in done.out, f"“{said}” is not said by\n{done}")
            see_no_agent(lab)
            note(f"asked {times} ×, exit {status} in {done.seconds:.1f} s, typing included")
        done = as_nobody(lab, *facts, path="/nonexistent", terminal=[])
        expect_equal(done.code, 3, f"exit status without pkttyagent of\n{done}")
        for word in ("no polkit agent available", "pkttyagent", "polkitd", "the group libvirt"):
            expect(word in done.out, f"“{word}” is not named by\n{done}")
    finally:
        lab.heal()


suite.main()
