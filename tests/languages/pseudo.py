#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: pseudo.py SOURCE FOLDER STAMP

A language that nobody speaks: each text of the program in ⟦brackets⟧ and 40 % longer. What is shown without brackets
cannot be translated; what does not fit would not fit in German either. Its catalogue comes into FOLDER, as programs look for it; STAMP and
STAMP.d are for ninja."""

import math
import pathlib
import re
import subprocess
import sys

import messages

LONGER = 0.4
WORD = 7
HEADER = '''msgid ""
msgstr "Language: en_XA\\nMIME-Version: 1.0\\nContent-Type: text/plain; charset=UTF-8\\nContent-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
'''
# Space and line ends at either end belong to the layout, and msgfmt wants them on both sides.
PARTS = re.compile(r"((?:\s|\\n|\\r|\x1b\[K)*)(.*?)((?:\s|\\n)*)", re.DOTALL)


def stretch(text):
    before, words, after = PARTS.fullmatch(text).groups()
    if not words:
        return text
    more = math.ceil(len(words) * LONGER)
    filling = "".join(" " if place % WORD == 0 else "·" for place in range(more))
    return f"{before}⟦{words}{filling.rstrip()}⟧{after}"


def entry(message):
    lines = [message["flags"]] if "c-format" in message["flags"] else []
    if "msgctxt" in message:
        lines.append(f'msgctxt "{message["msgctxt"]}"')
    lines.append(f'msgid "{message["msgid"]}"')
    if "msgid_plural" in message:
        lines += [f'msgid_plural "{message["msgid_plural"]}"', f'msgstr[0] "{stretch(message["msgid"])}"',
                  f'msgstr[1] "{stretch(message["msgid_plural"])}"']
    else:
        lines.append(f'msgstr "{stretch(message["msgid"])}"')
    return "\n".join(lines)


def main():
    source, folder, stamp = map(pathlib.Path, sys.argv[1:])
    catalogue = "\n\n".join([HEADER, *(entry(message) for message in messages.parse(messages.extract(source)))])
    output = folder / "en_XA" / "LC_MESSAGES" / "drover.mo"
    output.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["msgfmt", "--check-format", f"--output-file={output}", "-"], check=True, text=True, input=catalogue,
                   encoding="utf-8")
    needed = [source / name for name in (source / "po" / "POTFILES.in").read_text(encoding="utf-8").split()]
    pathlib.Path(f"{stamp}.d").write_text(f"{stamp}: {' '.join(map(str, needed))}\n", encoding="utf-8")
    stamp.touch()


main()
