#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared storage, the first time: a real GlusterFS and a real NFS server, found, set up, proved and moved on."""

from lib.checks import expect_moved, run_migrate
from lib.lab import uri
from lib.tap import Suite, expect, expect_equal

HOSTS = [uri("alpha"), uri("beta")]
VOLUME = ["--source", "store:vm", "--name", "vm"]
PATH = "/var/lib/libvirt/vm"
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

    lab.guest("settler", "--disk", "local", "--window", "2", "--no-wait")
    refused = storage(lab, "move", *words, code=1)
    expect("Shut it down first" in refused["error"], f"while it runs: {refused}")
    lab.virsh("alpha", "destroy", "settler")
    report = storage(lab, "move", *words)
    sums = lab.sh("alpha", f"sha256sum {old} {new} | cut -d' ' -f1").split()
    expect_equal(sums, [report["disks"][0]["checksum"]] * 2, "the old file, the copy, and what is told")
    expect_equal(disk(), new, "the disk")
    again = storage(lab, "move", *words, code=1)
    expect_equal(again["state"], "refused", "what is there already")
    lab.virsh("alpha", "start", "settler")
    expect(lab.droverctl("fix", "--undo", report["record"]).code != 0, "it was taken back under the running guest")
    lab.virsh("alpha", "destroy", "settler")
    back = lab.droverctl("fix", "--undo", report["record"])
    expect(back.code == 0, f"taken back:\n{back}")
    expect_equal(disk(), old, "the disk, taken back")
    expect_no_marks(lab)


suite.main()
