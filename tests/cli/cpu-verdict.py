#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: cpu-verdict.py DROVERCTL

Whether the matrix says of CPUs of all generations what the hypervisor itself says.

The hosts are QEMU drivers inside of virsh and droverctl (qemu:///embed), which need no daemon and no root. One has all
that QEMU can emulate, the other a processor of an earlier generation: the same QEMU, told what to leave out. The guests
are of the test driver, which asks nothing of a CPU and so keeps any, and they are emulated: what processor this computer
has does not matter. Both ways: each host is asked to take the other's own CPU."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

EMULATOR = "qemu-system-x86_64"
MACHINE = "q35"
# What came after Nehalem: its own model is had without these, those after it are not.
LATER = ["aes", "pclmulqdq", "xsave", "avx", "avx2", "f16c", "fma", "movbe", "rdrand", "bmi1", "bmi2", "smep", "smap", "adx"]
LIMIT = 120


class Skip(Exception):
    """Why this cannot be done here."""


class Embedded:
    """A host that lives inside of the process that asks it; at most one process at a time."""

    def __init__(self, name, folder, left_out=()):
        self.name = name
        self.root = folder / name
        self.root.mkdir()
        self.uri = f"qemu:///embed?root={self.root}"
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder), "XDG_CONFIG_HOME": str(folder),
                            "XDG_DATA_HOME": str(folder), "XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        if left_out:
            self.environment["PATH"] = f"{self.lesser_emulator(left_out)}:{os.environ['PATH']}"

    def lesser_emulator(self, left_out):
        """A folder in which there is a QEMU that cannot emulate some features."""
        folder = self.root / "bin"
        folder.mkdir()
        options = " ".join(f"-global max-x86_64-cpu.{feature}=off" for feature in left_out)
        program = folder / EMULATOR
        program.write_text(f"#!/bin/sh\nexec {shlex.quote(shutil.which(EMULATOR))} {options} \"$@\"\n", encoding="ascii")
        program.chmod(0o755)
        return folder

    def run(self, argv):
        return subprocess.run(argv, check=False, text=True, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=LIMIT)

    def virsh(self, commands):
        return self.run(["virsh", "-q", "-c", self.uri, "; ".join(commands)])

    def capabilities(self):
        done = self.virsh([f"domcapabilities --virttype qemu --arch x86_64 --machine {MACHINE}"])
        if done.returncode != 0:
            raise Skip(f"there is no embedded QEMU driver: {' '.join(done.stderr.split())}")
        return ElementTree.fromstring(done.stdout)

    def ask_hypervisor(self, cpus):
        """By name, None where the hypervisor takes the CPU, and else what it says."""
        machine = f"--virttype qemu --arch x86_64 --machine {MACHINE} --error"
        done = self.virsh([f"hypervisor-cpu-compare {cpu.file} {machine}" for cpu in cpus.values()])
        refusals = dict(re.findall(r"^error: Failed to compare hypervisor CPU with (\S+)\nerror: (.*)$", done.stderr,
                                   re.MULTILINE))
        answers = {}
        for name, cpu in cpus.items():
            taken = re.search(rf"(?<!\S){re.escape(str(cpu.file))}(?!\S)", done.stdout)
            if bool(taken) == (str(cpu.file) in refusals):
                sys.exit(f"Bail out! virsh says nothing of {name}:\n{done.stdout}{done.stderr}")
            answers[name] = refusals.get(str(cpu.file))
        return answers

    def ask_drover(self, program, guests):
        """By name, None where no check that judges CPUs blocks, and else its code and what was seen."""
        done = self.run([program, "--json", "--timeout", "60", "compare", "--matrix", f"test://{guests}", self.uri])
        if done.returncode != 0:
            sys.exit(f"Bail out! droverctl ended with {done.returncode}: {done.stderr}")
        answers = {}
        for subject in json.loads(done.stdout)["matrix"]["subjects"]:
            if subject["source"] != 0 or subject["generic"]:
                continue
            found = [f for f in subject["targets"][1]["findings"] if f["code"].startswith("cpu.")]
            unknown = [f["evidence"] for f in found if f["verdict"] == "unknown"]
            if unknown:
                sys.exit(f"Bail out! Drover does not know of {subject['name']}: {unknown[0]}")
            blocks = [f"{f['code']}: {f['evidence']}" for f in found if f["verdict"] == "block"]
            answers[subject["name"]] = blocks[0] if blocks else None
        return answers


class Cpu:
    def __init__(self, folder, name, element):
        self.element = element
        self.file = folder / f"{name}.xml"
        self.file.write_text(ElementTree.tostring(element, encoding="unicode"), encoding="utf-8")


def model(name, *features, match="exact", vendor=None):
    element = ElementTree.Element("cpu", mode="custom", match=match)
    ElementTree.SubElement(element, "model", fallback="forbid").text = name
    if vendor:
        ElementTree.SubElement(element, "vendor").text = vendor
    for feature, policy in features:
        ElementTree.SubElement(element, "feature", name=feature, policy=policy)
    return element


def own_cpu(capabilities):
    """The CPU that a guest with host-model has on that host."""
    element = ElementTree.Element("cpu", mode="custom", match="exact")
    element.extend(capabilities.find("cpu/mode[@name='host-model']"))
    return element


def make_cpus(folder, hosts):
    told = {host.name: host.capabilities() for host in hosts}
    cpus = {m.text: model(m.text) for m in told[hosts[0].name].findall("cpu/mode[@name='custom']/model")}
    cpus |= {f"of-{name}": own_cpu(capabilities) for name, capabilities in told.items()}
    cpus |= {
        "requires": model("qemu64", ("avx2", "require")),
        "disables": model("Haswell-noTSX", ("avx2", "disable")),
        "forbids": model("qemu64", ("avx2", "forbid")),
        "wants": model("qemu64", ("avx2", "optional"), ("rdseed", "optional")),
        "strict": model("qemu64", match="strict"),
        "at-least": model("qemu64", match="minimum"),
        "other-vendor": model("qemu64", vendor="Intel"),
        "feature-of-tomorrow": model("qemu64", ("hyperthought", "require")),
        "model-of-tomorrow": model("Futurelake-Server"),
    }
    return {name: Cpu(folder, name, element) for name, element in cpus.items()}


def write_guests(file, cpus):
    node = ElementTree.Element("node")
    for name, cpu in cpus.items():
        guest = ElementTree.SubElement(node, "domain", type="qemu")
        ElementTree.SubElement(guest, "name").text = name
        ElementTree.SubElement(guest, "memory", unit="MiB").text = "64"
        ElementTree.SubElement(guest, "vcpu").text = "1"
        ElementTree.SubElement(ElementTree.SubElement(guest, "os"), "type", arch="x86_64", machine=MACHINE).text = "hvm"
        guest.append(cpu.element)
    ElementTree.ElementTree(node).write(file)


def features_in(text):
    """Those that libvirt's sentence names."""
    found = re.search(r"features?:? ([\w., -]+)$", text)
    return set(re.split(r", ", found[1])) if found else set()


def disagreements(hypervisor, drover):
    if hypervisor.keys() != drover.keys():
        yield f"Drover speaks of {sorted(drover)}, not of {sorted(hypervisor)}"
    for name in sorted(hypervisor.keys() & drover.keys()):
        said, seen = hypervisor[name], drover[name]
        if (said is None) != (seen is None) or (said and features_in(said) - features_in(seen)):
            yield f"{name}: the hypervisor says {said or 'yes'}; Drover says {seen or 'yes'}"


def judge(folder, program):
    """Yields titles, and what is wrong."""
    hosts = [Embedded("full", folder), Embedded("lesser", folder, LATER)]
    cpus = make_cpus(folder, hosts)
    guests = folder / "guests.xml"
    write_guests(guests, cpus)
    said = {}
    for host in hosts:
        answers = said[host.name] = host.ask_hypervisor(cpus)
        yes = sum(answer is None for answer in answers.values())
        print(f"# {host.name}: the hypervisor takes {yes} of {len(answers)} CPUs", flush=True)
        yield (f"{host.name}: Drover says of every CPU what the hypervisor says",
               list(disagreements(answers, host.ask_drover(program, guests))))
    # A verdict that is always the same, or that does not depend on the host, would be none.
    wanted = {"full": {"of-full": True, "of-lesser": True, "Nehalem": True, "requires": True, "forbids": False,
                       "feature-of-tomorrow": False, "model-of-tomorrow": False},
              "lesser": {"of-full": False, "of-lesser": True, "Nehalem": True, "requires": False, "forbids": True,
                         "feature-of-tomorrow": False, "model-of-tomorrow": False}}
    yield ("the hosts differ, and each takes some and refuses others",
           [f"{host} takes {name}: {not takes}, because {said[host][name]}" for host, names in wanted.items()
            for name, takes in names.items() if (said[host][name] is None) != takes])


def main():
    if not shutil.which(EMULATOR) or not shutil.which("virsh"):
        print(f"1..0 # SKIP there is no {EMULATOR} or no virsh", flush=True)
        return 0
    good, number = True, 0
    with tempfile.TemporaryDirectory(prefix="drover-cpus-") as folder:
        try:
            for number, (title, wrong) in enumerate(judge(pathlib.Path(folder), sys.argv[1]), 1):
                good = good and not wrong
                print("\n".join(f"# {line}" for text in wrong for line in text.splitlines()), end="\n" if wrong else "")
                print(f"{'not ok' if wrong else 'ok'} {number} - {title}", flush=True)
        except Skip as reason:
            print(f"1..0 # SKIP {reason}", flush=True)
            return 0
    print(f"1..{number}", flush=True)
    return 0 if good else 1


sys.exit(main())
