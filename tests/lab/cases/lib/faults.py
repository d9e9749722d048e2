# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults as rows of a table: break it, see virsh fail, see check foresee it, do what check says, see the guest move."""

import dataclasses
import re
from typing import Callable, Optional, Sequence

from . import checks, remedies
from .lab import HOSTS, uri, wait_until
from .tap import Skip, expect, expect_equal, note

# What `virsh` says that only hangs; it is stopped after this long.
HANGS = "hangs"
HANG_LIMIT = 6

# What `virsh` says that moves the guest and ruins it: nothing.
SILENT = "silent"


@dataclasses.dataclass
class Guest:
    """A guest the cases share. One that has moved with all its storage is brought back, any other made anew."""

    name: str
    options: Sequence[str]
    comes_back: bool = True
    prepare: Optional[Callable] = None

    def make(self, lab):
        for other in list(lab.guests):
            if other != self.name:
                lab.remove_guest(other)
        lab.guest(self.name, *self.options)
        # The lab puts images where a pool does not see it, and takes them away so.
        for host in HOSTS:
            lab.virsh(host, "pool-refresh", "default")
        if self.prepare:
            self.prepare(lab)

    def stand_ready(self, lab):
        """Runs on alpha, alone, and is known nowhere else."""
        states = lab.states(self.name)
        if self.comes_back and states[1] == "running":
            lab.send(self.name, "beta", "alpha")
            states = lab.states(self.name)
        if lab.guests != [self.name] or states != ["running", None]:
            self.make(lab)


@dataclasses.dataclass
class Case:
    """One fault.

    `finds` maps each code that check must give, or several between bars of which it must give one, to its verdict and, after a blank, to the side that must be named
    in it. Nothing else may be loud, but for the codes in `also`. `virsh` is what virsh must print; None where virsh
    moves the guest all the same. `remedy` is what is then done, with `fill` in the holes that it leaves to a person; `heals` says why nothing that is printed can be
    tried here, and the lab heals instead; `stays` says why the guest is not moved at all, and `never`
    that no option may do it. `harm` tells what a silent
    virsh has done.
    """

    title: str
    guest: Guest
    finds: dict
    fault: Sequence[str] = ()
    options: Sequence[str] = ()
    virsh: Optional[str] = None
    virsh_options: Optional[Sequence[str]] = None
    remedy: Optional[str] = None
    fill: Optional[dict] = None
    heals: Optional[str] = None
    also: Sequence[str] = ()
    migrate: Sequence[str] = ()
    transport: str = "tcp"
    stays: Optional[str] = None
    never: bool = False
    runs_on: Sequence[str] = ("alpha",)
    set_up: Optional[Callable] = None
    clean_up: Optional[Callable] = None
    after_virsh: Optional[Callable] = None
    harm: Optional[Callable] = None
    after: Optional[Callable] = None


def break_it(lab, case):
    if case.fault:
        name, *options = case.fault
        lab.fault(name, "--guest", case.guest.name, *options)
    if case.set_up:
        case.set_up(lab)


def mend(lab, case):
    if case.clean_up:
        case.clean_up(lab)
    lab.heal()


def migrate_with_virsh(lab, case):
    options = case.options if case.virsh_options is None else case.virsh_options
    moves = ["--offline"] if "--offline" in options else ["--live"]
    return lab.try_on("desk", "virsh", "-q", "-c", uri("alpha", case.transport), "migrate", *moves, "--persistent",
                      "--undefinesource", *[o for o in options if o != "--offline"], case.guest.name,
                      uri("beta", case.transport), limit=HANG_LIMIT if case.virsh == HANGS else 90)


def see_virsh_fail(lab, case):
    if case.virsh is None:
        return
    if case.virsh == SILENT and not case.harm:
        # A guest that had nothing on its disk yet has nothing to lose.
        wrong = lab.verify(case.guest.name)
        expect(not wrong, f"before virsh moves it:\n{wrong}")
    done = migrate_with_virsh(lab, case)
    if case.virsh == HANGS:
        expect(done.code is None, f"virsh should have hung:\n{done}")
        note(f"virsh: nothing in {HANG_LIMIT} s")
        lab.rows.tell("virsh", f"nothing in {HANG_LIMIT} s")
        # Its daemon still waits for the network, and gives up once that answers and virsh does not.
        mend(lab, case)
        wait_until(lambda: is_idle(lab, case.guest.name), 90, "the hanging migration to end")
        break_it(lab, case)
    elif case.virsh == SILENT:
        expect(done.code == 0, f"virsh should have gone ahead:\n{done}")
        harm = case.harm(lab) if case.harm else lab.verify(case.guest.name)
        expect(harm, "virsh went ahead, and nothing went wrong")
        note(f"virsh: not a word, and then: {harm.strip().splitlines()[-1]}")
        lab.rows.tell("virsh", f"not a word, and then: {harm.strip().splitlines()[-1]}")
        mend(lab, case)
        case.guest.make(lab)
        break_it(lab, case)
    else:
        expect(done.code not in (0, None), f"virsh should have failed:\n{done}")
        expect(re.search(case.virsh, done.err), f"virsh should have said {case.virsh!r}:\n{done}")
        note(f"virsh: {done.err.strip().splitlines()[-1]}")
        lab.rows.tell("virsh", done.err.strip().splitlines()[-1])


def is_idle(lab, guest):
    job = lab.try_on("alpha", "virsh", "-q", "-c", "qemu:///system", "domjobinfo", guest, limit=10)
    return job.code == 0 and job.out.split()[-1:] == ["None"] and lab.active_on(guest) == ["alpha"]


def side_of(finding):
    return {side for side in ("source", "target") if finding[side] is not None or finding.get("subject") == side}


def is_consequence(case, finding):
    """Where there is no connection, nothing else can be known; where the guest cannot go, nothing is rehearsed."""
    evidence = finding["evidence"] or ""
    if finding["verdict"] != "unknown" or not case.finds:
        return False
    if any(code.startswith("connect.") for code in case.finds):
        return "no connection" in evidence
    return finding["code"] == "rehearsal.unknown" and evidence.startswith("not tried: ")


def verdict_of(verdicts):
    for word, verdict in (("block", "blocked"), ("unknown", "unknown"), ("warn", "warnings")):
        if any(text.split()[0] == word for text in verdicts):
            return verdict
    return "ready"


def see_check_foresee(lab, case):
    answer = checks.run_check(lab, case.guest.name, [*checks.ends(transport=case.transport), *case.options])
    found = checks.loud(answer)
    for code, wanted in case.finds.items():
        verdict, _, side = wanted.partition(" ")
        mine = [finding for finding in answer["findings"] if finding["code"] in code.split("|")]
        expect(mine, f"check does not find {code}; it finds:\n{checks.describe(found) or '  nothing'}")
        expect(verdict in [finding["verdict"] for finding in mine], f"{code} is not {verdict}:\n{checks.describe(mine)}")
        if side:
            expect(any(side in side_of(finding) for finding in mine), f"{code} does not name the {side}:\n{checks.describe(mine)}")
        for finding in mine:
            expect(finding["evidence"] or finding["source"] or finding["target"], f"{code} shows no evidence")
            expect(finding["why"], f"{code} explains nothing")
    known = {one for code in [*case.finds, *case.also] for one in code.split("|")}
    others = [f for f in found if f["code"] not in known and not is_consequence(case, f)]
    expect(not others, f"beside {' '.join(case.finds)} it says:\n{checks.describe(others)}")
    wanted = verdict_of([*case.finds.values(), *[f["verdict"] for f in found]])
    expect_equal(answer["verdict"], wanted, "the verdict")
    note(f"check: {answer['verdict']}, {answer['elapsed_ms']} ms: {' '.join(case.finds)}")
    lab.rows.foreseen_only(case.finds or ["nothing, rightly: it does no harm"])
    return answer


def follow(lab, case, remedy):
    """Types what is printed. Returns whether that has moved the guest already."""
    if not remedies.is_migration(remedy):
        remedies.carry_out(lab, remedy, fill=case.fill)
        return False
    done = remedies.carry_out(lab, remedy, ["--yes", *case.migrate], case.fill)
    checks.expect_moved(lab, done, case.guest.name)
    return True


def move(lab, case, answer):
    """By way of the remedy, or else of the lab's healing, and of neither where nothing is in the way."""
    moved = False
    if case.heals:
        note(f"nothing printed can be tried here ({case.heals}): the lab heals")
        mend(lab, case)
    elif case.remedy:
        moved = follow(lab, case, remedies.find(answer, case.remedy))
    if not moved:
        words = [*checks.ends(transport=case.transport), "--yes", *case.options, *case.migrate]
        checks.expect_moved(lab, checks.run_migrate(lab, case.guest.name, words), case.guest.name)
    note(f"moved by {case.remedy}" if case.remedy else "moved")
    wrong = lab.verify(case.guest.name)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


def see_refused(lab, case, _answer=None):
    """No option goes over it, and the guest stays where it is."""
    for words in (["--no-check"], ["--force", "--yes"], ["--passive", "--force"],
                  [word for code in case.finds for word in ("--ignore", code)]):
        done = checks.run_migrate(lab, case.guest.name, [*checks.ends(), *case.options, *words])
        expect(done.code in (1, 3), f"{words} went over it:\n{done}")
        where = "both" if len(case.runs_on) == 2 else "source"
        expect_equal(checks.result(done)["guest"]["running_on"], where, "running_on")
        expect_equal(lab.active_on(case.guest.name), list(case.runs_on), f"where the guest runs after {words}")
        note(f"refused in spite of {' '.join(words)}")


def run_case(lab, case):
    case.guest.stand_ready(lab)
    try:
        break_it(lab, case)
        see_virsh_fail(lab, case)
        if case.after_virsh:
            case.after_virsh(lab)
        expect_equal(lab.active_on(case.guest.name), list(case.runs_on), "where virsh left the guest")
        answer = see_check_foresee(lab, case)
        if case.never:
            see_refused(lab, case)
            lab.rows.tell("remedied", "refused, whatever the options")
        elif case.stays:
            note(f"it stays where it is: {case.stays}")
            lab.rows.tell("remedied", f"nothing: {case.stays}")
        else:
            move(lab, case, answer)
            lab.rows.tell("remedied", case.remedy or (case.heals and f"by hand: {case.heals}"))
        if case.after:
            case.after(lab, answer)
    finally:
        mend(lab, case)
    left = lab.left_overs()
    expect(not left, f"left behind: {', '.join(left)}")


def add_cases(suite, cases):
    for case in cases:
        suite.add(case.title, lambda lab, case=case: run_case(lab, case))


