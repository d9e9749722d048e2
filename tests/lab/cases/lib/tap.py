# SPDX-License-Identifier: GPL-3.0-or-later
"""A suite of tests that prints TAP, raises its lab and takes it down again, whatever happens."""

import fcntl
import os
import signal
import sys
import time
import traceback

from .lab import Lab, LabMissing


class Failure(AssertionError):
    """What a test found wrong; its text is for the reader."""


class Skip(Exception):
    """Why a test cannot be done here."""


def note(text):
    for line in str(text).splitlines():
        print(f"# {line}", flush=True)


def expect(condition, text):
    if not condition:
        raise Failure(text)


def expect_equal(got, wanted, what):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def _stop(number, _frame):
    # Once is enough: what follows is the way to the lab's end.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise SystemExit(128 + number)


# How many labs may be up at once: each keeps a core busy.
TURNS = 2


def take_turn():
    """Waits for one of the turns, which is ours until this process ends."""
    turns = [open(f"/run/lock/drover-turn-{i}.lock", "w", encoding="ascii") for i in range(TURNS)]
    while True:
        for turn in turns:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return turn
            except BlockingIOError:
                pass
        time.sleep(0.5)


class Suite:
    """Tests in the order they were added.

    Arguments of the command line choose those that contain them; the file that DROVER_LAB_ONLY names, those whose
    titles it lists. The titles of those that failed are written to the file that DROVER_LAB_FAILED names.
    """

    def __init__(self, lab_name, up_options=(), before_each=None):
        self.lab = Lab(lab_name)
        self.up_options = up_options
        self.before_each = before_each
        self.tests = []

    def test(self, title):
        def add(function):
            self.add(title, function)
            return function

        return add

    def add(self, title, function):
        self.tests.append((title, function))

    def _run_one(self, number, title, function):
        begin = time.monotonic()
        self.lab.rows.begin()
        outcome, reason, failed = "ok", "", False
        try:
            if self.before_each:
                self.before_each(self.lab)
            function(self.lab)
        except Skip as skip:
            reason = f" # SKIP {skip}"
        except Failure as failure:
            outcome, failed = "not ok", True
            note(failure)
        except Exception:  # pylint: disable=broad-except
            outcome, failed = "not ok", True
            note(traceback.format_exc())
        self.lab.rows.end(title, not failed and not reason, [test[0] for test in self.tests])
        note(f"{title}: {time.monotonic() - begin:.1f} s")
        print(f"{outcome} {number} - {title}{reason}", flush=True)
        return not failed

    def _chosen(self):
        only = os.environ.get("DROVER_LAB_ONLY")
        if only and os.path.exists(only):
            with open(only, encoding="utf-8") as file:
                titles = file.read().splitlines()
            return [test for test in self.tests if test[0] in titles]
        return [test for test in self.tests if not sys.argv[1:] or any(word in test[0] for word in sys.argv[1:])]

    def _run_all(self):
        chosen = self._chosen()
        results = [self._run_one(i + 1, *test) for i, test in enumerate(chosen)]
        print(f"1..{len(results)}", flush=True)
        failed = [test[0] for test, good in zip(chosen, results) if not good]
        if failed and os.environ.get("DROVER_LAB_FAILED"):
            with open(os.environ["DROVER_LAB_FAILED"], "w", encoding="utf-8") as file:
                file.writelines(f"{title}\n" for title in failed)
        return bool(results) and not failed

    def main(self):
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _stop)
        try:
            self.lab.need()
        except LabMissing as reason:
            print(f"1..0 # SKIP {reason}", flush=True)
            sys.exit(0)
        good = False
        turn = take_turn()
        try:
            self.lab.up(*self.up_options)
            good = self._run_all()
        finally:
            if not os.environ.get("DROVER_LAB_KEEP"):
                self.lab.down()
            turn.close()
        sys.exit(0 if good else 1)
