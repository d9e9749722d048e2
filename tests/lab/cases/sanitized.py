#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One check and one migration of real hosts by a program built with sanitizers: nothing may be reported."""

import os

from lib.checks import ends, expect_moved, expect_quiet, run_check, run_migrate
from lib.tap import Suite, expect

# Whoever runs the suite may have said otherwise for other programs.
os.environ["ASAN_OPTIONS"] = "detect_leaks=1:abort_on_error=0:exitcode=99"
os.environ["UBSAN_OPTIONS"] = "halt_on_error=1:print_stacktrace=1:exitcode=99"

suite = Suite("sanitized")


def clean(done):
    expect("Sanitizer" not in done.err and "runtime error" not in done.err and done.code != 99, f"a report:\n{done}")


@suite.test("the program has sanitizers in it")
def is_sanitized(lab):
    symbols = lab.sh("desk", f"nm -D {lab.droverctl_path} | grep -c __asan_init || :").strip()
    expect(symbols != "0", "it was built without -Db_sanitize=address")


@suite.test("a check of a guest with a disk")
def check(lab):
    lab.guest("guest", "--window", "2")
    expect_quiet(run_check(lab, "guest", [*ends(transport="ssh"), "--unsafe"]))


@suite.test("a migration there and back, by both ways of steering")
def migrate(lab):
    for source, target, mode in (("alpha", "beta", "p2p"), ("beta", "alpha", "managed")):
        done = run_migrate(lab, "guest", [*ends(source, target), "--unsafe", "--mode", mode])
        clean(done)
        expect_moved(lab, done, "guest", target)
    wrong = lab.verify("guest")
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("a refusal")
def refuse(lab):
    done = lab.droverctl("check", "guest", *ends(), "--only", "shared-storage")
    clean(done)
    expect(done.code == 1, f"exit status of\n{done}")


suite.main()
