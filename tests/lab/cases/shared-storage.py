#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared storage, the first time: a real GlusterFS and a real NFS server, found, set up, proved and moved on."""

import signal

from lib.checks import describe, expect_moved, loud, run_migrate
from lib.lab import uri, wait_until
from lib.tap import Suite, expect, expect_equal

HOSTS = [uri("alpha"), uri("beta")]
VOLUME = ["--source", "store:vm", "--name", "vm"]
PATH = "/var/lib/libvirt/vm"
IMAGES = "/var/lib/libvirt/images"
# Not /srv/others: nfs-ganesha lists what is for who asks.
EXPORTS = {"/srv/vm", "/srv/squashed", "/srv/readonly"}

suite = Suite("firststorage", ["--storage", "--stock", "beta"])


def storage(lab, what, *words, code=0, limit=120):
    done = lab.droverctl("--json", "--timeout", "8", "storage", what, *words, limit=limit)
    expect_equal(done.code, code, f"exit status of storage {what}\n{done}")
    return done.json


def service(lab, action, name):
    lab.sh("store", f"/bin/bash /srv/lab/services {action} {name}")


def pool_states(lab, name="vm"):
    """What each host says of the pool; None where it has none."""
    return [lab.sh(host, f"virsh -q -c qemu:///system pool-list --all --autostart | grep -w {name} || :").split()[1:] or None
            for host in ("alpha", "beta")]


def expect_as_before(lab, path=PATH):
    """Nothing of the pool is left on either host: no definition, no mount, no directory."""
    for host in ("alpha", "beta"):
        left = lab.sh(host, f"virsh -q -c qemu:///system pool-list --all --name | grep -x vm || :;"
                            f" grep -F ' {path} ' /proc/self/mounts || :; ls -d {path} 2>/dev/null || :").split()
        expect(not left, f"left on {host}: {left}")


def expect_no_marks(lab):
    left = lab.left_overs() + lab.sh("alpha", f"find {PATH} -name 'drover-*'").split()
    expect(not left, f"left behind: {left}")


def hosts_of(report):
    return {host["host"]: host for host in report["hosts"]}


@suite.test("both hosts see what the server offers")
def discovers(lab):
    answer = storage(lab, "discover", *HOSTS, "--server", "store")
    offers = {offer["source"]: offer for offer in answer["offers"]}
    expect_equal({source.split(":")[1] for source, offer in offers.items() if offer["format"] == "nfs"}, EXPORTS,
                 "the exports")
    expect("store:vm" in offers and offers["store:vm"]["format"] == "glusterfs", f"the volume is not among {list(offers)}")
    for offer in offers.values():
        expect_equal(len(offer["seen_by"]), 2, f"who sees {offer}")
    kinds = {share["name"]: share["kind"] for share in answer["shares"]}
    expect_equal(kinds["default"], "same-path", "the pool default")
    for host in answer["hosts"]:
        ports = {service["name"]: service["result"] for service in host["services"]}
        expect_equal(ports, dict.fromkeys(("rpcbind", "nfs", "mountd", "glusterd"), "open"), f"the ports from {host['host']}")


@suite.test("a server that is silent is told from one that is not there")
def explains_silence(lab):
    def silence():
        answer = storage(lab, "discover", HOSTS[0], HOSTS[1], "--server", "store")
        expect(not answer["offers"], f"offers {answer['offers']}")
        return {host["host"].split(".")[0]: host["silence"] for host in answer["hosts"]}

    service(lab, "stop", "glusterd")
    service(lab, "stop", "rpcbind")
    try:
        expect_equal(silence(), {"alpha": "version-4-only", "beta": "version-4-only"}, "NFS without rpcbind")
        lab.sh("beta", "nft 'add table ip away; add chain ip away out { type filter hook output priority 0; };"
                       " add rule ip away out ip daddr 10.77.0.20 drop'")
        service(lab, "stop", "ganesha")
        expect_equal(silence(), {"alpha": "no-server", "beta": "filtered"}, "no server, and one behind a filter")
    finally:
        lab.sh("beta", "nft delete table ip away || :")
        for name in ("rpcbind", "ganesha", "glusterd"):
            service(lab, "start", name)


@suite.test("where one host cannot mount, both are as before")
def takes_back(lab):
    lab.sh("beta", "nft 'add table ip away; add chain ip away out { type filter hook output priority 0; };"
                   " add rule ip away out ip daddr 10.77.0.20 tcp dport 24007 reject with tcp reset'")
    try:
        report = storage(lab, "setup", *HOSTS, *VOLUME, "--yes", code=1)
    finally:
        lab.sh("beta", "nft delete table ip away || :")
    expect_equal(report["state"], "failed", "state")
    hosts = hosts_of(report)
    expect(not hosts["alpha.lab.test"]["done"] and len(hosts["alpha.lab.test"]["undone"]) == 4, f"alpha: {hosts}")
    expect(hosts["beta.lab.test"]["error"], "why beta could not")
    expect_equal([host["remains"] for host in report["hosts"]], [[], []], "what remains")
    expect_as_before(lab)


@suite.test("an export that a host cannot mount leaves nothing behind")
def refuses_honestly(lab):
    client = "nfs" in lab.sh("alpha", "cat /proc/filesystems").split()
    report = storage(lab, "setup", *HOSTS, "--source", "store:/srv/others", "--name", "vm", "--yes", code=1)
    expect_equal(report["state"], "failed", "state")
    words = report["hosts"][0]["error"]
    # A computer whose kernel has no NFS client cannot mount any export, and says so.
    expect("access denied" in words if client else "mount" in words, words)
    expect_as_before(lab)


@suite.test("what is in the way is told before anything is changed")
def refuses(lab):
    lab.sh("beta", f"mkdir {PATH} && touch {PATH}/precious")
    try:
        report = storage(lab, "setup", *HOSTS, *VOLUME, "--yes", code=1)
        expect_equal(report["state"], "refused", "state")
        expect("1 file" in hosts_of(report)["beta.lab.test"]["error"], f"beta: {report}")
    finally:
        lab.sh("beta", f"rm -r {PATH}")
    report = storage(lab, "setup", *HOSTS, "--source", "store:vm", "--name", "default", "--yes", code=1)
    expect("another pool" in report["hosts"][0]["error"], f"the name is taken: {report}")
    expect_as_before(lab)


@suite.test("the same pool is set up on both hosts, and again")
def sets_up(lab):
    plan = storage(lab, "setup", *HOSTS, *VOLUME, "--dry-run")
    expect_equal(plan["state"], "planned", "state")
    expect_as_before(lab)
    report = storage(lab, "setup", *HOSTS, *VOLUME, "--yes")
    expect_equal(report["state"], "done", "state")
    expect_equal(pool_states(lab), [["active", "yes"], ["active", "yes"]], "the pools")
    for host in ("alpha", "beta"):
        mounts = lab.sh(host, f"grep -F ' {PATH} ' /proc/self/mounts")
        expect("fuse.glusterfs" in mounts, f"the mount on {host}: {mounts}")
    again = storage(lab, "setup", *HOSTS, *VOLUME, "--yes")
    expect_equal([host["fit"] for host in again["hosts"]], ["same", "same"], "a second time")
    expect_equal([host["steps"] for host in again["hosts"]], [[], []], "a second time")
    lab.virsh("beta", "pool-destroy", "vm")
    mended = storage(lab, "setup", *HOSTS, *VOLUME, "--yes")
    expect_equal([len(host["done"]) for host in mended["hosts"]], [0, 1], "what was missing alone is done")


@suite.test("the pool is proved, as libvirt and as QEMU")
def proves(lab):
    proof = storage(lab, "prove", *HOSTS, "--pool", "vm")
    expect_equal([proof["verdict"], proof["needs_unsafe"]], ["shared", "no"], "the proof")
    expect_equal([way["result"] for way in proof["ways"]], ["read", "read"], "both ways")
    for host in proof["hosts"]:
        expect_equal(host["qemu"], "opened", f"QEMU on {host}")
        expect(host["available"] > 0 and host["copy_rate"] > 0, f"space and speed: {host}")
    expect_no_marks(lab)


@suite.test("two directories that only have the same path are told apart")
def tells_apart(lab):
    proof = storage(lab, "prove", *HOSTS, "--path", "/srv/lookalike", "--wait", "1", "--no-speed", code=1)
    expect_equal(proof["verdict"], "not-shared", "the verdict")
    same = storage(lab, "prove", *HOSTS, "--path", "/srv/shared", "--wait", "1", "--no-speed", "--no-qemu")
    expect_equal([same["verdict"], same["needs_unsafe"]], ["shared", "unknown"], "a directory that is shared")
    expect_no_marks(lab)


@suite.test("a guest moves over the proved pool without --unsafe")
def moves(lab):
    lab.guest("ticker", "--disk", f"{PATH}/ticker.qcow2", "--window", "2")
    check = lab.droverctl("--json", "check", "ticker", "--from", HOSTS[0], "--to", HOSTS[1]).json
    shared = [finding["verdict"] for finding in check["findings"] if finding["check"] in ("shared-storage", "storage-paths")]
    expect(shared and set(shared) <= {"pass", "info"}, f"what check says of the storage: {shared}")
    expect_moved(lab, run_migrate(lab, "ticker", ["--from", HOSTS[0], "--to", HOSTS[1], "--yes"]), "ticker")
    wrong = lab.verify("ticker")
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("a guest that is shut off moves its disk into the pool, and back")
def settles(lab):
    old, new = "/var/lib/libvirt/images/settler.qcow2", f"{PATH}/settler.qcow2"
    words = ["settler", "--on", HOSTS[0], "--pool", "vm", "--yes"]

    def disk():
        return lab.virsh("alpha", "domblklist", "settler").split()[1]

    lab.guest("settler", "--disk", "local", "--window", "2", "--no-start")
    report = storage(lab, "move", *words)
    sums = lab.sh("alpha", f"sha256sum {old} {new} | cut -d' ' -f1").split()
    expect_equal(sums, [report["disks"][0]["checksum"]] * 2, "the old file, the copy, and what is told")
    expect_equal(disk(), new, "the disk")
    again = storage(lab, "move", *words, code=1)
    expect_equal(again["state"], "refused", "what is there already")
    lab.virsh("alpha", "start", "settler")
    expect(lab.droverctl("fix", "--undo", report["record"]).code != 0, "it was taken back under the running guest")
    lab.virsh("alpha", "destroy", "settler")
    back = lab.droverctl("fix", "--undo", report["record"], "--accept-older")
    expect(back.code == 0, f"taken back:\n{back}")
    expect_equal(disk(), old, "the disk, taken back")
    expect_no_marks(lab)


# --- the disks of a guest that runs

WALKER = ["walker", "--on", HOSTS[0], "--pool", "vm", "--yes"]
OLD, NEW = f"{IMAGES}/walker.qcow2", f"{PATH}/walker.qcow2"


def walker(lab, *options):
    """A guest with 40 MiB of data in its disk of 96, beside what it writes and verifies itself."""
    if "walker" in lab.guests:
        lab.remove_guest("walker")
        lab.sh("alpha", f"rm -f {NEW}")
    lab.guest("walker", "--disk", "local", "--size", "96", "--window", "2", "--no-start", *options)
    below = f"{IMAGES}/walker-base.qcow2" if "--chain" in options else OLD
    # It writes 64 KiB every 12 MiB: not here.
    lab.sh("alpha", f"for at in 1 13 25 37; do qemu-io -f qcow2 -c \"write -q -P $at ${{at}}M 10M\" {below}; done")
    start(lab)


def start(lab):
    lab.virsh("alpha", "start", "walker")
    expect_ticking(lab, 90)


def disks(lab, host="alpha"):
    """The file it runs from, and the file it will start from."""
    return [lab.virsh(host, "domblklist", "walker", *more).split()[1] for more in ((), ("--inactive",))]


def files(lab, host="alpha"):
    """What of it lies in the pool."""
    return [name for name in lab.sh(host, f"ls {PATH}").split() if "walker" in name]


def expect_ticking(lab, limit=15):
    before = lab.serial_ticks("alpha", "walker")
    wait_until(lambda: lab.serial_ticks("alpha", "walker") > before + 1, limit, "walker to tick on")


def begin_slow_move(lab):
    """A move that takes most of a minute, once QEMU is at it."""
    running = lab.start("storage", "move", *WALKER, "--bandwidth", "1")
    wait_until(lambda: "Block Copy" in lab.virsh("alpha", "blockjob", "walker", "vda", "--raw"), 30, "the copying to begin")
    return running


@suite.test("a running guest's disk moves into the pool, and the guest moves without --unsafe")
def moves_live(lab):
    walker(lab, "--chain")
    before = lab.serial_ticks("alpha", "walker")
    report = storage(lab, "move", *WALKER, "--bandwidth", "8")
    expect(lab.serial_ticks("alpha", "walker") > before + 1, "it did not tick meanwhile")
    disk = report["disks"][0]
    expect_equal([report["state"], report["live"], disk["flattened"]], ["done", True, True], f"the report {report}")
    expect_equal(disks(lab), [NEW, NEW], "its disk, now and next time")
    expect_equal(files(lab), ["walker.qcow2"], "what lies in the pool")
    lab.sh("alpha", f"test -e {OLD}")
    taken = int(lab.sh("alpha", f"stat -c %b {NEW}")) * 512
    expect(40 << 20 <= taken < 60 << 20, f"what is thin is so no longer: {taken} bytes")
    expect("backing file" not in lab.sh("alpha", f"qemu-img info -U {NEW}"), "it still builds on a file of this host")
    answer = lab.droverctl("--json", "check", "walker", "--from", HOSTS[0], "--to", HOSTS[1]).json
    wrong = [finding for finding in loud(answer) if finding["group"] == "storage"]
    expect(not wrong, f"check still says of its storage:\n{describe(wrong)}")
    expect_moved(lab, run_migrate(lab, "walker", ["--from", HOSTS[0], "--to", HOSTS[1], "--yes"]), "walker")
    wrong = lab.verify("walker")
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("a move that is stopped leaves the guest on its old disk, and no copy")
def stops(lab):
    walker(lab)
    running = begin_slow_move(lab)
    running.signal(signal.SIGINT)
    done = running.finish(30)
    expect(done.code == 1 and "no copy is left" in done.out, f"what it says:\n{done}")
    expect_equal(disks(lab), [OLD, OLD], "its disk, now and next time")
    expect_equal(files(lab), [], "what lies in the pool")
    expect_ticking(lab)


@suite.test("what a killed run has left is told by the next, which ends it")
def takes_over(lab):
    begin_slow_move(lab).kill()
    plan = storage(lab, "move", *WALKER, "--dry-run")
    expect_equal(plan["disks"][0]["found"], "under-way", "QEMU is still at it")
    report = storage(lab, "move", *WALKER)
    expect_equal([report["state"], report["disks"][0]["found"]], ["done", "under-way"], f"the report {report}")
    expect_equal(disks(lab), [NEW, NEW], "its disk, now and next time")
    expect_equal(files(lab), ["walker.qcow2"], "what lies in the pool")
    wrong = lab.verify("walker")
    expect(not wrong, f"the guest is not whole:\n{wrong}")

    undo = ["fix", "--undo", report["record"]]
    refused = lab.droverctl(*undo)
    expect(refused.code == 1 and "--accept-older" in refused.err, f"what was written since would be gone:\n{refused}")
    refused = lab.droverctl(*undo, "--accept-older")
    expect(refused.code == 1 and "shut it down first" in refused.err, f"under the running guest:\n{refused}")
    lab.virsh("alpha", "destroy", "walker")
    back = lab.droverctl(*undo, "--accept-older")
    expect(back.code == 0, f"taken back:\n{back}")
    expect_equal(disks(lab), [OLD, OLD], "its disk, taken back")
    expect_equal(files(lab), ["walker.qcow2"], "the newer file stays")


@suite.test("a copy that ended with its guest is removed, and made anew")
def begins_anew(lab):
    refused = storage(lab, "move", *WALKER, code=1)
    expect("never overwritten" in refused["error"], f"a whole file that somebody may want: {refused}")
    lab.sh("alpha", f"rm {NEW}")
    start(lab)
    begin_slow_move(lab).kill()
    lab.virsh("alpha", "destroy", "walker")
    expect_equal(files(lab), ["walker.qcow2", "walker.qcow2.drover-partial"], "what lies in the pool")
    plan = storage(lab, "move", *WALKER, "--dry-run")
    expect_equal(plan["disks"][0]["found"], "partial", "what is known of it")
    report = storage(lab, "move", *WALKER)
    expect_equal([report["state"], report["live"]], ["done", False], f"the report {report}")
    expect_equal([disks(lab), files(lab)], [[NEW, NEW], ["walker.qcow2"]], "its disk, and what lies in the pool")
    expect(lab.sh("alpha", f"qemu-img compare -q {OLD} {NEW}; echo $?").strip() == "0", "the copy differs")


# --- what goes wrong meanwhile

def with_server_away(lab, begin, limit=150):
    """Begins something and stops the server under it. Returns how it ended, with the server back."""
    running = begin()
    service(lab, "stop", "glusterd")
    try:
        return running.finish(limit)
    finally:
        service(lab, "start", "glusterd")


def mount_again(lab):
    """A FUSE mount comes back of itself once its server does, in its own time."""
    for host in ("alpha", "beta"):
        wait_until(lambda: lab.try_on(host, "ls", PATH).code == 0, 60, f"the mount on {host}")


@suite.test("the server stops while a disk moves: the guest stays on its old one, and a rerun ends it")
def server_stops_while_moving(lab):
    walker(lab)
    done = with_server_away(lab, lambda: begin_slow_move(lab))
    expect(done.code == 1 and done.err, f"what it says:\n{done}")
    expect_equal(disks(lab), [OLD, OLD], "its disk, now and next time")
    expect_ticking(lab)
    mount_again(lab)
    # What could not be removed, with the server away, was told, and is known to the next.
    expect(not files(lab) or "could not be removed" in done.out, f"left in the pool {files(lab)}, and it says:\n{done}")
    report = storage(lab, "move", *WALKER)
    expect_equal([report["state"], disks(lab), files(lab)], ["done", [NEW, NEW], ["walker.qcow2"]], f"the rerun {report}")
    wrong = lab.verify("walker")
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("the server stops while the storage is proved: nothing is proved, and a rerun proves it")
def server_stops_while_proving(lab):
    def begin():
        running = lab.start("--json", "--timeout", "8", "storage", "prove", *HOSTS, "--pool", "vm", "--wait", "5")
        wait_until(lambda: lab.left_overs() or running.process.poll() is not None, 20, "the proof to begin")
        return running

    done = with_server_away(lab, begin)
    expect(done.code in (0, 1, 3), f"how it ended:\n{done}")
    expect(done.code == 0 or not done.out or done.json["verdict"] != "not-shared", f"a server that is away is no proof:\n{done}")
    mount_again(lab)
    proof = storage(lab, "prove", *HOSTS, "--pool", "vm")
    expect_equal(proof["verdict"], "shared", "the rerun")
    expect_no_marks(lab)


@suite.test("a pool that can only be read, or that QEMU may not enter, is told and left as it was")
def refused_directory(lab):
    lab.sh("alpha", f"mount --bind {PATH} {PATH} && mount -o remount,bind,ro {PATH}")
    try:
        proof = storage(lab, "prove", *HOSTS, "--pool", "vm", "--wait", "1", "--no-speed", code=3)
        ways = {way["writer"]: way["result"] for way in proof["ways"]}
        expect_equal(ways["alpha.lab.test"], "unwritten", f"what alpha wrote: {proof['ways']}")
    finally:
        lab.sh("alpha", f"umount {PATH}")
    # As behind a server that makes root and QEMU's user nobody: beta's QEMU is no root.
    lab.sh("alpha", f"chmod 700 {PATH}")
    try:
        proof = storage(lab, "prove", *HOSTS, "--pool", "vm", "--no-speed", code=1)
        expect_equal({host["host"]: host["qemu"] for host in proof["hosts"]},
                     {"alpha.lab.test": "opened", "beta.lab.test": "refused"}, "whom QEMU may open it for")
    finally:
        lab.sh("alpha", f"chmod 755 {PATH}")
    expect_no_marks(lab)


TINY = "/srv/tiny"
LITTLE = ["walker", "--on", HOSTS[0], "--pool", "tiny", "--yes"]


@suite.test("a pool without room is refused, and one that fills up meanwhile leaves the guest as it was")
def full(lab):
    walker(lab, "--cache", "writeback")
    lab.sh("alpha", f"mkdir {TINY} && mount -t tmpfs -o size=30m none {TINY}")
    lab.sh("alpha", f"virsh -q -c qemu:///system 'pool-define-as tiny dir --target {TINY}; pool-start tiny'")
    try:
        report = storage(lab, "move", *LITTLE, code=1)
        expect_equal(report["state"], "refused", "the state")
        expect("the pool has" in report["error"], f"no room: {report}")
        lab.sh("alpha", f"mount -o remount,size=90m {TINY}")
        running = lab.start("storage", "move", *LITTLE, "--bandwidth", "4")
        wait_until(lambda: "Block Copy" in lab.virsh("alpha", "blockjob", "walker", "vda", "--raw"), 30, "the copying to begin")
        lab.sh("alpha", f"dd if=/dev/zero of={TINY}/others bs=1M 2>/dev/null || :")
        done = running.finish(60)
        expect(done.code == 1 and "the pool is full" in done.err and "no copy is left" in done.out, f"what it says:\n{done}")
        expect_equal([disks(lab), lab.sh("alpha", f"ls {TINY}").split()], [[OLD, OLD], ["others"]], "its disk, and what lies there")
        expect_ticking(lab)
        lab.sh("alpha", f"rm {TINY}/others")
        report = storage(lab, "move", *LITTLE)
        expect_equal([report["state"], disks(lab)[0]], ["done", f"{TINY}/walker.qcow2"], f"the rerun {report}")
        lab.virsh("alpha", "destroy", "walker")
    finally:
        lab.sh("alpha", f"virsh -q -c qemu:///system 'pool-destroy tiny; pool-undefine tiny'; umount {TINY}; rmdir {TINY}")


@suite.test("the server stops while the pool is set up: both hosts are as before or have it, and a rerun ends it")
def server_stops_while_setting_up(lab):
    lab.remove_guest("walker")
    lab.sh("alpha", f"rm -f {PATH}/walker*")
    for host in ("alpha", "beta"):
        lab.sh(host, "for one in $(virsh -q -c qemu:///system list --name); do virsh -q -c qemu:///system destroy $one; done;"
                     f" virsh -q -c qemu:///system 'pool-destroy vm; pool-undefine vm'; rmdir {PATH}")

    def begin():
        running = lab.start("--json", "--timeout", "8", "storage", "setup", *HOSTS, *VOLUME, "--yes")
        wait_until(lambda: any(pool_states(lab)) or running.process.poll() is not None, 20, "a pool to be defined")
        return running

    done = with_server_away(lab, begin)
    state = done.json["state"]
    expect(state in ("done", "failed"), f"how it ended:\n{done}")
    if state == "failed":
        expect(all(host["error"] or host["undone"] for host in done.json["hosts"]), f"a host that says nothing:\n{done}")
        remains = [text for host in done.json["hosts"] for text in host["remains"]]
        if not remains:
            expect_as_before(lab)
    report = storage(lab, "setup", *HOSTS, *VOLUME, "--yes")
    expect_equal(report["state"], "done", f"the rerun {report}")
    mount_again(lab)


suite.main()
