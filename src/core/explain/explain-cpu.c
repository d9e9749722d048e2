/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

static const DroverExplainRow rows[] = {
  {
      "explain.cpu-extra-features",
      "extra features: (?<features>[^\\n]{0,300})",
      FROM_CPU,
      ERR_OPERATION_FAILED,
      "V2 C1",
      N_ ("QEMU on the target gave the guest's CPU features that it did not have ({features}). Known of "
          "pairs of "
          "versions: a target with QEMU 10 and a libvirt older than 11.10 adds “ht”; libvirt 9.10 to 10.1 "
          "and older ones disagree about vmx-… features."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("upgrade-target", "cpu-baseline"),
  },
  {
      "explain.cpu-features-missing",
      "guest CPU doesn't match specification(?:: missing features: (?<features>[^\\n]{0,300}))?|"
      "Host CPU does not provide required features: (?<features>[^\\n]{0,300})|"
      "unknown CPU feature:? (?<features>[^\\n]{0,120})",
      FROM_CPU,
      ERR_OPERATION_FAILED,
      "C1 C3",
      N_ ("The target's CPU, or its version of QEMU, lacks what the running guest uses: {features|some "
          "features}."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("cpu-baseline", "power-cycle"),
  },
  {
      "explain.cpu-incompatible",
      "incompatible with host CPU(?:: (?<why>[^\\n]{1,300}))?",
      FROM_CPU,
      ERR_CPU_INCOMPATIBLE,
      "C1",
      N_ ("The guest's CPU cannot be provided by the target: {why|libvirt gives no detail}."),
      SAFE_NOT_STARTED,
      WHERE_TARGET_LOG,
      REMEDIES ("cpu-baseline", "power-cycle"),
  },
  {
      "explain.cpu-model-unknown",
      "[Uu]nknown CPU model (?<model>[^\\n]{1,80})|host CPU vendor does not match(?: required CPU vendor "
      "(?<vendor>\\w{1,40}))?|CPU vendors do not match|host CPU model does not match required CPU model "
      "(?<model>[^\\n]{1,80})",
      FROM_CPU,
      ERR_INTERNAL,
      "C5",
      N_ ("The target does not know the guest's CPU model {model|at all}, or its CPU is of another vendor. "
          "Running guests do not move between Intel and AMD."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh cpu-models x86_64, virsh domcapabilities."),
      REMEDIES ("cpu-baseline", "upgrade-target", "cold-move"),
  },
  {
      "explain.cpu-invtsc",
      "non-migratable CPU device|invtsc(?: flag|' CPU feature)",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "C6",
      N_ ("The guest's CPU has the feature invtsc, an unvarying clock that another host cannot promise."),
      SAFE_NOT_STARTED,
      WHERE_GUEST_XML,
      REMEDIES ("cpu-baseline", "power-cycle"),
  },
  {
      "explain.cpu-nested",
      "enabled nested virtuali[sz]ation",
      FROM_QEMU,
      ERR_OPERATION_INVALID,
      "C7",
      N_ ("The guest may run guests of its own, and the source's kernel cannot carry their state over."),
      SAFE_NOT_STARTED,
      N_ ("Inside the guest: are virtual machines running there?"),
      REMEDIES ("cpu-baseline", "cold-move"),
  },
  {
      "explain.cpu-state-mismatch",
      "error while loading state for instance .{0,80}'cpu'",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "C1 C2",
      N_ ("The target's QEMU could not take in the guest's CPU state: the two hosts' CPUs, microcode or "
          "kernels "
          "differ in what the guest uses. With host-passthrough this is to be expected unless they are "
          "alike."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("compare-hosts", "cpu-baseline"),
  },
};

const DroverExplainTable drover_explain_cpu = { rows, G_N_ELEMENTS (rows), FALSE };
