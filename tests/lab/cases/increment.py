#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only the top image travels, onto a base that each host has for itself: proved by what it holds, or refused."""

import signal

from lib import checks, remedies
from lib.checks import ends, expect_moved, run_check, run_migrate
from lib.lab import uri, wait_until
from lib.tap import Suite, expect, expect_equal

IMAGES = "/var/lib/libvirt/images"
BASE = f"{IMAGES}/thin-base.qcow2"
INCREMENT = ["--copy-storage-inc"]
NAMED = [*INCREMENT, "--migrate-disks", "vda"]

# Data in the middle, holes around it, and not as long as whole blocks.
MAKE_BASE = f"""
  yes 'what a template holds' | head -c 20000001 >/run/raw
  truncate -s 64M /run/raw
  qemu-img convert -f raw -O qcow2 /run/raw {BASE}
  rm /run/raw
"""

READ_ONLY_DISK = """
<disk type='file' device='disk'>
  <driver name='qemu' type='raw'/>
  <source file='/var/lib/libvirt/images/data.raw'/>
  <target dev='vdb' bus='virtio'/>
  <readonly/>
</disk>
"""

suite = Suite("increment")


def codes(answer, verdicts=("warn", "block", "unknown")):
    return sorted(finding["code"] for finding in checks.loud(answer, verdicts))


def poke(lab, path, at, byte):
    """Changes one byte."""
    lab.sh("beta", f"printf %b '{byte}' | dd of={path} bs=1 seek={at} conv=notrunc status=none")


def whole(lab, guest):
    wrong = lab.verify(guest)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("a base that both hosts have is no obstacle, a missing overlay is one")
def overlay_missing(lab):
    for host in ("alpha", "beta"):
        lab.sh(host, MAKE_BASE)
    lab.guest("thin", "--disk", "local", "--chain", "--window", "4")
    answer = run_check(lab, "thin", [*ends(), *INCREMENT])
    expect_equal(codes(answer), ["copy-target.overlay-missing"], "findings")
    done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", *INCREMENT, "thin", uri("beta"))
    expect("pre-creation of storage targets for incremental" in done.err, f"libvirt says otherwise:\n{done}")


@suite.test("another base blocks, be it by one byte, whatever is ignored")
def base_differs(lab):
    before = lab.sh("beta", f"dd if={BASE} bs=1 skip=9000000 count=1 status=none | od -An -to1").strip()
    poke(lab, BASE, 9000000, "\\001")
    for more in ([], ["--ignore", "shared-storage"], ["--unsafe"]):
        answer = run_check(lab, "thin", [*ends(), *INCREMENT, *more])
        expect("shared-storage.different" in codes(answer, ("block",)), f"{more}: {checks.describe(answer['findings'])}")
    found = next(f for f in answer["findings"] if f["code"] == "shared-storage.different")
    for host in ("alpha", "beta"):
        expect(lab.sh(host, f"sha256sum {BASE}").split()[0] in found["evidence"], f"{host}: {found['evidence']}")
    done = run_migrate(lab, "thin", [*ends(), *INCREMENT, "--no-check", "--force"])
    expect_equal(done.code, 1, f"exit status of\n{done}")
    expect_equal(lab.active_on("thin"), ["alpha"], "where it runs")
    poke(lab, BASE, 9000000, f"\\0{before}")


@suite.test("a longer base blocks, and nothing is read for that")
def base_longer(lab):
    lab.sh("beta", f"truncate -s +512 {BASE}")
    answer = run_check(lab, "thin", [*ends(), *INCREMENT])
    found = next(f for f in answer["findings"] if f["code"] == "shared-storage.different")
    expect("bytes on the source" in found["evidence"] and "SHA" not in found["evidence"], found["evidence"])
    lab.sh("beta", f"truncate -s -512 {BASE}")


@suite.test("what is printed makes the overlay and moves the guest onto it")
def follow_remedy(lab):
    answer = run_check(lab, "thin", [*ends(), *INCREMENT])
    remedies.carry_out(lab, remedies.find(answer, "precreate-overlay"), ["--yes"])
    expect_equal(lab.active_on("thin"), ["beta"], "where it runs")
    whole(lab, "thin")
    told = lab.sh("beta", f"qemu-img info -U {IMAGES}/thin.qcow2")
    expect(f"backing file: {BASE}" in told, f"the base was lost:\n{told}")
    expect("compat: 1.1" in told, f"an older form:\n{told}")
    size = int(lab.sh("beta", f"stat -c %s {IMAGES}/thin.qcow2"))
    expect(size < 20 << 20, f"more than the top image travelled: {size}")


@suite.test("back onto the overlay that was left, which must be named")
def move_back(lab):
    answer = run_check(lab, "thin", [*ends("beta", "alpha"), *INCREMENT])
    expect_equal(codes(answer, ("block", "unknown")), ["copy-target.exists"], "findings")
    answer = run_check(lab, "thin", [*ends("beta", "alpha", "ssh"), *NAMED])
    expect_equal(codes(answer), ["copy-target.chosen"], "findings over ssh")
    expect_moved(lab, run_migrate(lab, "thin", [*ends("beta", "alpha", "ssh"), *NAMED, "--yes"]), "thin", "alpha")
    whole(lab, "thin")


@suite.test("a read-only disk may be a copy too, as long as it is equal")
def read_only_disk(lab):
    for host in ("alpha", "beta"):
        lab.sh(host, f"yes data | head -c 1048576 >{IMAGES}/data.raw; truncate -s 12M {IMAGES}/data.raw")
    snippet = lab.state / "read-only.xml"
    snippet.write_text(READ_ONLY_DISK, encoding="ascii")
    lab.guest("reader", "--window", "4", "--xml-snippet", str(snippet))
    there = [*ends(), "--unsafe"]
    expect_equal(codes(run_check(lab, "reader", there)), [], "findings")
    poke(lab, f"{IMAGES}/data.raw", 11 << 20, "x")
    expect_equal(codes(run_check(lab, "reader", there)), ["shared-storage.different"], "findings of another disk")
    poke(lab, f"{IMAGES}/data.raw", 11 << 20, "\\0000")
    expect_moved(lab, run_migrate(lab, "reader", there), "reader")
    whole(lab, "reader")


@suite.test("an equal copy of what the guest writes to is another disk")
def writable_copy(lab):
    lab.guest("writer", "--disk", "local", "--window", "4")
    lab.virsh("alpha", "suspend", "writer")
    lab.sh("alpha", f"cp {IMAGES}/writer.qcow2 /srv/shared/")
    lab.sh("beta", f"mv /srv/shared/writer.qcow2 {IMAGES}/")
    for more in ([], ["--unsafe"]):
        answer = run_check(lab, "writer", [*ends(), *more])
        expect("shared-storage.different" in codes(answer, ("block",)), checks.describe(answer["findings"]))


@suite.test("a base too large for the time limit is not read, and how to have it read is said")
def too_large(lab):
    for host in ("alpha", "beta"):
        lab.sh(host, f"truncate -s 3G {IMAGES}/data.raw; virsh -q -c qemu:///system pool-refresh default")
    answer = run_check(lab, "reader", [*ends("beta", "alpha"), "--unsafe"], before=["--timeout", "5"])
    found = next(f for f in answer["findings"] if f["code"] == "shared-storage.unproved")
    expect("--timeout 8" in found["evidence"], found["evidence"])


@suite.test("stopped while it reads, it leaves nothing behind")
def interrupted(lab):
    running = lab.start("--timeout", "60", "check", "reader", *ends("beta", "alpha"), "--only", "shared-storage")
    wait_until(lab.left_overs, 20, "the reading to begin")
    running.signal(signal.SIGINT)
    done = running.finish(20)
    expect(done.code is not None, f"it did not stop:\n{done}")
    wait_until(lambda: not lab.left_overs(), 20, "the pools to go")


suite.main()
