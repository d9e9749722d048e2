#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES.in must name every source with text for people, and no other."""

import pathlib
import re
import sys

MARKED = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\(\s*\"|\bN?_ \(")

TEMPLATE = re.compile(r"translatable=\"yes\"")

DATA = ("*.desktop.in", "*.metainfo.xml.in", "*.gschema.xml")


def main():
    top = pathlib.Path(sys.argv[1])
    listed = {line for line in (top / "po" / "POTFILES.in").read_text().splitlines() if line and line[0] != "#"}
    marked = {
        str(path.relative_to(top))
        for pattern, mark in (("*.[ch]", MARKED), ("*.ui", TEMPLATE))
        for path in (top / "src").rglob(pattern)
        if mark.search(path.read_text(encoding="utf-8"))
    }
    # The desktop's files are text for people as a whole.
    marked |= {str(path.relative_to(top)) for pattern in DATA for path in (top / "data").glob(pattern)}
    for path in sorted(marked - listed):
        print("missing:", path)
    for path in sorted(listed - marked):
        print("has no text:", path)
    return 1 if marked != listed else 0


sys.exit(main())
