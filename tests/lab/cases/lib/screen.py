#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the window: finds what it shows through AT-SPI, and clicks and types as a person would.

Runs on the lab's desk, within a display and a session bus of its own, with the program as its argument. Reads one
JSON object a line ({"do": "press", "name": "Check"}) and answers each with one ({"ok": …} or {"error": …}).
"""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 (the version is said first)

START_S = 20
WINDOW = Atspi.CoordType.WINDOW
SPOKEN = ("label", "push button", "check box", "list item")


class Trouble(Exception):
    """Why it could not be done."""


class Screen:
    def __init__(self, program):
        self.process = subprocess.Popen(program)
        self.root = None
        # The tree that is read before it is whole stays as it was read.
        time.sleep(2)
        self._until(self._look_for_root, START_S, "the window")

    def _until(self, look, seconds, what):
        end = time.monotonic() + seconds
        while True:
            try:
                found = look()
            except GLib.Error:
                found = None
            if found:
                return found
            if self.process.poll() is not None:
                raise Trouble(f"the program ended with {self.process.returncode}")
            if time.monotonic() > end:
                raise Trouble(f"no {what} after {seconds} s; there are: {self.names({})}")
            time.sleep(0.1)

    def _look_for_root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                self.root = child
                return True
        return False

    def _walk(self, node):
        for index in range(node.get_child_count()):
            try:
                child = node.get_child_at_index(index)
            except GLib.Error:
                continue
            if child is None:
                continue
            yield child
            yield from self._walk(child)

    def _shown(self):
        """What can be seen: GTK 4.8 tells no SHOWING, but what is hidden has no size."""
        for child in self._walk(self.root):
            try:
                extents = child.get_extents(WINDOW)
                if extents.width > 0 and extents.height > 0:
                    yield child, child.get_name() or "", child.get_role_name()
            except GLib.Error:
                continue

    def _find(self, words):
        for child, name, role in self._shown():
            if words.get("role", role) != role:
                continue
            if name == words.get("name", name) and words.get("part", "") in name:
                return child
        return None

    def _wait(self, words):
        what = words.get("name") or f"…{words.get('part')}…"
        return self._until(lambda: self._find(words), words.get("seconds", 20), f"“{what}”")

    def see(self, words):
        """Waits until it is shown, and gives its whole name."""
        return self._wait(words).get_name()

    def names(self, words):
        return [f"{role}: {name}" for _, name, role in self._shown() if name and role in SPOKEN]

    def gone(self, words):
        return self._until(lambda: self._find(words) is None, words.get("seconds", 20), "end of it")

    def _ready(self, words):
        child = self._wait(words)
        self._until(lambda: child.get_state_set().contains(Atspi.StateType.SENSITIVE), words.get("seconds", 20),
                    f"way to press “{child.get_name()}”")
        return child

    def press(self, words):
        self._ready({"role": "push button", **words}).get_action_iface().do_action(0)

    def click(self, words):
        """With the mouse, for what has no action of its own in GTK 4.8."""
        child = self._ready(words)
        extents = child.get_extents(WINDOW)
        self._pointer("mousemove", "--window", self._window(), str(extents.x + min(extents.width // 2, 60)),
                      str(extents.y + extents.height // 2))
        self._pointer("click", "1")

    def type(self, words):
        child = self._ready({"role": "text", **words})
        child.get_editable_text_iface().set_text_contents(words["text"])

    def key(self, words):
        """With the keyboard: `keys` as xdotool names them. There is no window manager to give the window its focus;
        an open menu must keep the one it has."""
        if not words.get("in_menu"):
            self._pointer("windowfocus", "--sync", self._window())
        for key in words["keys"]:
            self._pointer("key", key)
            time.sleep(0.05)

    def focused(self, words):
        for child, name, role in self._shown():
            if child.get_state_set().contains(Atspi.StateType.FOCUSED):
                return f"{role}: {name}"
        return ""

    def close(self, words):
        self.process.terminate()
        return self.process.wait(10)

    def _window(self):
        found = subprocess.run(["xdotool", "search", "--pid", str(self.process.pid), "--onlyvisible", "--class", "."],
                               capture_output=True, text=True, check=False).stdout.split()
        if not found:
            raise Trouble("the program has no window")
        return found[-1]

    @staticmethod
    def _pointer(*words):
        subprocess.run(["xdotool", *words], check=True, capture_output=True)


DOES = ("see", "names", "gone", "press", "click", "type", "key", "focused", "close")


def main():
    screen = None
    for line in sys.stdin:
        words = json.loads(line)
        try:
            if screen is None:
                screen = Screen(sys.argv[1:])
            if words["do"] not in DOES:
                raise Trouble(f"nobody can {words['do']}")
            answer = {"ok": getattr(screen, words["do"])(words)}
        except (Trouble, GLib.Error, subprocess.CalledProcessError) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
