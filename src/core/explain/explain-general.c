/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

/* What only frames another message: it counts where no row of the other tables knows better. */
static const DroverExplainRow rows[] = {
  {
      "explain.ssh-end-of-file",
      "End of file while reading data(?:: (?<why>[^\\n]{1,300}))?",
      FROM_RPC,
      ERR_SYSTEM,
      "U2 U1",
      N_ ("The way into the host broke off before libvirt answered ({why|no reason given}): ssh refused, its "
          "helper is missing there, a shell's start file prints something, or the daemon ended. Falling back "
          "to "
          "plain TCP would only hide it."),
      SAFE_CONNECTION,
      WHERE_LOGIN,
      REMEDIES ("quiet-shell-start-files", "install-ssh-helper", "ssh-proxy-mode", "start-daemon"),
  },
  {
      "explain.monitor-closed",
      "(?:unexpectedly closed|exited while connecting to) (?:the )?monitor(?:: (?<why>.{1,600}))?",
      FROM_QEMU,
      ERR_INTERNAL,
      NULL,
      N_ ("QEMU on the target ended at once. Its last words: {why|none}."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("read-target-log"),
  },
  {
      "explain.monitor-reset",
      "Unable to read from monitor: Connection reset",
      FROM_QEMU,
      ERR_SYSTEM,
      "C2",
      N_ ("QEMU died. Why, only its log tells; when it takes in a guest, differing CPUs are a common "
          "reason."),
      SAFE_LOOK_FIRST,
      WHERE_BOTH_LOGS,
      REMEDIES ("look-at-both-hosts", "read-target-log", "compare-hosts"),
  },
  {
      "explain.qemu-blocker",
      "cannot migrate domain: (?<why>[^\\n]{1,300})",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "C6 D12 P6",
      N_ ("QEMU says that the guest has something that cannot travel: {why}."),
      SAFE_NOT_STARTED,
      WHERE_GUEST_XML,
      REMEDIES ("remove-device", "cold-move"),
  },
  {
      "explain.load-failed",
      "load of migration failed|error while loading state(?: section id \\d+\\((?<device>[^)]{1,80})\\)|"
      "[^\\n]{0,80}of device '(?<device>[^']{1,80})')?",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "V1 C2",
      N_ ("The target's QEMU could not take in the guest's state ({device|device not named}): its version, "
          "firmware or CPU differs from the source's."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("read-target-log", "compare-hosts", "upgrade-target"),
  },
  {
      "explain.disk-copy-failed",
      "migration of disk (?<disk>[^\\s:]{1,40}) failed(?:: (?<why>[^\\n]{1,200}))?",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "N8 D8",
      N_ ("Copying the disk {disk} to the target failed: {why|no reason given}."),
      SAFE_SOURCE_RUNS,
      WHERE_BOTH_LOGS,
      REMEDIES ("free-space", "check-link", "read-target-log"),
  },
  {
      "explain.permission-denied",
      "(?<path>/[^\\s'\":]{1,300})['\"]?[^\\n]{0,60}: Permission denied",
      FROM_QEMU,
      ERR_INTERNAL,
      "A2 A4 D14",
      N_ ("{path} may not be opened there: its owner, the NFS server, SELinux or AppArmor forbids it."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("fix-image-access", "selinux-booleans", "nfs-export"),
  },
  {
      "explain.p2p-connect",
      "Failed to connect to remote libvirt URI (?<uri>[^\\s]{1,200}?)(?:: (?<why>[^\\n]{1,300}))?$",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "U6 U1",
      N_ ("The source's daemon could not log in to the target as {uri}: {why|no reason given}. With "
          "peer-to-peer it "
          "is root of the source who logs in, with its own keys and its own idea of names."),
      SAFE_NOT_STARTED,
      WHERE_LOGIN,
      REMEDIES ("managed-direct", "use-target-name-of-source", "install-ssh-key", "add-host-key"),
  },
  {
      "explain.no-such-guest",
      "(?:Domain not found: )?no domain with matching (?:name|uuid|id) '?(?<guest>[^'\\n]{1,300})'?|Domain "
      "not found",
      FROM_QEMU,
      ERR_NO_DOMAIN,
      NULL,
      N_ ("The host has no guest “{guest|of that name}”. Names are case-sensitive, and session and system "
          "connections see different guests."),
      SAFE_LOOK_FIRST,
      N_ ("On both hosts: virsh list --all."),
      REMEDIES ("list-guests", "look-at-both-hosts"),
  },
  {
      "explain.connection-lost",
      "[Cc]annot (?:recv|write) data: (?<why>[^\\n]{1,200})|Connection reset by peer|received "
      "(?:hangup|error) event "
      "on socket",
      FROM_RPC,
      ERR_SYSTEM,
      NULL,
      N_ ("A connection broke: {why|the other end closed it}."),
      SAFE_LOOK_FIRST,
      WHERE_BOTH_LOGS,
      REMEDIES ("look-at-both-hosts", "check-link"),
  },
  {
      "explain.job-failed",
      "job '(?<job>migration (?:out|in))' (?:unexpectedly failed|failed: (?<why>[^\\n]{1,300}))|"
      "(?<job>migration (?:out|in)) job: (?<why>[^\\n]{1,300})",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      NULL,
      N_ ("The migration failed on its way ({why|QEMU gave no reason}). The reason is usually in the log of "
          "the "
          "target's QEMU."),
      SAFE_SOURCE_RUNS,
      WHERE_BOTH_LOGS,
      REMEDIES ("read-target-log", "read-source-log"),
  },
};

const DroverExplainTable drover_explain_general = { rows, G_N_ELEMENTS (rows), TRUE };
