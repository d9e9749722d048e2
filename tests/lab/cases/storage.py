#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks, images, pools and copies: foreseen, and mended by what is printed; what would ruin a disk is refused."""

import os

from lib.faults import SILENT, Case, Guest, add_cases, run_case
from lib.tap import Skip, Suite, expect

shared = Guest("shared", ["--window", "2"])
cached = Guest("cached", ["--window", "2", "--cache", "writeback"])
own = Guest("own", ["--disk", "local", "--window", "2"], comes_back=False)
alike = Guest("alike", ["--disk", "lookalike", "--window", "2"], comes_back=False)
chained = Guest("chained", ["--disk", "local", "--chain", "--window", "2"], comes_back=False)
with_iso = Guest("disc", ["--disk", "none", "--window", "2", "--iso"])
booted = Guest("booted", ["--disk", "none", "--window", "2"])

on_lun = Guest("lun", ["--disk", "lun", "--window", "2"])

UNSAFE = ["--unsafe"]
COPY = ["--copy-storage-all"]
INCREMENT = ["--copy-storage-inc"]
IMAGES = "/var/lib/libvirt/images"
LOOK_ONLY = "its commands only look"

NOT_THERE = {"storage-paths.missing": "block target", "shared-storage.not-shared": "block target"}


def clear_image(lab):
    """libvirt leaves behind what it has made on the target for a copy that then failed."""
    lab.sh("beta", f"rm -f {IMAGES}/own.qcow2; virsh -q -c qemu:///system pool-refresh default || :")


def image_sum(lab, host):
    return lab.sh(host, f"md5sum {IMAGES}/own.qcow2").split()[0]


class Bystander:
    """The image of another guest, as it was before and after."""

    def __init__(self):
        self.before = None

    def remember(self, lab):
        self.before = image_sum(lab, "beta")

    def harm(self, lab):
        return "the image of another guest was overwritten" if image_sum(lab, "beta") != self.before else None


bystander = Bystander()


def drop_pool(lab):
    lab.sh("beta", "for pool in images lookalike; do virsh -q -c qemu:///system pool-destroy $pool || :;"
                   " virsh -q -c qemu:///system pool-undefine $pool || :; done 2>/dev/null")


def is_told(code):
    def look(lab, answer):
        found = [finding["code"] for finding in answer["findings"]]
        expect(code in found, f"{code} is not told; there is {' '.join(found)}")

    return look


SHARING = [
    Case("libvirt takes shared storage for local", shared, {"shared-storage.needs-unsafe": "block"},
         virsh="Migration without shared storage is unsafe", remedy="unsafe-proved"),
    Case("a cache that QEMU can flush does no harm", cached, {}, options=UNSAFE, after=is_told("cache-mode.flushed")),
    Case("nothing is mounted where the disk should be", shared, NOT_THERE, ["share-not-mounted"], UNSAFE,
         virsh="No such file or directory", heals="a mount cannot be foretold"),
    Case("another file lies at the same path of another share", shared, {"shared-storage.different": "block target"},
         ["share-is-another"], UNSAFE, virsh=SILENT, never=True),
    Case("another file lies at the same path of a local disk", alike, {"shared-storage.different": "block target"},
         options=UNSAFE, virsh=SILENT, never=True),
    Case("the disk is not on the target at all", own, NOT_THERE, options=UNSAFE, virsh="No such file or directory",
         remedy="copy-storage"),
    Case("the target has lost its own image of that name", alike, NOT_THERE, ["image-missing"], UNSAFE,
         virsh="No such file or directory", stays="what was there was another disk"),
    Case("a pool that stands still does no harm to what is shared", shared, {}, ["pool-stopped", "--value", "shared"],
         UNSAFE),
]

LUNS = [
    Case("a LUN is known by its WWN, whatever each host calls it", on_lun, {}),
    Case("another LUN lies behind the same path", on_lun, {"shared-storage.different": "block target"},
         ["lun-is-another"], UNSAFE, virsh=SILENT, never=True),
    Case("nothing tells which LUN lies behind the same path", on_lun, {"shared-storage.no-identity": "unknown target"},
         ["lun-is-another", "--value", "nameless"], UNSAFE, virsh=SILENT, never=True),
]

# libvirt lists no disk of that name there: that does not prove that there is none.
LUNS.append(Case("a block device is to be copied, and libvirt makes none", on_lun,
                 {"copy-target.unproved": "unknown target"}, ["lun-missing"], COPY, also=["copy-shared.unknown"],
                 virsh="cannot precreate storage for disk type 'block'", never=True))

COPYING = [
    Case("the image that is to be overwritten has another size", own, {"copy-target.size": "block target"},
         options=[*COPY, "--migrate-disks", "vda"], virsh="Source and target image have different sizes", never=True,
         set_up=lambda lab: lab.sh("beta", f"qemu-img create -q -f qcow2 {IMAGES}/own.qcow2 32M;"
                                           " virsh -q -c qemu:///system pool-refresh default"),
         clean_up=clear_image),
    Case("a copy would overwrite another guest's image", own, {"copy-target.in-use": "block target"},
         ["image-in-the-way"], COPY, set_up=bystander.remember, virsh=SILENT, harm=bystander.harm, never=True),
    Case("a copy would overwrite an image nobody claims", own, {"copy-target.exists": "block target"}, options=COPY,
         set_up=lambda lab: lab.sh("beta", f"qemu-img create -q -f qcow2 {IMAGES}/own.qcow2 64M;"
                                           " virsh -q -c qemu:///system pool-refresh default"),
         clean_up=lambda lab: lab.sh("beta", f"rm -f {IMAGES}/own.qcow2.before-migration"), remedy="move-image-away"),
    Case("the target's storage is full", own, {"copy-space.full": "block target"}, ["storage-full"], COPY,
         virsh="No space left on device", after_virsh=clear_image, heals=LOOK_ONLY),
    Case("the port of the disk copy is closed", own, {"nbd-port.closed": "block"}, ["storage-port-rejected"], COPY,
         virsh="blockdev-add.*Failed to connect to 'beta.lab.test:49153'", after_virsh=clear_image,
         also=["migration-ports.partly"], remedy="disks-port"),
    Case("the target's pool is stopped", own, {"copy-space.pool-inactive": "block target"}, ["pool-stopped"], COPY,
         virsh="no storage pool with matching target path", remedy="start-pool"),
    Case("the target has no pool there", own, {"copy-space.no-pool": "block target"}, ["pool-absent"], COPY,
         virsh="no storage pool with matching target path", remedy="create-pool", clean_up=drop_pool),
    Case("the disk is copied though the target sees it", shared, {"copy-shared.same": "block"}, options=COPY,
         virsh="Block node is read-only", remedy="no-copy-storage", migrate=UNSAFE),
    Case("nothing was made for the top image alone", chained, {"copy-target.overlay-missing": "block target"},
         options=INCREMENT, virsh="pre-creation of storage targets for incremental storage migration",
         remedy="precreate-overlay"),
    Case("the base of the top image is not on the target either", chained,
         {"backing-chain.missing": "block target", "copy-target.overlay-missing": "block target"}, ["backing-missing"],
         INCREMENT, virsh="pre-creation of storage targets", remedy="copy-all-instead"),
]

BOOTING = [
    Case("the target has no such disc", with_iso, {"cdrom.missing": "block target"}, ["iso-missing"],
         virsh="No such file or directory", remedy="eject-iso"),
    Case("the target lacks the kernel that the guest boots", booted, {"boot-files.missing": "block target"},
         ["kernel-missing"], virsh="could not open kernel file", heals="there is no rsync in the lab"),
]

suite = Suite("storage")
add_cases(suite, SHARING)


def on_loop_devices(case):
    def run(lab):
        if not os.path.exists("/dev/loop-control"):
            raise Skip("this computer has no loop devices")
        run_case(lab, case)

    return run


for case in LUNS:
    suite.add(case.title, on_loop_devices(case))
for cases in (COPYING, BOOTING):
    add_cases(suite, cases)


@suite.test("nothing that could ruin a disk was done on the way")
def all_whole(lab):
    for guest in list(lab.guests):
        wrong = lab.verify(guest)
        expect(not wrong, f"{guest} is not whole:\n{wrong}")


suite.main()
