#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remedies that droverctl applies itself: foreseen, shown, applied, checked, and taken back to the former XML."""

from lib import checks
from lib.faults import Guest
from lib.tap import Suite, expect, expect_equal, note

plain = Guest("plain", ["--disk", "none", "--window", "2"])
suite = Suite("fix")


def look(lab):
    """All that the target says of its networks."""
    names = sorted(lab.virsh("beta", "net-list", "--all", "--name").split())
    return [(name, lab.virsh("beta", "net-dumpxml", "--inactive", name), lab.virsh("beta", "net-info", name))
            for name in names]


def run_fix(lab, *words):
    done = lab.droverctl("--json", "fix", plain.name, *checks.ends(), *words)
    try:
        return done.code, done.json
    except (ValueError, IndexError):
        raise AssertionError(f"fix printed no JSON:\n{done}") from None


def mend(lab, fault, code, remedy):
    plain.stand_ready(lab)
    lab.fault(fault, "--guest", plain.name)
    try:
        before = look(lab)
        for words, state in ((["--dry-run"], "would-apply"), ([], "declined")):
            status, answer = run_fix(lab, *words)
            expect_equal(status, 1, f"exit status of fix {words}")
            expect_equal([(f["code"], f["remedy"], f["state"]) for f in answer["fixes"]], [(code, remedy, state)], "fixes")
            expect_equal(look(lab), before, f"the target's networks after fix {words}")
        status, answer = run_fix(lab, "--yes")
        expect_equal(status, 0, "exit status of fix --yes")
        expect_equal([f["state"] for f in answer["fixes"]], ["applied"], "what became of it")
        expect_equal(answer["check"]["verdict"], "ready", "the verdict behind it")
        record = answer["fixes"][0]["record"]
        for step in answer["fixes"][0]["steps"]:
            note(f"{step['host']}: {step['preview'].splitlines()[0]}")
        checks.expect_moved(lab, checks.run_migrate(lab, plain.name, checks.ends()), plain.name)
        expect(not lab.verify(plain.name), "the guest is not whole")
        # It would cut the guest off, which uses the network now.
        done = lab.droverctl("fix", "--undo", record)
        expect_equal(done.code, 1, "exit status of an undo under a running guest")
        expect("is in use" in done.err, f"why not:\n{done}")
        expect(lab.send(plain.name, "beta", "alpha"), "the guest does not come back")
        done = lab.droverctl("fix", "--undo", record)
        expect(done.code == 0, f"undo failed:\n{done}")
        expect_equal(look(lab), before, "the target's networks after the undo")
        listed = lab.droverctl("fix", "--list")
        expect(record not in listed.out, f"still listed:\n{listed}")
    finally:
        lab.heal()


suite.add("a network is missing", lambda lab: mend(lab, "network-missing", "network.missing", "define-network"))
suite.add("a network does not run", lambda lab: mend(lab, "network-inactive", "network.inactive", "start-network"))
suite.main()
