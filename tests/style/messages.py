#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A text for people must reach the translators whole.

xgettext stops at GLib's macros for integers, so that what the program asks the catalogue for is not what stands there:
PRId64 and its like are what it knows. What steers the terminal is no text, and is lost or mangled in an editor.
"""

import pathlib
import re
import sys

STRING = r'"(?:[^"\\\n]|\\.)*"'
MESSAGE = re.compile(r"\b(?:N?_|N?C_|ngettext) ?\(((?:\s*" + STRING + r"|\s*,|\s*[A-Za-z_]\w*)+)")
BROKEN = re.compile(r"\bG_\w+_(?:FORMAT|MODIFIER)\b|" + r"\\(?:r|033|x1[bB]|e)")


def main():
    top = pathlib.Path(sys.argv[1])
    bad = 0
    for path in sorted((top / "src").rglob("*.[ch]")):
        source = path.read_text(encoding="utf-8")
        for message in MESSAGE.finditer(source):
            if BROKEN.search(message.group(1)):
                line = source.count("\n", 0, message.start()) + 1
                print(f"{path.relative_to(top)}:{line}: not whole for translators: {message.group(1).strip()}")
                bad += 1
    return 1 if bad else 0


sys.exit(main())
