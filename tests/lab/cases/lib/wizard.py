# SPDX-License-Identifier: GPL-3.0-or-later
"""The wizard's first pages, as the suites that drive the window go through them."""

import contextlib
import os

from .lab import uri
from .tap import Failure, expect_equal, note
from .window import Window

GUEST = "demo"
PROGRAM = os.environ.get("DROVER", "drover")
HOSTS = (uri("alpha"), uri("beta", "ssh"))


@contextlib.contextmanager
def opened(lab, hosts=HOSTS):
    window = Window(lab, PROGRAM, hosts)
    try:
        yield window
    finally:
        window.close()


def choose(window):
    window.see("Reachable")
    window.press("Choose Guest")
    window.click(GUEST, role="check box")
    window.see("beta.lab.test", role="check box")
    named(window)
    window.click("beta.lab.test", role="check box")
    window.press("Check")


def past_preflight(window, again=lambda window: window.press("Check All Again")):
    """As far as its verdict lets one go on. On a busy computer a knock may come too late: it is knocked again."""
    for _ in range(5):
        window.see("Check All Again", role="push button", seconds=60)
        if "push button: How" in window.do("names"):
            return
        note("the preflight blocks, and is run again")
        again(window)
    raise Failure(f"the preflight does not let go: {window.do('names')}")


def named(window):
    """Nobody who cannot see the page meets something on it that says nothing of itself."""
    expect_equal(window.do("nameless"), [], "what has no name")
