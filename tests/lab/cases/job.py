#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A migration under way: followed, changed, stopped, and struck by every mishap. The guest is never lost, never runs
twice, and what is said of it is true."""

import signal
import time

from lib import checks
from lib.checks import ends, expect_moved, expect_quiet, result, run_check
from lib.lab import uri, wait_until
from lib.tap import Suite, expect, expect_equal, note

# Its 128 MiB take half a minute at this rate, in MiB/s, unless somebody changes it.
SLOW = ["--bandwidth", "4"]
GUEST = "guest"
MAKE = ["--disk", "none", "--window", "4"]

suite = Suite("job")


def stand_ready(lab):
    lab.heal()
    if lab.state_on("beta", GUEST) == "running" and lab.state_on("alpha", GUEST) is None:
        lab.send(GUEST, "beta", "alpha")
    if lab.state_on("alpha", GUEST) != "running" or lab.state_on("beta", GUEST) is not None:
        lab.guest(GUEST, *MAKE)


suite.before_each = stand_ready


def is_copying(lines):
    return [line for line in lines if '"phase":"copying"' in line]


def begin(lab, *words):
    """A slow migration, once it is copying."""
    running = lab.start("--json", "migrate", GUEST, *ends(), "--no-check", *SLOW, *words)
    running.wait_for(is_copying, 60, "the copying to begin")
    return running


def whole(lab, host, state="running"):
    """On this host and on no other, and whole."""
    expect_equal(lab.active_on(GUEST), [host], "where the guest is active")
    expect_equal(lab.state_on(host, GUEST), state, "its state")
    wrong = lab.verify(GUEST)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


def says(done, state, where, code=1):
    """The last word of a migration. `where` lists what may truly be said."""
    last = result(done)
    expect_equal(last["state"], state, f"state of\n{done}")
    expect(last["guest"]["running_on"] in where, f"running_on is {last['guest']['running_on']}, not {where}:\n{done}")
    expect_equal(done.code, code, f"exit status of\n{done}")
    note(f"said: {last['state']}, runs on {last['guest']['running_on']}")
    return last


@suite.test("another process watches it to its end and changes its limits")
def watch_and_tune(lab):
    running = begin(lab)
    watching = lab.start("--json", "watch", GUEST, *ends())
    watching.wait_for(is_copying, 30, "the first sample that watch sees")
    done = lab.droverctl("tune", GUEST, "--from", uri("alpha"), "--max-downtime", "700")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    running.wait_for(lambda lines: '"downtime_limit_ms":700' in lines[-1], 10, "the new limit to be seen")
    done = lab.droverctl("tune", GUEST, "--from", uri("alpha"), "--bandwidth", "1000")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    begin_s = time.monotonic()
    says(running.finish(60), "done", ["target"], 0)
    expect(time.monotonic() - begin_s < 15, "a higher limit did not make it faster")
    says(watching.finish(20), "done", ["target"], 0)
    whole(lab, "beta")


@suite.test("cancelled by another process")
def cancel(lab):
    running = begin(lab)
    done = lab.droverctl("--json", "cancel", GUEST, *ends())
    says(done, "cancelled", ["source"], 0)
    says(running.finish(20), "cancelled", ["source"])
    whole(lab, "alpha")
    expect_equal(lab.state_on("beta", GUEST), None, "what the target knows of the guest")


@suite.test("Ctrl-C cancels the migration, not only the program")
def interrupt(lab):
    running = begin(lab, "--mode", "managed")
    running.signal(signal.SIGINT)
    says(running.finish(30), "cancelled", ["source"])
    whole(lab, "alpha")


@suite.test("Ctrl-C cancels a peer-to-peer migration too")
def interrupt_p2p(lab):
    running = begin(lab, "--mode", "p2p")
    running.signal(signal.SIGINT)
    says(running.finish(30), "cancelled", ["source"])
    whole(lab, "alpha")


@suite.test("Ctrl-C during the checks changes nothing")
def interrupt_check(lab):
    running = lab.start("migrate", GUEST, *ends())
    time.sleep(1)
    running.signal(signal.SIGINT)
    done = running.finish(20)
    expect(done.code not in (0, None), f"exit status of\n{done}")
    whole(lab, "alpha")
    wait_until(lambda: not lab.left_overs(), 10, f"nothing to be left; there is {lab.left_overs()}")


@suite.test("a second migration is foreseen to be refused")
def second(lab):
    running = begin(lab)
    answer = run_check(lab, GUEST, ends())
    found = [finding["code"] for finding in checks.loud(answer, ("block",))]
    expect("job.migrating" in found, f"check finds {found} while the guest migrates")
    done = checks.run_migrate(lab, GUEST, [*ends(), "--yes"])
    expect_equal(done.code, 1, f"exit status of\n{done}")
    running.signal(signal.SIGINT)
    says(running.finish(30), "cancelled", ["source"])
    whole(lab, "alpha")


@suite.test("killed, managed: the guest stays, the target is cleared")
def killed_managed(lab):
    running = begin(lab, "--mode", "managed")
    running.signal(signal.SIGKILL)
    running.finish(5)
    wait_until(lambda: lab.state_on("beta", GUEST) is None, 30, "the target to be cleared")
    whole(lab, "alpha")
    done = lab.droverctl("watch", GUEST, *ends())
    expect(done.code != 0 and done.err.strip(), f"watch says nothing of there being no migration:\n{done}")


@suite.test("killed, peer-to-peer: it goes on, and watch takes it up again")
def killed_p2p(lab):
    running = begin(lab, "--mode", "p2p")
    running.signal(signal.SIGKILL)
    running.finish(5)
    watching = lab.start("--json", "watch", GUEST, *ends())
    watching.wait_for(is_copying, 30, "the first sample that watch sees")
    done = lab.droverctl("tune", GUEST, "--from", uri("alpha"), "--bandwidth", "1000")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    says(watching.finish(60), "done", ["target"], 0)
    whole(lab, "beta")


@suite.test("the guest is stopped so that it can end, and runs on at the target")
def suspend(lab):
    running = begin(lab)
    done = lab.droverctl("tune", GUEST, "--from", uri("alpha"), "--suspend")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    lab.droverctl("tune", GUEST, "--from", uri("alpha"), "--bandwidth", "1000")
    says(running.finish(60), "done", ["target"], 0)
    whole(lab, "beta")


@suite.test("post-copy: it runs there before all its memory is there")
def postcopy(lab):
    expect_quiet(run_check(lab, GUEST, [*ends(), "--postcopy"]))
    running = begin(lab, "--postcopy")
    done = lab.droverctl("tune", GUEST, "--from", uri("alpha"), "--postcopy")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    says(running.finish(60), "done", ["target"], 0)
    whole(lab, "beta")


@suite.test("the source's libvirtd dies")
def source_daemon_dies(lab):
    running = begin(lab, "--mode", "managed")
    lab.fault("libvirtd-killed", "--on", "alpha")
    says(running.finish(60), "failed", ["unknown", "source"])
    lab.heal()
    wait_until(lambda: lab.active_on(GUEST) == ["alpha"], 60, "the guest to be on the source alone")
    whole(lab, "alpha")


@suite.test("the target's libvirtd dies")
def target_daemon_dies(lab):
    running = begin(lab, "--mode", "managed")
    lab.fault("libvirtd-killed", "--on", "beta")
    says(running.finish(90), "failed", ["unknown", "source"])
    lab.heal()
    wait_until(lambda: lab.active_on(GUEST) == ["alpha"], 60, "the guest to be on the source alone")
    whole(lab, "alpha")


@suite.test("the guest's QEMU dies on the source")
def source_qemu_dies(lab):
    running = begin(lab)
    lab.sh("alpha", f'kill -KILL "$(cat /run/libvirt/qemu/{GUEST}.pid)"')
    says(running.finish(60), "failed", ["neither"])
    expect_equal(lab.active_on(GUEST), [], "where the guest is active")
    expect_equal([lab.state_on(host, GUEST) for host in ("alpha", "beta")], ["shut off", None], "who knows it")


@suite.test("QEMU dies on the target")
def target_qemu_dies(lab):
    running = begin(lab)
    lab.sh("beta", f'kill -KILL "$(cat /run/libvirt/qemu/{GUEST}.pid)"')
    says(running.finish(60), "failed", ["source"])
    whole(lab, "alpha")


def cut_link(lab, mode):
    running = begin(lab, "--mode", mode)
    lab.fault("link-down", "--on", "beta")
    says(running.finish(100), "failed", ["unknown", "source"])
    lab.heal()
    wait_until(lambda: lab.active_on(GUEST) == ["alpha"], 90, "the guest to be on the source alone")
    whole(lab, "alpha")


@suite.test("the target's cable comes out")
def link_cut(lab):
    cut_link(lab, "managed")


@suite.test("the target's cable comes out, peer-to-peer")
def link_cut_p2p(lab):
    cut_link(lab, "p2p")


@suite.test("what a killed check left is swept by the next one")
def sweep(lab):
    found = []
    for tenths in (8, 12, 16, 20, 5, 10, 14, 18, 24, 30):
        running = lab.start("--json", "check", GUEST, *ends())
        time.sleep(tenths / 10)
        running.signal(signal.SIGKILL)
        running.finish(5)
        # What dies with the connection is not meant.
        time.sleep(1)
        found = lab.left_overs()
        if found:
            break
    expect(found, "no check was killed at a moment when it would leave something")
    note(f"left by the killed check: {', '.join(found)}")
    expect_quiet(run_check(lab, GUEST, ends()))
    wait_until(lambda: not lab.left_overs(), 5, "the left-overs to be swept")


@suite.test("after all this, nothing is found that is not there")
def still_healthy(lab):
    expect_quiet(run_check(lab, GUEST, ends()))
    expect_moved(lab, checks.run_migrate(lab, GUEST, ends()), GUEST)
    whole(lab, "beta")


suite.main()
