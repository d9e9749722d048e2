#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guest itself brings along, and what it meets of a host's settings: foreseen, and seen in virsh."""

import re

from lib import checks
from lib.faults import HANGS, Case, Guest, add_cases
from lib.lab import uri, wait_until
from lib.tap import Suite, expect, expect_equal, note

LOOK_ONLY = "its commands only look"
SHARED = "/srv/shared"


def defined_with(name, change, *options):
    """A guest whose definition is changed before it starts for the first time."""

    def prepare(lab):
        xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", name)
        lab.virsh("alpha", "define", "/dev/stdin", stdin=change(lab, xml))
        lab.virsh("alpha", "start", name)

    return Guest(name, ["--disk", "none", "--window", "2", "--no-start", *options], comes_back=False, prepare=prepare)


def with_devices(text):
    return lambda _lab, xml: xml.replace("</devices>", text + "</devices>", 1)


def with_firmware(_lab, xml):
    """As Windows 11 wants it: UEFI, and a TPM."""
    xml = xml.replace("<os>", "<os firmware='efi'>", 1)
    return xml.replace("</devices>", "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm></devices>", 1)


def with_odd_disks(lab, xml):
    """One of a format that QEMU cannot hand over, one that is thrown away."""
    lab.sh("alpha", f"qemu-img create -q -f vmdk {SHARED}/odd.vmdk 1M; qemu-img create -q -f qcow2 {SHARED}/odd.qcow2 1M")
    disks = "".join(f"<disk type='file' device='disk'><driver name='qemu' type='{kind}' cache='none'/>"
                    f"<source file='{SHARED}/odd.{kind}'/><target dev='sd{letter}' bus='sata'/>{more}</disk>"
                    for kind, letter, more in (("vmdk", "b", ""), ("qcow2", "c", "<transient/>")))
    return xml.replace("</devices>", disks + "</devices>", 1)


def with_volume(lab, xml):
    """Its disk is named by pool and volume."""
    lab.sh("alpha", f"qemu-img create -q -f qcow2 {SHARED}/volume.qcow2 1M")
    for host in ("alpha", "beta"):
        lab.virsh(host, "pool-refresh", "shared")
    return xml.replace("</devices>", """<disk type='volume' device='disk'>
        <driver name='qemu' type='qcow2' cache='none'/><source pool='shared' volume='volume.qcow2'/>
        <target dev='sdb' bus='sata'/></disk></devices>""", 1)


def with_arguments(_lab, xml):
    xml = xml.replace("<domain ", "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' ", 1)
    return xml.replace("</domain>", "<qemu:commandline><qemu:arg value='-boot'/><qemu:arg value='menu=off'/>"
                                    "</qemu:commandline></domain>", 1)


FOLDER = "<filesystem type='mount' accessmode='passthrough'><source dir='/srv/shared'/><target dir='share'/></filesystem>"

def see_busy(lab):
    """It makes its patterns first."""
    log = lab.state / "alpha" / "log" / "qemu" / "busy-serial.log"
    wait_until(lambda: "memory ready" in log.read_text(errors="replace"), 60, "the guest to write to its memory")


TINY = "/srv/tiny"


def fill_up(lab):
    """Its image lies where there is no room for what the guest writes first of all."""
    lab.sh("alpha", f"mkdir -p {TINY}; mountpoint -q {TINY} || mount -t tmpfs -o size=320k tmpfs {TINY};"
                    f" rm -f {TINY}/*; qemu-img create -q -f qcow2 {TINY}/stopped.qcow2 64M")
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "stopped")
    lab.virsh("alpha", "define", "/dev/stdin", stdin=xml.replace(" cache='none'", "").replace(
        "/srv/shared/stopped.qcow2", f"{TINY}/stopped.qcow2"))
    lab.virsh("alpha", "start", "stopped")
    wait_until(lambda: "I/O error" in lab.virsh("alpha", "domstate", "stopped", "--reason"), 60, "the disk to stop the guest")


def give_room(lab):
    lab.remove_guest("stopped")
    lab.sh("alpha", f"umount {TINY} && rmdir {TINY}")


plain = Guest("plain", ["--disk", "none", "--window", "2"])
watched = Guest("watched", ["--disk", "none", "--window", "2", "--graphics", "vnc"])
disk = Guest("disk", ["--window", "2"])
secured = defined_with("secured", with_firmware)
odd = defined_with("odd", with_odd_disks)
pinned = defined_with("pinned", lambda _lab, xml: re.sub("<vcpu[^>]*>", "<vcpu cpuset='0,300'>", xml, count=1))
stopped = Guest("stopped", ["--window", "2", "--no-start"], comes_back=False, prepare=fill_up)
volume = defined_with("volume", with_volume)
arguments = defined_with("arguments", with_arguments)
folder = defined_with("folder", with_devices(FOLDER))
# It writes 20 MiB of memory a second, all of them anew. Emulated processors are not trusted with many such moves.
busy = Guest("busy", ["--disk", "none", "--window", "40", "--dirty", "20"], comes_back=False, prepare=see_busy)


def take_checkpoint(lab):
    lab.virsh("alpha", "checkpoint-create-as", "disk", "monday")


def is_lost(lab, _answer):
    """As it was said: a migration does not carry it."""
    expect_equal(lab.virsh("beta", "checkpoint-list", "disk", "--name").split(), [], "checkpoints on the target")


def share_address(lab):
    """Another guest of the target has the card's address."""
    mac = lab.virsh("alpha", "domiflist", "plain").split()[-1]
    lab.virsh("beta", "create", "/dev/stdin", stdin=f"""
      <domain type='qemu'><name>namesake</name><memory unit='MiB'>16</memory>
        <os><type arch='x86_64' machine='q35'>hvm</type></os>
        <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><memballoon model='none'/>
          <interface type='network'><source network='lan'/><mac address='{mac}'/><model type='virtio'/></interface>
        </devices></domain>""")


LISTENERS = """
import socket, time
listeners = []
for port in range(49152, 49216):
    listener = socket.socket(socket.AF_INET6)
    listener.bind(("::", port))
    listener.listen()
    listeners.append(listener)
print("taken", flush=True)
time.sleep(300)
"""


def take_ports(lab):
    """Somebody listens on each port of the range, as many incoming migrations would."""
    lab.sh("beta", "setsid python3 -c \"$1\" >/tmp/taken 2>&1 & echo $! >/tmp/taker.pid;"
                   " for i in $(seq 50); do grep -q taken /tmp/taken && exit; sleep 0.1; done; exit 1", LISTENERS)


def free_ports(lab):
    lab.sh("beta", "kill $(cat /tmp/taker.pid) || :; rm -f /tmp/taker.pid /tmp/taken")


HOSTS_SETTINGS = [
    Case("somebody listens on every migration port of the target", plain, {"port-range.exhausted": "warn target"},
         set_up=take_ports, clean_up=free_ports, virsh="Unable to find an unused port in range 'migration'",
         also=["rehearsal.failed"], remedy="widen-port-range"),
    Case("the target's QEMU may not fetch memory afterwards", plain, {"rehearsal.postcopy": "block"},
         ["qemu-user-differs"], ["--postcopy"], virsh="Postcopy is not supported",
         also=["dac.differs", "rehearsal.failed"], heals="the setting is the computer's, for both hosts"),
    Case("somebody may look at the guest's screen", watched, {"clients.disconnected": "info"}),
    Case("the target takes no unencrypted memory", plain, {"rehearsal.tls-forced": "block"}, ["tls-forced"],
         virsh="allows migration only with VIR_MIGRATE_TLS flag", remedy="use-tls"),
    Case("over SSH nothing leads on to libvirt", plain, {"connect.helper-missing": "unknown target"},
         ["ssh-helper-missing"], transport="ssh", virsh="End of file while reading data|Cannot recv data", heals=LOOK_ONLY),
    Case("memory is to come in at an address that the target does not have", plain,
         {"listen-address.not-there": "block target"}, options=["--listen-address", "10.77.0.99"],
         virsh="Cannot assign requested address", stays="without the option it is any other guest",
         also=["rehearsal.failed"]),
    Case("the migration URI names a port", plain, {"migration-ports.fixed": "warn"},
         options=["--migrateuri", "tcp://beta.lab.test:49200"], remedy="free-migration-port"),
    Case("memory over RDMA is to be locked, and nothing says how much", plain, {"rdma.no-hard-limit": "block"},
         options=["--migrateuri", "rdma://beta.lab.test"],
         virsh="no memory hard limit set", also=["rehearsal.failed"], stays="there is no RDMA card"),
    Case("the guest's QEMU does not answer", plain, {"job.no-control": "block source"}, ["qemu-frozen"],
         heals=LOOK_ONLY),
    Case("another guest of the target has the card's address", plain, {"mac-address.taken": "warn"},
         set_up=share_address, clean_up=lambda lab: lab.sh("beta", "virsh -q -c qemu:///system destroy namesake || :")),
]

BROUGHT_ALONG = [
    Case("the guest was stopped by its disk, and the migration is to give up on that", stopped,
         {"state.io-error": "block source"}, options=["--unsafe", "--abort-on-error"],
         virsh="cannot migrate domain with I/O error",
         also=["storage-paths.folder-missing", "shared-storage.not-shared", "rehearsal.failed"],
         stays="there is no room on its disk", clean_up=give_room),
    Case("a checkpoint stays behind", disk, {"checkpoints.present": "warn source"}, options=["--unsafe"],
         set_up=take_checkpoint, after=is_lost),
    Case("the target may read the storage and not write to it", disk, {"export.denied": "warn"}, ["share-read-only"],
         ["--unsafe"], virsh="Read-only file system", heals="the lab has no NFS server to tell"),
    Case("an image of vmdk, and a disk that is thrown away", odd,
         {"disk-format.unmovable": "block", "disk-format.transient": "block"}, options=["--unsafe"],
         virsh="does not support live migration|transient disk", stays="only a shutdown helps"),
    Case("the pool of a disk does not run on the target", volume, {"storage-paths.pool-inactive": "block target"},
         ["pool-stopped", "--value", "shared"], ["--unsafe"], virsh="storage pool 'shared' containing volume 'volume.qcow2' is not active",
         remedy="start-pool", also=["shared-storage.unproved"]),
    Case("some of the CPUs that the guest is tied to are not there", pinned, {"cpu-pinning.some-missing": "warn"}),
    Case("arguments that libvirt only passes on", arguments, {"qemu-arguments.passed-through": "warn source"}),
    Case("a folder that the guest has not mounted", folder, {"fixed-device.folder": "warn source"}),
]

ENDLESS = {"convergence.endless": "warn"}
TOO_LITTLE = ["--bandwidth", "8"]

CONVERGENCE = [
    Case("the guest writes more than may be sent: it is slowed down", busy, ENDLESS, options=TOO_LITTLE, virsh=HANGS,
         remedy="auto-converge", migrate=["--auto-converge-initial", "80"]),
    Case("the guest writes more than may be sent: it goes before its memory", busy, ENDLESS, options=TOO_LITTLE,
         remedy="post-copy"),
    Case("the guest writes more than the limit set for it allows", busy, ENDLESS, remedy="raise-bandwidth",
         set_up=lambda lab: lab.virsh("alpha", "migrate-setspeed", "busy", "8")),
    Case("a guest that writes little needs no more than that", plain, {}, options=["--bandwidth", "128"]),
]

OPTIONS = [
    Case("nothing is copied, over a single connection", plain, {"options.zero-copy": "block"}, options=["--zerocopy"],
         virsh="zero-copy is only available for parallel migration", also=["rehearsal.failed"],
         remedy="drop-contradiction/one"),
    # QEMU 7.2 takes both, and those from 8.0 to 10.0 refuse.
    Case("post-copy over parallel connections", plain, {"options.post-copy-parallel": "block"},
         options=["--postcopy", "--parallel"], remedy="drop-contradiction/other"),
]

# Kept to tests/data/checks:
#   N12    the lab's links all have one speed, and none is Wi-Fi
#   R3     both hosts have the CPUs of one computer: a guest tied to others alone starts on neither
#   H6     lockd hands nothing over: libvirt compares the drivers only where one is sanlock
#   P3     a mediated device wants a card that makes some
#   R2     huge pages and what mounts them are the computer's, for both hosts
#   R10    an IOMMU is the computer's, too

suite = Suite("guest")
for cases in (HOSTS_SETTINGS, BROUGHT_ALONG, CONVERGENCE, OPTIONS):
    add_cases(suite, cases)


@suite.test("UEFI and a TPM move along where the target has firmware and swtpm, and leave their state behind")
def with_state(lab):
    """Under emulation the firmware takes minutes; nobody waits for the guest's own system."""
    secured.make(lab)
    for fault, said, found in (("swtpm-missing", "TPM version '2.0' is not supported", {"tpm.emulator-missing"}),
                               ("uefi-missing", "OVMF", {"firmware.no-secure-boot", "boot-files.firmware-missing"})):
        lab.fault(fault)
        try:
            done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", "secured", uri("beta"))
            expect(done.code != 0 and said in done.err, f"virsh should have failed:\n{done}")
            note(f"virsh: {done.err.strip()}")
            lab.rows.tell("virsh", done.err)
            answer = checks.run_check(lab, "secured", checks.ends())
            blocks = {f["code"] for f in checks.loud(answer, ("block",))}
            expect(found <= blocks, f"{found - blocks} is not found:\n{checks.describe(checks.loud(answer))}")
        finally:
            lab.heal()
    answer = checks.run_check(lab, "secured", checks.ends())
    checks.expect_quiet(answer, "a target that has both")
    told = {f["code"] for f in answer["findings"]}
    expect({"left-behind.nvram", "left-behind.tpm"} <= told, f"nobody says what is left behind: {sorted(told)}")
    checks.expect_moved(lab, checks.run_migrate(lab, "secured", [*checks.ends(), "--yes"]), "secured")
    expect("VARS.fd" in lab.sh("alpha", "ls /var/lib/libvirt/qemu/nvram"), "the variables are gone from the source")


suite.main()
