/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

static const DroverExplainRow rows[] = {
  /* its network */
  {
      "explain.no-network",
      "no network with matching name '(?<network>[^']{1,120})'",
      FROM_NETWORK,
      ERR_NO_NETWORK,
      "G1",
      N_ ("The guest is connected to the network “{network}”, which the target does not have."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: virsh net-list --all."),
      REMEDIES ("define-network", "dest-xml"),
  },
  {
      "explain.network-inactive",
      "network '(?<network>[^']{1,120})' is not active",
      FROM_NETWORK,
      ERR_OPERATION_INVALID,
      "G1",
      N_ ("The target has the network “{network}”, but it is not started."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh net-list --all."),
      REMEDIES ("start-network"),
  },
  {
      "explain.no-bridge",
      "[Cc]annot get interface MTU on '(?<bridge>[^']{1,40})'|interface MTU|"
      "[Uu]nable to add bridge (?<bridge>\\S{1,40}) port [^\\n]{0,60}No such device",
      0,
      ERR_SYSTEM,
      "G2",
      N_ ("The guest's network card is on the bridge “{bridge|unnamed}”, which the target does not have."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: ip -br link show type bridge."),
      REMEDIES ("dest-xml", "create-bridge"),
  },
  {
      "explain.no-host-interface",
      "Unable to get index for interface (?<interface>[^:\\s]{1,40})",
      0,
      ERR_SYSTEM,
      "G3",
      N_ ("The guest uses the host's network card “{interface}” directly, and the target has none of that "
          "name."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: ip -br link."),
      REMEDIES ("dest-xml"),
  },
  {
      "explain.no-nwfilter",
      "(?:Network filter not found: )?no nwfilter with matching name '(?<filter>[^']{1,120})'|Network filter "
      "not "
      "found|referenced filter '(?<filter>[^']{1,120})' is missing",
      0,
      ERR_NO_NWFILTER,
      "G6",
      N_ ("The guest's network card uses the filter “{filter|unnamed}”, which the target does not have."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: virsh nwfilter-list."),
      REMEDIES ("define-nwfilter"),
  },

  /* its devices */
  {
      "explain.host-device",
      "cannot migrate a domain with <(?:hostdev|interface) [^>\\n]{0,60}type='(?<type>[^']{1,40})'|non-USB "
      "host "
      "devices|VFIO device doesn't support migration|cannot migrate a domain with <hostdev "
      "mode='capabilities'>",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "P1",
      N_ ("The guest has a device of the host for itself ({type|passed through}), which cannot travel."),
      SAFE_NOT_STARTED,
      WHERE_GUEST_XML,
      REMEDIES ("detach-device", "cold-move"),
  },
  {
      "explain.no-iommu",
      "host doesn't support passthrough of host PCI devices|IOMMU (?:is )?not (?:enabled|available|present)",
      FROM_QEMU,
      ERR_CONFIG_UNSUPPORTED,
      "R10 P1",
      N_ ("The target cannot hand a device of its own to a guest: its IOMMU is off or absent."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virt-host-validate qemu."),
      REMEDIES ("enable-iommu", "detach-device"),
  },
  {
      "explain.tpm",
      "TPM version '(?<version>[^']{1,20})' is not supported|swtpm does not support migration|"
      "does not support the --migration option",
      FROM_QEMU,
      ERR_CONFIG_UNSUPPORTED,
      "P4",
      N_ ("The guest has an emulated TPM ({version|2.0 or 1.2}), and the target's swtpm is missing or too "
          "old for it."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: swtpm --version; virsh domcapabilities, at <tpm>."),
      REMEDIES ("install-swtpm"),
  },
  {
      "explain.firmware",
      "unable to find any master var store(?: for loader: (?<path>\\S{1,300}))?|Length mismatch: "
      "(?<region>\\S{1,80}?):? ",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "P5 X12",
      N_ ("The guest's firmware is missing on the target or has another size there ({path|}{region|})."),
      SAFE_SOURCE_RUNS,
      N_ ("On both hosts: the files at <loader> and <nvram> of the guest's definition."),
      REMEDIES ("same-firmware"),
  },
  {
      "explain.shared-folder",
      "migration with (?:this )?virtiofs device is not supported|VirtFS export path",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "P6",
      N_ ("The guest has a folder of the host mounted (virtiofs or 9p); what it has open there cannot "
          "travel."),
      SAFE_NOT_STARTED,
      WHERE_GUEST_XML,
      REMEDIES ("unmount-in-guest", "upgrade-target"),
  },
  {
      "explain.device-not-migratable",
      "VHOST_F_LOG_ALL|peer mode|'peer' devices are not migratable|vDPA devices cannot be migrated|virgl is "
      "not yet "
      "migratable|SEV: Migration is not implemented|slirp-helper (?:cannot be migrated|doesn't support "
      "migration)|"
      "shmem device '[^']{0,60}' cannot be migrated",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "P6",
      N_ ("The guest has a device whose state QEMU cannot carry over: vhost-user without logging, ivshmem in "
          "peer "
          "mode, vDPA, virgl or SEV."),
      SAFE_NOT_STARTED,
      WHERE_GUEST_XML,
      REMEDIES ("remove-device", "cold-move"),
  },
  {
      "explain.graphics-listen",
      "Failed to bind socket[^\\n]{0,80}Cannot assign requested address|bind socket: Cannot assign",
      FROM_QEMU,
      ERR_INTERNAL,
      "P7 N10",
      N_ ("The guest's VNC or SPICE shall listen on an address that the target does not have."),
      SAFE_NOT_STARTED,
      N_ ("In the guest's definition, at <graphics>; on the target: ip -br address."),
      REMEDIES ("graphics-listen", "listen-address-any"),
  },
  {
      "explain.graphics-port-taken",
      "Address already in use",
      FROM_QEMU,
      ERR_INTERNAL,
      "P8",
      N_ ("A port with a fixed number, most likely of the guest's VNC or SPICE, is already in use on the "
          "target."),
      SAFE_NOT_STARTED,
      N_ ("On the target: ss -ltnp."),
      REMEDIES ("graphics-autoport"),
  },
  {
      "explain.dimm",
      "dimm info lacks slot ID or base address",
      FROM_QEMU,
      ERR_INTERNAL,
      "P9",
      N_ ("Memory was plugged into the guest in a way that libvirt does not know in full."),
      SAFE_NOT_STARTED,
      WHERE_GUEST_XML,
      REMEDIES ("power-cycle"),
  },

  /* its state */
  {
      "explain.snapshots",
      "cannot migrate domain with (?<count>\\d+) snapshots|with \\d+ snapshots",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "X1",
      N_ ("libvirt keeps {count|some} snapshots of the guest and would lose what it knows of them."),
      SAFE_NOT_STARTED,
      N_ ("On the source: virsh snapshot-list {guest|GUEST}."),
      REMEDIES ("delete-snapshots"),
  },
  {
      "explain.block-job",
      "active block job",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "X5",
      N_ ("A disk of the guest is being copied, committed or backed up."),
      SAFE_NOT_STARTED,
      N_ ("On the source: virsh blockjob {guest|GUEST} DISK --info."),
      REMEDIES ("abort-block-job"),
  },
  {
      "explain.state-lock",
      "state change lock(?: \\(held by (?:monitor|agent)=(?<holder>[^)\\s]{1,120}))?",
      0,
      ERR_OPERATION_TIMEOUT,
      "X6",
      N_ ("Something else has worked on the guest for more than 30 seconds ({holder|unnamed}): a job that "
          "goes "
          "on, or a daemon that hangs. Old advice to kill QEMU, or to undefine or rename the guest, loses "
          "it."),
      SAFE_NOT_STARTED,
      N_ ("On the source: virsh domjobinfo {guest|GUEST}, journalctl -u libvirtd -u virtqemud."),
      REMEDIES ("wait-for-job", "restart-source-daemon"),
  },
  {
      "explain.other-migration",
      "another migration job(?: is already running for domain '(?<guest>[^']{1,300})')?|being actively "
      "monitored by "
      "another thread",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "X6",
      N_ ("The guest {guest|} is already being migrated."),
      SAFE_SOURCE_RUNS,
      N_ ("On the source: virsh domjobinfo {guest|GUEST}."),
      REMEDIES ("wait-for-job"),
  },
  {
      "explain.guest-ended",
      "domain is not running on destination host|domain is no longer running",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      NULL,
      N_ ("The guest ended while it was being moved: it shut down, crashed, or its QEMU did."),
      SAFE_LOOK_FIRST,
      WHERE_BOTH_LOGS,
      REMEDIES ("look-at-both-hosts", "read-target-log"),
  },
  {
      "explain.not-running",
      "domain (?:'(?<guest>[^']{1,300})' )?is not running",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "X7",
      N_ ("The guest {guest|} is shut off: there is nothing to move live, only its definition."),
      N_ ("The guest is shut off and stays where it is defined."),
      N_ ("On the source: virsh domstate {guest|GUEST} --reason."),
      REMEDIES ("offline-migration"),
  },
  {
      "explain.io-error",
      "cannot migrate domain with I/O error|failed due to I/O error",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "X8",
      N_ ("One of the guest's disks had an I/O error, and this migration stops on such errors."),
      SAFE_SOURCE_RUNS,
      WHERE_SOURCE_LOG,
      REMEDIES ("mend-disk"),
  },
  {
      "explain.autodestroy",
      "marked for auto destroy",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "X9",
      N_ ("The guest was started to end together with the connection that started it, and such guests stay."),
      SAFE_NOT_STARTED,
      WHERE_SOURCE_LOG,
      REMEDIES ("restart-without-autodestroy"),
  },
  {
      "explain.postcopy-failed",
      "failed in post-copy phase|[Pp]ost-?copy (?:migration )?failed",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      NULL,
      N_ ("The connection broke after the guest had begun to run on the target, while part of its memory was "
          "still on the source."),
      N_ ("The guest is in two halves, each of which needs the other. Destroy neither."),
      WHERE_BOTH_LOGS,
      REMEDIES ("resume-postcopy"),
  },
};

const DroverExplainTable drover_explain_guest = { rows, G_N_ELEMENTS (rows), FALSE };
