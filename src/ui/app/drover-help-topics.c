/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the help: one page for one thing somebody wants to do. */
#include "app/drover-help-topics.h"

#include <glib/gi18n.h>

static const DroverHelpPart how[] = {
  { N_ ("Add your hosts, choose a guest and where it shall go. Drover looks at both hosts, tells what stands "
        "in "
        "the way and how to mend it, and then moves the guest while it runs."),
    NULL },
  { N_ ("Nothing on any host is changed before you say so. A guest runs on exactly one host at every moment, "
        "and "
        "“done” is said only after both hosts were asked where it is."),
    NULL },
  { N_ ("What you moved is kept in the history, with its chart. The same job can be done in a terminal:"),
    NULL },
  { NULL, "droverctl check web --from alpha --to beta\ndroverctl migrate web --from alpha --to beta" },
  { 0 },
};

static const DroverHelpPart first_time[] = {
  { N_ ("On both hosts, libvirt and QEMU must run, and you must be allowed to use them. On Debian:"), NULL },
  { NULL, "sudo apt install libvirt-daemon-system\nsudo adduser \"$USER\" libvirt" },
  { N_ ("Log in to each host once with SSH, so that its key is known and your own key is accepted there. Log "
        "out and in "
        "again where you were added to the group just now."),
    NULL },
  { NULL, "ssh-copy-id alpha\nssh-copy-id beta\nvirsh -c qemu+ssh://beta/system list --all" },
  { N_ ("Then add both under Hosts. The hosts must call each other by names that lead to one another, and "
        "never to "
        "themselves: Preflight looks at that, and offers the line for /etc/hosts where a name server does "
        "not help."),
    NULL },
  { 0 },
};

static const DroverHelpPart storage[] = {
  { N_ ("A guest can move quickly when both hosts see the same disks: then only its memory goes over. That "
        "is what a "
        "pool on an NFS server is for. Its path must be the same on both hosts."),
    NULL },
  { N_ ("Drover proves that it is the same storage: it writes a file on one host and reads it on the other. "
        "How to make "
        "a server, step by step, and then a pool on both hosts:"),
    NULL },
  { NULL, "droverctl storage recipe alpha beta --server nas\n"
          "droverctl storage setup alpha beta --source nas:/srv/vm\n"
          "droverctl storage prove alpha beta --pool vm" },
  { N_ ("Without shared storage the disks can be copied on the way (Options, copy-storage-all). That takes "
        "as long as the "
        "disks are large."),
    NULL },
  { 0 },
};

static const DroverHelpPart keys[] = {
  { N_ ("Peer-to-peer means that the source’s libvirt logs in to the target itself. The move then survives "
        "the end of "
        "this program. It needs a key of root’s on the source that the target accepts:"),
    NULL },
  { NULL, "sudo ssh-keygen -t ed25519\nsudo ssh-copy-id root@beta\nsudo virsh -c qemu+ssh://root@beta/system "
          "list" },
  { N_ ("Where that is not wanted, this computer steers the move (Options, Who Steers). Then it must stay "
        "awake and "
        "connected until the end; the memory still goes straight from host to host."),
    NULL },
  { 0 },
};

static const DroverHelpPart firewall[] = {
  { N_ ("The source connects to the target: to libvirt itself, and for the memory to one of the ports 49152 "
        "to 49215. "
        "Preflight knocks at them from the source, since a firewall may treat this computer otherwise."),
    NULL },
  { N_ ("On the target, with firewalld:"), NULL },
  { NULL, "sudo firewall-cmd --permanent --add-port=49152-49215/tcp\nsudo firewall-cmd --reload" },
  { N_ ("Or with ufw:"), NULL },
  { NULL, "sudo ufw allow 49152:49215/tcp" },
  { N_ ("Where no port can be opened, the memory can go through libvirt’s own connection (Options, "
        "tunnelled): slower, "
        "but encrypted and without further ports."),
    NULL },
  { 0 },
};

static const DroverHelpPart stuck[] = {
  { N_ ("Open Preflight: what blocks stands first, with what was seen on each side and the ways out. The "
        "most frequent "
        "reasons are these."),
    NULL },
  { N_ ("Names: the target’s name leads to localhost, or to an address that the source does not reach."),
    NULL },
  { N_ ("CPU: the guest has a CPU that the target lacks. Compare Hosts tells the best one that all hosts can "
        "give."),
    NULL },
  { N_ ("Devices: a disk, a USB stick or a card that is in the source and nowhere else."), NULL },
  { N_ ("Storage: the path exists on the target, but is another file; or the disk’s cache mode is not safe "
        "for moving."),
    NULL },
  { N_ ("An error of libvirt that you have at hand can be explained by itself:"), NULL },
  { NULL, "virsh migrate --live web qemu+ssh://beta/system 2>&1 | droverctl explain" },
  { 0 },
};

static const DroverHelpPart safety[] = {
  { N_ ("Drover talks to your hosts and to nobody else. It sends nothing home, and has no account anywhere."),
    NULL },
  { N_ ("Passwords are asked for when they are needed, and are kept in memory alone until the window is "
        "closed. The list of hosts and the history "
        "are files that "
        "only you can read; the history holds no definition of a guest, since that may contain passwords."),
    NULL },
  { N_ ("Memory goes over the network as it is, unless QEMU’s TLS is switched on (Options, tls) or the move "
        "is tunnelled. "
        "Whoever can listen on that network can read it."),
    NULL },
  { N_ ("Plain TCP connections to libvirt ask nobody for a password. They are for laboratories; SSH or TLS "
        "is better "
        "everywhere else."),
    NULL },
  { N_ ("Reports and bug reports can leave out the names and addresses of hosts. Names of guests and paths "
        "stay: look at "
        "them before you send them to strangers."),
    NULL },
  { 0 },
};

static const DroverHelpPart glossary[] = {
  { N_ ("Host: a computer that runs guests. Source: the one a guest is on. Target: the one it goes to."),
    NULL },
  { N_ ("Guest: a virtual machine; libvirt calls it a domain."), NULL },
  { N_ ("Check and finding: a check looks at one thing; a finding is what it saw. Remedy: a way out."),
    NULL },
  { N_ ("Rehearsal: a tiny guest makes the journey first, and is removed afterwards."), NULL },
  { N_ ("Downtime: how long the guest stands still at the switch from source to target."), NULL },
  { N_ ("Converging: copying memory faster than the guest changes it. A move that does not converge never "
        "ends by itself."),
    NULL },
  { N_ ("Post-copy: the guest runs on the target before all its memory is there, and fetches the rest. If "
        "the network "
        "breaks then, the guest is lost."),
    NULL },
  { 0 },
};

static const DroverHelpTopic topics[] = {
  { N_ ("How Drover works"), how },        { N_ ("Two hosts for the first time"), first_time },
  { N_ ("Shared storage"), storage },      { N_ ("SSH keys for peer-to-peer"), keys },
  { N_ ("Firewalls"), firewall },          { N_ ("Why can’t this guest move?"), stuck },
  { N_ ("Privacy and security"), safety }, { N_ ("Words"), glossary },
};

/**
 * drover_help_topics_get:
 * @n_topics: (out): how many they are
 *
 * Returns: the pages of the help
 */
const DroverHelpTopic *
drover_help_topics_get (guint *n_topics)
{
  *n_topics = G_N_ELEMENTS (topics);
  return topics;
}
