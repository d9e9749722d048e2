#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion, tried in bash, zsh and fish as somebody at the keyboard would: a line, and the Tab key.

Usage: completion.py FOLDER
"""

import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# What is typed, and what its last word is to become.
LINES = [
    ("droverctl exp", "explain"),
    ("droverctl --json --timeout 9 wat", "watch"),
    ("droverctl storage disc", "discover"),
    ("droverctl hosts --rem", "--remove="),
    ("droverctl check --pass", "--passive"),
    ("droverctl migrate --auto-converge-in", "--auto-converge-in"),
    ("droverctl facts alp", "alpha.lab.test"),
    ("droverctl facts gam", "gamma"),
    ("droverctl check --from=alp", "--from=alpha.lab.test"),
    ("droverctl check --from test:", "test:///default"),
    ("droverctl check --from test:///default te", "test"),
    ("droverctl storage move --on=test:///default te", "test"),
    ("droverctl migrate --mode man", "managed"),
    ("droverctl migrate --mode=man", "--mode=managed"),
    ("droverctl check --only shared-st", "shared-storage"),
    ("droverctl compare --save=not", "--save=notes.json"),
    ("droverctl compare not", "notes.json"),
    ("drover alp", "alpha.lab.test"),
    ("drover --from alpha --to=gam", "--to=gamma"),
    ("drover --from test:///default --guest te", "test"),
    ("drover --gue", "--guest="),
    ("droverctl check --from nowhere.invalid te", "te"),
]
PATIENCE = 30
count = 0
failed = False


def tell(passed, name, *notes):
    global count, failed  # pylint: disable=global-statement
    count += 1
    failed |= not passed
    for text in notes if not passed else ():
        print("#", text)
    print("ok" if passed else "not ok", count, name, flush=True)


class Terminal:
    """An interactive shell; `show WORD…` prints its words, one a line, and an end mark."""

    def __init__(self, words, setup, environment, folder):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(words[0], words, environment)
        self.said = ""
        self.send(setup + "\nshow ready\n")
        self.expect(r"<ready>\s+<end>")

    def send(self, text):
        os.write(self.fd, text.encode())

    def expect(self, pattern):
        until = time.monotonic() + PATIENCE
        while not (match := re.search(pattern, self.said)):
            if time.monotonic() > until or not select.select([self.fd], [], [], until - time.monotonic())[0]:
                raise TimeoutError(repr(self.said[-2000:]))
            self.said += os.read(self.fd, 65536).decode(errors="replace")
        self.said = self.said[match.end():]
        return match[0]

    def complete(self, line):
        """The words of the line after Tab."""
        # The bell or the completed word may come late: what is typed after it waits for it.
        self.send(line + "\t\x01show \n")
        shown = self.expect(r"(?s)<drover(?:ctl)?>.*?<end>")
        return re.findall(r"<([^<>]*)>", shown)[:-1]

    def close(self):
        os.close(self.fd)
        os.kill(self.pid, signal.SIGHUP)
        os.waitpid(self.pid, 0)


SHOW = "show() { printf '<%s>\\n' \"$@\"; printf '<%s>\\n' end; }"


def in_bash(folder, environment, home):
    setup = f"PS1='$ '; bind 'set bell-style none'; source '{folder}/droverctl.bash'; {SHOW}"
    return Terminal(["bash", "--norc", "--noprofile", "-i"], setup, environment, home)


def in_zsh(folder, environment, home):
    setup = (f"PS1='$ '; unsetopt zle_bracketed_paste beep; fpath=('{folder}' $fpath); autoload -Uz compinit; "
             f"compinit -u -D; bindkey -e; {SHOW}")
    return Terminal(["zsh", "-f", "-i"], setup, environment, home)


def try_terminal(name, start, folder, environment, home):
    terminal = start(folder, environment, home)
    for line, wanted in LINES:
        try:
            words = terminal.complete(line)
        except TimeoutError as silence:
            tell(False, f"{name}: {line}", silence)
            return
        expected = [*line.split()[:-1], wanted]
        tell(words == expected, f"{name}: {line}", f"{words}, not {expected}")
    terminal.close()


def try_fish(folder, environment, home):
    for line, wanted in LINES:
        script = f"source '{folder}/droverctl.fish'; complete -C '{line}'"
        answer = subprocess.run(["fish", "--no-config", "-c", script], env=environment, cwd=home, text=True,
                                capture_output=True, timeout=PATIENCE, check=False)
        words = [offer.split("\t")[0] for offer in answer.stdout.splitlines()]
        # What cannot be completed is offered as nothing or, where there are several ways on, as each of them.
        passed = words == [wanted] or (wanted == line.split()[-1] and len(words) != 1)
        tell(passed and not answer.stderr, f"fish: {line}", f"{words}, not {wanted}", *answer.stderr.splitlines())


def ask(environment, home, *words):
    answer = subprocess.run([os.environ["DROVERCTL"], *words], env=environment, cwd=home, text=True, capture_output=True,
                            timeout=PATIENCE, check=False)
    return answer.stdout


def try_program(environment, home):
    """What the program offers is what its help tells of."""
    commands = re.findall(r"^  ([a-z]+) {2,}", ask(environment, home, "--help"), re.M)
    offered = [line.split("\t")[0] for line in ask(environment, home, "complete", "").splitlines()]
    tell(offered == commands and len(commands) > 9, "droverctl offers its commands", offered)
    for command in commands:
        told = re.findall(r"^  (?:-\w, )?(--[a-z0-9-]+=?)", ask(environment, home, command, "--help"), re.M)
        offered = [line.split("\t")[0] for line in ask(environment, home, "complete", command, "--").splitlines()]
        tell(sorted(offered) == sorted(told), f"droverctl offers the options of {command}", offered)
    if "DROVER" in os.environ:
        window = subprocess.run([os.environ["DROVER"], "--help"], env=environment, text=True, capture_output=True,
                                timeout=PATIENCE, check=False).stdout
        told = set(re.findall(r"^  (?:-\w, )?(--[a-z0-9-]+=?)", window, re.M)) - {"--help-gapplication", "--help-gtk"}
        offered = {line.split("\t")[0] for line in ask(environment, home, "complete-window", "--").splitlines()}
        tell(offered == told and "--guest=" in told, "droverctl offers the options of drover", offered ^ told)
    spoilt = ask(environment, home, "complete", "facts", "")
    tell("\033" not in spoilt and "alpha.lab.test" in spoilt, "what could harm a terminal is not offered", repr(spoilt))


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="drover-completion-") as home:
        for name, text in {
            "config/drover/hosts.ini":
                "[host 1]\nuri=qemu+ssh://alpha.lab.test/system\n[host 2]\nuri=test:///default\n",
            ".ssh/config": "Host gamma\n  User root\nHost bad\033[31mname\n",
            "notes.json": "{}",
        }.items():
            path = pathlib.Path(home, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        environment = {
            "PATH": f"{pathlib.Path(os.environ['DROVERCTL']).parent}:{os.environ['PATH']}", "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data", "LC_ALL": "C.UTF-8", "TERM": "xterm",
        }
        try_program(environment, home)
        for name, start in (("bash", in_bash), ("zsh", in_zsh)):
            if shutil.which(name):
                try_terminal(name, start, folder, environment, home)
            else:
                tell(True, f"{name} # SKIP {name} is not installed")
        if shutil.which("fish"):
            try_fish(folder, environment, home)
        else:
            tell(True, "fish # SKIP fish is not installed")
    print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
