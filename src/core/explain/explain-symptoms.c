/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

/* Not migration errors, but what people meet on the way there; some are typed in words, not pasted. */
static const DroverExplainRow rows[] = {
  {
      "explain.virsh-argument",
      "requires <(?<option>[a-z-]{1,40})> option",
      0,
      0,
      NULL,
      N_ ("virsh misses the argument <{option}>."),
      SAFE_NO_MIGRATION,
      N_ ("In virsh help of that command."),
      REMEDIES ("name-the-argument"),
  },
  {
      "explain.tun-not-permitted",
      "/dev/net/tun:? Operation not permitted",
      FROM_QEMU,
      ERR_INTERNAL,
      NULL,
      N_ ("QEMU was told by raw arguments to open a network device itself, which libvirt does not let it."),
      SAFE_NO_MIGRATION,
      WHERE_GUEST_XML,
      REMEDIES ("plain-interface"),
  },
  {
      "explain.nfs-hangs",
      "(?i)\\bNFS\\b[^\\n]{0,60}\\b(?:hang|hung|stuck|freez)|tab.completion[^\\n]{0,40}(?:hang|dead|work)|"
      "no tab.completion|nfs: server (?<server>\\S{1,255}) not responding",
      0,
      0,
      "N7 A2",
      N_ ("An NFS server that does not answer stops every program that looks at the mount: a firewall, or "
          "the "
          "server {server|itself} is down."),
      SAFE_NO_MIGRATION,
      N_ ("On that host: journalctl -k, ss -tn dport = 2049."),
      REMEDIES ("reach-nfs-server", "selinux-booleans"),
  },
  {
      "explain.shutdown-ignored",
      "(?i)shut ?down[^\\n]{0,30}\\b(?:ignored|no effect|does nothing)|ignores[^\\n]{0,20}shut ?down",
      0,
      0,
      NULL,
      N_ ("The guest does not listen to the power button: it has neither an ACPI daemon nor the guest "
          "agent."),
      SAFE_NO_MIGRATION,
      WHERE_IN_GUEST,
      REMEDIES ("install-agent"),
  },
  {
      "explain.pauses-after-start",
      "(?i)paus(?:es|ed)[^\\n]{0,30}\\b(?:soon|shortly|right) after[^\\n]{0,20}\\bstart",
      0,
      0,
      "D8",
      N_ ("A guest that pauses soon after its start has usually met a full storage: QEMU stops it so that no "
          "write is lost."),
      SAFE_NO_MIGRATION,
      N_ ("On its host: virsh domblkerror {guest|GUEST}, df -h."),
      REMEDIES ("free-space", "mend-disk"),
  },
  {
      "explain.no-bootable-device",
      "No bootable device",
      0,
      0,
      NULL,
      N_ ("The firmware found no system on the disks: often a qcow2 image is read as raw, or the disk is not "
          "the one it should be."),
      SAFE_NO_MIGRATION,
      WHERE_GUEST_XML,
      REMEDIES ("fix-disk-driver"),
  },
  {
      "explain.no-console",
      "character device <null>|cannot find character device|(?i)console hangs",
      FROM_QEMU,
      ERR_INTERNAL,
      NULL,
      N_ ("The guest has no serial console, or its system does not use it."),
      SAFE_NO_MIGRATION,
      WHERE_GUEST_XML,
      REMEDIES ("add-serial-console"),
  },
  {
      "explain.sdl",
      "Could not initialize SDL",
      FROM_QEMU,
      ERR_INTERNAL,
      NULL,
      N_ ("The guest shall open a window on the host's own screen, and the host has none."),
      SAFE_NO_MIGRATION,
      WHERE_GUEST_XML,
      REMEDIES ("graphics-vnc"),
  },
  {
      "explain.raw-arguments",
      "-daemonize",
      FROM_QEMU,
      ERR_INTERNAL,
      "X13",
      N_ ("Raw QEMU arguments in the definition take QEMU away from libvirt (-daemonize does)."),
      SAFE_NO_MIGRATION,
      WHERE_GUEST_XML,
      REMEDIES ("remove-qemu-arguments"),
  },
  {
      "explain.external-snapshot-delete",
      "external disk snapshots not supported|deletion of [^\\n]{0,40}external disk snapshots",
      FROM_QEMU,
      ERR_CONFIG_UNSUPPORTED,
      "X1",
      N_ ("This libvirt cannot delete an external snapshot together with its data."),
      SAFE_NO_MIGRATION,
      N_ ("On the source: virsh snapshot-list {guest|GUEST}."),
      REMEDIES ("delete-snapshot-metadata"),
  },
};

const DroverExplainTable drover_explain_symptoms = { rows, G_N_ELEMENTS (rows), FALSE };
