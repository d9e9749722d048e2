#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, driven as a person drives it: hosts are added, a blocker is met, read and mended, a migration is
cancelled and another one watched to its end."""

from lib.lab import uri, wait_until
from lib.process import run
from lib.tap import Failure, Suite, expect, expect_equal, note
from lib.wizard import GUEST, HOSTS, choose, named, opened, past_preflight

suite = Suite("window")


def stand_ready(lab):
    lab.heal()
    if lab.state_on("beta", GUEST) == "running" and lab.state_on("alpha", GUEST) is None:
        lab.send(GUEST, "beta", "alpha")
    if lab.state_on("alpha", GUEST) != "running" or lab.state_on("beta", GUEST) is not None:
        lab.guest(GUEST, "--disk", "none", "--window", "4")


suite.before_each = stand_ready


def add_host(window, transport_steps, address):
    window.press("Add Host…")
    window.see("Reached By")
    named(window)
    if transport_steps:
        window.click("Reached By")
        window.do("key", keys=["Down"] * transport_steps + ["Return"], in_menu=True)
    window.do("type", name="Host Name or Address", text=address)
    window.press("Add")
    window.do("gone", name="Reached By")


def to_options(window):
    choose(window)
    past_preflight(window)
    window.press("How")
    window.see("What matters most?")


def whole(lab, host):
    expect_equal(lab.active_on(GUEST), [host], "where the guest is active")
    wrong = lab.verify(GUEST)
    expect(not wrong, f"the guest is not whole:\n{wrong}")


@suite.test("from no host at all to a guest that moved, past a firewall")
def from_nothing(lab):
    with opened(lab, hosts=()) as window:
        window.see("Which hosts do you have?")
        named(window)
        add_host(window, 2, "alpha.lab.test")
        window.see(uri("alpha"))
        add_host(window, 0, "beta.lab.test")
        window.see(uri("beta", "ssh"))
        lab.fault("migration-ports-rejected", "--on", "beta")
        named(window)
        choose(window)
        window.see(part="thing", role="label", seconds=60)
        window.see("Check All Again", role="push button", seconds=60)
        title = window.see(part="A firewall rejects the source", role="list item")
        note(f"foreseen: {title}")
        window.click(part="A firewall rejects the source", role="list item")
        window.see("Why it matters")
        window.see(part="firewall-cmd", role="label")
        named(window)
        lab.heal()
        window.press("Check Again")
        window.do("gone", part="A firewall rejects the source", role="list item", seconds=60)
        past_preflight(window)
        window.press("How")
        named(window)
        window.click("Least interruption", role="check box")
        # Other options are other facts: they are checked before anything starts.
        window.press("Check Again")
        past_preflight(window)
        window.press("How")
        window.press("Migrate")
        window.see("“demo” moved to beta.lab.test", seconds=60)
        window.see(part="on beta.lab.test it is running")
        named(window)
    whole(lab, "beta")


@suite.test("a blocker is fixed with a click, and taken back with another")
def fixed(lab):
    lab.fault("network-inactive", "--on", "beta")
    with opened(lab) as window:
        choose(window)
        window.see("Check All Again", role="push button", seconds=60)
        window.click(part="is not running on the target", role="list item")
        window.press("Fix…")
        window.see(part="virNetworkCreate", role="label")
        expect("inactive" in lab.virsh("beta", "net-list", "--all"), "it was changed before anybody consented")
        window.press("Apply")
        window.see(part="Applied: Start the network")
        window.do("gone", part="is not running on the target", role="list item", seconds=60)
        expect("inactive" not in lab.virsh("beta", "net-list", "--all"), "the network does not run")
        window.do("press", part="Undo")  # libadwaita names it twice
        window.see(part="Taken back: Start the network")
    expect("inactive" in lab.virsh("beta", "net-list", "--all"), "the network still runs")


@suite.test("what only a host's shell can do is run there when somebody has seen it")
def run_over_ssh(lab):
    lab.fault("migration-ports-rejected")
    with opened(lab) as window:
        choose(window)
        window.see("Check All Again", role="push button", seconds=60)
        window.click(part="A firewall rejects the source", role="list item")
        window.press("Run over SSH…")
        window.see(part="Run this on beta.lab.test?")
        window.do("press", part="_Run")  # libadwaita names it twice
        window.do("gone", part="A firewall rejects the source", role="list item", seconds=60)


@suite.test("a migration that somebody else began is offered, followed and cancelled")
def followed(lab):
    mover = lab.start("migrate", GUEST, "--from", uri("alpha"), "--to", uri("beta"), "--no-check", "--bandwidth", "2")
    try:
        wait_until(lambda: lab.state_on("beta", GUEST) == "paused", 30, "the guest at the target")
        with opened(lab) as window:
            window.see(f"“{GUEST}” is on its way from alpha.lab.test to beta.lab.test.")
            named(window)
            window.press("Follow")
            window.see(part="MiB/s", role="label")
            window.press("Cancel Migration")
            window.see(f"Cancelled: “{GUEST}” stays on alpha.lab.test", seconds=60)
    finally:
        done = mover.finish(60)
    expect_equal(done.code, 1, f"exit status of\n{done}")
    whole(lab, "alpha")


@suite.test("the virsh command that is shown does what it says")
def shown_command(lab):
    with opened(lab) as window:
        to_options(window)
        command = window.see(part="virsh -c", role="label")
    note(command)
    done = lab.try_on("desk", "sh", "-ec", command)
    expect_equal(done.code, 0, f"exit status of\n{done}")
    whole(lab, "beta")


@suite.test("a migration is cancelled, and the guest stays where it was")
def cancelled(lab):
    with opened(lab) as window:
        to_options(window)
        window.click("Advanced", role="list item")
        named(window)
        window.do("type", name="bandwidth", text="2")
        window.press("Check Again")
        past_preflight(window)
        window.press("How")
        window.press("Migrate")
        window.see("Cancel Migration", role="push button")
        window.see(part="MiB/s", role="label")
        named(window)
        window.press("Cancel Migration")
        window.see("Cancelled: “demo” stays on alpha.lab.test", seconds=60)
        window.see(part="on alpha.lab.test it is running")
    whole(lab, "alpha")


def tab_to(window, name):
    """The keyboard goes on from control to control until it is there."""
    passed = []
    for _ in range(60):
        focused = window.do("focused")
        passed.append(focused)
        if focused == name:
            return
        window.do("key", keys=["Tab"], in_menu=True)
    raise Failure(f"the keyboard does not reach “{name}”; it passed {passed}")


def add_with_keys(window, transport_steps, address):
    tab_to(window, "push button: Add Host…")
    window.do("key", keys=["Return"])
    window.see("Reached By")
    window.do("key", keys=["shift+Tab"], in_menu=True)
    if transport_steps:
        window.do("key", keys=["space", *["Down"] * transport_steps, "Return"], in_menu=True)
    window.do("key", keys=["Tab"], in_menu=True)
    window.do("write", text=address)
    window.do("key", keys=["Return"], in_menu=True)
    window.do("gone", name="Reached By")


def set_with_keys(window, name, text):
    tab_to(window, f"text: {name}")
    window.do("key", keys=["ctrl+a", "BackSpace"], in_menu=True)
    window.do("write", text=text)


def on_with_keys(window, action):
    """To the next page, once its way on says this."""
    window.do("ready", name=action)
    window.do("key", keys=["alt+Right"])


def past_preflight_with_keys(window):
    def again(_):
        tab_to(window, "push button: Check All Again")
        window.do("key", keys=["space"], in_menu=True)

    past_preflight(window, again)
    on_with_keys(window, "How")


@suite.test("all of it with the keyboard alone")
def keyboard(lab):
    lab.fault("migration-ports-rejected", "--on", "beta")
    with opened(lab, hosts=()) as window:
        window.see("Which hosts do you have?")
        add_with_keys(window, 2, "alpha.lab.test")
        window.see(uri("alpha"))
        add_with_keys(window, 0, "beta.lab.test")
        window.see(uri("beta", "ssh"))
        on_with_keys(window, "Choose Guest")
        window.see("Where to?")
        tab_to(window, f"check box: {GUEST}")
        window.do("key", keys=["space"], in_menu=True)
        window.see("beta.lab.test", role="check box")
        tab_to(window, "check box: beta.lab.test")
        window.do("key", keys=["space", "alt+Right"], in_menu=True)
        window.see("Check All Again", role="push button", seconds=60)
        title = window.see(part="A firewall rejects the source", role="list item")
        # The row that opens is within the one that says the verdict.
        tab_to(window, f"list item: {title.partition(': ')[2]}")
        window.do("key", keys=["Return"], in_menu=True)
        window.see("Why it matters")
        window.see(part="firewall-cmd", role="label")
        lab.heal()
        tab_to(window, "push button: Check Again")
        window.do("key", keys=["Return"], in_menu=True)
        window.do("gone", part="A firewall rejects the source", role="list item", seconds=60)
        past_preflight_with_keys(window)
        tab_to(window, "list item: Advanced")
        window.do("key", keys=["Return"], in_menu=True)
        set_with_keys(window, "bandwidth", "2")
        on_with_keys(window, "Check Again")
        past_preflight_with_keys(window)
        on_with_keys(window, "Migrate")
        window.see("Moving", role="label")
        tab_to(window, "push button: Cancel Migration")
        window.do("key", keys=["space"], in_menu=True)
        window.see(f"Cancelled: “{GUEST}” stays on alpha.lab.test", seconds=60)
        tab_to(window, "push button: Try Again")
        window.do("key", keys=["space"], in_menu=True)
        past_preflight_with_keys(window)
        tab_to(window, "list item: Least interruption")
        window.do("key", keys=["space"], in_menu=True)
        set_with_keys(window, "bandwidth", "")
        on_with_keys(window, "Check Again")
        past_preflight_with_keys(window)
        on_with_keys(window, "Migrate")
        window.see(f"“{GUEST}” moved to beta.lab.test", seconds=60)
        window.see(part="on beta.lab.test it is running")
    whole(lab, "beta")


@suite.test("help, shortcuts and about open, and close again")
def manners(lab):
    with opened(lab) as window:
        window.see("Reachable")
        for keys, shown in (("F1", "How Drover works"), ("ctrl+question", "Keyboard shortcuts")):
            window.do("key", keys=[keys])
            window.see(shown)
            window.do("key", keys=["Escape"])
            window.do("gone", name=shown)


@suite.test("a host that does not answer is told, and holds nobody up")
def unreachable(lab):
    lab.fault("libvirt-port-closed", "--on", "alpha")
    with opened(lab) as window:
        window.see(part="libvirt 9")
        window.see(part="Connection refused")
        lab.heal()
        window.press("Look again at alpha.lab.test")
        window.do("gone", part="Connection refused")


@suite.test("a host that wants a password asks for it in the window")
def password(lab):
    lab.fault("ssh-password-only", "--on", "beta", "--value", "right")
    with opened(lab, hosts=(uri("beta", "ssh"),)) as window:
        window.see("Password for beta.lab.test")
        window.do("type", name="Password for beta.lab.test", role="text", text="wrong")
        window.do("key", keys=["Return"], in_menu=True)
        window.see(part="That was not right")
        window.do("type", name="Password for beta.lab.test", role="text", text="right")
        window.do("key", keys=["Return"], in_menu=True)
        window.see("Reachable")
        # Who has signed in is not asked again for a further connection.
        lab.sh("beta", "/bin/bash /srv/lab/services restart libvirtd")
        window.press("Look again at beta.lab.test")
        window.do("gone", name="Reachable")
        window.see("Reachable")


@suite.test("a password that nobody gives is no hang")
def no_password(lab):
    lab.fault("ssh-password-only", "--on", "beta")
    with opened(lab, hosts=(uri("alpha"), uri("beta", "ssh"))) as window:
        window.see("Reachable")
        window.see("Password for beta.lab.test")
        window.do("key", keys=["Escape"])
        window.do("gone", name="Password for beta.lab.test")
        window.press("Look again at beta.lab.test")
        window.see("Password for beta.lab.test")


@suite.test("a host that ssh knows is added with a click, and this computer says what it lacks")
def suggestion(lab):
    lab.sh("desk", "cat >~/.ssh/config", stdin="Host kitchen\n  HostName beta.lab.test\n  User root\n")
    try:
        with opened(lab, hosts=()) as window:
            window.press("Add Host…")
            window.click("Reached By")
            window.do("key", keys=["Down"] * 3 + ["Return"], in_menu=True)
            window.see("qemu:///system")
            window.do("gone", part="The libvirt of the computer in front of you")
            window.click(part="kitchen", role="list item")
            window.see("qemu+ssh://kitchen/system")
            window.see("Reachable")
    finally:
        lab.sh("desk", "rm ~/.ssh/config")


def to_comparison(window):
    window.see("Reachable")
    window.press("Compare Hosts")
    window.see(part="matters for moving", role="label", seconds=60)
    window.do("gone", name="Stop Waiting", seconds=60)


@suite.test("hosts side by side: every cell says where it stands, and the reasons are a click away")
def compared(lab):
    with opened(lab) as window:
        to_comparison(window)
        window.see(part="Host: Host name, alpha.lab.test: alpha.lab.test")
        window.see(part="Host: Host name, beta.lab.test: beta.lab.test")
        named(window)
        window.click("CPU Features", role="label")
        window.see("The hosts differ in no CPU feature.")
        named(window)
        window.click("Who Can Move", role="label")
        window.see(part="host-model from alpha.lab.test, beta.lab.test: ", role="push button", seconds=60)
        cell = window.see(part=f"{GUEST}, beta.lab.test: ", role="push button")
        named(window)
        window.press(cell)
        window.see(f"{GUEST} from alpha.lab.test to beta.lab.test")
        window.do("key", keys=["Escape"], in_menu=True)
        window.do("gone", name=f"{GUEST} from alpha.lab.test to beta.lab.test")
        window.click("Common CPU", role="label")
        window.see("A CPU for every host", seconds=60)
        named(window)
        window.do("resize", width=360, height=720)
        window.click("Differences", role="label")
        window.see(part="differs from others in")
        window.press("Next Host")
        window.see(part="Host: Host name, beta.lab.test: beta.lab.test")
        named(window)
        window.do("key", keys=["alt+Left"])
        window.see("Compare Hosts", role="push button")


@suite.test("hosts side by side, by keyboard alone")
def compared_by_keyboard(lab):
    """With beta under its other name as a third one, so that a row has more than one cell to go to."""
    other = lab.sh("desk", "getent ahostsv4 beta.lab.test").split()[0]
    first, second = (f"push button: {GUEST}, {name}: " for name in ("beta.lab.test", other))

    with opened(lab, (*HOSTS, f"qemu+tcp://{other}/system")) as window:
        def press(*keys, in_menu=False):
            window.do("key", keys=keys, in_menu=in_menu)
            return window.do("focused")

        def comes_to(keys, wanted):
            now = press(*keys)
            expect(now.startswith(wanted), f"{' '.join(keys)} comes to “{now}”, not to “{wanted}”")

        def search(text):
            window.do("reach", name="Search", role="entry")
            window.do("write", text=text)

        def open_section(name):
            window.do("reach", name=name, role="page tab")
            press("space")

        window.see("Reachable")
        window.do("gone", name="Connected, looking around…", seconds=60)
        window.do("reach", name="Compare Hosts", role="push button")
        press("Return")
        window.see("Memory in use", role="label", seconds=60)
        window.do("gone", name="Stop Waiting", seconds=60)
        for name in ("Which Hosts", "Look Again", "Copy or Save"):
            window.do("reach", name=name, role="push button")

        search("host name")
        window.do("gone", name="Memory in use", role="label")
        comes_to(["Tab"], "list item: ")
        comes_to(["Down"], "list item: Host: Host name")
        window.do("reach", name="Search", role="entry")
        press("Escape")
        window.see("Memory in use", role="label")

        open_section("CPU Features")
        window.do("reach", name="CPU features", role="push button")
        press("space")
        press("End", "Return", in_menu=True)
        window.see("sse2", role="list item")
        expect_equal(window.do("focused"), "push button: CPU features", "what has the keyboard once a filter was chosen")

        open_section("Who Can Move")
        window.see(part=f"qemu64 from alpha.lab.test, {other}: ", role="push button", seconds=60)
        # from the first line on, though it came after others
        window.do("reach", name="Search", role="entry")
        comes_to(["Tab"], "list item: How many guests can move to")
        search(GUEST)
        window.do("gone", name="How many guests can move to", role="list item")
        comes_to(["Tab"], "list item: Guests of alpha.lab.test")
        comes_to(["Down"], f"list item: {GUEST}")
        comes_to(["Right"], first)
        comes_to(["Right"], second)
        comes_to(["Left"], first)
        comes_to(["Tab"], second)
        press("Return")
        window.see(f"{GUEST} from alpha.lab.test to {other}")
        press("Escape", in_menu=True)
        window.do("gone", name=f"{GUEST} from alpha.lab.test to {other}")
        comes_to([], second)

        window.do("resize", width=360, height=720)
        window.do("reach", name="Next Host", role="push button")
        comes_to(["Return"], "push button: Next Host")
        comes_to(["Return"], "push button: Previous Host")
        press("alt+Left")
        window.see("Compare Hosts", role="push button")


@suite.test("a host that freezes while it is compared keeps nobody")
def compared_frozen(lab):
    with opened(lab) as window:
        window.see("Reachable")
        window.see("Compare Hosts", role="push button")
        lab.fault("libvirtd-frozen", "--on", "beta")
        try:
            window.press("Compare Hosts")
            window.see("Waiting for what beta.lab.test can do…")
            window.see(part="CPUs, alpha.lab.test: ")
            window.press("Stop Waiting")
            window.do("gone", name="Waiting for what beta.lab.test can do…")
        finally:
            lab.heal()


@suite.test("the CPU that all hosts have goes into a guest's definition, and out again")
def common_cpu(lab):
    def definition():
        return lab.virsh("alpha", "dumpxml", "--inactive", GUEST)

    before = definition()
    with opened(lab) as window:
        to_comparison(window)
        window.click("Common CPU", role="label")
        window.click("Use for a Guest…", role="push button", seconds=60)
        window.press(f"{GUEST} on alpha.lab.test")
        window.see(part="It takes effect when the guest is shut down and started again")
        window.press("Apply")
        # libadwaita names it twice
        undo = window.see(part="Undo", role="push button")
        expect("<model fallback='forbid'>" in definition(), f"the definition has no other CPU: {definition()}")
        expect_equal(lab.state_on("alpha", GUEST), "running", "the guest")
        window.press(undo)
        window.see(part="Taken back")
    expect_equal(definition(), before, "the definition afterwards")


@suite.test("the desk reaches the screen of who called it")
def callers_screen(lab):
    argv = ["xvfb-run", "-a", "-s", "-screen 0 640x480x24", *lab.argv("desk", "xdotool", "getdisplaygeometry")]
    done = run(argv, env=lab.env)
    expect_equal((done.code, done.out.strip()), (0, "640 480"), f"what is told of the screen by\n{done}\nit")


suite.main()
