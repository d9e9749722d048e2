#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: droverctl.py DROVERCTL CATALOGUES

What droverctl prints without a host, in the language of pseudo.py: words outside of its brackets cannot be translated."""

import json
import os
import re
import subprocess
import sys
import tempfile

# What is the same in every language: options, commands, addresses, identifiers, and the words of GLib's own help.
SAME = [
    r"https?://\S+|\bqemu(\+\w+)?:///?\S*", r"--?[a-z][\w-]*", r"\bdroverctl( storage)?( [a-z]+)?\b", r"\bDroverctl\b",
    r"\bexplain\.[\w-]+", r"^Usage:|\[OPTION…\]|^(Help |Application )?Options:$",
]
WORD = re.compile(r"[A-Za-z]{2,}")
# A command of a list in a help text, or one of another's own.
COMMAND = re.compile(r"^  (?:(?P<above>[a-z]+) )?(?P<name>[a-z]+)(?: {2,}|$)", re.MULTILINE)
ENDS = ("vm", "--from", "qemu+tcp://alpha.invalid/system", "--to", "qemu+tcp://beta.invalid/system")


class Speaker:
    def __init__(self, program, catalogues):
        self.program = program
        self.home = tempfile.TemporaryDirectory()
        self.environment = {**os.environ, "DROVER_LOCALEDIR": catalogues, "LANGUAGE": "en_XA", "LC_ALL": "C.UTF-8",
                            "HOME": self.home.name, "XDG_CONFIG_HOME": self.home.name, "XDG_DATA_HOME": self.home.name}

    def say(self, *words):
        result = subprocess.run([self.program, *words], check=False, text=True, encoding="utf-8", env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        if result.returncode < 0:
            sys.exit(f"Bail out! droverctl {' '.join(words)} ended by signal {-result.returncode}")
        return result.stdout


def rest_of(text):
    """What was not translated; a text that was leaves a space."""
    rest, depth = [], 0
    for letter in text:
        depth += letter == "⟦"
        if depth == 0:
            rest.append(letter)
        if letter == "⟧" and depth > 0:
            depth -= 1
            rest.append(" ")
    return "".join(rest)


def words_of(text, given):
    """The words outside of brackets, without those that were given to the command or are the same everywhere."""
    for line in rest_of(text).splitlines():
        line = line.strip()
        for pattern in (*(rf"(?<![\w-]){re.escape(word)}(?!\w)" for word in given), *SAME):
            line = re.sub(pattern, " ", line)
        yield from WORD.findall(line)


def commands_in(value):
    """What in a recipe is for a shell or a file, the longest first."""
    found = set()
    for step in value["steps"]:
        found |= {*step["commands"], step["verify"]}
    found |= {note["option"] for note in value["notes"]}
    return sorted(found - {None, ""}, key=len, reverse=True)


def commands(speaker, *words):
    """The commands that a help text lists."""
    return [match["name"] for match in COMMAND.finditer(speaker.say(*words, "--help")) if (match["above"],) == (words or (None,))]


def cases(speaker):
    """What was given to droverctl, what it is asked, and words of its own."""
    all_commands = commands(speaker)
    yield (), ("--help",), all_commands
    yield (), ("--nonsense",), ()
    yield (), ("nonsense",), ()
    for command in all_commands:
        below = commands(speaker, command)
        yield (), (command, "--help"), below
        for word in below:
            yield (), (command, word, "--help"), ()
    for command in ("facts", "check", "fix", "compare", "migrate", "watch", "tune", "explain", "storage"):
        yield (), (command,), ()
    for command in ("discover", "setup", "prove", "move"):
        yield (), ("storage", command), ()
    for text in ("http://alpha", "qemu+pigeon://alpha/system", "qemu+ssh://alpha/kitchen", "qemu+ssh:///system", "qemu+ssh://a b/system"):
        yield (text, "http", "pigeon", "kitchen", "alpha", "ssh", "a b"), ("facts", text), ()
    yield (), ("hosts",), ()
    yield ("alpha",), ("hosts", "--remove", "qemu+ssh://alpha/system"), ()
    yield (), ("fix", "--undo", "nonsense"), ()
    for options in (("--tls", "--tunnelled"), ("--bandwidth", "much"), ("--copy-storage-all", "--copy-storage-inc"),
                    ("--migrateuri", "tcp:"), ("--dname", "/"), ("--comp-methods", "gzip"), ("--xml", "/no/such/file")):
        yield (*options, "vm"), ("migrate", *ENDS, *options), ()
    recipe = ("storage", "recipe", "alpha", "--server", "server", "--distribution", "debian")
    yield tuple(commands_in(json.loads(speaker.say("--json", *recipe)))), recipe, ()


def main():
    speaker = Speaker(*map(os.path.abspath, sys.argv[1:]))
    number, failed = 0, False
    for given, words, same in cases(speaker):
        number += 1
        said = speaker.say(*words)
        found = [word for word in words_of(said, (*given, *words, *same)) if word not in same]
        good = "⟦" in said and not found
        failed |= not good
        if not good:
            for line in (*said.splitlines(), f"not translated: {' '.join(found)}"):
                print(f"# {line}")
        print(f"{'ok' if good else 'not ok'} {number} - droverctl {' '.join(words)}", flush=True)
    print(f"1..{number}")
    sys.exit(failed)


main()
