# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what `droverctl check` and `droverctl migrate` say."""

from .lab import uri
from .tap import Failure, expect, expect_equal

CODES = {"ready": 0, "warnings": 0, "blocked": 1, "unknown": 3}

# Facts of life in a lab: TCP is plain, and every CPU is emulated.
OF_COURSE = {"connect.plain-tcp", "cpu.emulated"}

FINDING_KEYS = {"check", "code", "catalog", "group", "verdict", "title", "source", "target", "evidence", "why", "remedies"}
REMEDY_KEYS = {"id", "title", "host", "automatic", "commands"}
SAMPLE_KEYS = {"t_ms", "phase", "processed", "remaining", "total", "rate", "dirty_rate", "iteration", "downtime_limit_ms"}


def ends(source="alpha", target="beta", transport="tcp"):
    return ["--from", uri(source, transport), "--to", uri(target, transport)]


def run_check(lab, guest, words, limit=120, before=()):
    """One check, with the shape of its answer and its exit status looked at. `before` stands before the command.

    Returns the answer.
    """
    done = lab.droverctl(*before, "--json", "check", guest, *words, limit=limit)
    try:
        answer = done.json
    except (ValueError, IndexError):
        raise Failure(f"check printed no JSON:\n{done}") from None
    expect_equal(done.err, "", "what check says on stderr")
    expect(answer["verdict"] in CODES, f"verdict {answer['verdict']}")
    expect(isinstance(answer["elapsed_ms"], int), "elapsed_ms is no number")
    expect_equal(done.code, CODES[answer["verdict"]], f"exit status for “{answer['verdict']}”")
    for finding in answer["findings"]:
        missing = FINDING_KEYS - finding.keys()
        expect(not missing, f"a finding lacks {missing}: {finding}")
        expect(finding["verdict"] in ("pass", "info", "warn", "block", "unknown", "not-applicable"), str(finding))
        expect(finding["code"].startswith(finding["check"] + "."), f"the code {finding['code']} of {finding['check']}")
        for remedy in finding["remedies"]:
            expect(not REMEDY_KEYS - remedy.keys(), f"a remedy lacks {REMEDY_KEYS - remedy.keys()}: {remedy}")
            expect(remedy["host"] in ("source", "target", "client"), f"the host of {remedy}")
    lab.rows.foreseen(finding["code"] for finding in loud(answer))
    return answer


def loud(answer, verdicts=("warn", "block", "unknown")):
    """The findings that a user would be stopped or alarmed by."""
    return [finding for finding in answer["findings"] if finding["verdict"] in verdicts]


def describe(findings):
    return "\n".join(
        f"  {f['verdict']} {f['code']} ({f.get('subject')}) source {f['source']!r} target {f['target']!r}: {f['evidence']}"
        for f in findings)


def expect_quiet(answer, what="a healthy lab"):
    found = loud(answer)
    expect(not found, f"{what}, and yet it says:\n{describe(found)}")
    expect_equal(answer["verdict"], "ready", "the verdict")


def run_migrate(lab, guest, words, limit=120):
    """One migration. Returns what came of the process; look into it with result()."""
    return lab.droverctl("--json", "migrate", guest, *words, limit=limit)


def result(done):
    """The result that closes a migration, with its shape and the samples before it looked at."""
    try:
        *samples, last = done.lines
    except ValueError:
        raise Failure(f"migrate printed no JSON:\n{done}") from None
    expect_equal(last.get("type"), "result", "the last line's type")
    for key in ("state", "total_ms", "downtime_ms", "bytes", "error", "guest"):
        expect(key in last, f"the result lacks {key}: {last}")
    expect(last["state"] in ("done", "failed", "cancelled"), f"state {last['state']}")
    if last["error"] is not None:
        expect({"text", "code", "cause", "remedies"} <= last["error"].keys(), f"the error lacks something: {last['error']}")
    before = -1
    for sample in samples:
        expect_equal(sample["type"], "sample", "the type of a line before the last")
        expect(not SAMPLE_KEYS - sample.keys(), f"a sample lacks {SAMPLE_KEYS - sample.keys()}: {sample}")
        expect(sample["t_ms"] >= before, f"time runs backwards: {sample['t_ms']} after {before}")
        before = sample["t_ms"]
    return last


def expect_moved(lab, done, guest, target="beta"):
    """A migration that was said to be done, and is: on one host only, and the guest is whole."""
    expect(done.code == 0, f"migrate failed:\n{done}")
    if "--json" in done.argv:
        last = result(done)
        expect_equal(last["state"], "done", "state")
        expect_equal(last["guest"]["running_on"], "target", "running_on")
        expect(last["total_ms"] > 0, f"total_ms {last['total_ms']}")
    expect_equal(lab.active_on(guest), [target], "the hosts the guest is active on")
