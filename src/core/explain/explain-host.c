/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

static const DroverExplainRow rows[] = {
  {
      "explain.same-host",
      "[Aa]ttempt to migrate guest to the same host(?: (?<uuid>[0-9A-Fa-f-]{36}|\\S{1,255}))?",
      FROM_QEMU,
      ERR_INTERNAL,
      "H1",
      N_ ("Both ends say they are the same host ({uuid|no UUID given}). Either it is one machine under two "
          "names, "
          "or one was cloned from the other and kept its UUID."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: virsh capabilities, at <uuid>."),
      REMEDIES ("change-host-uuid"),
  },
  {
      "explain.name-taken",
      "domain '(?<guest>[^']{0,300})' already exists with uuid (?<uuid>\\S{1,40})",
      FROM_DOMAIN,
      ERR_OPERATION_FAILED,
      "H3",
      N_ ("The target has another guest named “{guest}” (its UUID is {uuid})."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh list --all --uuid --name."),
      REMEDIES ("rename-on-target", "undefine-on-target"),
  },
  {
      "explain.uuid-taken",
      "domain '(?<guest>[^']{0,300})' is already defined with uuid (?<uuid>\\S{1,40})",
      FROM_DOMAIN,
      ERR_OPERATION_FAILED,
      "H4",
      N_ ("The target has a guest of the same UUID ({uuid}) under the name “{guest}”: a clone, or what an "
          "earlier move left behind."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh list --all --uuid --name."),
      REMEDIES ("undefine-on-target"),
  },
  {
      "explain.already-active",
      "[Dd]omain (?:'(?<guest>[^'\\n]{0,300})' )?is already active(?: as '(?<guest>[^'\\n]{0,300})')?",
      FROM_DOMAIN,
      ERR_OPERATION_INVALID,
      "H5",
      N_ ("The guest {guest|} is already running on the target. If it runs on the source too, both write to "
          "the same disks."),
      N_ ("Be careful: it may be running twice. Drover looks at both hosts and starts nothing."),
      WHERE_BOTH_LOGS,
      REMEDIES ("never-start-both"),
  },
  {
      "explain.image-locked",
      "Failed to get (?:shared )?\"write\" lock|Failed to get \"consistent read\" lock",
      FROM_QEMU,
      ERR_INTERNAL,
      "H5",
      N_ ("Another program has the same disk image open for writing: is the guest running twice, or did a "
          "backup or qemu-img open it?"),
      N_ ("Be careful: it may be running twice. Drover looks at both hosts and starts nothing."),
      WHERE_BOTH_LOGS,
      REMEDIES ("never-start-both"),
  },
  {
      "explain.lock-driver",
      "Source host lock driver (?<source>\\S{1,60}) different from target (?<target>\\S{1,60})",
      FROM_QEMU,
      ERR_INTERNAL,
      "H6",
      N_ ("The hosts guard disk images in different ways: the source with {source}, the target with "
          "{target}."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: lock_manager in /etc/libvirt/qemu.conf."),
      REMEDIES ("align-lock-manager"),
  },
  {
      "explain.hook",
      "Hook script execution failed(?:: (?<why>[^\\n]{1,300}))?",
      FROM_HOOK,
      ERR_HOOK_FAILED,
      "H7",
      N_ ("A hook script of libvirt refused the migration ({why|it gave no reason})."),
      SAFE_NOT_STARTED,
      N_ ("On that host: /etc/libvirt/hooks/qemu, /etc/libvirt/hooks/qemu.d."),
      REMEDIES ("fix-hook"),
  },
  {
      "explain.blockcommit-flags",
      "unsupported flags \\(0x2\\).{0,80}BlockCommit",
      FROM_QEMU,
      ERR_INVALID_ARG,
      NULL,
      N_ ("This libvirt cannot delete the overlay after blockcommit (the option --delete)."),
      SAFE_NO_MIGRATION,
      WHERE_SOURCE_LOG,
      REMEDIES ("blockcommit-without-delete"),
  },
  {
      "explain.option-unknown",
      "unsupported flags \\((?<flags>0x[0-9A-Fa-f]+)\\)|Migration option '(?<option>[^']{0,80})' is not "
      "supported|"
      "unsupported migration (?:flag|parameter)",
      FROM_QEMU,
      ERR_INVALID_ARG,
      "V1",
      N_ ("One of the hosts is too old for an option of this migration ({option|}{flags|})."),
      SAFE_NOT_STARTED,
      N_ ("In the versions of both hosts: virsh version."),
      REMEDIES ("drop-option", "upgrade-target"),
  },
  {
      "explain.unknown-section",
      "[Uu]nknown savevm section(?: or instance)?(?: '(?<section>[^']{0,80})')?",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "V1",
      N_ ("The guest has a device ({section|unnamed}) that the target's QEMU does not know: it is older, or "
          "was "
          "built with less."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("upgrade-target", "common-machine-type"),
  },
  {
      "explain.machine-mismatch",
      "Machine type received is '?(?<source>[^'\\s]{1,80})'?(?: and local is '?(?<target>[^'\\s]{1,80})'?)?",
      FROM_QEMU,
      ERR_OPERATION_FAILED,
      "V3",
      N_ ("The guest runs with the machine type {source}, but the target started it with {target|another}."),
      SAFE_SOURCE_RUNS,
      WHERE_TARGET_LOG,
      REMEDIES ("dest-xml", "common-machine-type"),
  },
  {
      "explain.machine-unsupported",
      "[Uu]nsupported machine type(?: '?(?<machine>[^'\\s]{1,80})'?)?|does not support machine type "
      "'(?<machine>[^']{1,80})'|machine '(?<machine>[^']{1,80})' is not supported by emulator",
      FROM_QEMU,
      ERR_CONFIG_UNSUPPORTED,
      "V3",
      N_ ("The target's QEMU does not know the guest's machine type {machine|}: it is older, or of another "
          "distribution."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh capabilities, at <machine>."),
      REMEDIES ("upgrade-target", "common-machine-type"),
  },
  {
      "explain.emulator-path",
      "Cannot check QEMU binary (?<path>[^:\\n]{1,300})",
      FROM_QEMU,
      ERR_SYSTEM,
      "V4",
      N_ ("The guest's definition names the emulator {path}, and the target has none there: distributions "
          "put "
          "it in different places."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virsh domcapabilities, at <path>."),
      REMEDIES ("dest-xml"),
  },
  {
      "explain.no-kvm",
      "requires KVM|Could not access KVM kernel module|failed to initialize kvm",
      FROM_QEMU,
      ERR_CONFIG_UNSUPPORTED,
      "V5",
      N_ ("The guest needs KVM, and the target has none: switched off in its firmware, the module is not "
          "loaded, or it is itself a guest without nested virtualisation."),
      SAFE_NOT_STARTED,
      N_ ("On the target: virt-host-validate qemu, ls -l /dev/kvm."),
      REMEDIES ("enable-kvm"),
  },
  {
      "explain.security-model",
      "[Ss]ecurity driver (?:model|for label) '?(?<model>[^'\\s]{1,60})",
      FROM_SECURITY,
      ERR_CONFIG_UNSUPPORTED,
      "A1",
      N_ ("The guest carries a label of the security driver “{model}”, which the target does not use. One "
          "host "
          "has AppArmor or SELinux and the other has not."),
      SAFE_NOT_STARTED,
      N_ ("On both hosts: virsh capabilities, at <secmodel>; security_driver in /etc/libvirt/qemu.conf."),
      REMEDIES ("align-security-driver"),
  },
  {
      "explain.apparmor-profile",
      "cannot load AppArmor profile(?: '(?<profile>[^']{0,120})')?",
      FROM_SECURITY,
      ERR_INTERNAL,
      "A3",
      N_ ("AppArmor did not accept the profile that libvirt made for the guest ({profile|unnamed})."),
      SAFE_NOT_STARTED,
      N_ ("On the target: aa-status, journalctl -k, /etc/apparmor.d/libvirt."),
      REMEDIES ("repair-apparmor"),
  },
  {
      "explain.abi-changed",
      "Target (?<what>[^\\n]{1,160}?) (?:does not|doesn't) match source",
      FROM_DOMAIN,
      ERR_CONFIG_UNSUPPORTED,
      NULL,
      N_ ("The definition given for the target would change what the guest sees ({what}); a running guest "
          "cannot "
          "take that."),
      SAFE_NOT_STARTED,
      N_ ("In the destination XML, against virsh dumpxml --migratable {guest|GUEST}."),
      REMEDIES ("dest-xml"),
  },
};

const DroverExplainTable drover_explain_host = { rows, G_N_ELEMENTS (rows), FALSE };
