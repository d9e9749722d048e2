#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One check and one migration, to be run with a droverctl that was built with sanitizers."""

from lib.checks import ends, expect_moved, run_check, run_migrate
from lib.tap import Suite, expect

suite = Suite("asan")


def expect_clean(done):
    expect("Sanitizer" not in done.err and "runtime error" not in done.err, f"a sanitizer complains:\n{done.err}")


@suite.test("a check with all its proofs")
def check(lab):
    lab.guest("demo", "--memory", "128", "--window", "4")
    run_check(lab, "demo", [*ends(), "--unsafe"], limit=180)


@suite.test("a migration")
def migrate(lab):
    done = run_migrate(lab, "demo", [*ends(), "--unsafe", "--yes"], limit=240)
    expect_clean(done)
    expect_moved(lab, done, "demo", "beta")


@suite.test("a migration that fails")
def fail(lab):
    lab.fault("hook-refuses", "--on", "alpha")
    done = run_migrate(lab, "demo", [*ends("beta", "alpha"), "--unsafe", "--no-check"], limit=240)
    lab.heal()
    expect_clean(done)
    expect(done.code == 1, f"exit status of\n{done}")


suite.main()
