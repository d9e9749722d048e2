/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

#define QEMU_CONF "/etc/libvirt/qemu.conf"
#define SET_CONF(file, key, line)                                                                            \
  COMMAND ("sudo", "sed", "-i", "/^ *" key " *=/d", file),                                                   \
      COMMAND ("echo", line, "|", "sudo", "tee", "-a", file)
#define RESTART_DAEMONS                                                                                      \
  COMMAND ("sudo", "systemctl", "try-restart", "libvirtd*.service", "virtqemud*.service")
#define DAEMON_JOURNAL                                                                                       \
  COMMAND ("sudo", "journalctl", "-u", "libvirtd", "-u", "virtqemud", "-n", "50", "--no-pager")

static const DroverExplainRecipe recipes[] = {
  {
      "look-at-both-hosts",
      NULL,
      N_ ("See where the guest is, on both hosts, before anything is started or stopped"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_SOURCE, "domstate", "{guest}", "--reason"),
                COMMAND (ON_TARGET, "domstate", "{guest}", "--reason")),
  },
  {
      "read-target-log",
      NULL,
      N_ ("Read what QEMU and libvirt wrote on the target"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "tail", "-n", "50", "/var/log/libvirt/qemu/{guest}.log"), DAEMON_JOURNAL),
  },
  {
      "read-source-log",
      NULL,
      N_ ("Read what QEMU and libvirt wrote on the source"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND ("sudo", "tail", "-n", "50", "/var/log/libvirt/qemu/{guest}.log"), DAEMON_JOURNAL),
  },
  {
      "check-target-daemon",
      NULL,
      N_ ("See whether libvirt runs on the target, and why it stopped if it did"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("systemctl", "status", "libvirtd.service", "virtqemud.service"), DAEMON_JOURNAL),
  },
  {
      "change-host-uuid",
      "libvirtd",
      N_ ("Give the cloned host a UUID of its own (uuidgen makes one)"),
      DROVER_SIDE_TARGET,
      COMMANDS (SET_CONF ("/etc/libvirt/libvirtd.conf", "host_uuid", "host_uuid = \"{new-uuid}\""),
                RESTART_DAEMONS),
  },
  {
      "change-host-uuid",
      "modular",
      N_ ("The same with the modular daemons"),
      DROVER_SIDE_TARGET,
      COMMANDS (SET_CONF ("/etc/libvirt/virtqemud.conf", "host_uuid", "host_uuid = \"{new-uuid}\""),
                RESTART_DAEMONS),
  },
  {
      "rename-on-target",
      NULL,
      N_ ("Give the guest another name on the target"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (MIGRATE, "--dname", "{new-name}")),
  },
  {
      "undefine-on-target",
      NULL,
      N_ ("If the guest there is a left-over that nobody needs: remove its definition, keeping its NVRAM, "
          "TPM "
          "state and disks"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND (ON_TARGET, "dominfo", "{guest}"),
                COMMAND (ON_TARGET, "undefine", "{guest}", "--keep-nvram", "--keep-tpm")),
  },
  {
      "never-start-both",
      NULL,
      N_ ("Start nothing. Find out which of the two holds the data that is in use, then stop the other for "
          "good"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_SOURCE, "domstate", "{guest}", "--reason"),
                COMMAND (ON_TARGET, "domstate", "{guest}", "--reason")),
  },
  {
      "align-lock-manager",
      NULL,
      N_ ("Set the same lock_manager in qemu.conf on both hosts"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "grep", "-n", "lock_manager", QEMU_CONF)),
  },
  {
      "fix-hook",
      NULL,
      N_ ("Read the hook script and what it printed; it has the last word on every migration"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("ls", "-l", "/etc/libvirt/hooks", "/etc/libvirt/hooks/qemu.d"), DAEMON_JOURNAL),
  },
  {
      "drop-option",
      NULL,
      N_ ("Leave out the option that the older of the two hosts does not know"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_SOURCE, "version"), COMMAND (ON_TARGET, "version")),
  },
  {
      "upgrade-target",
      NULL,
      N_ ("Bring the target's libvirt and QEMU to at least the source's versions"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND (ON_SOURCE, "version"), COMMAND (ON_TARGET, "version")),
  },
  {
      "common-machine-type",
      NULL,
      N_ ("Give the guest a machine type that both hosts know, while it is shut down"),
      DROVER_SIDE_SOURCE,
      COMMANDS (COMMAND (ON_TARGET, "capabilities"),
                SHUT_DOWN_AND_WAIT,
                COMMAND (ON_SOURCE, "edit", "{guest}"),
                COMMAND (ON_SOURCE, "start", "{guest}")),
  },
  {
      "dest-xml",
      NULL,
      N_ ("Give the target a definition that suits it, in both forms (what the guest sees must stay the "
          "same)"),
      DROVER_SIDE_CLIENT,
      COMMANDS (
          COMMAND (ON_SOURCE, "dumpxml", "{guest}", "--migratable", "--security-info", ">", "guest.xml"),
          COMMAND (MIGRATE, "--xml", "guest.xml", "--persistent-xml", "guest.xml")),
  },
  {
      "enable-kvm",
      NULL,
      N_ ("Switch virtualisation on in the target's firmware and load KVM"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("virt-host-validate", "qemu"),
                COMMAND ("sudo", "modprobe", "-a", "kvm", "kvm_intel"),
                COMMAND ("sudo", "modprobe", "-a", "kvm", "kvm_amd")),
  },
  {
      "cpu-baseline",
      NULL,
      N_ ("Give the guest the CPU that both hosts can offer, and power-cycle it"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_SOURCE, "domcapabilities", ">", "source.xml"),
                COMMAND (ON_TARGET, "domcapabilities", ">", "target.xml"),
                COMMAND ("cat", "source.xml", "target.xml", ">", "both.xml"),
                COMMAND (ON_TARGET, "hypervisor-cpu-baseline", "both.xml", "--migratable"),
                COMMAND (ON_SOURCE, "edit", "{guest}")),
  },
  {
      "power-cycle",
      NULL,
      N_ ("Shut the guest down and start it again; a reboot from within keeps the old CPU and devices"),
      DROVER_SIDE_SOURCE,
      COMMANDS (SHUT_DOWN_AND_WAIT, COMMAND (ON_SOURCE, "start", "{guest}")),
  },
  {
      "compare-hosts",
      NULL,
      N_ ("Compare the two hosts' CPUs, microcode, kernels and QEMU versions"),
      DROVER_SIDE_CLIENT,
      COMMANDS (COMMAND (ON_SOURCE, "capabilities"), COMMAND (ON_TARGET, "capabilities")),
  },
  {
      "align-security-driver",
      "guest",
      N_ ("Take the security label that the target does not know out of the definition it gets"),
      DROVER_SIDE_CLIENT,
      COMMANDS (
          COMMAND (ON_SOURCE, "dumpxml", "{guest}", "--migratable", "--security-info", ">", "guest.xml"),
          COMMAND (MIGRATE, "--xml", "guest.xml", "--persistent-xml", "guest.xml")),
  },
  {
      "align-security-driver",
      "host",
      N_ ("Or have both hosts use the same security_driver in qemu.conf; guests take it up at their next "
          "start"),
      DROVER_SIDE_TARGET,
      COMMANDS (SET_CONF (QEMU_CONF, "security_driver", "security_driver = \"{model}\""), RESTART_DAEMONS),
  },
  {
      "repair-apparmor",
      NULL,
      N_ ("See whether AppArmor has libvirt's profiles, and load them again"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "aa-status"), COMMAND ("sudo", "systemctl", "reload", "apparmor.service")),
  },
  {
      "selinux-booleans",
      "nfs",
      N_ ("If SELinux guards the target and the image lies on NFS: let QEMU use it"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "setsebool", "-P", "virt_use_nfs", "1")),
  },
  {
      "selinux-booleans",
      "fuse",
      N_ ("The same for a FUSE file system such as GlusterFS"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "setsebool", "-P", "virt_use_fusefs", "1")),
  },
  {
      "selinux-booleans",
      "samba",
      N_ ("The same for SMB/CIFS"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "setsebool", "-P", "virt_use_samba", "1")),
  },
  {
      "fix-image-access",
      NULL,
      N_ ("See who may open the file and each folder above it; QEMU runs as the user that qemu.conf names"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("namei", "-l", "{path}"),
                COMMAND ("ls", "-lnZ", "{path}"),
                COMMAND ("sudo", "grep", "-nE", "^ *(user|group|dynamic_ownership) *=", QEMU_CONF)),
  },
  {
      "free-memory",
      NULL,
      N_ ("Free memory on the target, or give the guest less"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("free", "-m"), COMMAND (ON_TARGET, "list")),
  },
  {
      "hugepages",
      NULL,
      N_ ("Give the target enough huge pages, mount hugetlbfs, and restart its daemon"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND (ON_TARGET, "allocpages", "{page-size|2048}", "{pages}"),
                COMMAND ("sudo", "mount", "-t", "hugetlbfs", "hugetlbfs", "/dev/hugepages"),
                RESTART_DAEMONS),
  },
  {
      "allow-userfaultfd",
      NULL,
      N_ ("Let QEMU, which is not root, use userfaultfd"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("sudo", "sysctl", "-w", "vm.unprivileged_userfaultfd=1"),
                COMMAND ("echo",
                         "vm.unprivileged_userfaultfd = 1",
                         "|",
                         "sudo",
                         "tee",
                         "/etc/sysctl.d/60-postcopy-migration.conf")),
  },
  {
      "enable-iommu",
      NULL,
      N_ ("Switch the IOMMU on in the target's firmware and kernel"),
      DROVER_SIDE_TARGET,
      COMMANDS (COMMAND ("virt-host-validate", "qemu")),
  },
};

const DroverExplainRecipes drover_explain_recipes_host = { recipes, G_N_ELEMENTS (recipes) };
