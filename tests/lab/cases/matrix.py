#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table over all faults of the lab: what foresaw each, what mended it, what virsh said. A hole is a failure.

It reads what the suites have left in the folder that DROVER_LAB_ROWS names, and writes the table beside it.
"""

import json
import os
import pathlib
import sys

FAULTS = pathlib.Path(__file__).resolve().parent.parent / "faults"

# Nobody can foresee these: they strike while the guest moves, or afterwards.
IN_MIDSTREAM = {
    "link-limited": "a slow link is told by the chart while the guest moves",
    "qemu-killed": "strikes a guest that is moving",
}


# Their answer is a question when the host is opened.
ASKED = {"libvirt-sasl", "ssh-password-only"}


def read_rows(folder):
    """(fault, suite, row) of each test that struck a fault."""
    for path in sorted(folder.glob("*.json")):
        for title, row in json.loads(path.read_text(encoding="utf-8")).items():
            for fault in row["faults"]:
                yield fault, path.stem, {**row, "title": title}


def shorten(text):
    """The end tells most."""
    return text if len(text) <= 120 else f"…{text[-119:]}"


def build_line(fault, rows):
    """The best row of a fault, and whether it is a hole."""
    if fault in IN_MIDSTREAM:
        return (fault, "—", IN_MIDSTREAM[fault], "—"), False
    if fault in ASKED and any(row["good"] for _, row in rows):
        return (fault, "—", "a question when the host is opened", "—"), False
    seen = [row for _, row in rows if row["good"] and row["foreseen"]]
    if not seen:
        told = ", ".join(f"{suite}: {row['title']}" for suite, row in rows) or "no test strikes it"
        return (fault, "NOT FORESEEN", told, "—"), True
    best = max(seen, key=lambda row: (row["remedied"] is not None, row["virsh"] is not None))
    return (fault, " ".join(best["foreseen"]), best["remedied"] or "—", shorten(best["virsh"] or "—")), False


def main():
    folder = pathlib.Path(os.environ.get("DROVER_LAB_ROWS", ""))
    if not list(folder.glob("*.json")):
        print("1..0 # SKIP no suite of the lab has been run")
        return 0
    by_fault = {path.name: [] for path in FAULTS.iterdir()}
    for fault, suite, row in read_rows(folder):
        by_fault.setdefault(fault, []).append((suite, row))
    lines, holes = [("fault", "foreseen by", "remedied by", "virsh said")], []
    for fault in sorted(by_fault):
        line, is_hole = build_line(fault, by_fault[fault])
        lines.append(line)
        if is_hole:
            holes.append(fault)
    widths = [min(60, max(len(line[i]) for line in lines)) for i in range(3)]
    text = "\n".join(" | ".join([*(cell.ljust(width) for cell, width in zip(line, widths)), line[3]]) for line in lines)
    (folder.parent / "matrix.txt").write_text(text + "\n", encoding="utf-8")
    for line in text.splitlines():
        print(f"# {line}")
    print(f"{'not ok' if holes else 'ok'} 1 - each of {len(by_fault)} faults is foreseen")
    print("1..1")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
