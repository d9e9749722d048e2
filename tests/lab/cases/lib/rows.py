# SPDX-License-Identifier: GPL-3.0-or-later
"""What a suite saw of each fault, kept in the folder that DROVER_LAB_ROWS names, for the table over all suites."""

import json
import os
import pathlib


class Rows:
    """A row for each test that strikes a fault. Those of tests that are not run again stay as they were."""

    def __init__(self, suite):
        folder = os.environ.get("DROVER_LAB_ROWS")
        self.path = pathlib.Path(folder) / f"{suite}.json" if folder else None
        self.now = None

    def begin(self):
        self.now = {"faults": [], "foreseen": [], "remedied": None, "virsh": None}

    def struck(self, fault):
        if self.now and fault not in self.now["faults"]:
            self.now["faults"].append(fault)

    def foreseen(self, codes):
        if self.now and self.now["faults"]:
            self.now["foreseen"] += [code for code in codes if code not in self.now["foreseen"]]

    def foreseen_only(self, codes):
        """What was wanted of the check, in place of all it said."""
        if self.now:
            self.now["foreseen"] = list(codes)

    def tell(self, column, text):
        if self.now and text:
            self.now[column] = " ".join(text.split())

    def end(self, title, good, titles):
        """Keeps the row of the test that ends, and forgets tests there are no more."""
        row, self.now = self.now, None
        if not self.path:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        rows = {name: kept for name, kept in rows.items() if name in titles and name != title}
        if row and row["faults"]:
            rows[title] = {**row, "good": good}
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.path)
