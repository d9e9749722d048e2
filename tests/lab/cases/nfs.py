#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""NFS as shared storage, of a real server: what it exports well, read only, to others, and with root squashed.

Where the kernel has no NFS client, the lab's stand-in mounts by FUSE through libnfs (nfs-by-libnfs.c): every request
is the real protocol, answered by the real server. libvirt knows such a mount for shared no more than any other of
FUSE, so that a guest moves with --unsafe here; that it needs none over the kernel's mount is not shown here."""

import os
import pathlib

from lib.checks import expect_moved, run_migrate
from lib.lab import uri
from lib.tap import Suite, expect, expect_equal, note

HOSTS = [uri("alpha"), uri("beta")]
NAMES = ("alpha", "beta")
STAND_IN = str(pathlib.Path(os.environ["DROVER_MOUNT_NFS"]).resolve())
LOG = "/run/mount.nfs.log"
# Those of virStorageBackendFileSystemMountDefaultArgs(), behind what mount(8) puts before them.
CALL = "/sbin/mount.nfs store:/srv/vm /var/lib/libvirt/vm -o rw,nodev,nosuid,noexec"

# beta's QEMU runs as the account of Debian's libvirt, alpha's as root.
suite = Suite("nfs", ["--storage", "--stock", "beta"])


def has_client(lab):
    return "nfs" in lab.sh("alpha", "cat /proc/filesystems").split()


def storage(lab, what, *words, code=0):
    done = lab.droverctl("--json", "--timeout", "8", "storage", what, *HOSTS, *words, limit=120)
    expect_equal(done.code, code, f"exit status of storage {what}\n{done}")
    return done.json


def set_up(lab, export, code=0):
    return storage(lab, "setup", "--source", f"store:/srv/{export}", "--name", export, "--yes", code=code)


def path(export):
    return f"/var/lib/libvirt/{export}"


def expect_no_marks(lab, export):
    left = lab.sh("store", f"find /srv/{export} -name 'drover-*'").split()
    expect(not left, f"left behind: {left}")


@suite.test("an export becomes the same pool of both hosts, and is proved")
def sets_up(lab):
    if not has_client(lab):
        note("this kernel has no NFS client: exports are mounted by the lab's stand-in, FUSE over libnfs")
        for host in NAMES:
            lab.sh(host, f"mount --bind {STAND_IN} /usr/sbin/mount.nfs")
    report = set_up(lab, "vm")
    expect_equal(report["state"], "done", f"the report {report}")
    for host in NAMES:
        mounted = lab.sh(host, f"grep -F ' {path('vm')} ' /proc/self/mounts").split()
        expect_equal(mounted[0], "store:/srv/vm", f"what is mounted on {host}")
        if not has_client(lab):
            expect_equal(mounted[2], "fuse.nfs-by-libnfs", f"by what on {host}")
            expect_equal(lab.sh(host, f"cat {LOG}").strip(), CALL, f"how libvirt had it mounted on {host}")
    proof = storage(lab, "prove", "--pool", "vm")
    expect_equal([proof["verdict"], [host["qemu"] for host in proof["hosts"]]], ["shared", ["opened", "opened"]],
                 f"the proof {proof}")
    expect(all(host["copy_rate"] > 0 and host["available"] > 0 for host in proof["hosts"]), f"space and speed: {proof}")
    expect_no_marks(lab, "vm")


@suite.test("what one writes by the protocol alone is a volume of both")
def protocol(lab):
    lab.sh("alpha", "echo by libnfs >/run/word && nfs-cp /run/word nfs://store/srv/vm/word")
    for host in NAMES:
        expect("word" in lab.virsh(host, "vol-list", "vm", "--details") or
               "word" in lab.sh(host, "virsh -q -c qemu:///system 'pool-refresh vm; vol-list vm'"), f"no volume on {host}")
    lab.sh("beta", f"echo by libvirt >{path('vm')}/word")
    expect_equal(lab.sh("alpha", "nfs-cat nfs://store/srv/vm/word").strip(), "by libvirt", "what the server gives")
    lab.sh("alpha", f"rm {path('vm')}/word")


@suite.test("a running guest's disk moves onto the export, and the guest to the other host and on")
def moves(lab):
    lab.guest("rider", "--disk", "local", "--window", "2")
    done = lab.droverctl("--json", "storage", "move", "rider", "--on", HOSTS[0], "--pool", "vm", "--yes", limit=120)
    expect_equal([done.code, done.json["state"]], [0, "done"], f"the move of its disk\n{done}")
    words = ["--from", HOSTS[0], "--to", HOSTS[1], "--yes"]
    expect_moved(lab, run_migrate(lab, "rider", words if has_client(lab) else [*words, "--unsafe"]), "rider")
    wrong = lab.verify("rider")
    expect(not wrong, f"the guest is not whole:\n{wrong}")
    lab.remove_guest("rider")
    lab.sh("alpha", f"rm -f {path('vm')}/rider*")


@suite.test("a server that squashes root is told by the host whose QEMU it shuts out")
def squashed(lab):
    expect_equal(set_up(lab, "squashed")["state"], "done", "the state")
    proof = storage(lab, "prove", "--pool", "squashed", "--no-speed", code=1)
    expect_equal({host["host"]: host["qemu"] for host in proof["hosts"]},
                 {"alpha.lab.test": "opened", "beta.lab.test": "refused"}, f"whom QEMU may open it for: {proof}")
    expect_no_marks(lab, "squashed")


@suite.test("where the server lets root in, the same export is proved")
def unsquashed(lab):
    lab.sh("store", "sed -i '/Export_Id = 2;/,/CLIENT/s/Access_Type = RW;/Access_Type = RW; Squash = No_Root_Squash;/'"
                    " /srv/lab/ganesha.conf; /bin/bash /srv/lab/services restart ganesha")
    proof = storage(lab, "prove", "--pool", "squashed", "--no-speed")
    expect_equal([proof["verdict"], [host["qemu"] for host in proof["hosts"]]], ["shared", ["opened", "opened"]],
                 f"the proof {proof}")
    expect_no_marks(lab, "squashed")


@suite.test("an export that can only be read is told")
def read_only(lab):
    expect_equal(set_up(lab, "readonly")["state"], "done", "the state")
    proof = storage(lab, "prove", "--pool", "readonly", "--no-speed", code=3)
    expect_equal([way["result"] for way in proof["ways"]], ["unwritten", "unwritten"], f"the proof {proof}")
    expect(all("Read-only file system" in way["reason"] for way in proof["ways"]), f"and why: {proof['ways']}")


@suite.test("an export for other computers is refused with the server's word, and nothing is left of it")
def for_others(lab):
    report = set_up(lab, "others", code=1)
    expect_equal(report["state"], "failed", "the state")
    for host in report["hosts"]:
        expect("denied" in host["error"], f"why: {host}")
        expect_equal(host["remains"], [], f"what remains on {host['host']}")
    for host in NAMES:
        left = lab.sh(host, f"virsh -q -c qemu:///system pool-list --all --name | grep -x others || :; ls -d {path('others')} 2>&1 || :")
        expect("No such file" in left, f"left on {host}: {left}")


suite.main()
