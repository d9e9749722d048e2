# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's texts as they are now, and as catalogues hold them."""

import pathlib
import re
import subprocess
import tempfile

# As meson's preset “glib” calls xgettext for the template.
XGETTEXT = [
    "xgettext", "--from-code=UTF-8", "--add-comments", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3", "--flag=N_:1:pass-c-format",
    "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format", "--flag=g_dngettext:2:pass-c-format",
    "--flag=g_strdup_printf:1:c-format", "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
    "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format", "--flag=g_print:1:c-format",
]
LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) "(.*)"$')


def languages(source):
    return (source / "po" / "LINGUAS").read_text(encoding="utf-8").split()


def extract(source):
    """The template of what the sources say now."""
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "drover.pot"
        subprocess.run([*XGETTEXT, f"--files-from={source}/po/POTFILES.in", f"--directory={source}", f"--output={template}"],
                       check=True, stderr=subprocess.DEVNULL)
        return template.read_text(encoding="utf-8")


def parse(text):
    """Each message as what stands between the quotes: flags, msgctxt, msgid, msgid_plural and the msgstr… of it."""
    for block in text.split("\n\n"):
        message, field = {"flags": ""}, None
        for line in block.splitlines():
            if match := LINE.match(line):
                field = match[1]
                message[field] = match[2]
            elif line.startswith('"'):
                message[field] += line[1:-1]
            elif line.startswith("#,"):
                message["flags"] += line
        if message.get("msgid"):
            yield message


def name(message):
    return message.get("msgctxt"), message["msgid"]


def is_translated(message):
    texts = [text for key, text in message.items() if key.startswith("msgstr")]
    return all(texts) and "fuzzy" not in message["flags"]
