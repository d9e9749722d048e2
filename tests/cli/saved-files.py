#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: saved-files.py DROVERCTL FOLDER

What `virsh domcapabilities` printed on somebody else's host, in the file debian12-lab-q35.xml of FOLDER and in hostile
changes of it, as a host of `droverctl compare`: read, or refused with the file's name, and never more than text."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

CUSTOM = "<mode name='custom' supported='yes'>"
# Markup, a terminal's own commands, and a letter that turns the line round.
NAME = "<b>EPYC</b>\x9b31m\u202e|x"
WRITTEN = "&lt;b&gt;EPYC&lt;/b&gt;&#x9b;31m&#x202e;|x"
LIMIT = 60
MIB = 1024 * 1024


def models(names):
    return CUSTOM + "".join(f"<model usable='yes'>{name}</model>" for name in names)


def refused(good):
    """Texts, each with what is said of it."""
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    return {
        "empty": ("", "neither a snapshot of hosts nor what virsh prints"),
        "words": ("domcapabilities: command not found", "neither a snapshot of hosts nor what virsh prints"),
        "other-root": ("<domain type='kvm'><name>web</name></domain>", "not what “virsh capabilities”"),
        "cut": (good[:len(good) // 2], "The XML cannot be read"),
        "file-entity": (f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>{good.replace(CUSTOM, models(["&f;"]))}',
                        "document type declaration"),
        "laughs": (f"<!DOCTYPE x [{laughs}]>{good.replace(CUSTOM, models(['&l9;']))}", "document type declaration"),
        "undeclared": (good.replace(CUSTOM, models(["&f;"])), "The XML cannot be read"),
        "deep": ("<domainCapabilities>" + "<a>" * 100000, "inside each other"),
        "many": (good.replace(CUSTOM, models(f"m{i}" for i in range(200000))), "elements and attributes"),
        "large": (f"<domainCapabilities>{' ' * (33 * MIB)}</domainCapabilities>", "too large"),
        "zero": (good.replace(CUSTOM, f"{CUSTOM}\0"), "not text"),
    }


class Comparing:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "HOME": str(folder)}

    def write(self, name, text):
        path = self.folder / f"{name}.xml"
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *words):
        return subprocess.run([self.program, *words], check=False, text=True, encoding="utf-8", env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT)


def see_read(comparing, good):
    """A host that has one CPU model more than another."""
    home = comparing.write("home", good)
    done = comparing.run("--json", "compare", home, comparing.write("stranger", good.replace(CUSTOM, models(["Tomorrow"]))))
    if done.returncode != 0:
        yield f"it ends with {done.returncode}: {done.stderr}"
        return
    answer = json.loads(done.stdout)
    names = [(host["uri"], host["saved"]) for host in answer["hosts"]]
    if names != [("home.xml", True), ("stranger.xml", True)]:
        yield f"the hosts are {names}"
    row = next((row for row in answer["rows"] if row["id"] == "model.Tomorrow"), None)
    if row is None or row["kind"] != "differs" or row["values"][1] != "usable":
        yield f"the model that is only there: {row}"
    known = [row["id"] for row in answer["rows"] if row["id"].startswith("model.") and row["kind"] == "equal"]
    if "model.qemu64" not in known:
        yield f"the models that both have: {known}"
    # such a file does not tell every feature: nothing may be said of them
    told = [f for f in answer["features"] if f["kind"] == "equal" and "unknown" not in f["hosts"]]
    if told:
        yield f"made up: {told[:3]}"


def see_refused(comparing, good):
    home = comparing.write("home", good)
    for name, (text, wanted) in refused(good).items():
        path = comparing.write(name, text)
        done = comparing.run("compare", home, path)
        said = done.stderr.splitlines()
        if done.returncode not in (1, 2) or done.stdout or len(said) != 1:
            yield f"{name}: it ends with {done.returncode}, and says {done.stdout[:200]!r} and {said[:3]}"
        elif not said[0].startswith(f"droverctl: {path}: ") or wanted not in said[0]:
            yield f"{name}: it says {said[0]!r}, not {wanted!r} of {path}"


def see_text(comparing, good):
    home = comparing.write("home", good)
    stranger = comparing.write("markup", good.replace(CUSTOM, models([WRITTEN])))
    for form in ("compare",), ("compare", "--markdown"), ("compare", "--csv"), ("--json", "compare"):
        done = comparing.run(*form, home, stranger)
        if done.returncode != 0 or "EPYC" not in done.stdout:
            yield f"{form}: it ends with {done.returncode}: {done.stdout[:200]}{done.stderr}"
        elif "--json" in form:
            if not any(row["id"] == f"model.{NAME}" for row in json.loads(done.stdout)["rows"]):
                yield "JSON does not carry the name as it is"
        elif "\x9b" in done.stdout or "\u202e" in done.stdout:
            yield f"{form}: what commands a terminal is printed"
        elif "--markdown" in form and "<b>" in done.stdout.replace("\\<", ""):
            yield "Markdown: the name is markup"


def main():
    program, data = sys.argv[1:]
    good = (pathlib.Path(data) / "debian12-lab-q35.xml").read_text(encoding="utf-8")
    tests = {"a stranger's host is read": see_read, "what is no such file is refused by its name": see_refused,
             "a name is never more than text": see_text}
    failed = 0
    with tempfile.TemporaryDirectory(prefix="drover-saved-") as folder:
        comparing = Comparing(program, pathlib.Path(folder))
        for number, (title, test) in enumerate(tests.items(), 1):
            wrong = list(test(comparing, good))
            for line in "\n".join(wrong).splitlines():
                print(f"# {line}")
            print(f"{'not ok' if wrong else 'ok'} {number} - {title}", flush=True)
            failed += bool(wrong)
    print(f"1..{len(tests)}")
    return 1 if failed else 0


sys.exit(main())
