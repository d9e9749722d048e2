#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in where a host asks: what a window would be asked, and what comes of the answers."""

import os
import pathlib
import re

from lib.lab import uri
from lib.process import run
from lib.tap import Suite, expect, expect_equal

HELPER = str(pathlib.Path(os.environ["DROVER_SIGN_IN"]).resolve())
BETA = uri("beta", "ssh")


class Outcome:
    """The questions, and the line that says what came of them."""

    def __init__(self, done, stuck):
        lines = done.lines
        expect(done.code == 0 and lines and "connected" in lines[-1], f"no outcome:\n{done}")
        self.questions, self.end = lines[:-1], lines[-1]
        expect_equal(self.end["busy_threads"], stuck, f"threads left at work by\n{done}")
        self.text = str(done)

    @property
    def kinds(self):
        return [question["kind"] for question in self.questions]

    def expect_connected(self, kinds, where=BETA):
        expect(self.end["connected"], f"not connected:\n{self.text}")
        expect_equal(self.kinds, kinds, "the questions")
        expect_equal((self.end["uri"], self.end["hostname"]), (where, "beta.lab.test"), "the connection")

    def expect_refused(self, kinds, code, words):
        expect(not self.end["connected"], f"connected:\n{self.text}")
        expect_equal(self.kinds, kinds, "the questions")
        expect_equal(self.end["code"], code, f"the kind of the error\n{self.text}")
        expect(re.search(words, self.end["error"]), f"the error does not say {words!r}: {self.end['error']}")


def sign_in(lab, *steps, where=BETA, timeout=5000, stuck=0):
    argv = lab.argv("desk", HELPER, "--timeout", str(timeout), where, *steps)
    return Outcome(run(argv, 60, ["sign-in", where, *steps], lab.env), stuck)


def forget_keys(lab):
    lab.sh("desk", ": >~/.ssh/known_hosts")


def known_hosts(lab):
    return lab.sh("desk", "cat ~/.ssh/known_hosts")


def configure_ssh(lab, text):
    lab.sh("desk", "cat >~/.ssh/config", stdin=text)


def prepare(lab):
    lab.heal()
    lab.sh("desk", "rm -f ~/.ssh/config ~/.ssh/config_key ~/.ssh/config_key.pub")


suite = Suite("signin", before_each=prepare)


@suite.test("nobody is asked where the key opens the door")
def no_question(lab):
    sign_in(lab, "cancel").expect_connected([])


@suite.test("the password, and the user's own URI for the connection")
def password(lab):
    lab.fault("ssh-password-only")
    outcome = sign_in(lab, "answer:drover")
    outcome.expect_connected(["password"])
    question = outcome.questions[0]
    expect_equal((question["host"], question["secret"], question["attempt"]), ("beta.lab.test", True, 1), "the question")


@suite.test("a wrong password, then the right one")
def second_try(lab):
    lab.fault("ssh-password-only")
    outcome = sign_in(lab, "answer:wrong", "answer:drover")
    outcome.expect_connected(["password"] * 2)
    expect_equal([question["attempt"] for question in outcome.questions], [1, 2], "the attempts")


@suite.test("three wrong passwords are enough")
def wrong_password(lab):
    lab.fault("ssh-password-only")
    outcome = sign_in(lab, *["answer:wrong"] * 5)
    outcome.expect_refused(["password"] * 3, "auth", "the password was not accepted, 3 times")


@suite.test("a host that hangs up before that")
def impatient_host(lab):
    lab.fault("ssh-password-only")
    lab.sh("beta", "sed -i '1i MaxAuthTries 2' /etc/ssh/sshd_config; /bin/bash /srv/lab/services restart sshd")
    try:
        # libssh does not notice that, so a thread of its stays behind; but nobody waits for it.
        outcome = sign_in(lab, *["answer:wrong"] * 9, timeout=1000, stuck=1)
        outcome.expect_refused(["password"] * 2, "timed-out", "asked for a login, and then did not answer within 3.0 s")
    finally:
        lab.sh("beta", "sed -i '/^MaxAuthTries 2$/d' /etc/ssh/sshd_config; /bin/bash /srv/lab/services restart sshd")


for step, code in (("cancel", "cancelled"), ("abort", "cancelled"), ("leave", "cancelled")):
    @suite.test(f"at the password: {step}")
    def give_up(lab, step=step, code=code):
        lab.fault("ssh-password-only")
        sign_in(lab, step).expect_refused(["password"], code, "cancelled|stopped")


@suite.test("an unknown key is shown as its host's tools show it, and kept when it is accepted")
def unknown_key(lab):
    forget_keys(lab)
    outcome = sign_in(lab, "answer:y")
    outcome.expect_connected(["host-key"])
    printed = lab.sh("beta", "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub").split()[1]
    expect_equal(outcome.questions[0]["fingerprint"], printed, "the fingerprint")
    expect("beta.lab.test" in known_hosts(lab), "the key was not written down")
    sign_in(lab, "cancel").expect_connected([])


@suite.test("an unknown key, then the password")
def unknown_key_and_password(lab):
    forget_keys(lab)
    lab.fault("ssh-password-only")
    sign_in(lab, "answer:yes", "answer:drover").expect_connected(["host-key", "password"])


@suite.test("an unknown key that is not accepted")
def refused_key(lab):
    forget_keys(lab)
    lab.fault("ssh-password-only")
    outcome = sign_in(lab, "answer:n", "answer:drover")
    outcome.expect_refused(["host-key"], "auth", "its SSH key was not accepted")
    expect_equal(known_hosts(lab), "", "the known keys")


for step in ("cancel", "abort", "leave"):
    @suite.test(f"at the unknown key: {step}")
    def give_up_key(lab, step=step):
        forget_keys(lab)
        sign_in(lab, step).expect_refused(["host-key"], "cancelled", "cancelled|stopped")
        expect_equal(known_hosts(lab), "", "the known keys")


@suite.test("a changed key is no question")
def changed_key(lab):
    lab.fault("ssh-host-key-changed")
    before = known_hosts(lab)
    for where in (BETA, f"{BETA}?no_tty=1"):
        outcome = sign_in(lab, "answer:y", "answer:y", where=where)
        home = lab.sh("desk", "echo ~").strip()
        outcome.expect_refused([], "auth", rf"line 2 of {home}/\.ssh/known_hosts.*ssh-keygen -f {home}/\.ssh/known_hosts"
                               r" -R beta\.lab\.test")
        expect_equal(outcome.end["explanation"], "explain.host-key-changed", "the explanation")
    expect_equal(known_hosts(lab), before, "the known keys")


@suite.test("a changed key that the error's command forgets")
def forgotten_key(lab):
    lab.fault("ssh-host-key-changed")
    error = sign_in(lab).end["error"]
    command = re.search(r"(ssh-keygen -f \S+ -R \S+)", error).group(1)
    lab.sh("desk", command)
    sign_in(lab, "answer:y").expect_connected(["host-key"])


@suite.test("the ssh configuration is obeyed: alias, user, key file with a passphrase, file of known keys")
def configuration(lab):
    lab.sh("desk", "ssh-keygen -q -t ed25519 -N 'open sesame' -f ~/.ssh/config_key")
    key = lab.sh("desk", "cat ~/.ssh/config_key.pub")
    lab.fault("ssh-key-refused")
    lab.sh("beta", "cat >/root/.ssh/authorized_keys", stdin=key)
    configure_ssh(lab, "Host by-alias\n  HostName beta.lab.test\n  User root\n  IdentityFile ~/.ssh/config_key\n"
                       "  UserKnownHostsFile ~/.ssh/config_known\n")
    lab.sh("desk", "cp ~/.ssh/known_hosts ~/.ssh/config_known")
    forget_keys(lab)
    where = "qemu+ssh://by-alias/system"
    sign_in(lab, "answer:open sesame", where=where).expect_connected(["passphrase"], where)
    # The agent is nobody's business here, and a wrong passphrase may be mended.
    sign_in(lab, "answer:no", "answer:open sesame", where=where).expect_connected(["passphrase"] * 2, where)
    sign_in(lab, *["answer:no"] * 4, where=where).expect_refused(["passphrase"] * 3, "auth", "wrong passphrase")


for option in ("ProxyJump alpha.lab.test", "ProxyCommand ssh -W %h:%p alpha.lab.test"):
    @suite.test(f"no password by {option.split()[0]}, and why")
    def proxied(lab, option=option):
        configure_ssh(lab, f"Host by-proxy\n  HostName beta.lab.test\n  {option}\n")
        lab.fault("ssh-key-refused")
        sign_in(lab, "answer:drover", where="qemu+ssh://by-proxy/system").expect_refused(
            [], "auth", "ProxyJump or ProxyCommand")


@suite.test("an unknown key that the configuration refuses is no question")
def strict(lab):
    configure_ssh(lab, "StrictHostKeyChecking yes\n")
    forget_keys(lab)
    sign_in(lab, "answer:y").expect_refused([], "auth", "StrictHostKeyChecking yes")
    expect_equal(known_hosts(lab), "", "the known keys")


@suite.test("libvirt's socket is shut behind a login that worked: nobody is asked for a password")
def shut_socket(lab):
    lab.fault("ssh-password-only")
    lab.sh("beta", "/bin/bash /srv/lab/services stop libvirtd; rm -f /run/libvirt/libvirt-sock*")
    try:
        outcome = sign_in(lab, "answer:drover", "answer:drover")
        expect(not outcome.end["connected"], outcome.text)
        expect_equal(outcome.kinds, ["password"], "the questions")
    finally:
        lab.sh("beta", "/bin/bash /srv/lab/services start libvirtd")
        lab.await_libvirt("beta")


@suite.test("a SASL login over TCP: name and password")
def sasl(lab):
    lab.fault("libvirt-sasl")
    where = uri("beta", "tcp")
    outcome = sign_in(lab, "answer:anna", "answer:drover", where=where)
    outcome.expect_connected(["user-name", "password"], where)
    expect_equal([question["secret"] for question in outcome.questions], [False, True], "what is not shown")
    # Both are asked again after a mistake.
    sign_in(lab, "answer:anna", "answer:no", "answer:anna", "answer:drover", where=where).expect_connected(
        ["user-name", "password"] * 2, where)


@suite.test("a SASL login that is wrong three times, and one that is given up")
def wrong_sasl(lab):
    lab.fault("libvirt-sasl")
    where = uri("beta", "tcp")
    outcome = sign_in(lab, *["answer:anna", "answer:no"] * 5, where=where)
    outcome.expect_refused(["user-name", "password"] * 3, "auth", "authentication failed")
    sign_in(lab, "answer:anna", "cancel", where=where).expect_refused(["user-name", "password"], "cancelled", "cancelled")
    sign_in(lab, "abort", where=where).expect_refused(["user-name"], "cancelled", "stopped")


suite.main()
