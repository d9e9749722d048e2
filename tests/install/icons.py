#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The icons must be drawn as GNOME wants them: full colour on 128 pixels, symbolic on 16 in one colour, and nothing that
an icon theme cannot take."""

import pathlib
import re
import sys
import xml.etree.ElementTree

SVG = "{http://www.w3.org/2000/svg}"
APP = "io.github.drovervm.Drover"


def complaints(path, size):
    root = xml.etree.ElementTree.parse(path).getroot()
    if root.tag != SVG + "svg":
        yield "is no SVG"
    if (root.get("width"), root.get("height"), root.get("viewBox")) != (str(size), str(size), f"0 0 {size} {size}"):
        yield f"is not {size}×{size}"
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        if name in ("image", "text", "script", "style", "foreignObject", "filter"):
            yield f"holds <{name}>"
        if any("href" in attribute for attribute in element.keys()):
            yield "refers to something outside"


def main():
    folder = pathlib.Path(sys.argv[1])
    found = []
    for name, size in ((APP + ".svg", 128), (APP + "-symbolic.svg", 16)):
        found += [f"{name} {text}" for text in complaints(folder / name, size)]
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", (folder / (APP + "-symbolic.svg")).read_text(encoding="utf-8")))
    if len(colours) != 1:
        found.append(f"{APP}-symbolic.svg has {len(colours)} colours")
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
