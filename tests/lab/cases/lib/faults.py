# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults as rows of a table: break it, see virsh fail, see check foresee it, do what check says, see the guest move."""

import dataclasses
import re
from typing import Callable, Optional, Sequence

from . import checks, remedies
from .lab import HOSTS, LabError, uri
from .tap import Skip, expect, expect_equal, note

# What `virsh` says that only hangs; it is stopped after this long.
HANGS = "hangs"
HANG_LIMIT = 10


@dataclasses.dataclass
class Guest:
    """A guest the cases share, made anew when a case has spoilt it."""

    name: str
    options: Sequence[str]
    prepare: Optional[Callable] = None

    def make(self, lab):
        lab.guest(self.name, *self.options)
        if self.prepare:
            self.prepare(lab)

    def stand_ready(self, lab):
        """Runs on alpha and is known nowhere else."""
        if lab.state_on("beta", self.name) == "running":
            lab.send(self.name, "beta", "alpha")
        if lab.state_on("alpha", self.name) != "running" or lab.state_on("beta", self.name) is not None:
            self.make(lab)


@dataclasses.dataclass
class Case:
    """One fault.

    `finds` maps each code that check must give to its verdict and, after a blank, to the side that must be named
    in it. Nothing else may be loud, but for the codes in `also`. `virsh` is what virsh must print; None where virsh
    moves the guest all the same. `remedy` is what is then done; `heals` says why nothing that is printed can be
    tried here, and the lab heals instead.
    """

    title: str
    finds: dict
    guest: Guest
    fault: Sequence[str] = ()
    options: Sequence[str] = ()
    virsh: Optional[str] = None
    virsh_options: Optional[Sequence[str]] = None
    remedy: Optional[str] = None
    heals: Optional[str] = None
    also: Sequence[str] = ()
    migrate: Sequence[str] = ()
    transport: str = "tcp"
    limit: int = 30
    set_up: Optional[Callable] = None
    clean_up: Optional[Callable] = None
    after: Optional[Callable] = None
    verify: bool = True


def break_it(lab, case):
    if case.fault:
        name, *options = case.fault
        lab.fault(name, "--guest", case.guest.name, *options)
    if case.set_up:
        case.set_up(lab)


def mend(lab, case):
    if case.clean_up:
        case.clean_up(lab)
    lab.heal("all")


def migrate_with_virsh(lab, case):
    options = case.options if case.virsh_options is None else case.virsh_options
    moves = ["--offline"] if "--offline" in options else ["--live"]
    return lab.try_on("desk", "virsh", "-q", "-c", uri("alpha", case.transport), "migrate", *moves, "--persistent",
                      "--undefinesource", *[o for o in options if o != "--offline"], case.guest.name,
                      uri("beta", case.transport), limit=HANG_LIMIT if case.virsh == HANGS else 90)


def see_virsh_fail(lab, case):
    if case.virsh is None:
        return
    done = migrate_with_virsh(lab, case)
    if case.virsh == HANGS:
        expect(done.code is None, f"virsh should have hung:\n{done}")
        note(f"virsh: nothing in {HANG_LIMIT} s")
    else:
        expect(done.code not in (0, None), f"virsh should have failed:\n{done}")
        expect(re.search(case.virsh, done.err), f"virsh should have said {case.virsh!r}:\n{done}")
        note(f"virsh: {done.err.strip().splitlines()[-1]}")


def side_of(finding):
    return {side for side in ("source", "target") if finding[side] is not None or finding.get("subject") == side}


def see_check_foresee(lab, case):
    answer = checks.run_check(lab, case.guest.name, [*checks.ends(transport=case.transport), *case.options])
    found = checks.loud(answer)
    for code, wanted in case.finds.items():
        verdict, _, side = wanted.partition(" ")
        mine = [finding for finding in answer["findings"] if finding["code"] == code]
        expect(mine, f"check does not find {code}; it finds:\n{checks.describe(found) or '  nothing'}")
        expect(verdict in [finding["verdict"] for finding in mine], f"{code} is not {verdict}:\n{checks.describe(mine)}")
        if side:
            expect(any(side in side_of(finding) for finding in mine), f"{code} does not name the {side}:\n{checks.describe(mine)}")
        for finding in mine:
            expect(finding["evidence"] or finding["source"] or finding["target"], f"{code} shows no evidence")
            expect(finding["why"], f"{code} explains nothing")
    others = [f for f in found if f["code"] not in case.finds and f["code"] not in case.also]
    expect(not others, f"beside {' '.join(case.finds)} it says:\n{checks.describe(others)}")
    wanted = ("blocked" if "block" in str(case.finds.values())
              else "unknown" if "unknown" in str(case.finds.values())
              else "warnings" if "warn" in str(case.finds.values()) else "ready")
    if not case.also:
        expect_equal(answer["verdict"], wanted, "the verdict")
    note(f"check: {answer['verdict']}, {answer['elapsed_ms']} ms: {' '.join(case.finds)}")
    return answer


def follow_the_remedy(lab, case, answer):
    """Does what is printed, and moves the guest."""
    if case.heals:
        note(f"nothing printed can be tried here ({case.heals}): the lab heals")
        mend(lab, case)
    elif case.remedy:
        remedy = remedies.find(answer, case.remedy)
        if remedies.is_migration(remedy):
            done = remedies.carry_out(lab, remedy, ["--yes", *case.migrate])
            checks.expect_moved(lab, done, case.guest.name)
            note(f"moved by the printed command of {case.remedy}")
            return
        remedies.carry_out(lab, remedy)
    done = checks.run_migrate(lab, case.guest.name,
                              [*checks.ends(transport=case.transport), "--yes", *case.options, *case.migrate])
    checks.expect_moved(lab, done, case.guest.name)
    note(f"moved after {case.remedy or 'healing'}")


def run_case(lab, case):
    lab.heal("all")
    case.guest.stand_ready(lab)
    try:
        break_it(lab, case)
        see_virsh_fail(lab, case)
        if lab.active_on(case.guest.name) != ["alpha"]:
            raise Skip("virsh did not leave the guest where it was")
        answer = see_check_foresee(lab, case)
        if case.remedy or case.heals:
            follow_the_remedy(lab, case, answer)
            if case.verify:
                wrong = lab.verify(case.guest.name, case.limit)
                expect(not wrong, f"the guest is not whole:\n{wrong}")
        if case.after:
            case.after(lab, answer)
    finally:
        mend(lab, case)
    left = lab.left_overs()
    expect(not left, f"left behind: {', '.join(left)}")


def add_cases(suite, cases):
    for case in cases:
        suite.add(case.title, lambda lab, case=case: run_case(lab, case))


__all__ = ["Case", "Guest", "HANGS", "HOSTS", "LabError", "add_cases"]
