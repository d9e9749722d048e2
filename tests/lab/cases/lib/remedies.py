# SPDX-License-Identifier: GPL-3.0-or-later
"""Doing what a finding says, word by word, where it says so."""

import re

from .tap import Failure, expect, note

PLACES = {"source": "alpha", "target": "beta", "client": "desk"}

# What a reader would have to fill in.
HOLE = re.compile(r"(?<![\w./-])(NEW-[A-Z]+|ADDRESS|PORT|NAME|NAME\.DOMAIN|HOST|FILE|PATH|UUID|DISK|SRC|URI|USER)(?![\w./-])")


def find(check, wanted):
    """The remedy `id` or `id/variant` of any of the findings of a check."""
    name, _, variant = wanted.partition("/")
    offered = []
    for finding in check["findings"]:
        for remedy in finding["remedies"]:
            offered.append("/".join(filter(None, (remedy["id"], remedy.get("variant")))))
            if remedy["id"] == name and variant in ("", remedy.get("variant")) and remedy["commands"]:
                return remedy
    raise Failure(f"the remedy {wanted} is not offered; there are: {' '.join(offered) or 'none'}")


def is_migration(remedy):
    return any(command.startswith("droverctl migrate ") for command in remedy["commands"])


def carry_out(lab, remedy, more=(), fill=None):
    """Types the remedy's commands where it says. `more` are options for a migration among them, `fill` is what a
    reader puts into the holes that only a person can fill."""
    place = PLACES[remedy["host"]]
    expect(remedy["commands"], f"{remedy['id']} has no commands")
    commands = remedy["commands"]
    for hole, word in (fill or {}).items():
        expect(any(hole in command for command in commands), f"{remedy['id']} has no {hole}: {commands}")
        commands = [command.replace(hole, word) for command in commands]
    for command in commands:
        hole = HOLE.search(command)
        expect(not hole, f"{remedy['id']} leaves {hole and hole.group()} to be filled in: {command}")
    commands = [" ".join([command, *more]) if command.startswith("droverctl migrate ") else command
                for command in commands]
    if place != "desk":
        lab.sh(place, "rm -f /srv/lab/shims.log")
    script = "cd \"$1\"\n" + "\n".join(commands)
    done = lab.try_on(place, "sh", "-ec", script, "sh", lab.scratch if place == "desk" else "/root", limit=180)
    for command in commands:
        note(f"{place}: {command}")
    if place != "desk":
        for line in lab.sh(place, "cat /srv/lab/shims.log 2>/dev/null || :").splitlines():
            note(f"{place}: done by a stand-in of the lab: {line}")
    expect(done.code == 0, f"the commands of {remedy['id']} failed:\n{done}")
    if place != "desk":
        lab.await_libvirt(place)
    return done
