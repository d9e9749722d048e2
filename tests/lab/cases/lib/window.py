# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on the lab's desk, as a test drives it: see screen.py for what can be done."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from .lab import COMMAND
from .tap import Failure
from .tongue import Tongue

HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = {"gtk-font-name": "Cantarell 11", "gtk-enable-animations": "0"}
SETTINGS_OF_GTK = [
    "-u", "WAYLAND_DISPLAY", "-u", "DBUS_SESSION_BUS_ADDRESS", "-u", "NO_AT_BRIDGE", "-u", "GTK_A11Y", "GSK_RENDERER=cairo",
    "GDK_DEBUG=gl-disable", "GDK_BACKEND=x11", "GSETTINGS_BACKEND=memory",
]
COMPLAINT = re.compile(r"\(drover:\d+\): \S+-(?:CRITICAL|WARNING)")
# GTK 4.8 says this now and then when a window goes away while somebody reads its tree through AT-SPI.
# The desk has nobody to show a notification.
NOT_OURS = ("g_variant_is_object_path", "unable to send notifications")
DISPLAY = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24 -noreset", "dbus-run-session", "--"]


class Window:
    """The program with these hosts in its list; `environment` and `settings` of GTK change how it looks. What is
    looked for is named in English, whatever the language of the window."""

    # pylint: disable-next=too-many-arguments
    def __init__(self, lab, program, hosts=(), environment=(), settings=None, language=None):
        self.tongue = Tongue(program, language)
        self.config = tempfile.mkdtemp(prefix="drover-window-")
        os.makedirs(f"{self.config}/gtk-4.0")
        os.makedirs(f"{self.config}/drover")
        pathlib.Path(f"{self.config}/gtk-4.0/settings.ini").write_text(
            "[Settings]\n" + "".join(f"{key}={value}\n" for key, value in {**SETTINGS, **(settings or {})}.items()),
            encoding="ascii")
        pathlib.Path(f"{self.config}/drover/hosts.ini").write_text(
            "".join(f"[host {number}]\nuri={uri}\n" for number, uri in enumerate(hosts, 1)), encoding="ascii")
        schemas = pathlib.Path(program).resolve().parents[2] / "data"
        variables = [*SETTINGS_OF_GTK, f"GSETTINGS_SCHEMA_DIR={schemas}", f"XDG_CONFIG_HOME={self.config}",
                     *self.tongue.environment, *environment]
        self.log = open(f"{self.config}/log", "w+", encoding="utf-8")  # pylint: disable=consider-using-with
        self.process = subprocess.Popen(  # pylint: disable=consider-using-with
            [COMMAND, "on", "desk", "--private-home", "env", *variables, *DISPLAY, "/usr/bin/python3", str(HERE / "screen.py"), program],
            env=lab.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)

    def do(self, what, **words):
        for key in words.keys() & {"name", "part"}:
            said = words[key] if isinstance(words[key], tuple) else (words[key],)
            words[key] = self.tongue.say(*said)
        try:
            self.process.stdin.write(json.dumps({"do": what, **words}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
            # xvfb-run sends what its programs complain of the same way.
            while line and not line.startswith("{"):
                self.log.write(line)
                line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Failure(f"the window was lost: {self.read_log()}")
        answer = json.loads(line)
        if "error" in answer:
            raise Failure(f"{what} {words}: {answer['error']}\n{self.read_log()}")
        return answer["ok"]

    def read_log(self):
        self.log.flush()
        text = pathlib.Path(self.log.name).read_text(encoding="utf-8")
        return "\n".join(line for line in text.splitlines() if "dbus-daemon" not in line)[-2000:]

    def complaints(self):
        return [line for line in self.read_log().splitlines()
                if COMPLAINT.search(line) and not any(text in line for text in NOT_OURS)]

    def see(self, name=None, **words):
        if name is not None:
            words["name"] = name
        return self.do("see", **words)

    def press(self, name, **words):
        return self.do("press", name=name, **words)

    def click(self, name=None, **words):
        if name is not None:
            words["name"] = name
        return self.do("click", **words)

    def close(self):
        try:
            if self.process.poll() is None:
                self.do("close")
            self.process.stdin.close()
            self.process.wait(20)
            if self.complaints():
                raise Failure("\n".join(self.complaints()))
        finally:
            if self.process.poll() is None:
                self.process.kill()
            self.log.close()
            shutil.rmtree(self.config, ignore_errors=True)
