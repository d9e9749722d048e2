#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages must be well formed, of this version, and tell of every option that --help tells of, and of no other.

Usage: manual.py VERSION PAGE...
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

OPTION = re.compile(r"^  (?:-\w, )?--([a-z0-9-]+)", re.M)
COMMAND = re.compile(r"^  ([a-z]+(?: [a-z]+)?) {2,}\S", re.M)
TAGGED = re.compile(r"--([a-z0-9-]+)")
COMMON = {"help", "json"}


def run(*words):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(words, env=environment, text=True, capture_output=True, check=False)


def lint(page):
    """What the readers of manual pages have to say against it."""
    if shutil.which("mandoc"):
        yield from run("mandoc", "-T", "lint", "-W", "warning", page).stdout.splitlines()
    if shutil.which("man"):
        yield from run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page).stderr.splitlines()


def read_sections(page):
    """The options in the tags of each section, by the section's title."""
    sections, title, after_tag = {}, "", False
    for line in pathlib.Path(page).read_text(encoding="utf-8").splitlines():
        line = line.replace("\\-", "-").replace("\\fI", "").replace("\\fP", "").replace("\\fR", "")
        if line.startswith((".SH ", ".SS ")):
            title = line[4:]
            sections[title] = set()
        elif after_tag:
            sections[title] |= set(TAGGED.findall(line))
        after_tag = line == ".TP"
    return sections


def compare(what, told, written):
    for name in sorted(told - written):
        yield f"{what}: --{name} is not in the manual"
    for name in sorted(written - told):
        yield f"{what}: --{name} is in the manual, but not in --help"


def list_commands(program):
    for name in COMMAND.findall(run(program, "--help").stdout):
        family = COMMAND.findall(run(program, name, "--help").stdout)
        yield from [member for member in family if member.startswith(name + " ")] or [name]


def complaints_of_droverctl(page):
    program = os.environ["DROVERCTL"]
    sections = read_sections(page)
    migration = set()
    at = list(sections)
    for title in at[at.index("MIGRATION OPTIONS"):at.index("WHAT IS NEVER DONE")]:
        migration |= sections[title]
    told = {"json", "readonly", "no-ssh-facts", "timeout", "version", "help"}
    usage = run(program, "--help").stdout
    yield from (f"--{name} is not in --help" for name in told - {"help", "version"} if f"--{name}" not in usage)
    yield from compare("droverctl", told, sections["OPTIONS"])
    commands = list(list_commands(program))
    if len(commands) < 10:
        yield "--help tells of hardly any command"
    described = {}
    for title, options in sections.items():
        match = re.match(r"droverctl ((?:storage |history )?[a-z]+)", title)
        if match:
            described[match[1]] = options
    yield from (f"{name}: is not in the manual" for name in commands if name not in described)
    yield from (f"{name}: is in the manual, but not in --help" for name in described if name not in commands)
    for name in commands:
        help_text = run(program, *name.split(), "--help").stdout
        told = set(OPTION.findall(help_text)) - COMMON
        if not help_text:
            yield f"{name}: no --help"
        if "“virsh migrate”" in help_text:
            own = told - migration | described.get(name, set()) & told
            yield from compare(f"{name}: migration", told - own, migration - own)
            told = own
        yield from compare(name, told, described.get(name, told) - COMMON)


def complaints_of_drover(page):
    told = set(OPTION.findall(run(os.environ["DROVER"], "--help").stdout))
    told = {name for name in told if not name.startswith("help-")}
    written = set().union(*(options for title, options in read_sections(page).items() if title == "OPTIONS"))
    yield from compare("drover", told, written - {"help-all", "gapplication-service"})


def main():
    version, *pages = sys.argv[1:]
    failures = []
    for page in pages:
        failures += lint(page)
        if f'"Drover {version}"' not in pathlib.Path(page).read_text(encoding="utf-8"):
            failures.append(f"{page}: not of version {version}")
        complain = complaints_of_droverctl if page.endswith("droverctl.1") else complaints_of_drover
        failures += complain(page)
    print("\n".join(failures))
    return 1 if failures or not pages else 0


sys.exit(main())
