#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A healthy lab: nothing is found that is not there, every kind of move works, and nothing is left behind."""

import difflib

from lib import checks
from lib.checks import ends, expect_moved, expect_quiet, run_check, run_migrate
from lib.lab import HOSTS, uri, wait_until
from lib.tap import Suite, expect, expect_equal, note

UNSAFE = ["--unsafe"]

PLAIN = ["plain", "--disk", "none", "--window", "4"]


def shared_guest(lab):
    """Made once for all, also where only some of the tests are run."""
    if "plain" not in lab.guests:
        lab.guest(*PLAIN)


suite = Suite("healthy", before_each=shared_guest)


def whole(lab, guest):
    wrong = lab.verify(guest)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


def move(lab, guest, source="alpha", target="beta", options=(), transport="tcp"):
    done = run_migrate(lab, guest, [*ends(source, target, transport), *options])
    expect_moved(lab, done, guest, target)
    whole(lab, guest)
    return checks.result(done)


def inventory(lab):
    """All that could have changed on a host without anybody wanting it."""
    script = """
      virsh -q -c qemu:///system list --all --name | sort
      virsh -q -c qemu:///system pool-list --all --name | sort
      virsh -q -c qemu:///system net-list --all --name | sort
      virsh -q -c qemu:///system secret-list
      find /srv/shared /srv/lookalike /var/lib/libvirt/images | sort
      cat /etc/hosts /etc/libvirt/*.conf | md5sum
      nft --stateless list ruleset
    """
    return {host: lab.sh(host, script) for host in HOSTS}


def expect_same(now, before, what):
    for host in HOSTS:
        change = difflib.unified_diff(before[host].splitlines(), now[host].splitlines(), "before", "after", n=0, lineterm="")
        expect(now[host] == before[host], f"{what} changed something on {host}:\n" + "\n".join(change))


@suite.test("a guest without a disk: nothing to find over tcp")
def check_tcp(lab):
    before = inventory(lab)
    answer = run_check(lab, "plain", ends())
    expect_quiet(answer)
    note(f"check took {answer['elapsed_ms']} ms")
    passed = {finding["check"] for finding in answer["findings"] if finding["verdict"] == "pass"}
    for name in ("names", "migration-ports", "rehearsal", "p2p", "same-host", "machine", "memory", "network"):
        expect(name in passed, f"{name} did not pass:\n{checks.describe(answer['findings'])}")
    expect_same(inventory(lab), before, "a check")


@suite.test("nothing to find over ssh")
def check_ssh(lab):
    expect_quiet(run_check(lab, "plain", ends(transport="ssh")))


@suite.test("nothing to find over tls")
def check_tls(lab):
    expect_quiet(run_check(lab, "plain", ends(transport="tls")))


@suite.test("--passive makes nothing on any host and says what it could not prove")
def check_passive(lab):
    def made():
        return [lab.sh(host, "ls /var/log/libvirt/qemu | grep -c '^drover-' || :").strip() for host in HOSTS]

    before = made()
    answer = run_check(lab, "plain", [*ends(), "--passive"])
    expect_equal(made(), before, "guests ever made on the hosts, before and after --passive")
    expect(not checks.loud(answer, ("block",)), checks.describe(checks.loud(answer, ("block",))))
    told = [f for f in answer["findings"] if f["code"].split(".")[0] in ("migration-ports", "rehearsal")]
    expect(all(f["verdict"] != "pass" for f in told), f"--passive passed what it cannot know:\n{checks.describe(told)}")


@suite.test("the text of a check names its verdict, and exit status and JSON agree")
def check_text(lab):
    done = lab.droverctl("check", "plain", *ends())
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect("Ready" in done.out, f"no verdict in\n{done}")
    expect_equal(done.err, "", "stderr")


@suite.test("--only runs one check, and knows no id that is none")
def check_only(lab):
    answer = run_check(lab, "plain", [*ends(), "--only", "names"])
    expect_equal({finding["check"] for finding in answer["findings"]}, {"names"}, "checks")
    done = lab.droverctl("--json", "check", "plain", *ends(), "--only", "nonsense")
    expect_equal(done.code, 2, f"exit status of\n{done}")
    expect("nonsense" in done.err, f"the id is not named:\n{done}")


@suite.test("peer-to-peer is chosen where it was proved, and works")
def move_auto(lab):
    done = lab.droverctl("migrate", "plain", *ends(), "--print-virsh")
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect("--p2p" in done.out, f"no --p2p in\n{done}")
    expect_equal(lab.active_on("plain"), ["alpha"], "where the guest runs after --print-virsh")
    last = move(lab, "plain", transport="tcp")
    expect(0 < last["downtime_ms"] < 5000, f"downtime {last['downtime_ms']}")
    expect(last["bytes"] > 1 << 20, f"bytes {last['bytes']}")
    expect_equal(lab.state_on("alpha", "plain"), None, "what the source still knows of the guest")


@suite.test("managed by this computer, back over ssh")
def move_managed(lab):
    done = lab.droverctl("migrate", "plain", *ends("beta", "alpha", "ssh"), "--mode", "managed", "--print-virsh")
    expect("--p2p" not in done.out and done.code == 0, f"--p2p, or failed:\n{done}")
    move(lab, "plain", "beta", "alpha", ["--mode", "managed"], "ssh")


@suite.test("peer-to-peer over tls, and tunnelled back")
def move_p2p_tls(lab):
    move(lab, "plain", options=["--mode", "p2p"], transport="tls")
    move(lab, "plain", "beta", "alpha", ["--mode", "p2p", "--tunnelled"], "tls")


@suite.test("memory encrypted by QEMU's own TLS")
def move_memory_tls(lab):
    expect_quiet(run_check(lab, "plain", [*ends(), "--tls"]))
    move(lab, "plain", options=["--tls"])
    lab.send("plain", "beta", "alpha")


@suite.test("autostart goes along")
def autostart(lab):
    lab.virsh("alpha", "autostart", "plain")
    move(lab, "plain")
    expect("enable" in lab.sh("beta", "virsh -c qemu:///system dominfo plain | grep Autostart"), "autostart is lost")
    lab.virsh("beta", "autostart", "--disable", "plain")
    lab.send("plain", "beta", "alpha")


@suite.test("where the source keeps its definition, it does not start the guest a second time")
def autostart_kept(lab):
    lab.virsh("alpha", "autostart", "plain")
    move(lab, "plain", options=["--no-undefinesource"])
    expect_equal(lab.state_on("alpha", "plain"), "shut off", "the source's definition")
    expect("disable" in lab.sh("alpha", "virsh -c qemu:///system dominfo plain | grep Autostart"), "it still autostarts")
    expect("enable" in lab.sh("beta", "virsh -c qemu:///system dominfo plain | grep Autostart"), "autostart is lost")
    lab.guest(*PLAIN)


@suite.test("what was moved is kept, and its report names no host where that is not wanted")
def history(lab):
    last = move(lab, "plain")
    kept = lab.droverctl("--json", "history").json
    expect_equal(kept[0]["id"], last["run"], "the newest run of the history")
    expect_equal((kept[0]["guest"], kept[0]["state"], kept[0]["running_on"]), ("plain", "done", "target"), "the run")
    run = lab.droverctl("--json", "history", "show", str(last["run"])).json
    expect_equal(run["bytes"], last["bytes"], "bytes")
    expect(run["samples"] and run["details"]["findings"], f"samples or findings are missing: {run}")
    page = lab.droverctl("report", str(last["run"])).out
    expect("alpha.lab.test" in page and "<svg" in page, f"no report:\n{page}")
    page = lab.droverctl("report", "--redact").out
    told = [word for word in ("alpha", "beta", "lab.test", "10.77.") if word in page]
    expect(not told and "source-host" in page, f"{told} in\n{page}")
    back = move(lab, "plain", "beta", "alpha")
    side_by_side = lab.droverctl("history", "compare", str(last["run"]), str(back["run"])).out
    expect("Guest: plain" in side_by_side and f"{back['run']}: beta.lab.test" in side_by_side, f"no comparison:\n{side_by_side}")
    expect_equal(lab.droverctl("history", "remove", str(last["run"])).code, 0, "exit status of history remove")
    expect_equal(lab.droverctl("report", str(last["run"])).code, 2, "exit status of the report of what is forgotten")


@suite.test("a paused guest stays paused and whole")
def paused(lab):
    lab.virsh("alpha", "suspend", "plain")
    answer = run_check(lab, "plain", ends())
    expect_quiet(answer, "a paused guest")
    expect("state.paused" in [f["code"] for f in answer["findings"]], "nobody says that it is paused")
    expect_moved(lab, run_migrate(lab, "plain", ends()), "plain")
    expect_equal(lab.state_on("beta", "plain"), "paused", "state")
    lab.virsh("beta", "resume", "plain")
    whole(lab, "plain")
    lab.send("plain", "beta", "alpha")


@suite.test("a transient guest is defined nowhere afterwards")
def transient(lab):
    lab.guest("fleeting", "--disk", "none", "--window", "4", "--transient")
    expect_quiet(run_check(lab, "fleeting", ends()))
    move(lab, "fleeting")
    expect_equal(lab.state_on("alpha", "fleeting"), None, "the source")
    expect("no" in lab.sh("beta", "virsh -c qemu:///system dominfo fleeting | grep Persistent"), "it was defined")
    lab.virsh("beta", "destroy", "fleeting")


@suite.test("a guest that is off moves as a definition, and only so")
def offline(lab):
    lab.guest("off", "--disk", "none", "--no-start")
    answer = run_check(lab, "off", ends())
    expect("state.not-running" in [f["code"] for f in checks.loud(answer, ("block",))], checks.describe(answer["findings"]))
    expect_quiet(run_check(lab, "off", [*ends(), "--offline"]), "an offline move")
    done = run_migrate(lab, "off", [*ends(), "--offline"])
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect_equal(checks.result(done)["guest"]["running_on"], "neither", "running_on")
    expect_equal([lab.state_on(host, "off") for host in HOSTS], [None, "shut off"], "the hosts")


@suite.test("shared storage is proved, and only then libvirt's own fear is silenced")
def shared(lab):
    lab.guest("disk", "--window", "4")
    answer = run_check(lab, "disk", ends())
    expect_equal([f["code"] for f in checks.loud(answer)], ["shared-storage.needs-unsafe"], "findings")
    expect_quiet(run_check(lab, "disk", [*ends(), *UNSAFE]), "a proved share with --unsafe")
    expect("shared-storage.unsafe-proved" in str(run_check(lab, "disk", [*ends(), *UNSAFE, "--only", "shared-storage"])),
           "the proof is not told")


@suite.test("a guest on shared storage goes there over ssh and comes back over tls")
def move_shared(lab):
    move(lab, "disk", options=UNSAFE, transport="ssh")
    move(lab, "disk", "beta", "alpha", UNSAFE, "tls")


@suite.test("its disks are copied where nothing is shared, but never over an image that is there")
def move_copied(lab):
    lab.guest("copied", "--disk", "local", "--window", "4")
    copy = ["--copy-storage-all"]
    expect_quiet(run_check(lab, "copied", [*ends(), *copy]), "a copy to a free place")
    move(lab, "copied", options=copy)
    answer = run_check(lab, "copied", [*ends("beta", "alpha"), *copy])
    blocks = [f["code"] for f in checks.loud(answer, ("block",))]
    expect_equal(blocks, ["copy-target.exists"], "what stops the copy back onto the old image")
    lab.sh("alpha", "rm /var/lib/libvirt/images/copied.qcow2; virsh -q -c qemu:///system pool-refresh default")
    move(lab, "copied", "beta", "alpha", copy, "ssh")


@suite.test("facts tells of a host, in text and JSON")
def facts(lab):
    done = lab.droverctl("--json", "facts", uri("alpha"))
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect("alpha.lab.test" in done.out, f"no host name in\n{done}")
    done = lab.droverctl("facts", uri("beta"))
    expect_equal(done.code, 0, f"exit status of\n{done}")
    expect("beta.lab.test" in done.out, f"no host name in\n{done}")


@suite.test("hosts are remembered and forgotten")
def hosts(lab):
    for words, there in ((("--add", uri("alpha")), True), ((), True), (("--remove", uri("alpha")), False)):
        done = lab.droverctl("hosts", *words)
        expect_equal(done.code, 0, f"exit status of\n{done}")
        listed = lab.droverctl("--json", "hosts").out
        expect_equal(uri("alpha") in listed, there, f"alpha among the hosts after {words}: {listed}")


@suite.test("nothing of Drover's is left on any host")
def nothing_left(lab):
    wait_until(lambda: not lab.left_overs(), 5, "the last probes to go")
    expect_equal(lab.left_overs(), [], "left-overs")


suite.main()
