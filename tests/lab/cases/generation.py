#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of two generations: what check foresees, and what virsh then really does, must agree in every cell."""

import dataclasses
import re
from typing import Optional, Sequence

from lib.checks import describe, ends, loud, run_check
from lib.compared import codes, see_hypervisor_agree, subject
from lib.lab import uri
from lib.tap import Suite, expect, expect_equal, note

# Of a target that is older than the source.
OLDER = {"versions.older-qemu", "versions.older-libvirt"}


@dataclasses.dataclass
class Cell:
    """One guest's way from one host to another.

    `blocks`, `warns` and `unknown` are the codes that check must give, and no others; `virsh` is what virsh must say
    where it refuses, None where it moves the guest.
    """

    guest: str
    source: str
    target: str
    blocks: Sequence[str] = ()
    warns: Sequence[str] = ()
    unknown: Sequence[str] = ()
    virsh: Optional[str] = None
    evidence: Optional[str] = None
    transport: str = "tcp"
    options: Sequence[str] = ()

    @property
    def title(self):
        return f"{self.guest}, {self.source} to {self.target}"


def machine(version, cpu, *options):
    return ["--machine", f"pc-q35-{version}", "--cpu", cpu, "--window", "2", *options]


def diskless(version, cpu):
    return machine(version, cpu, "--disk", "none")


MACHINE_REFUSED = "does not support machine type 'pc-q35-10.0'"
UNKNOWN_FEATURE = "unknown CPU feature: cmpccxadd"

# One guest at a time: an emulated processor is busy enough.
GUESTS = {
    "old-model": diskless("7.2", "host-model"),
    "old-maximum": diskless("7.2", "maximum"),
    # The disk shows that the devices' state is understood both ways.
    "old-plain": machine("7.2", "qemu64"),
    "old-threads": [*diskless("7.2", "qemu64"), "--vcpus", "2", "--threads", "2"],
    "new-model": diskless("7.2", "host-model"),
    "new-maximum": diskless("7.2", "maximum"),
    "new-plain": diskless("7.2", "qemu64"),
    "newest-model": diskless("10.0", "host-model"),
    "newest-maximum": diskless("10.0", "maximum"),
    "newest-plain": diskless("10.0", "qemu64"),
}

CELLS = [
    Cell("old-model", "alpha", "beta"),
    Cell("old-model", "beta", "gamma", ["cpu.incompatible"], virsh="missing features: pcommit", evidence="pcommit"),
    Cell("old-maximum", "alpha", "beta"),
    Cell("old-maximum", "beta", "gamma", warns=["cpu.maximum"]),
    Cell("old-plain", "alpha", "beta", options=["--unsafe"]),
    Cell("old-plain", "beta", "gamma", options=["--unsafe"]),
    Cell("old-plain", "gamma", "alpha", warns=OLDER, options=["--unsafe"], transport="ssh"),
    # QEMU tells of the feature in two ways; that the target refuses it only the stand-in can show.
    Cell("old-threads", "alpha", "gamma", ["rehearsal.cpu"], ["known-pairs.ht"], virsh="extra features: ht",
         evidence="extra features: ht"),
    Cell("new-model", "gamma", "alpha", ["cpu.unknown-feature"], OLDER, virsh=UNKNOWN_FEATURE, evidence="cmpccxadd"),
    Cell("new-maximum", "gamma", "alpha", warns=[*OLDER, "cpu.maximum"]),
    Cell("new-plain", "gamma", "alpha", warns=OLDER),
    Cell("newest-model", "gamma", "alpha", ["machine.unsupported", "cpu.unknown-feature"], OLDER, ["vcpus.unknown"],
         virsh=f"{MACHINE_REFUSED}|{UNKNOWN_FEATURE}", evidence="cmpccxadd"),
    Cell("newest-maximum", "gamma", "alpha", ["machine.unsupported"], [*OLDER, "cpu.maximum"], ["vcpus.unknown"],
         virsh=MACHINE_REFUSED, evidence="pc-q35-10.0"),
    Cell("newest-plain", "gamma", "alpha", ["machine.unsupported"], OLDER, ["vcpus.unknown"], virsh=MACHINE_REFUSED,
         evidence="pc-q35-10.0"),
]


def stand_ready(lab, cell):
    """The guest, alone in the lab, runs where its way begins."""
    if cell.guest in lab.guests and lab.active_on(cell.guest) == [cell.source]:
        return
    for name in list(lab.guests):
        lab.remove_guest(name)
    lab.guest(cell.guest, "--on", cell.source, *GUESTS[cell.guest])


def is_consequence(finding):
    """Where the guest cannot go, nothing is rehearsed."""
    return finding["code"] == "rehearsal.unknown" and (finding["evidence"] or "").startswith("not tried: ")


def look(lab, cell):
    """A busy computer answers late, and then check rightly says that it does not know: it is asked again."""
    for left in (2, 1, 0):
        answer = run_check(lab, cell.guest, [*ends(cell.source, cell.target, cell.transport), *cell.options])
        late = {f["code"] for f in loud(answer, ["unknown"]) if not is_consequence(f)} - set(cell.unknown)
        if not late or not left:
            return answer
        note(f"asked again, because it did not know: {' '.join(sorted(late))}")


def see_check_foresee(lab, cell):
    answer = look(lab, cell)
    found = loud(answer)
    for verdict, codes in (("block", cell.blocks), ("warn", cell.warns), ("unknown", cell.unknown)):
        got = {f["code"] for f in found if f["verdict"] == verdict and not is_consequence(f)}
        if cell.virsh and verdict == "block":
            # What another check has foreseen the stand-in may meet as well.
            got -= {code for code in got if code.startswith("rehearsal.")} - set(codes)
        expect(got == set(codes), f"what it says to {verdict} is {sorted(got)}, not {sorted(codes)}:\n{describe(found)}")
    if cell.evidence:
        evidence = [f["evidence"] or "" for f in found if f["verdict"] == "block"]
        expect(any(cell.evidence in text for text in evidence), f"“{cell.evidence}” is in no evidence:\n{describe(found)}")
    note(f"check: {answer['verdict']}, {answer['elapsed_ms']} ms: {' '.join(f['code'] for f in found) or 'nothing'}")
    return answer


def see_virsh_agree(lab, cell):
    done = lab.try_on("desk", "virsh", "-q", "-c", uri(cell.source, cell.transport), "migrate", "--live", "--persistent",
                      "--undefinesource", *cell.options, cell.guest, uri(cell.target, cell.transport), limit=120)
    if cell.virsh is None:
        expect(done.code == 0, f"virsh should have moved it:\n{done}")
        note(f"virsh: moved in {done.seconds:.1f} s")
    else:
        expect(done.code not in (0, None), f"virsh should have refused:\n{done}")
        expect(re.search(cell.virsh, done.err), f"virsh should have said {cell.virsh!r}:\n{done}")
        note(f"virsh: {done.err.strip().splitlines()[-1]}")
    expect_equal(lab.active_on(cell.guest), [cell.target if cell.virsh is None else cell.source],
                 "where the guest runs after virsh")


def run_cell(lab, cell):
    stand_ready(lab, cell)
    see_check_foresee(lab, cell)
    see_virsh_agree(lab, cell)
    wrong = lab.verify(cell.guest)
    expect(not wrong, f"the guest is not whole:\n{wrong}")
    left = lab.left_overs()
    expect(not left, f"left behind: {', '.join(left)}")


def see_compare_agree(lab):
    """Without any guest, what the cells have shown of guests: the same codes, both ways, and a CPU that all have."""
    done = lab.droverctl("--json", "--timeout", "30", "compare", "--matrix", "--cpu", uri("alpha"), uri("gamma"),
                         uri("beta"))
    expect_equal(done.code, 0, f"the exit status\n{done}")
    answer = done.json
    for mode, source, verdict, wanted in (("qemu64", 0, "block", set()), ("qemu64", 1, "block", set()),
                                          ("host-model", 0, "block", {"cpu.incompatible"}),
                                          ("host-model", 1, "block", {"cpu.unknown-feature"}),
                                          ("maximum", 0, "warn", {"cpu.maximum"}),
                                          ("maximum", 1, "warn", {"cpu.maximum", *OLDER})):
        got = codes(subject(answer, mode, source)["targets"][1 - source], verdict)
        expect_equal(got, wanted, f"what a guest with {mode} from {('alpha', 'gamma')[source]} would {verdict} on")
    refused = see_hypervisor_agree(lab, answer, ("alpha", "gamma", "beta"))
    # host-model between the generations, either way: the older of them are two
    expect_equal(refused, 4, "how many CPUs are refused")
    common = answer["common_cpu"]
    expect(common["verified"] and common["computed_by"] == 1, f"the common CPU is not the newest host's: {common}")
    expect("pcommit" in common["hosts"][0]["given_up"], f"alpha gives up {common['hosts'][0]['given_up']}")
    expect("cmpccxadd" in common["hosts"][1]["given_up"], f"gamma gives up {common['hosts'][1]['given_up']}")
    for host in ("alpha", "beta", "gamma"):
        lab.virsh(host, "hypervisor-cpu-compare", "/dev/stdin", "--error", stdin=common["xml"])


suite = Suite("generation", ["--generation"])
suite.add("compare tells the generations apart as check and virsh do", see_compare_agree)
for one in CELLS:
    suite.add(one.title, lambda lab, cell=one: run_cell(lab, cell))

suite.main()
