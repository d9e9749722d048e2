# SPDX-License-Identifier: GPL-3.0-or-later
"""What compare says with --json of who can move to whom."""

from xml.etree import ElementTree

from .tap import expect, expect_equal


def subject(answer, name, source):
    """The guest, or the CPU mode, of the host at that place."""
    return next(s for s in answer["matrix"]["subjects"] if s["name"] == name and s["source"] == source)


def codes(cell, verdict):
    return {f["code"] for f in cell["findings"] if f["verdict"] == verdict}


def host_model(lab, host):
    """The CPU that libvirt sends along with a guest of host-model."""
    element = ElementTree.Element("cpu", mode="custom", match="exact")
    element.extend(ElementTree.fromstring(lab.virsh(host, "domcapabilities")).find("cpu/mode[@name='host-model']"))
    return ElementTree.tostring(element, encoding="unicode")


def see_hypervisor_agree(lab, answer, hosts):
    """From each host to each other one: a CPU is refused in the matrix where the target's hypervisor refuses it.

    Returns how many of them are.
    """
    refused = 0
    for source, at_source in enumerate(hosts):
        cpus = {"host-model": host_model(lab, at_source),
                "qemu64": "<cpu mode='custom' match='exact'><model>qemu64</model></cpu>"}
        for target, at_target in enumerate(hosts):
            if source == target:
                continue
            for name, xml in cpus.items():
                done = lab.try_on(at_target, "virsh", "-q", "-c", "qemu:///system", "hypervisor-cpu-compare",
                                  "/dev/stdin", "--error", stdin=xml)
                expect(done.code in (0, 1), f"{at_target} does not say:\n{done}")
                found = codes(subject(answer, name, source)["targets"][target], "block")
                blocked = {code for code in found if code.startswith("cpu.")}
                expect_equal(bool(blocked), done.code == 1,
                             f"{name} from {at_source} to {at_target} is refused for {blocked}, and libvirt:\n{done}\nrefused")
                refused += done.code
    return refused
