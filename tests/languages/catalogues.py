#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: catalogues.py SOURCE [--complete]

Every catalogue in po/LINGUAS is sound, or with --complete: has a translation of all that the program says now."""

import pathlib
import subprocess
import sys

import messages

CHECK = ["msgfmt", "--check", "--check-format", "--check-accelerators=_", "--output-file=/dev/null"]


def is_sound(path):
    """What msgfmt minds, and texts of which nobody has made sure."""
    result = subprocess.run([*CHECK, path], check=False, text=True, stderr=subprocess.PIPE)
    fuzzy = [message["msgid"] for message in messages.parse(path.read_text(encoding="utf-8")) if "fuzzy" in message["flags"]]
    for line in [*result.stderr.splitlines(), *(f"fuzzy: {text}" for text in fuzzy)]:
        print(f"# {line}")
    return result.returncode == 0 and not fuzzy


def is_complete(path, template):
    there = {messages.name(message) for message in messages.parse(path.read_text(encoding="utf-8"))
             if messages.is_translated(message)}
    missing = [text for context, text in template if (context, text) not in there]
    for text in missing:
        print(f"# {path.stem} lacks: {text}")
    return not missing


def main():
    source = pathlib.Path(sys.argv[1])
    complete = "--complete" in sys.argv
    template = [messages.name(message) for message in messages.parse(messages.extract(source))] if complete else ()
    codes = messages.languages(source)
    failed = False
    print(f"1..{len(codes)}")
    for number, code in enumerate(codes, 1):
        path = source / "po" / f"{code}.po"
        good = is_complete(path, template) if complete else is_sound(path)
        print(f"{'ok' if good else 'not ok'} {number} - {code}", flush=True)
        failed |= not good
    sys.exit(failed)


main()
