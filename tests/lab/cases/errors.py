#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users type wrong: one clear line that names it, the right exit status, and nothing changed anywhere."""

from lib.checks import ends, loud, run_check
from lib.lab import HOSTS, uri
from lib.tap import Suite, expect, expect_equal

suite = Suite("errors")

FROM_TO = ends()
ALPHA = ["--from", uri("alpha")]

# title, words, exit status, what the line must name
MISTAKES = [
    ("a host that is no URI", ["check", "demo", "--from", "not a uri", "--to", uri("beta")], 2, "not a uri"),
    ("another hypervisor", ["check", "demo", "--from", "xen:///system", "--to", uri("beta")], 2, "xen:///system"),
    ("an unknown transport", ["check", "demo", "--from", "qemu+smoke://alpha/system", "--to", uri("beta")], 2, "smoke"),
    ("a URI that runs a program", ["check", "demo", *ALPHA, "--to", "qemu+ssh://beta/system?command=/bin/rm"], 2, "command"),
    ("a URI that runs another netcat", ["check", "demo", *ALPHA, "--to", "qemu+ssh://beta/system?netcat=/tmp/x"], 2, "netcat"),
    ("a host name that is an option", ["check", "demo", *ALPHA, "--to", "qemu+ssh://-oProxyCommand=x/system"], 2, "ProxyCommand"),
    ("a program to be run by the source", ["check", "demo", *FROM_TO, "--p2p", "--desturi", "qemu+ssh://beta/system?command=/bin/rm"], 2, "--desturi: “qemu+ssh://beta/system?command=/bin/rm”: the parameter “command”"),
    ("the same to migrate with", ["migrate", "demo", *FROM_TO, "--no-check", "--yes", "--p2p", "--desturi", "qemu+tls://beta/system?pkipath=/tmp"], 2, "the parameter “pkipath”"),
    ("a source that would log in to itself", ["migrate", "demo", *FROM_TO, "--p2p", "--desturi", "qemu:///system"], 2, "--desturi: “qemu:///system” names no host"),
    ("the same host twice", ["migrate", "demo", *ALPHA, "--to", uri("alpha")], 2, "same host"),
    ("no target", ["migrate", "demo", *ALPHA], 2, "--to"),
    ("no guest", ["migrate", *FROM_TO], 2, "guest"),
    ("a guest too many", ["migrate", "demo", "other", *FROM_TO], 2, "other"),
    ("an unknown guest", ["check", "nosuch", *FROM_TO], 2, "nosuch"),
    ("an unknown guest to migrate", ["migrate", "nosuch", *FROM_TO], 2, "nosuch"),
    ("a bandwidth that is no number", ["migrate", "demo", *FROM_TO, "--bandwidth", "fast"], 2, "fast"),
    ("a negative number", ["migrate", "demo", *FROM_TO, "--parallel", "--parallel-connections", "-3"], 2, "-3"),
    ("a number out of range", ["migrate", "demo", *FROM_TO, "--auto-converge", "--auto-converge-initial", "1000"], 2, "1000"),
    ("options that exclude each other", ["migrate", "demo", *FROM_TO, "--copy-storage-all", "--copy-storage-inc"], 2, "copy-storage-inc"),
    ("a tunnel without peer-to-peer", ["migrate", "demo", *FROM_TO, "--tunnelled"], 2, "--p2p"),
    ("an unknown option", ["migrate", "demo", *FROM_TO, "--frobnicate"], 2, "frobnicate"),
    ("an unknown check", ["check", "demo", *FROM_TO, "--only", "nonsense"], 2, "nonsense"),
    ("an unknown finding to ignore", ["migrate", "demo", *FROM_TO, "--ignore", "nonsense"], 2, "nonsense"),
    ("an unknown command", ["frobnicate"], 2, "frobnicate"),
    ("a time limit that is no number", ["--timeout", "soon", "check", "demo", *FROM_TO], 2, "soon"),
    ("a file that does not exist", ["migrate", "demo", *FROM_TO, "--xml", "/nonexistent.xml"], 2, "/nonexistent.xml"),
    ("nothing to tune", ["tune", "demo", *ALPHA], 2, "nothing to change"),
    ("nothing to cancel", ["cancel", "demo", *FROM_TO], 1, "demo"),
    ("a name nobody knows", ["facts", "qemu+tcp://nowhere.lab.test/system"], 3, "nowhere.lab.test"),
    ("an address nobody has", ["--timeout", "2", "facts", "qemu+tcp://10.77.0.99/system"], 3, "10.77.0.99"),
    ("a port nobody listens on", ["facts", "qemu+tcp://beta.lab.test:1/system"], 3, "beta.lab.test:1"),
]


def snapshot(lab):
    script = "virsh -q -c qemu:///system list --all | awk '{print $2, $3, $4}'; virsh -q -c qemu:///system pool-list --all --name"
    return [lab.sh(host, script) for host in HOSTS]


@suite.test("a guest to make mistakes with")
def begin(lab):
    lab.guest("demo", "--disk", "none", "--memory", "128", "--window", "4")
    lab.guest("asleep", "--disk", "none", "--memory", "128", "--no-start")


def add_mistake(title, words, status, named):
    def run(lab):
        before = snapshot(lab)
        done = lab.droverctl(*words, limit=30)
        expect_equal(done.code, status, f"exit status of\n{done}")
        complaints = [line for line in done.err.splitlines() if line.startswith("droverctl: ")]
        expect_equal(len(complaints), 1, f"lines of complaint of\n{done}")
        expect(named in complaints[0], f"“{named}” is not named by\n{done}")
        expect_equal(snapshot(lab), before, f"the hosts after\n{done}")

    suite.add(title, run)


for mistake in MISTAKES:
    add_mistake(*mistake)


@suite.test("a guest that is off blocks, and --offline moves it")
def asleep(lab):
    answer = run_check(lab, "asleep", FROM_TO)
    expect_equal(answer["verdict"], "blocked", "verdict for a guest that is off")
    expect("state" in {finding["check"] for finding in loud(answer, ("block",))}, f"no word of its state: {loud(answer)}")
    done = lab.droverctl("migrate", "asleep", *FROM_TO)
    expect_equal(done.code, 1, f"exit status of\n{done}")
    done = lab.droverctl("--json", "migrate", "asleep", *FROM_TO, "--offline", "--yes")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect_equal(lab.state_on("beta", "asleep"), "shut off", "the guest on beta")


@suite.test("a read-only connection blocks and changes nothing")
def read_only(lab):
    before = snapshot(lab)
    done = lab.droverctl("--readonly", "--json", "migrate", "demo", *FROM_TO, "--yes")
    expect_equal(done.code, 1, f"exit status of\n{done}")
    codes = [finding["code"] for finding in done.json["error"]["check"]["findings"] if finding["verdict"] == "block"]
    expect("read-only.connection" in codes, f"not among {codes}")
    expect_equal(snapshot(lab), before, "the hosts")


@suite.test("a filtered port costs the time limit, not libvirt's two minutes")
def filtered(lab):
    lab.fault("libvirt-port-dropped")
    try:
        done = lab.droverctl("--timeout", "2", "--json", "check", "demo", *FROM_TO, limit=60)
    finally:
        lab.heal()
    expect_equal(done.code, 3, f"exit status of\n{done}")
    expect("connect.filtered" in {finding["code"] for finding in done.json["findings"]}, f"not said by\n{done}")
    expect(done.seconds < 2 + 3, f"it took {done.seconds:.1f} s")


@suite.test("every command tells its options")
def help_of_commands(lab):
    for command in ("hosts", "facts", "check", "migrate", "watch", "cancel", "tune", "explain"):
        done = lab.droverctl(command, "--help")
        expect_equal(done.code, 0, f"exit status of\n{done}")
        expect("--json" in done.out and f"droverctl {command}" in done.out, f"no help from\n{done}")


@suite.test("an error is explained from standard input")
def explain(lab):
    text = "error: internal error: hostname on destination resolved to localhost, but migration requires an FQDN"
    done = lab.droverctl("--json", "explain", stdin=text)
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect_equal(done.json["catalog"], "N1", f"catalogue row of\n{done}")


suite.main()
