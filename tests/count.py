#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in meson's JUnit files and prints the line that closes a run."""

import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree


# What a test printed stands in the file as it is, colours of a terminal and all; XML knows no such characters.
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return ElementTree.fromstring(FORBIDDEN.sub("?", file.read()))


def outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def title(case):
    """Without the number, which depends on what was run with it."""
    return re.sub(r"^\d+ ", "", case.get("name"))


def cases_of(folder, name):
    """Those of a run, and of earlier ones of which only what failed was run again: there the later word counts."""
    cases = list(read(os.path.join(folder, name + ".xml")).iter("testcase"))
    for earlier in ("second", "first"):
        path = os.path.join(folder, f"{name}.{earlier}.xml")
        if os.path.exists(path):
            known = {title(case) for case in cases}
            cases += [case for case in read(path).iter("testcase") if title(case) not in known]
    return cases


def read_programs(folder, name):
    """The test programs that ended badly, by meson's own log: one may do so behind tests that all passed, as where
    memory leaks."""
    try:
        with open(os.path.join(folder, name + ".json"), encoding="utf-8", errors="replace") as file:
            programs = [json.loads(line) for line in file]
    except OSError:
        return []
    return [program["name"] for program in programs if program["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT")]


def main():
    folder, names = sys.argv[1], sys.argv[2:]
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for name in names:
        path = os.path.join(folder, name + ".xml")
        if not os.path.exists(path):
            # A run that left no result did not happen, and that is a failure.
            print(f"{name}: no result")
            counts["failed"] += 1
            continue
        told = []
        for case in cases_of(folder, name):
            result = outcome(case)
            counts[result] += 1
            if result != "passed":
                print(f"{result}: {name}: {case.get('classname')} {case.get('name')}")
            if result == "failed":
                told.append(f"{case.get('classname')} {case.get('name')}")
        for program in read_programs(folder, name):
            if not any(program in case for case in told):
                counts["failed"] += 1
                print(f"failed: {name}: {program} ended badly")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    must_not_skip = os.environ.get("DROVER_NO_SKIP") == "1"
    return 1 if counts["failed"] or counts["passed"] == 0 or (must_not_skip and counts["skipped"]) else 0


sys.exit(main())
