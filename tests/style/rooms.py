#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may use whom: fails on an include that goes against the rooms' order, and where the README shows them otherwise."""

import pathlib
import re
import sys

BASE = {"base"}
VIRT = BASE | {"explain", "virt"}
ALLOWED = {
    "base": BASE,
    "explain": BASE | {"explain"},
    "caps": BASE | {"caps"},
    "virt": VIRT,
    "hosts": BASE | {"virt", "hosts"},
    "plan": BASE | {"caps", "hosts", "plan"},
    "facts": BASE | {"caps", "virt", "hosts", "plan", "facts"},
    "checks": BASE | {"caps", "facts", "plan", "explain", "checks"},
    "compare": BASE | {"caps", "virt", "hosts", "plan", "facts", "checks", "compare"},
    "remedies": BASE | {"caps", "facts", "plan", "explain", "checks", "virt", "remedies"},
    "storage": BASE | {"caps", "virt", "hosts", "plan", "facts", "remedies", "storage"},
    "rehearse": BASE | {"caps", "virt", "hosts", "plan", "facts", "rehearse"},
    "migrate": BASE | {"virt", "hosts", "plan", "explain", "facts", "migrate"},
    "history": BASE | {"explain", "plan", "checks", "migrate", "history"},
}
# Of the window's rooms, whom each may use; pages know their own folder and what all pages share.
UI_ALLOWED = {
    "model": {"model"},
    "widgets": {"widgets"},
    "pages": {"model", "widgets", "pages"},
    "app": {"model", "widgets", "pages", "app"},
}
# A loop inside a callback: the window, and what it stands on, wait for nothing that way.
NESTED_LOOP = re.compile(r"\b(g_main_loop_run|g_main_context_iteration|\w+_dialog_run)\b")
LOCAL = re.compile(r'#include "([^"]+)"')
SYSTEM = re.compile(r"#include <((?:libvirt|gtk|adwaita)[^>]*)>")


def complaints_of_core(core, path):
    room = path.relative_to(core).parts[0]
    text = path.read_text(encoding="utf-8")
    for include in LOCAL.findall(text):
        parts = include.split("/")
        if len(parts) == 2 and parts[0] not in ALLOWED[room]:
            yield f"{room} may not use {parts[0]}: {include}"
    for include in SYSTEM.findall(text):
        if not include.startswith("libvirt") or room != "virt":
            yield f"{room} may not use <{include}>"


def complaints_of_program(source, path):
    text = path.read_text(encoding="utf-8")
    for include in LOCAL.findall(text):
        if "/" in include and (source / "core" / include).exists():
            yield f"programs use drover-core.h alone: {include}"
    for include in SYSTEM.findall(text):
        if include.startswith("libvirt"):
            yield f"programs may not use <{include}>"


def complaints_of_ui(ui, path):
    parts = path.relative_to(ui).parts
    for include in LOCAL.findall(path.read_text(encoding="utf-8")):
        room = include.split("/")
        if room[0] not in UI_ALLOWED:
            continue
        if room[0] not in UI_ALLOWED[parts[0]]:
            yield f"{parts[0]} may not use {room[0]}: {include}"
        elif room[0] == parts[0] == "pages" and len(room) > 2 and len(parts) > 2 and room[1] != parts[1]:
            yield f"a page may not use another: {include}"


def complaints_of_loops(path):
    for call in NESTED_LOOP.findall(path.read_text(encoding="utf-8")):
        yield f"a nested main loop: {call}"


def uses_of(folder):
    """Which other rooms of the same floor the files of a room include from."""
    found = {room for path in folder.rglob("*.[ch]") for include in LOCAL.findall(path.read_text(encoding="utf-8"))
             for room in [include.split("/")[0]] if "/" in include and (folder.parent / room).is_dir()}
    return found - {folder.name}


def floors(parent):
    """The rooms in rows, each above all it uses."""
    uses = {folder.name: uses_of(folder) for folder in sorted(parent.iterdir()) if any(folder.rglob("*.c"))}
    rows = []
    while uses:
        row = [room for room, below in uses.items() if not below & uses.keys()]
        rows.insert(0, row)
        for room in row:
            del uses[room]
    return rows


def picture(source):
    """As it stands in the README."""
    lines = []
    for title, folder in (("src/ui", source / "ui"), ("src/core", source / "core")):
        if lines:
            lines += ["src/cli     droverctl", f"{'':12}{'─' * 20} drover-core.h"]
        for row in floors(folder):
            lines.append(f"{title:12}{'   '.join(row)}")
            title = ""
    return "".join(f"{line}\n" for line in lines)


def main():
    source = pathlib.Path(sys.argv[1]) / "src"
    shown = picture(source)
    if shown not in (source.parent / "README.md").read_text(encoding="utf-8"):
        print(f"The README's picture of the rooms is not that of the folders:\n\n{shown}")
        return 1
    core = source / "core"
    failures = []
    n_files = 0
    for path in sorted(source.rglob("*.[ch]")):
        inside_core = core in path.parents
        if inside_core and path.parent == core:
            continue
        n_files += 1
        complaints = complaints_of_core(core, path) if inside_core else complaints_of_program(source, path)
        failures += [f"{path.relative_to(source)}: {text}" for text in complaints]
        if source / "cli" not in path.parents:
            failures += [f"{path.relative_to(source)}: {text}" for text in complaints_of_loops(path)]
        if source / "ui" in path.parents:
            failures += [f"{path.relative_to(source)}: {text}" for text in complaints_of_ui(source / "ui", path)]
    print("\n".join(failures))
    return 1 if failures or n_files == 0 else 0


sys.exit(main())
