#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the window: finds what it shows through AT-SPI, and clicks and types as a person would.

Runs on the lab's desk, within a display and a session bus of its own, with the program as its argument. Reads one
JSON object a line ({"do": "press", "name": "Check"}) and answers each with one ({"ok": …} or {"error": …}).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 (the version is said first)

START_S = 20
SCREEN = (1280, 900)
# Text alone has as many, with its soft edges.
LEAST_COLORS = 150
MOST_TABS = 60
WINDOW = Atspi.CoordType.WINDOW
SPOKEN = ("label", "push button", "check box", "list item")
# What holds other things and takes the focus only to hand it on, or to be scrolled.
# A type's own name is none: GTK gives it where nobody said a better one.
NO_NAME = re.compile(r"\s*$|(Adw|Drover|Gtk)[A-Z]\w*$")
HOLDERS = ("filler", "frame", "list", "panel", "scroll pane", "viewport", "window")


class Trouble(Exception):
    """Why it could not be done."""


class Screen:
    def __init__(self, program):
        self.process = None
        self.root = None
        self.sizes = {}
        # Where a test wants one: its compositor gives the window rounded corners, and a shadow.
        if os.environ.get("DROVER_WINDOW_MANAGER") and shutil.which("xfwm4"):
            self.manager = subprocess.Popen(["xfwm4", "--compositor=on", "--vblank=off"], stderr=subprocess.DEVNULL)
            self._until(lambda: "#" in self._output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), 3 * START_S, "window manager")
        self.process = subprocess.Popen(program)
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
            if self.process and self.process.poll() is not None:
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
        for child in self._walk(self.root) if self.root else ():
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

    def ready(self, words):
        """Waits until it can be pressed."""
        self._ready({"role": "push button", **words})

    def press(self, words):
        self._ready({"role": "push button", **words}).get_action_iface().do_action(0)

    def click(self, words):
        """With the mouse, for what has no action of its own in GTK 4.8."""
        child = self._ready(words)
        extents = child.get_extents(WINDOW)
        window = self._window()
        left, _, top, _ = self._frame(window)
        self._pointer("mousemove", "--window", window, str(left + extents.x + min(extents.width // 2, 60)),
                      str(top + extents.y + extents.height // 2))
        self._pointer("click", "1")

    def type(self, words):
        child = self._ready({"role": "text", **words})
        child.get_editable_text_iface().set_text_contents(words["text"])

    def write(self, words):
        """Into whatever has the focus."""
        self._pointer("type", "--delay", "20", words["text"])

    def key(self, words):
        """With the keyboard: `keys` as xdotool names them. There is no window manager to give the window its focus;
        an open menu must keep the one it has."""
        if not words.get("in_menu"):
            self._pointer("windowfocus", "--sync", self._window())
        for key in words["keys"]:
            self._pointer("key", key)
            time.sleep(0.05)

    def reach(self, words):
        """With the Tab key, as far as it takes: what comes into focus comes into view. A row may have another of its
        name in it, which has the focus then."""
        wanted = f"{words['role']}: {self.see(words)}"
        for _ in range(MOST_TABS):
            if self.focused({}) == wanted:
                return wanted
            self.key({"keys": ["Tab"]})
        raise Trouble(f"“{wanted}” is not reached with the keyboard")

    def focused(self, words):
        for child, name, role in self._shown():
            if child.get_state_set().contains(Atspi.StateType.FOCUSED):
                return f"{role}: {name}"
        return ""

    def nameless(self, words):
        """What can be reached with the keyboard, and says nothing of itself to who cannot see it."""
        found = []
        for child, name, role in self._shown():
            if not NO_NAME.match(name) or role in HOLDERS or not child.get_state_set().contains(Atspi.StateType.FOCUSABLE):
                continue
            # The chosen item within a combo row: the row speaks for it.
            around = self._ancestors(child)
            if any(node.get_role_name() == "combo box" for node in around):
                continue
            extents = child.get_extents(WINDOW)
            where = " in ".join(f"{node.get_role_name()} “{node.get_name()}”" for node in around[:8])
            found.append(f"{role} at {extents.x},{extents.y} in {where}")
        return found

    @staticmethod
    def _ancestors(node):
        found = []
        while (node := node.get_parent()) is not None:
            found.append(node)
        return found

    def look(self, words):
        """Changes a setting of the desktop, as its own settings would."""
        for schema, key, value in words["settings"]:
            Gio.Settings.new(schema)[key] = value
        Gio.Settings.sync()

    def resize(self, words):
        """Makes the window as large as said, in the middle, and its dialogs no wider."""
        main, *dialogs = self._windows()
        if self._set_size(main, words["width"], words["height"]):
            left, _, top, _ = self._frame(main)
            self._pointer("windowmove", main, str((SCREEN[0] - words["width"]) // 2 - left), str((SCREEN[1] - words["height"]) // 2 - top))
        for dialog in dialogs:
            width, height = self.sizes.setdefault(dialog, self._size(dialog))
            self._set_size(dialog, min(width, words["width"]), min(height, words["height"]))

    def _frame(self, window):
        """What the window's shadow takes at its left, right, top and bottom."""
        text = self._output("xprop", "-id", window, "_GTK_FRAME_EXTENTS")
        return [int(number) for number in re.findall(r"\d+", text.partition("=")[2])] or [0] * 4

    def _size(self, window):
        left, right, top, bottom = self._frame(window)
        width, height = re.findall(r"(?:WIDTH|HEIGHT)=(\d+)", self._output("xdotool", "getwindowgeometry", "--shell", window))
        return int(width) - left - right, int(height) - top - bottom

    def _set_size(self, window, width, height):
        """What its own shadow takes comes on top. A window of that size is left alone."""
        if self._size(window) == (width, height):
            return False
        left, right, top, bottom = self._frame(window)
        self._pointer("windowsize", window, str(width + left + right), str(height + top + bottom))
        return True

    def shot(self, words):
        """Everything on the screen, without the empty rest around it."""
        self._pointer("mousemove", str(SCREEN[0] - 1), str(SCREEN[1] - 1))
        # A window that was just resized is blank for a moment, for longer on a busy computer.
        for _ in range(15):
            time.sleep(0.6)
            subprocess.run(["import", "-window", "root", words["path"]], check=True, capture_output=True)
            if int(self._output("identify", "-format", "%k", words["path"])) >= LEAST_COLORS:
                break
        subprocess.run(["mogrify", "-trim", "+repage", "-strip", words["path"]], check=True, capture_output=True)

    def memory(self, words):
        """What of the program is resident, and what of that no other program shares just now, in MiB; once it has
        come to rest."""
        time.sleep(2)
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as rollup:
            sizes = {line[0]: int(line[1]) / 1024 for line in map(str.split, rollup) if line[-1] == "kB"}
        return {"resident": sizes["Rss:"], "private": sizes["Private_Clean:"] + sizes["Private_Dirty:"]}

    def close(self, words):
        self.process.terminate()
        return self.process.wait(10)

    def _windows(self):
        """The program's main window and then its dialogs, the newest last. A window manager and the toolkit have
        windows of their own there, which are neither."""
        search = ("xdotool", "search", "--pid", str(self.process.pid), "--onlyvisible")
        found = self._output(*search, "--class", ".").split()
        if not found:
            raise Trouble("the program has no window")
        dialogs = [window for window in sorted(found, key=int)
                   if "window id" in self._output("xprop", "-id", window, "WM_TRANSIENT_FOR")]
        main = [window for window in self._output(*search, "--name", "^Drover$").split() if window not in dialogs]
        return [main[-1] if main else found[-1], *dialogs]

    def _window(self):
        return self._windows()[-1]

    @staticmethod
    def _output(*command):
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    @staticmethod
    def _pointer(*words):
        subprocess.run(["xdotool", *words], check=True, capture_output=True)


DOES = ("see", "names", "gone", "ready", "press", "click", "type", "write", "key", "reach", "focused", "nameless", "look", "resize",
        "shot", "memory", "close")


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
