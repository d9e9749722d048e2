#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the way on the hosts and in the guest: foreseen, and mended by what is printed."""

import re

from lib.checks import describe, ends, expect_quiet, loud, run_check
from lib.faults import Case, Guest, add_cases
from lib.lab import wait_until
from lib.tap import Suite, expect, expect_equal, note

plain = Guest("plain", ["--disk", "none", "--window", "2"])
disk = Guest("disk", ["--window", "2"])
bridged = Guest("bridged", ["--disk", "none", "--window", "2", "--network", "bridge"])
direct = Guest("direct", ["--disk", "none", "--window", "2", "--network", "direct"], comes_back=False)
private = Guest("private", ["--disk", "none", "--window", "2", "--network", "default"])
broad = Guest("broad", ["--disk", "none", "--window", "2", "--vcpus", "4"])
modelled = Guest("modelled", ["--disk", "none", "--window", "2", "--cpu", "host-model"])
nehalem = Guest("nehalem", ["--disk", "none", "--window", "2", "--cpu", "Nehalem"])
at_home = Guest("screen", ["--disk", "none", "--window", "2", "--graphics", "vnc", "--listen", "10.77.0.11"])

UNSAFE = ["--unsafe"]
LOOK_ONLY = "its commands only look"


def make_elsewhere(lab):
    """The guest's emulator has a path that only the source knows."""
    lab.sh("alpha", "ln -sfn /usr/bin/qemu-system-x86_64 /var/local/qemu-of-alpha")
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "elsewhere")
    lab.virsh("alpha", "define", "/dev/stdin",
              stdin=re.sub("<emulator>.*</emulator>", "<emulator>/var/local/qemu-of-alpha</emulator>", xml))
    lab.virsh("alpha", "start", "elsewhere")


def make_screen(lab):
    """The guest's screen has a port of its own."""
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "fixed")
    lab.virsh("alpha", "define", "/dev/stdin",
              stdin=re.sub("<graphics .*?</graphics>",
                           "<graphics type='vnc' port='5950' autoport='no' listen='0.0.0.0'/>", xml, flags=re.S))
    lab.virsh("alpha", "start", "fixed")


def make_filtered(lab):
    """A filter that only the source knows guards the guest's card."""
    lab.virsh("alpha", "nwfilter-define", "/dev/stdin",
              stdin="<filter name='lab'><rule action='accept' direction='inout'/></filter>")
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "filtered")
    lab.virsh("alpha", "define", "/dev/stdin",
              stdin=re.sub("</interface>", "<filterref filter='lab'/></interface>", xml, count=1))
    lab.virsh("alpha", "start", "filtered")


filtered = Guest("filtered", ["--disk", "none", "--window", "2", "--no-start"], comes_back=False,
                 prepare=make_filtered)
elsewhere = Guest("elsewhere", ["--disk", "none", "--window", "2", "--no-start"], comes_back=False,
                  prepare=make_elsewhere)
fixed = Guest("fixed", ["--disk", "none", "--window", "2", "--graphics", "vnc", "--no-start"], comes_back=False,
              prepare=make_screen)


def occupy(lab):
    """Another guest of the target has the screen's port."""
    lab.virsh("beta", "create", "/dev/stdin", stdin="""
      <domain type='qemu'><name>occupant</name><memory unit='MiB'>16</memory>
        <os><type arch='x86_64' machine='q35'>hvm</type></os>
        <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><memballoon model='none'/>
          <graphics type='vnc' port='5950' autoport='no' listen='0.0.0.0'/></devices></domain>""")


def take_snapshot(lab):
    lab.virsh("alpha", "snapshot-create-as", "disk", "before", limit=120)


def forget_snapshot(lab):
    for host in ("alpha", "beta"):
        lab.sh(host, "virsh -q -c qemu:///system snapshot-delete disk before || :")


def has_snapshot(lab, _answer):
    """It is known where the guest now is, and its data are in the image."""
    names = lab.virsh("beta", "snapshot-list", "disk", "--name").split()
    expect(names == ["before"], f"the target knows these snapshots: {names}")
    listed = lab.sh("beta", "qemu-img snapshot -l -U /srv/shared/disk.qcow2")
    expect(" before " in listed, f"the image has no snapshot “before”:\n{listed}")


def save(lab):
    lab.virsh("alpha", "managedsave", "plain", limit=120)


def begin_block_job(lab):
    lab.virsh("alpha", "blockcopy", "disk", "vda", "/srv/shared/disk-copy.qcow2", "--transient-job", "--bandwidth", "1")


def end_block_job(lab):
    lab.try_on("alpha", "virsh", "-q", "-c", "qemu:///system", "blockjob", "disk", "vda", "--abort")
    lab.sh("alpha", "rm -f /srv/shared/disk-copy.qcow2")


def forget_bridge(lab):
    lab.sh("beta", "ip link delete br0 2>/dev/null || :")


def is_alone(lab, _answer):
    """What the target had of its own is as it was."""
    expect(lab.state_on("beta", "plain") == "running", "the stand-in of the target is gone")
    wait_until(lambda: lab.state_on("alpha", "plain") == "running", 5, "the guest on the source")


HOSTS_OWN = [
    Case("both hosts have one UUID", plain, {"same-host.same-uuid": "block"}, ["same-host-uuid"],
         virsh="Attempt to migrate guest to the same host", also=["rehearsal.same-host"],
         remedy="change-host-uuid/libvirtd"),
    Case("another guest has the name", plain, {"target-guest.name-taken": "block target"}, ["name-taken"],
         virsh="domain 'plain' already exists with uuid", remedy="undefine-on-target"),
    Case("another guest has the UUID", plain, {"target-guest.uuid-taken": "block target"}, ["uuid-taken"],
         virsh="domain 'twin-of-plain' is already defined with uuid", remedy="undefine-on-target"),
    Case("the guest runs there already", plain, {"target-guest.running": "block target"}, ["guest-runs-there"],
         virsh="domain 'plain' is already active", never=True, runs_on=["alpha", "beta"], after=is_alone),
    Case("a hook refuses it", plain, {"rehearsal.hook": "block"}, ["hook-refuses"],
         virsh="Hook script execution failed", heals=LOOK_ONLY),
    Case("QEMU is another user there", disk, {"dac.differs": "warn"}, ["qemu-user-differs"], UNSAFE,
         virsh="Permission denied", remedy="align-qemu-user"),
    Case("the emulator has another path there", elsewhere, {"emulator.missing": "block target"},
         virsh="Cannot check QEMU binary /var/local/qemu-of-alpha", remedy="emulator-path",
         also=["rehearsal.failed", "vcpus.unknown"]),
    Case("the target's QEMU does not know the machine type", plain, {"machine.unsupported": "block target"},
         ["machine-unknown"], virsh="does not support machine type 'pc-q35-7.2'",
         also=["rehearsal.failed", "vcpus.unknown"], heals="virsh edit wants a person"),
    Case("the target's libvirt does not know the CPU model", nehalem, {"cpu.unknown-model": "block target"},
         ["cpu-model-unknown"], virsh="Unknown CPU model Nehalem", also=["rehearsal.cpu"],
         heals="virsh edit wants a person"),
    Case("a CPU like the host's is no trouble between like hosts", modelled, {}),
    Case("more virtual CPUs than the target has cores", broad, {"vcpus.more-than-cores": "info target"}),
]

NETWORKS = [
    Case("the target has no such network", plain, {"network.missing": "block target"}, ["network-missing"],
         virsh="no network with matching name 'lan'", remedy="define-network"),
    Case("the target's network is not active", plain, {"network.inactive": "block target"}, ["network-inactive"],
         virsh="network 'lan' is not active", remedy="start-network"),
    Case("the target does not know the network filter", filtered, {"network-filter.missing": "block target"},
         virsh="referenced filter 'lab' is missing", remedy="define-nwfilter"),
    Case("the target has no such bridge", bridged, {"bridge.missing": "block target"}, ["bridge-missing"],
         virsh="Cannot get interface MTU on 'br0': No such device", remedy="create-bridge", clean_up=forget_bridge),
    Case("the target has no device of that name for a card that sits on it", direct,
         {"direct-link.missing": "block target"}, ["bridge-missing"],
         virsh="Unable to get index for interface br0: No such device", remedy="dest-xml-network",
         fill={"NEW-DEVICE": "br7"}),
    Case("each host has a private network of that name", private, {"nat-network.private": "warn"}),
]

SCREENS = [
    Case("the screen listens on an address of the source", at_home, {"graphics-listen.not-there": "block"},
         virsh="Cannot assign requested address", remedy="graphics-listen/address"),
    Case("the screen listens on an address of the source: only locally", at_home,
         {"graphics-listen.not-there": "block"}, remedy="graphics-listen/local"),
    Case("the screen's port is taken there", fixed, {"graphics-port.in-use": "block target"}, set_up=occupy,
         clean_up=lambda lab: lab.sh("beta", "virsh -q -c qemu:///system destroy occupant || :"),
         virsh="Failed to reserve port 5950", remedy="graphics-autoport"),
]

GUEST_STATE = [
    Case("the guest has a snapshot", disk, {"snapshots.present": "block source"}, options=UNSAFE, set_up=take_snapshot,
         virsh="cannot migrate domain with 1 snapshots", remedy="delete-snapshots", after=has_snapshot,
         clean_up=forget_snapshot),
    Case("a block job is at work", disk, {"block-job.running": "block source"}, options=UNSAFE, set_up=begin_block_job,
         virsh="domain has active block job", clean_up=end_block_job, remedy="abort-block-job"),
    Case("the guest's state was saved", plain, {"state.not-running": "block source", "managed-save.present": "warn source"},
         set_up=save, virsh="domain is not running", remedy="restore-managed-save", runs_on=[]),
]

# Kept to tests/data/checks, because no computer without the thing itself can run such a guest:
#   V5, C2     a guest of type kvm, or with the host's own CPU, wants /dev/kvm
#   A1         a guest with a label of AppArmor or SELinux wants a kernel that enforces it
#   P1, P2     a device that is handed over wants VFIO, or a USB bus: “cannot open directory '/sys/bus/usb/devices'”
#   V1         an older libvirt or QEMU is another installation
#   R1         both hosts have the memory of one computer, and QEMU takes it only as the guest touches it

suite = Suite("host")
for cases in (HOSTS_OWN, NETWORKS, SCREENS, GUEST_STATE):
    add_cases(suite, cases)

# What libvirt cannot tell: breaking it, and what check then says over SSH.
TOLD_BY_THE_HOST = {
    "bridge-mtu": "segment.mtu",
    "bridge-listens-first": "segment.stp-delay",
    "forward-dropped": "segment.forward-drop",
    "clock-wrong": "clock.differs",
}


@suite.test("the host itself is asked over SSH, where that is wanted")
def _(lab):
    bridged.stand_ready(lab)
    try:
        for fault in TOLD_BY_THE_HOST:
            lab.fault(fault)
        answer = run_check(lab, "bridged", ends(transport="ssh"))
        expect_equal(sorted(f["code"] for f in loud(answer)), sorted(TOLD_BY_THE_HOST.values()), "warnings over SSH")
        note(describe(loud(answer)))
        done = lab.droverctl("--json", "--no-ssh-facts", "check", "bridged", *ends(transport="ssh"))
        expect_quiet(done.json, "the hosts were not to be asked themselves")
    finally:
        lab.heal()
    expect_quiet(run_check(lab, "bridged", ends(transport="ssh")), "all is healed")


suite.main()
