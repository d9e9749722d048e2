#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts side by side: what differs is shown, what the matrix says is what check says, and no host keeps the others."""

import json
import re
import time

from lib.checks import ends, run_check
from lib.compared import codes, see_hypervisor_agree, subject
from lib.lab import uri
from lib.tap import Suite, expect, expect_equal, note

# A feature that libvirt's own refusal of a model names on these hosts (QEMU's emulated processor).
LACKING = "rdseed"
LIMIT = 60

suite = Suite("compare")
mover = ["--disk", "none", "--window", "2", "--cpu", "host-model"]


def compare(lab, *words, code=0):
    done = lab.droverctl("--json", "--timeout", "20", "compare", *words, limit=LIMIT)
    expect_equal(done.code, code, f"the exit status\n{done}")
    return done.json


def both():
    return [uri("alpha"), uri("beta")]


def row(answer, name):
    return next(r for r in answer["rows"] if r["id"] == name)


@suite.test("two hosts of one kind differ in what they must and in nothing else")
def side_by_side(lab):
    answer = compare(lab, *both())
    expect_equal([h["reached"] for h in answer["hosts"]], [True, True], "reached")
    expect_equal(row(answer, "host.name")["kind"], "differs", "the names")
    expect_equal(row(answer, "host.uuid")["kind"], "differs", "the identities")
    expect_equal(row(answer, "cpu.host-model")["kind"], "equal", "host-model")
    differing = [f["name"] for f in answer["features"] if f["kind"] != "equal"]
    expect(not differing, f"these features of one processor differ: {differing}")
    guest = {f["name"] for f in answer["features"] if f["hosts"] == ["guest", "guest"]}
    expect("sse2" in guest and LACKING not in guest, f"guests are given {sorted(guest)}")
    epyc = row(answer, "model.EPYC")["values"]
    expect(all(LACKING in value for value in epyc), f"what stands in the way of EPYC: {epyc}")


@suite.test("the matrix says of a guest what check says, both ways")
def as_check_says(lab):
    lab.guest("mover", "--on", "alpha", *mover)
    answer = compare(lab, "--matrix", *both())
    cell = subject(answer, "mover", 0)["targets"][1]
    checked = run_check(lab, "mover", [*ends("alpha", "beta"), "--passive"])
    left_out = set(answer["matrix"]["not_looked_at"])
    for verdict in ("block", "warn"):
        said = {f["code"] for f in checked["findings"] if f["verdict"] == verdict and f["check"] not in left_out}
        expect_equal(codes(cell, verdict), said, f"what the matrix and check say ({verdict})")
    for mode in ("qemu64", "host-model", "maximum"):
        for source in (0, 1):
            found = codes(subject(answer, mode, source)["targets"][1 - source], "block")
            expect(not {c for c in found if c.startswith("cpu.")}, f"{mode} from {source}: {found}")


@suite.test("a CPU that one host refuses is no in the matrix, as libvirt itself says")
def refused(lab):
    xml = lab.virsh("alpha", "domcapabilities")
    unusable = re.findall(r"<model usable='no'[^>]*>([^<]*)</model>", xml)
    answer = compare(lab, *both())
    for model in unusable[:5]:
        expect(all("lacks" in value or value == "not usable" for value in row(answer, f"model.{model}")["values"]),
               f"{model} cannot be had on alpha: {row(answer, f'model.{model}')}")


@suite.test("the common CPU is ready XML that libvirt takes on every host")
def common_cpu(lab):
    answer = compare(lab, "--cpu", *both())["common_cpu"]
    expect(answer["verified"], f"not verified: {answer}")
    for host in ("alpha", "beta"):
        done = lab.try_on(host, "virsh", "-q", "-c", "qemu:///system", "hypervisor-cpu-compare", "/dev/stdin", "--error",
                          stdin=answer["xml"])
        expect(done.code == 0, f"{host} refuses it:\n{done}")
    expect_equal([h["given_up"] for h in answer["hosts"]], [[], []], "what equal hosts give up")
    expect("Westmere" in answer["named_models"], f"named models: {answer['named_models']}")


@suite.test("the common CPU is given to a guest from its next start on, and taken back")
def given(lab):
    def use(guest, *words):
        return lab.droverctl("--timeout", "20", "compare", "--cpu", "--use", guest, *words, *both(), limit=LIMIT)

    def cpu():
        return re.search(r"<cpu.*?(</cpu>|/>)", lab.virsh("alpha", "dumpxml", "--inactive", "mover"), re.DOTALL)[0]

    lab.guest("mover", "--on", "alpha", *mover)
    before = cpu()
    shown = use("mover", "--dry-run")
    expect_equal(shown.code, 0, f"the exit status\n{shown}")
    expect("<cpu mode='custom'" in shown.out and "next start" in shown.out, f"what would be done: {shown}")
    expect_equal(cpu(), before, "the CPU after a preview")
    expect_equal(use("mover").code, 1, "where nobody says yes")
    expect_equal(cpu(), before, "the CPU where nobody says yes")
    # the record is in a home that is gone with the command: both go in one
    script = """
        cd "$(mktemp -d)" && export HOME=$PWD XDG_STATE_HOME=$PWD XDG_DATA_HOME=$PWD
        droverctl compare --cpu --use mover --yes "$1" "$2"
        virsh -q -c "$1" dumpxml --inactive mover
        droverctl fix --undo "$(droverctl fix --list | cut -d' ' -f1)"
        """
    told = lab.sh("desk", script, uri("alpha"), uri("beta"), limit=LIMIT)
    expect("<cpu mode='custom' match='exact'" in told and "fix --undo" in told, f"what was done: {told}")
    expect_equal(cpu(), before, "the CPU once it was taken back")
    expect_equal(use("nobody").code, 1, "for a guest that nobody has")


@suite.test("the verdict on a CPU is the hypervisor's own, both ways")
def as_the_hypervisor(lab):
    see_hypervisor_agree(lab, compare(lab, "--matrix", *both()), ("alpha", "beta"))


@suite.test("a snapshot is a host of another day, and so is what virsh printed")
def snapshot(lab):
    # a home of its own, gone with the command: what is saved is looked at in the same one
    script = """
        cd "$(mktemp -d)"
        droverctl compare "$1" --save then.json
        virsh -q -c "$1" capabilities >caps.xml
        droverctl --json compare "$1" then.json >same.json
        droverctl --json compare "$2" then.json caps.xml
        """
    answer = json.loads(lab.sh("desk", script, uri("alpha"), uri("beta"), limit=LIMIT))
    expect_equal([h["saved"] for h in answer["hosts"]], [False, True, True], "which are from files")
    expect_equal(row(answer, "host.name")["values"][1], "alpha.lab.test", "the name in the snapshot")
    expect_equal(row(answer, "cpu.model")["kind"], "equal", "the model in all three")


@suite.test("a host that does not answer keeps nobody, and one without rights says so")
def dead_host(lab):
    begin = time.monotonic()
    lab.fault("libvirtd-frozen", "--on", "beta")
    try:
        done = lab.droverctl("--json", "--timeout", "4", "compare", "--matrix", *both(), limit=LIMIT)
        table = lab.droverctl("--timeout", "4", "compare", "--matrix", "--csv", *both(), limit=LIMIT)
    finally:
        lab.heal()
    note(f"{time.monotonic() - begin:.1f} s")
    expect_equal(done.code, 3, f"the exit status\n{done}")
    answer = done.json
    expect_equal([h["reached"] for h in answer["hosts"]], [True, False], "reached")
    expect(row(answer, "cpu.host-model")["values"][0], "alpha is told of all the same")
    expect(subject(answer, "host-model", 1)["reason"], "why nothing is known of beta's guests is said")
    expect(re.search(r'^"qemu64","[^"]*alpha[^"]*","","unknown"', table.out, re.MULTILINE), f"from alpha to who is silent:\n{table}")
    expect(re.search(r'^"host-model","[^"]*beta[^"]*","unknown: [^"]+",""', table.out, re.MULTILINE),
           f"what nothing is known of:\n{table}")
    done = lab.droverctl("--json", "--readonly", "compare", "--matrix", *both(), limit=LIMIT)
    found = codes(subject(done.json, "qemu64", 0)["targets"][1], "block")
    expect("read-only.connection" in found, f"without rights the matrix says {found}")


suite.main()
