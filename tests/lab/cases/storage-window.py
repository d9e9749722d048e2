#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared storage in the window: from a blocker of the storage, past a server, a pool and its proof, to a guest that
runs on the other host."""

from lib.lab import uri
from lib.tap import Suite, expect, expect_equal
from lib.wizard import GUEST, choose, named, opened, past_preflight

PATH = "/var/lib/libvirt/vm"
POOL = "lab-vm"

suite = Suite("storagewindow", ["--storage"])


def to_storage(lab, window):
    """From the first page to the one of the storage, by way of what blocks."""
    choose(window)
    window.see("Check All Again", role="push button", seconds=60)
    window.click(part="A disk is on the source's own storage", role="list item")
    window.press("Shared Storage…")
    window.see("1  Where is the storage?")


def stopped_half_way(lab, window):
    """Slowly enough to be met in the middle, when the window does not just close."""
    window.do("reach", name="How They Move", role="list item")
    window.do("key", keys=["space"])
    window.do("reach", name="Copy No Faster Than, in MiB/s", role="spin button")
    window.do("key", keys=["ctrl+a"])
    window.do("write", text="1")
    window.press("Move Disks…")
    window.do("press", part="_Move")
    window.see(part="copied", role="label", seconds=60)
    window.press("Close")
    window.see("Disks are being moved")
    window.see(part="its host goes on copying", role="label")
    window.do("press", part="_Keep Open")
    window.do("gone", name="Disks are being moved")
    window.press("Close")
    window.see("Disks are being moved")
    window.do("press", part="_Stop")
    window.see(part="no copy is left", seconds=60)
    expect_equal(lab.sh("alpha", f"ls {PATH}").split(), [], "what lies in the pool")
    window.do("reach", name="Copy No Faster Than, in MiB/s", role="spin button")
    window.do("key", keys=["ctrl+a"])
    window.do("write", text="0")


@suite.test("from a storage blocker to a guest that moved")
def whole_way(lab):
    lab.guest(GUEST, "--disk", "local", "--window", "4")
    with opened(lab) as window:
        to_storage(lab, window)
        window.see(part="alpha.lab.test: not looked at yet", role="label")
        window.do("type", name="Storage Server", text="store")
        window.press("Look")
        window.click("store:vm", role="check box")
        window.see(part="beta.lab.test: sees it", role="label")
        named(window)
        window.do("type", name="Directory on Both Hosts", text="/etc")
        window.press("Set Up…")
        window.see(part="/etc is part of the system", role="label")
        window.do("type", name="Directory on Both Hosts", text=PATH)
        window.do("type", name="Name of the Pool", text=POOL)
        window.press("Set Up…")
        window.see(part="virStoragePoolDefineXML", role="label")
        expect(POOL not in lab.virsh("beta", "pool-list", "--all", "--name").split(), "it was set up before anybody consented")
        window.do("press", part="_Set Up")  # libadwaita names it twice
        window.see(part=f"Both hosts have the pool “{POOL}”", seconds=60)
        window.see(part="alpha.lab.test: has it; not proved yet", role="label")
        window.press("Prove")
        window.see(part="It is the same storage, and libvirt knows it for shared", seconds=60)
        window.see(part="beta.lab.test: has it, proved to be the same", role="label")
        named(window)
        stopped_half_way(lab, window)
        window.press("Move Disks…")
        window.see(part=f"/var/lib/libvirt/images/{GUEST}.qcow2 → {PATH}/{GUEST}.qcow2", role="label")
        window.do("press", part="_Move")
        window.see(part="The guest runs from the copies now", seconds=60)
        expect_equal(lab.virsh("alpha", "domblklist", GUEST).split()[1], f"{PATH}/{GUEST}.qcow2", "its disk")
        named(window)
        window.press("Check Again")
        past_preflight(window)
        window.press("How")
        window.press("Migrate")
        window.see(f"“{GUEST}” moved to beta.lab.test", seconds=60)
    wrong = lab.verify(GUEST)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("what does not work is said, and the recipe is at hand")
def recipe(lab):
    lab.remove_guest(GUEST)
    lab.sh("alpha", f"rm -f {PATH}/*")
    lab.guest(GUEST, "--disk", "local", "--window", "4")
    with opened(lab, (uri("alpha", "ssh"), uri("beta", "ssh"))) as window:
        to_storage(lab, window)
        window.click("No server yet? Make one")
        window.see(part="Name the computer that shall be the server")
        window.do("type", name="Storage Server", text="beta.lab.test")
        window.see(part="no_subtree_check,all_squash", role="label")
        window.see("Run over SSH…", role="push button")
        named(window)
        window.press("Look")
        window.see(part="beta.lab.test: ", role="label")


suite.main()
