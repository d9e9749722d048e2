/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

/* What the target lacks of memory, CPUs and privileges, and options that exclude each other. */
static const DroverExplainRow rows[] = {
  {
      "explain.no-memory",
      "cannot set up guest memory[^\\n]{0,80}Cannot allocate memory",
      FROM_QEMU,
      ERR_INTERNAL,
      "R1",
      N_ ("The target has too little free memory for the guest."),
      SAFE_NOT_STARTED,
      N_ ("On the target: free -m."),
      REMEDIES ("free-memory"),
  },
  {
      "explain.hugepages",
      "hugetlbfs filesystem is not mounted|Unable to find any usable hugetlbfs mount|unable to map backing "
      "store",
      FROM_QEMU,
      ERR_INTERNAL,
      "R2",
      N_ ("The guest's memory consists of huge pages; the target has too few free ones, or none at all."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh freepages --all, grep Huge /proc/meminfo."),
      REMEDIES ("hugepages"),
  },
  {
      "explain.cpu-pinning",
      "cannot set CPU affinity|cpuset\\.(?:cpus|mems)[^\\n]{0,80}(?:Invalid argument|No such|Numerical "
      "result)",
      0,
      ERR_SYSTEM,
      "R3",
      N_ ("The guest is tied to CPUs or NUMA nodes that the target does not have."),
      SAFE_NOT_STARTED,
      N_ ("In the guest's definition, at <cputune> and <numatune>; on the target: virsh capabilities."),
      REMEDIES ("undo-cpu-pinning"),
  },
  {
      "explain.too-many-vcpus",
      "Maximum CPUs greater than specified machine type limit(?: (?<limit>\\d+))?|Invalid SMP CPUs "
      "\\d+[^\\n]{0,80}max "
      "CPUs supported by machine '[^']{1,80}' is (?<limit>\\d+)",
      FROM_QEMU,
      ERR_CONFIG_UNSUPPORTED,
      "R4",
      N_ ("The guest has more virtual CPUs than its machine type may have on the target ({limit|limit "
          "unknown})."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh domcapabilities, at <vcpu>."),
      REMEDIES ("upgrade-target", "common-machine-type"),
  },
  {
      "explain.postcopy-multifd",
      "[Pp]ost-?copy is not yet compatible with multifd",
      FROM_QEMU,
      ERR_INTERNAL,
      "R7",
      N_ ("QEMU, up to 10.0, cannot combine post-copy with several connections."),
      SAFE_NOT_STARTED,
      N_ ("In the options of the migration."),
      REMEDIES ("choose-postcopy-or-parallel"),
  },
  {
      "explain.postcopy-unsupported",
      "[Pp]ost-?copy is not supported(?! with)",
      FROM_QEMU,
      ERR_INTERNAL,
      "R6",
      N_ ("Post-copy needs userfaultfd, and the target's kernel denies it to a QEMU that is not root."),
      SAFE_NOT_STARTED,
      N_ ("On the target: sysctl vm.unprivileged_userfaultfd."),
      REMEDIES ("allow-userfaultfd"),
  },
  {
      "explain.zerocopy",
      "zero-copy is only available for parallel|cannot limit locked memory of process|"
      "non-compressed non-TLS multifd|[Zz]ero.copy[^\\n]{0,80}(?:not supported|not available)",
      FROM_QEMU,
      ERR_INVALID_ARG,
      "R8",
      N_ ("Zero-copy works only over several connections, without TLS and compression, and where the daemon "
          "may "
          "lock as much memory as the guest has."),
      SAFE_NOT_STARTED,
      N_ ("In the options of the migration; on the source: ulimit -l of the daemon."),
      REMEDIES ("no-zerocopy"),
  },
  {
      "explain.rdma-hard-limit",
      "RDMA migration with no memory hard limit",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "R9",
      N_ ("RDMA locks all of the guest's memory, so libvirt wants a hard limit for it."),
      SAFE_NOT_STARTED,
      N_ ("In the guest's definition, at <memtune>."),
      REMEDIES ("set-hard-limit"),
  },
  {
      "explain.tunnelled-copy",
      "key 'host' must not have null|tunnelled migration and this QEMU",
      0,
      ERR_INTERNAL,
      NULL,
      N_ ("A tunnelled migration cannot copy disks."),
      SAFE_NOT_STARTED,
      N_ ("In the options of the migration."),
      REMEDIES ("no-tunnel"),
  },
};

const DroverExplainTable drover_explain_resources = { rows, G_N_ELEMENTS (rows), FALSE };
