# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab as tests see it: hosts, guests, faults, virsh and droverctl."""

import concurrent.futures
import os
import pathlib
import re
import shutil
import tempfile
import time

from .process import Running, run
from .rows import Rows

COMMAND = str(pathlib.Path(__file__).resolve().parent.parent.parent / "lab")
HOSTS = ("alpha", "beta")
HOSTS_OF_GENERATIONS = (*HOSTS, "gamma")

# As in lib/on.sh.
HOST_PATH = "/srv/lab/shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# How Drover names what it makes on a host (core/facts/drover-marks.c).
MARK = re.compile(r"(^|/)drover-[a-z]+-[0-9a-f]+-[0-9a-f]{8}-")


class LabMissing(Exception):
    """Why this computer cannot have a lab."""


class LabError(Exception):
    """A command of the lab itself failed: that is no verdict on Drover."""


def uri(host, transport="tcp"):
    return f"qemu+{transport}://{host}.lab.test/system"


class Lab:
    def __init__(self, name):
        self.rows = Rows(name)
        # Another prefix lets a second run stand beside the first.
        name = os.environ.get("DROVER_LAB_PREFIX", "") + name
        self.name = name
        self.env = {**os.environ, "DROVER_LAB_NAME": name, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
        self.droverctl_path = os.environ.get("DROVERCTL") or shutil.which("droverctl")
        self.state = pathlib.Path("/var/lib/drover-lab") / name
        self.scratch = None  # of this run: tools, and what remedies write
        self.kept = {}
        self.guests = []
        self.hosts = HOSTS

    # --- the lab itself

    def need(self):
        if os.geteuid() != 0:
            raise LabMissing("the lab needs root")
        if run(["unshare", "--net", "--mount", "--pid", "--fork", "true"]).code != 0:
            raise LabMissing("no namespaces can be made here")
        if not self.droverctl_path:
            raise LabMissing("DROVERCTL does not say which droverctl to test")
        self.droverctl_path = str(pathlib.Path(self.droverctl_path).resolve())

    def command(self, *words, limit=180, stdin=None):
        done = run([COMMAND, *words], limit, ["lab", *words], self.env, stdin)
        if done.code != 0:
            raise LabError(str(done))
        return done.out

    def up(self, *options):
        # What an earlier run was killed over is not to be judged.
        run([COMMAND, "down"], 120, env=self.env)
        # The root of another generation may have to be made first.
        self.command("up", *options, limit=900 if "--generation" in options else 300)
        self.hosts = HOSTS_OF_GENERATIONS if "--generation" in options else HOSTS
        self.scratch = tempfile.mkdtemp(prefix="drover-lab-tools-")
        os.chmod(self.scratch, 0o755)
        os.symlink(self.droverctl_path, f"{self.scratch}/droverctl")
        # Who follows a remedy answers ssh's question about a new key.
        pathlib.Path(f"{self.scratch}/yes").write_text("#!/bin/sh\necho yes\n", encoding="ascii")
        os.chmod(f"{self.scratch}/yes", 0o755)
        self.sh("desk", "test -d ~/.ssh")
        self.kept = {path: path.read_text() for path in self.kept_files()}

    def down(self):
        run([COMMAND, "down"], 120, env=self.env)
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)

    # --- commands in it

    def argv(self, where, *words):
        """A command line that runs words in a host or at the desk. At the desk the process is the command itself.

        In a host it is what `lab on` runs, without the shell that reads all of the lab first: tests ask hosts often.
        """
        if where == "desk":
            return [COMMAND, "on", "desk", "--private-home", "env", f"PATH={self.scratch}:{os.environ['PATH']}",
                    f"SSH_ASKPASS={self.scratch}/yes", "SSH_ASKPASS_REQUIRE=force", *words]
        return ["nsenter", f"--target={self.first_process_of(where)}", "--mount", "--uts", "--ipc", "--net", "--pid",
                "--wd=/root", "--", "env", "-i", f"PATH={HOST_PATH}", "HOME=/root", "USER=root", "LOGNAME=root",
                "LANG=C.UTF-8", "TERM=dumb", *words]

    def first_process_of(self, host):
        """The pid, as this computer counts, of a host's process 1."""
        try:
            outer = (self.state / host / "unshare.pid").read_text(encoding="ascii").split()[0]
            return pathlib.Path(f"/proc/{outer}/task/{outer}/children").read_text(encoding="ascii").split()[0]
        except (OSError, IndexError):
            raise LabError(f"{host} is not up") from None

    def try_on(self, where, *words, limit=60, stdin=None):
        return run(self.argv(where, *words), limit, [f"({where})", *words], self.env, stdin)

    def on(self, where, *words, limit=60, stdin=None):
        done = self.try_on(where, *words, limit=limit, stdin=stdin)
        if done.code != 0:
            raise LabError(str(done))
        return done.out

    def sh(self, where, script, *arguments, limit=60, stdin=None):
        return self.on(where, "sh", "-ec", script, "sh", *arguments, limit=limit, stdin=stdin)

    def virsh(self, host, *words, limit=60, stdin=None):
        return self.on(host, "virsh", "-q", "-c", "qemu:///system", *words, limit=limit, stdin=stdin)

    def droverctl_argv(self, *words):
        """Two labs on a small computer are slow: where a test does not name the limit, it is no reason to fail."""
        patience = () if "--timeout" in words else ("--timeout", "10")
        return self.argv("desk", self.droverctl_path, *patience, *words)

    def start(self, *words):
        """Begins droverctl at the desk and comes back at once."""
        return Running(self.droverctl_argv(*words), ["droverctl", *words], self.env)

    def droverctl(self, *words, limit=120, stdin=None):
        return run(self.droverctl_argv(*words), limit, ["droverctl", *words], self.env, stdin)

    def await_libvirt(self, host):
        wait_until(lambda: self.try_on(host, "virsh", "-q", "-c", "qemu:///system", "uri").code == 0, 20,
                   f"libvirtd on {host}")

    # --- guests

    def guest(self, name, *options):
        if name not in self.guests:
            self.guests.append(name)
        self.command("guest", name, *options)

    def remove_guest(self, name):
        self.command("guest-remove", name)
        self.guests.remove(name)

    def state_on(self, host, guest):
        """`running`, `paused`, `shut off` …, or None where the host does not know the guest."""
        done = self.try_on(host, "virsh", "-q", "-c", "qemu:///system", "domstate", guest, limit=5)
        return done.out.strip() if done.code == 0 else None

    def states(self, guest):
        """What each host says of the guest."""
        with concurrent.futures.ThreadPoolExecutor(len(self.hosts)) as pool:
            return list(pool.map(lambda host: self.state_on(host, guest), self.hosts))

    def active_on(self, guest):
        """The hosts on which the guest is active, as the daemons say."""
        states = zip(self.hosts, self.states(guest))
        return [host for host, state in states if state in ("running", "paused", "in shutdown")]

    def verify(self, guest, limit=60):
        """None, or what is wrong with the guest: that it ran twice, that its memory or its disk is not right."""
        done = run([COMMAND, "guest-verify", guest, str(limit)], limit + 30, ["lab", "guest-verify", guest], self.env)
        return None if done.code == 0 else str(done)

    def serial_ticks(self, host, guest):
        """How often the guest has ticked on a host."""
        log = self.state / host / "log" / "qemu" / f"{guest}-serial.log"
        return len(re.findall(r"^tick \d+ ", log.read_text(errors="replace"), re.M)) if log.exists() else 0

    def send(self, guest, source, target):
        """Moves a guest without Drover, to put it back in its place."""
        done = self.try_on("desk", "virsh", "-q", "-c", uri(source), "migrate", "--live", "--unsafe", "--persistent",
                           "--undefinesource", guest, uri(target), limit=90)
        return done.code == 0

    def fault(self, name, *options):
        self.rows.struck(name)
        self.command("fault", name, *options)

    def kept_files(self):
        """What remedies change, seen from outside."""
        configurations = [self.state / host / "etc-libvirt" / name for host in self.hosts for name in ("libvirtd.conf", "qemu.conf")]
        return [*configurations, *self.state.glob("desk/home/*/.ssh/known_hosts")]

    def heal(self):
        """Everything as it was when the lab came up, whatever faults and remedies have done since."""
        self.command("heal", "all")
        changed = [path for path, text in self.kept.items() if path.read_text() != text]
        for path in changed:
            # In place: a host has the file itself, not its name.
            with path.open("r+", encoding="utf-8") as file:
                file.truncate()
                file.write(self.kept[path])
        for host in self.hosts:
            if any(path.is_relative_to(self.state / host) for path in changed):
                self.sh(host, "/bin/bash /srv/lab/services restart libvirtd")
                self.await_libvirt(host)

    # --- what must not be left behind

    def left_overs(self):
        """Guests, pools and files of Drover's own making that are on a host."""
        script = ("virsh -q -c qemu:///system 'list --all --name; pool-list --all --name';"
                  " find /srv/shared /srv/lookalike /var/lib/libvirt/images -name 'drover-*'")
        with concurrent.futures.ThreadPoolExecutor(len(self.hosts)) as pool:
            texts = list(pool.map(lambda host: self.sh(host, script), self.hosts))
        return [f"{name} on {host}" for host, text in zip(self.hosts, texts) for name in text.split() if MARK.search(name)]


def wait_until(found, limit, what):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"waited {limit} s for {what}")
