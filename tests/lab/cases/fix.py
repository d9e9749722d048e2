#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remedies that droverctl applies itself: foreseen, shown, applied, checked, and taken back to the former XML."""

import base64
import pathlib

from lib import checks
from lib.faults import Guest
from lib.lab import uri, wait_until
from lib.tap import Suite, expect, expect_equal, note

plain = Guest("plain", ["--disk", "none", "--window", "2"])
with_iso = Guest("disc", ["--disk", "none", "--window", "2", "--iso"])
own = Guest("own", ["--disk", "local", "--window", "2"])
kept = Guest("kept", ["--window", "2"])
at_home = Guest("screen", ["--disk", "none", "--window", "2", "--graphics", "vnc", "--listen", "10.77.0.11"])
cached = Guest("cached", ["--window", "2", "--cache", "unsafe"])
suite = Suite("fix")


def look(lab, kind):
    """All that the target says of its networks (`net`) or pools (`pool`)."""
    script = ("for name in $(virsh -q -c qemu:///system $1-list --all --name | sort); do"
              " virsh -q -c qemu:///system $1-dumpxml --inactive $name | grep -Ev '<(capacity|allocation|available) ';"
              " virsh -q -c qemu:///system $1-info $name | grep -E '^(Name|UUID|State|Active|Persistent|Autostart)'; done")
    return lab.sh("beta", script, kind)


def run_fix(lab, guest, *words, transport="tcp"):
    done = lab.droverctl("--json", "fix", guest.name, *checks.ends(transport=transport), *words)
    try:
        return done.code, done.json
    except (ValueError, IndexError):
        raise AssertionError(f"fix printed no JSON:\n{done}") from None


def see_applied(lab, guest, remedy, *words, transport="tcp"):
    """Applies, and lets the checks behind it say that all is well. Returns the undo record."""
    status, answer = run_fix(lab, guest, "--yes", *words, transport=transport)
    expect_equal([(f["remedy"], f["state"], f["error"]) for f in answer["fixes"]], [(remedy, "applied", None)], "fixes")
    for step in answer["fixes"][0]["steps"]:
        note(f"{step['host']}: {step['preview'].splitlines()[0]}")
    expect_equal((status, answer["check"]["verdict"]), (0, "ready"), "the verdict behind it")
    lab.rows.foreseen([answer["fixes"][0]["code"]])
    lab.rows.tell("remedied", f"{remedy}, by droverctl fix")
    return answer["fixes"][0]["record"]


def take_back(lab, record, kind, before):
    done = lab.droverctl("fix", "--undo", record)
    expect(done.code == 0, f"undo failed:\n{done}")
    expect_equal(look(lab, kind), before, "the target after the undo")
    listed = lab.droverctl("fix", "--list")
    expect(record not in listed.out, f"still listed:\n{listed}")


def with_fault(guest, *fault):
    def wrap(function):
        def run(lab):
            guest.stand_ready(lab)
            lab.fault(*fault, "--guest", guest.name)
            try:
                function(lab)
            finally:
                lab.heal()

        return run

    return wrap


@suite.test("nothing is changed before somebody consents, and a network is carried over then")
@with_fault(plain, "network-missing")
def missing(lab):
    before = look(lab, "net")
    for words, state in ((["--dry-run"], "would-apply"), ([], "declined")):
        status, answer = run_fix(lab, plain, "--only", "network", *words)
        expect_equal(status, 1, f"exit status of fix {words}")
        expect_equal([(f["code"], f["remedy"], f["state"]) for f in answer["fixes"]],
                     [("network.missing", "define-network", state)], "fixes")
        expect_equal(look(lab, "net"), before, f"the target's networks after fix {words}")
    record = see_applied(lab, plain, "define-network", "--only", "network")
    take_back(lab, record, "net", before)


@suite.test("a network is started, and not stopped under a guest")
@with_fault(plain, "network-inactive")
def inactive(lab):
    before = look(lab, "net")
    record = see_applied(lab, plain, "start-network", "--only", "network")
    checks.expect_moved(lab, checks.run_migrate(lab, plain.name, [*checks.ends(), "--no-check"]), plain.name)
    done = lab.droverctl("fix", "--undo", record)
    expect_equal(done.code, 1, "exit status of an undo under a running guest")
    expect("is in use" in done.err, f"why not:\n{done}")
    expect(lab.send(plain.name, "beta", "alpha"), "the guest does not come back")
    take_back(lab, record, "net", before)


@suite.test("a pool is started")
@with_fault(own, "pool-stopped")
def stopped(lab):
    before = look(lab, "pool")
    record = see_applied(lab, own, "start-pool", "--copy-storage-all", "--only", "copy-space")
    take_back(lab, record, "pool", before)


@suite.test("a pool is made where there is none")
@with_fault(own, "pool-absent")
def absent(lab):
    before = look(lab, "pool")
    record = see_applied(lab, own, "create-pool", "--copy-storage-all", "--only", "copy-space")
    take_back(lab, record, "pool", before)


def definition(lab, guest, host="alpha"):
    return [lab.virsh(host, "dumpxml", *words, guest.name) for words in ([], ["--inactive"])]


def move(lab, guest):
    """Moves the guest, and returns what was said behind it."""
    done = checks.run_migrate(lab, guest.name, [*checks.ends(), "--no-check"])
    checks.expect_moved(lab, done, guest.name)
    notes = checks.result(done)["notes"]
    note(f"behind the migration: {notes}")
    return notes


@suite.test("a disc is ejected, and is back in its drive on the target")
@with_fault(with_iso, "iso-missing")
def disc(lab):
    before = definition(lab, with_iso)
    record = see_applied(lab, with_iso, "eject-iso", "--only", "cdrom")
    expect(all(".iso" not in xml for xml in definition(lab, with_iso)), "the disc is still in its drive")
    done = lab.droverctl("fix", "--undo", record)
    expect(done.code == 0, f"undo failed:\n{done}")
    expect_equal(definition(lab, with_iso)[1], before[1], "the guest's definition after the undo")
    expect(".iso" in definition(lab, with_iso)[0], "the disc is not back in the drive")
    see_applied(lab, with_iso, "eject-iso", "--only", "cdrom")
    lab.heal()
    move(lab, with_iso)
    expect(all(".iso" in xml for xml in definition(lab, with_iso, "beta")), "the disc is not in the drive on the target")


@suite.test("where virsh moved the guest, what a remedy owes it is done on request")
@with_fault(with_iso, "iso-missing")
def owed(lab):
    record = see_applied(lab, with_iso, "eject-iso", "--only", "cdrom")
    listed = lab.droverctl("fix", "--list")
    expect("after the migration: Put the disc back into the drive" in listed.out, f"not said to be left:\n{listed}")
    done = lab.droverctl("fix", "--follow", record)
    expect(done.code == 1 and "does not run on the target" in done.err, f"before the guest is there:\n{done}")
    expect(lab.send(with_iso.name, "alpha", "beta"), "virsh cannot move the guest")
    # What is still missing there is told, and the record stays.
    done = lab.droverctl("fix", "--follow", record)
    expect(done.code == 1 and "Not done on the target" in done.out, f"while the image is missing:\n{done}")
    lab.heal()
    done = lab.droverctl("fix", "--follow", record)
    expect(done.code == 0, f"not done:\n{done}")
    expect(all(".iso" in xml for xml in definition(lab, with_iso, "beta")), "the disc is not in the drive on the target")
    listed = lab.droverctl("fix", "--list")
    expect(record not in listed.out, f"still listed:\n{listed}")
    done = lab.droverctl("fix", "--follow", record)
    expect(done.code == 1 and "Nothing of it is left" in done.err, f"a second time:\n{done}")



SNAPSHOT = ("<domainsnapshot><name>{name}</name>{parent}<state>shutoff</state><creationTime>{time}</creationTime>"
            "<memory snapshot='no'/>{domain}</domainsnapshot>")


@suite.test("snapshots are forgotten, and known again on the target")
def snapshots(lab):
    plain.stand_ready(lab)
    domain = lab.virsh("alpha", "dumpxml", "--inactive", plain.name)
    for time, name, parent in ((1, "first", ""), (2, "it's", "<parent><name>first</name></parent>")):
        xml = SNAPSHOT.format(name=name, parent=parent, time=time, domain=domain)
        lab.virsh("alpha", "snapshot-create", plain.name, "/dev/stdin", "--redefine", "--current", stdin=xml)
    tree = lab.virsh("alpha", "snapshot-list", plain.name, "--tree")
    record = see_applied(lab, plain, "delete-snapshots", "--only", "snapshots")
    expect_equal(lab.virsh("alpha", "snapshot-list", plain.name, "--name").strip(), "", "snapshots behind the remedy")
    done = lab.droverctl("fix", "--undo", record)
    expect(done.code == 0, f"undo failed:\n{done}")
    expect_equal(lab.virsh("alpha", "snapshot-list", plain.name, "--tree"), tree, "snapshots behind the undo")
    see_applied(lab, plain, "delete-snapshots", "--only", "snapshots")
    expect_equal(len(move(lab, plain)), 2, "sentences behind the migration")
    expect_equal(lab.virsh("beta", "snapshot-list", plain.name, "--tree"), tree, "snapshots on the target")
    expect_equal(lab.virsh("beta", "snapshot-current", plain.name, "--name").strip(), "it's", "the current one")
    for name in ("it's", "first"):
        lab.virsh("beta", "snapshot-delete", plain.name, name, "--metadata")


def make_filtered(lab):
    for name, inside in (("inner", "<rule action='accept' direction='inout'/>"), ("outer", "<filterref filter='inner'/>")):
        lab.virsh("alpha", "nwfilter-define", "/dev/stdin", stdin=f"<filter name='{name}'>{inside}</filter>")
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "filtered")
    lab.virsh("alpha", "define", "/dev/stdin",
              stdin=xml.replace("</interface>", "<filterref filter='outer'/></interface>", 1))
    lab.virsh("alpha", "start", "filtered")


filtered = Guest("filtered", ["--disk", "none", "--window", "2", "--no-start"], comes_back=False,
                 prepare=make_filtered)


@suite.test("a network filter is carried over with those it refers to")
def filters(lab):
    filtered.stand_ready(lab)
    record = see_applied(lab, filtered, "define-nwfilter", "--only", "network-filter")
    known = lab.virsh("beta", "nwfilter-list")
    expect("inner" in known and "outer" in known, f"the target knows these filters:\n{known}")
    done = lab.droverctl("fix", "--undo", record)
    expect(done.code == 0, f"undo failed:\n{done}")
    left = lab.virsh("beta", "nwfilter-list")
    expect("inner" not in left and "outer" not in left, f"the target still knows these filters:\n{left}")


@suite.test("what only the host's shell can do is run there over SSH, when somebody consents")
@with_fault(plain, "migration-ports-rejected")
def over_ssh(lab):
    words = ["--json", "fix", "plain", *checks.ends(transport="ssh"), "--run", "--only", "migration-ports"]
    done = lab.droverctl(*words)
    fixes = [f for f in done.json["fixes"] if f["code"].startswith("migration-ports.")]
    expect_equal([(f["remedy"], f["variant"], f["host"], f["state"]) for f in fixes],
                 [("open-migration-ports", "firewalld", "target", "declined")], "fixes that nobody consents to")
    done = lab.droverctl(*words, "--yes")
    fixes = [f for f in done.json["fixes"] if f["code"].startswith("migration-ports.")]
    expect_equal([f["state"] for f in fixes], ["run"], "fixes")
    expect("$ sudo firewall-cmd" in fixes[0]["output"], f"the commands are not in the output:\n{fixes[0]['output']}")
    note(fixes[0]["output"])
    expect_equal(done.json["check"]["verdict"], "ready", "the verdict behind it")


def undo(lab, record):
    done = lab.droverctl("fix", "--undo", record)
    expect(done.code == 0, f"undo failed:\n{done}")


@suite.test("a saved guest goes on from its saved state, and is saved again")
def saved(lab):
    kept.stand_ready(lab)
    lab.virsh("alpha", "managedsave", kept.name)
    record = see_applied(lab, kept, "restore-managed-save", "--offline", "--only", "managed-save")
    expect_equal(lab.states(kept.name), ["running", None], "the guest behind the remedy")
    undo(lab, record)
    expect("yes" in lab.virsh("alpha", "dominfo", kept.name).split("Managed save:")[1].splitlines()[0], "it is not saved again")
    lab.virsh("alpha", "start", kept.name)
    wrong = lab.verify(kept.name)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("an old copy of the guest's definition is removed from the target, another guest's never")
def stale(lab):
    kept.stand_ready(lab)
    mine = lab.virsh("alpha", "dumpxml", "--inactive", kept.name)
    another = "\n".join(line for line in mine.splitlines() if "<uuid>" not in line)
    lab.virsh("beta", "define", "/dev/stdin", stdin=another.replace("/kept.", "/foreign."))
    try:
        before = lab.virsh("beta", "dumpxml", "--inactive", kept.name)
        status, answer = run_fix(lab, kept, "--yes", "--only", "target-guest")
        expect_equal([(f["remedy"], f["state"]) for f in answer["fixes"]], [("undefine-on-target", "failed")], "fixes")
        expect_equal(status, 1, "exit status over another guest")
        note(answer["fixes"][0]["error"])
        expect_equal(lab.virsh("beta", "dumpxml", "--inactive", kept.name), before, "the other guest")
        lab.virsh("beta", "undefine", kept.name)
        lab.virsh("beta", "define", "/dev/stdin", stdin=another)
        before = lab.virsh("beta", "dumpxml", "--inactive", kept.name)
        record = see_applied(lab, kept, "undefine-on-target", "--only", "target-guest")
        expect_equal(lab.states(kept.name), ["running", None], "the guest behind the remedy")
        undo(lab, record)
        expect_equal(lab.virsh("beta", "dumpxml", "--inactive", kept.name), before, "the old copy behind the undo")
    finally:
        lab.try_on("beta", "virsh", "-q", "-c", "qemu:///system", "undefine", kept.name)


def restart(lab, guest):
    """What a next start is: off, and on again."""
    lab.virsh("alpha", "destroy", guest.name)
    lab.virsh("alpha", "start", guest.name)


@suite.test("a disk is told to go past the host's cache from the next start on")
def cache(lab):
    cached.stand_ready(lab)
    before = definition(lab, cached)
    _, answer = run_fix(lab, cached, "--yes", "--only", "cache-mode")
    fix = answer["fixes"][0]
    expect_equal((fix["code"], fix["remedy"], fix["state"]), ("cache-mode.never-flushed", "cache-none", "applied"), "fix")
    now, next_time = definition(lab, cached)
    expect_equal(now, before[0], "the guest that runs")
    expect("cache='none'" in next_time and "cache='unsafe'" not in next_time, f"its definition:\n{next_time}")
    undo(lab, fix["record"])
    expect_equal(definition(lab, cached), before, "the definitions behind the undo")
    run_fix(lab, cached, "--yes", "--only", "cache-mode")
    restart(lab, cached)
    answer = checks.run_check(lab, cached.name, [*checks.ends(), "--only", "cache-mode"])
    expect_equal(answer["verdict"], "ready", "the verdict behind its next start")


@suite.test("a machine type that both hosts know is given to the definition")
@with_fault(kept, "machine-unknown")
def machine(lab):
    before = definition(lab, kept)
    _, answer = run_fix(lab, kept, "--yes", "--only", "machine")
    fix = answer["fixes"][0]
    expect_equal((fix["code"], fix["remedy"], fix["state"]), ("machine.unsupported", "common-machine-type", "applied"), "fix")
    now, next_time = definition(lab, kept)
    expect_equal(now, before[0], "the guest that runs")
    expect("machine='pc-q35-7.0'" in next_time, f"its definition:\n{next_time}")
    undo(lab, fix["record"])
    expect_equal(definition(lab, kept), before, "the definitions behind the undo")
    run_fix(lab, kept, "--yes", "--only", "machine")
    restart(lab, kept)
    answer = checks.run_check(lab, kept.name, [*checks.ends(), "--only", "machine"])
    expect_equal(answer["verdict"], "ready", "the verdict behind its next start")


def see_next_start(lab, guest, remedy, code, *words):
    """Changes the definition alone, takes that back, changes it again and starts the guest anew. Returns the definition."""
    before = definition(lab, guest)
    for again in (False, True):
        _, answer = run_fix(lab, guest, "--yes", "--remedy", remedy, *words)
        expect_equal([(f["code"], f["remedy"], f["state"], f["error"]) for f in answer["fixes"]],
                     [(code, remedy, "applied", None)], "fixes")
        now, next_time = definition(lab, guest)
        expect_equal(now, before[0], "the guest that runs")
        expect(next_time != before[1], "its definition is as it was")
        if not again:
            undo(lab, answer["fixes"][0]["record"])
            expect_equal(definition(lab, guest), before, "the definitions behind the undo")
    lab.rows.foreseen([code])
    lab.rows.tell("remedied", f"{remedy}, by droverctl fix")
    restart(lab, guest)
    return next_time


@suite.test("a drive whose image the target lacks may be empty from the next start on")
@with_fault(with_iso, "iso-missing")
def may_be_empty(lab):
    next_time = see_next_start(lab, with_iso, "drop-missing-disc", "cdrom.missing", "--only", "cdrom")
    expect("startupPolicy='requisite'" in next_time, f"its definition:\n{next_time}")
    answer = checks.run_check(lab, with_iso.name, [*checks.ends(), "--only", "cdrom"])
    expect_equal([f["code"] for f in answer["findings"]], ["cdrom.dropped"], "findings behind its next start")
    checks.expect_moved(lab, checks.run_migrate(lab, with_iso.name, [*checks.ends(), "--yes"]), with_iso.name)
    expect(".iso" not in definition(lab, with_iso, "beta")[0], "the target has a disc that it has not")


@suite.test("a screen that listens on the source's own address listens locally from the next start on")
def listens(lab):
    at_home.stand_ready(lab)
    done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", at_home.name, uri("beta"))
    expect("Cannot assign requested address" in done.err, f"virsh should have failed:\n{done}")
    next_time = see_next_start(lab, at_home, "graphics-listen-next", "graphics-listen.not-there", "--only", "graphics-listen")
    expect("address='127.0.0.1'" in next_time and "10.77.0.11" not in next_time, f"its definition:\n{next_time}")
    wait_until(lambda: lab.serial_ticks("alpha", at_home.name) > 0, 60, "the guest to boot")
    checks.expect_moved(lab, checks.run_migrate(lab, at_home.name, [*checks.ends(), "--yes"]), at_home.name)


def make_sharing(lab):
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "sharing")
    lab.virsh("alpha", "define", "/dev/stdin", stdin=xml.replace(
        "</devices>", "<shmem name='board'><model type='ivshmem-plain'/><size unit='M'>1</size></shmem></devices>", 1))
    lab.virsh("alpha", "start", "sharing")
    wait_until(lambda: lab.serial_ticks("alpha", "sharing") > 0, 60, "the guest to boot")


sharing = Guest("sharing", ["--disk", "none", "--window", "2", "--no-start"], comes_back=False, prepare=make_sharing)


@suite.test("a device that holds the guest is detached, and attached again on the target")
def device(lab):
    sharing.stand_ready(lab)
    done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", sharing.name, uri("beta"))
    expect("ivshmem" in done.err or "shmem" in done.err, f"virsh should have refused:\n{done}")
    before = definition(lab, sharing)
    record = see_applied(lab, sharing, "detach-device", "--only", "fixed-device")
    expect(all("<shmem" not in xml for xml in definition(lab, sharing)), "the guest still has it")
    undo(lab, record)
    expect_equal(definition(lab, sharing), before, "the guest behind the undo")
    see_applied(lab, sharing, "detach-device", "--only", "fixed-device")
    expect_equal(len(move(lab, sharing)), 2, "sentences behind the migration")
    expect(all("<shmem name='board'" in xml for xml in definition(lab, sharing, "beta")), "it is not attached there")
    wrong = lab.verify(sharing.name)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


layered = Guest("layered", ["--disk", "local", "--chain", "--window", "2"])


def disk_of(lab, guest):
    return lab.virsh("alpha", "domblklist", guest.name).split()[1]


def see_ended(lab, guest, what):
    """The remedy ends the job, which cannot be taken back. Returns its answer."""
    status, answer = run_fix(lab, guest, "--yes", "--only", "block-job")
    fix = answer["fixes"][0]
    expect_equal((fix["code"], fix["remedy"], fix["state"]), ("block-job.running", "abort-block-job", "applied"), "fix")
    expect(what in fix["steps"][0]["title"], f"not {what!r}: {fix['steps']}")
    expect_equal((status, answer["check"]["verdict"]), (0, "ready"), "the verdict behind it")
    done = lab.droverctl("fix", "--undo", fix["record"])
    expect(done.code == 1 and "can be taken back" in done.err, f"undo of what has no undo:\n{done}")
    wrong = lab.verify(guest.name)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("a copy of a disk is given up, and a merge of its images waited for")
def block_job(lab):
    layered.stand_ready(lab)
    before, copy = disk_of(lab, layered), "/var/lib/libvirt/images/mirror.qcow2"
    lab.virsh("alpha", "blockcopy", layered.name, "vda", "--dest", copy, "--format", "qcow2", "--transient-job", "--wait")
    done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", "--unsafe", layered.name, uri("beta"))
    expect("active block job" in done.err, f"virsh should have refused:\n{done}")
    see_ended(lab, layered, "Give up the copy")
    expect_equal(disk_of(lab, layered), before, "the disk behind the copy")
    lab.sh("alpha", "rm -f \"$1\"", copy)
    lab.virsh("alpha", "blockcommit", layered.name, "vda", "--active", "--wait")
    see_ended(lab, layered, "Wait until the images")
    expect_equal(disk_of(lab, layered), before.replace(".qcow2", "-base.qcow2"), "the disk behind the merge")


SECRET = "f2b4a9b0-6a43-4a46-9c3e-0d9a5b6c7d01"
LOCKED = "/srv/shared/locked-disk.qcow2"


def make_locked(lab):
    """A disk that is opened with a secret, which only alpha knows."""
    lab.virsh("alpha", "secret-define", "/dev/stdin", stdin=f"""<secret ephemeral='no' private='no'><uuid>{SECRET}</uuid>
        <usage type='volume'><volume>{LOCKED}</volume></usage></secret>""")
    lab.virsh("alpha", "secret-set-value", SECRET, "--base64", base64.b64encode(b"open sesame").decode())
    lab.sh("alpha", "rm -f \"$1\"; qemu-img create -q -f qcow2 --object secret,id=s,data='open sesame'"
                    " -o encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10 \"$1\" 8M", LOCKED)
    xml = lab.virsh("alpha", "dumpxml", "--inactive", "--security-info", "locked")
    lab.virsh("alpha", "define", "/dev/stdin", stdin=xml.replace("</devices>", f"""<disk type='file' device='disk'>
        <driver name='qemu' type='qcow2' cache='none'/><source file='{LOCKED}'>
        <encryption format='luks'><secret type='passphrase' uuid='{SECRET}'/></encryption></source>
        <target dev='vda' bus='virtio'/></disk></devices>""", 1))
    lab.virsh("alpha", "start", "locked")


locked = Guest("locked", ["--disk", "none", "--window", "2", "--no-start"], comes_back=False, prepare=make_locked)


def records(lab):
    """All that undo records hold."""
    return "".join(path.read_text(encoding="utf-8") for path in pathlib.Path(lab.state).glob("desk/home/**/fixes/*.json"))


@suite.test("a secret is carried over with its value, which stands in no record")
def secret(lab):
    locked.stand_ready(lab)
    try:
        done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", "--unsafe", locked.name, uri("beta"))
        expect("no secret with matching uuid" in done.err, f"virsh should have failed:\n{done}")
        before = lab.virsh("beta", "secret-list")
        record = see_applied(lab, locked, "define-secret", "--only", "secrets")
        expect_equal(lab.virsh("beta", "secret-get-value", SECRET, "--plain"), "open sesame", "its value on the target")
        undo(lab, record)
        expect_equal(lab.virsh("beta", "secret-list"), before, "the target's secrets behind the undo")
        record = see_applied(lab, locked, "define-secret", "--only", "secrets")
        kept = records(lab)
        expect(SECRET in kept, "no record of it")
        expect("sesame" not in kept and base64.b64encode(b"open sesame").decode() not in kept, "the value is in a record")
        checks.expect_moved(lab, checks.run_migrate(lab, locked.name, [*checks.ends(), "--unsafe", "--yes"]), locked.name)
        done = lab.droverctl("fix", "--undo", record)
        expect(done.code == 1 and "is on the target by now" in done.err, f"taken from under the guest:\n{done}")
    finally:
        lab.remove_guest(locked.name)
        for host in ("alpha", "beta"):
            lab.try_on(host, "virsh", "-q", "-c", "qemu:///system", "secret-undefine", SECRET)
        lab.sh("alpha", "rm -f \"$1\"", LOCKED)


def define_there(lab, private):
    """As alpha has it, and without its value."""
    lab.virsh("beta", "secret-define", "/dev/stdin", stdin=f"""<secret ephemeral='no' private='{private}'><uuid>{SECRET}</uuid>
        <usage type='volume'><volume>{LOCKED}</volume></usage></secret>""")


def told_of_secrets(lab, transport):
    answer = checks.run_check(lab, locked.name, [*checks.ends(transport=transport), "--only", "secrets"])
    return [(f["code"], f["verdict"]) for f in answer["findings"]]


@suite.test("a secret that is defined on the target without a value is found, and given one")
def empty_secret(lab):
    locked.stand_ready(lab)
    try:
        define_there(lab, "no")
        done = lab.try_on("desk", "virsh", "-q", "-c", uri("alpha"), "migrate", "--live", "--unsafe", locked.name, uri("beta"))
        expect("does not have a value" in done.err, f"virsh should have failed:\n{done}")
        expect_equal(told_of_secrets(lab, "ssh"), [("secrets.no-value", "block")], "an empty secret")
        expect_equal(told_of_secrets(lab, "tcp"), [("secrets.unasked", "info")], "where others could listen")
        record = see_applied(lab, locked, "define-secret", "--only", "secrets", transport="ssh")
        expect_equal(lab.virsh("beta", "secret-get-value", SECRET, "--plain"), "open sesame", "its value on the target")
        expect_equal(told_of_secrets(lab, "ssh"), [("secrets.pass", "pass")], "with its value")
        undo(lab, record)
        expect_equal(told_of_secrets(lab, "ssh"), [("secrets.no-value", "block")], "behind the undo")
        lab.virsh("beta", "secret-undefine", SECRET)
        define_there(lab, "yes")
        expect_equal(told_of_secrets(lab, "ssh"), [("secrets.private", "warn")], "a private secret")
        lab.virsh("beta", "secret-set-value", SECRET, "--base64", base64.b64encode(b"open sesame").decode())
        checks.expect_moved(lab, checks.run_migrate(lab, locked.name, [*checks.ends(transport="ssh"), "--unsafe", "--yes"]),
                            locked.name)
    finally:
        lab.remove_guest(locked.name)
        for host in ("alpha", "beta"):
            lab.try_on(host, "virsh", "-q", "-c", "qemu:///system", "secret-undefine", SECRET)
        lab.sh("alpha", "rm -f \"$1\"", LOCKED)


suite.main()
