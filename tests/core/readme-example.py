#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the check that the README shows out of it: readme-example.py README CHECK.C CASE.INI."""

import pathlib
import re
import sys

readme, check, case = sys.argv[1:]
section = pathlib.Path(readme).read_text(encoding="utf-8").split("### Writing a check\n")[1].split("\n## ")[0]
for language, path in (("c", check), ("ini", case)):
    block = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    pathlib.Path(path).write_text(block.group(1), encoding="utf-8")
