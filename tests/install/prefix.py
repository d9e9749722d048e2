#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs into an empty folder, looks whether all is there that a desktop expects, and runs both programs from there.

Usage: prefix.py BUILD-FOLDER PREFIX ui|no-ui
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

APP = "io.github.drovervm.Drover"
TERMINAL = [
    "bin/droverctl",
    "share/bash-completion/completions/droverctl",
    "share/fish/vendor_completions.d/droverctl.fish",
    "share/man/man1/droverctl.1",
    "share/zsh/site-functions/_droverctl",
]
DESKTOP = [
    "bin/drover",
    f"share/applications/{APP}.desktop",
    "share/bash-completion/completions/drover",
    "share/fish/vendor_completions.d/drover.fish",
    f"share/dbus-1/services/{APP}.service",
    f"share/glib-2.0/schemas/{APP}.gschema.xml",
    f"share/icons/hicolor/scalable/apps/{APP}.svg",
    f"share/icons/hicolor/symbolic/apps/{APP}-symbolic.svg",
    "share/man/man1/drover.1",
    f"share/metainfo/{APP}.metainfo.xml",
]
SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24 -noreset", "dbus-run-session", "--"]
# Asks for the window as a desktop does, through the entry's D-Bus name, until it is there.
ACTIVATE = f"""
gdbus call --session --timeout 60 --dest {APP} --object-path /{APP.replace(".", "/")} \
    --method org.freedesktop.Application.Activate '{{}}' || exit 1
for _ in $(seq 100); do
    gdbus call --session --dest {APP} --object-path /{APP.replace(".", "/")}/window/1 \
        --method org.gtk.Actions.List && break
    sleep 0.2
done
# Started again, it hands over what was asked for and ends.
timeout 30 "$1" test:///default && echo handed over
timeout 30 "$1" --from alpha --to beta; echo refused $?
gdbus call --session --dest {APP} --object-path /{APP.replace(".", "/")} \
    --method org.gtk.Actions.Activate quit '[]' '{{}}'
"""
count = 0
failed = False


def tell(passed, name, *notes):
    global count, failed  # pylint: disable=global-statement
    count += 1
    failed |= not passed
    for text in notes if not passed else ():
        print("#", str(text).replace("\n", "\n# "))
    print("ok" if passed else "not ok", count, name, flush=True)


def run(words, **environment):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(words, env=environment, text=True, capture_output=True, timeout=120, check=False)


def try_activation(root, home):
    """The service file names the place it was made for, which is not this one."""
    if not all(shutil.which(program) for program in ("xvfb-run", "dbus-run-session", "gdbus")):
        tell(True, "the desktop starts the window over D-Bus # SKIP no screen or no bus here")
        return
    share = pathlib.Path(home, "share")
    service = (root / f"share/dbus-1/services/{APP}.service").read_text(encoding="utf-8")
    (share / "dbus-1/services").mkdir(parents=True)
    (share / f"dbus-1/services/{APP}.service").write_text(
        "".join(f"Exec={root}/bin/{line.split('/')[-1]}" if line.startswith("Exec=") else line
                for line in service.splitlines(keepends=True)), encoding="utf-8")
    answer = run([*SCREEN, "sh", "-c", ACTIVATE, "sh", f"{root}/bin/drover"], HOME=home, XDG_CONFIG_HOME=f"{home}/config", XDG_DATA_HOME=f"{home}/data",
                 XDG_DATA_DIRS=f"{share}:{root}/share:/usr/local/share:/usr/share", GSK_RENDERER="cairo",
                 GDK_DEBUG="gl-disable", GDK_BACKEND="x11", GSETTINGS_BACKEND="memory", ADW_DISABLE_PORTAL="1")
    # The list of the window's actions is answered where there is a window.
    tell(answer.returncode == 0 and answer.stdout.count("(") == 3, "the desktop starts the window over D-Bus",
         answer.stdout, answer.stderr)
    hosts = pathlib.Path(home, "config/drover/hosts.ini")
    tell("handed over" in answer.stdout and hosts.exists() and "test:///default" in hosts.read_text(encoding="utf-8"),
         "started again, it hands over to the window that is there", answer.stdout, answer.stderr)
    tell("refused 2" in answer.stdout and "needed together" in answer.stderr, "what cannot be meant is refused",
         answer.stdout, answer.stderr)


def main():
    build, prefix, ui = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="drover-prefix-") as folder:
        destination, home = f"{folder}/destination", f"{folder}/home"
        os.mkdir(home)
        answer = run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", destination])
        tell(answer.returncode == 0, "it installs", answer.stdout, answer.stderr)
        root = pathlib.Path(destination + prefix)
        there = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
        wanted = TERMINAL + (DESKTOP if ui == "ui" else [])
        for name in wanted:
            tell(name in there, f"{name} is there", *there)
        surplus = [name for name in there if name not in wanted and not name.endswith("/LC_MESSAGES/drover.mo")]
        tell(not surplus, "nothing else is", *surplus)
        answer = run([f"{root}/bin/droverctl", "--version"], HOME=home)
        tell(answer.returncode == 0 and answer.stdout.startswith("droverctl "), "droverctl runs", answer.stderr)
        if ui == "ui":
            answer = run(["glib-compile-schemas", "--strict", f"{root}/share/glib-2.0/schemas"])
            tell(answer.returncode == 0, "the schema compiles", answer.stderr)
            answer = run([f"{root}/bin/drover", "--version"], HOME=home)
            tell(answer.returncode == 0 and answer.stdout.startswith("drover "), "drover runs", answer.stderr)
            try_activation(root, home)
    print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
