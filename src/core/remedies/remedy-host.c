/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be changed on one of the hosts. */
#include <string.h>

#include "remedies/drover-remedy-private.h"

/* The guest that stands in the way, not the one that is to move: found by its UUID, whatever its name. */
static void
build_undefine (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *uuid = drover_remedy_dup_word (context, "uuid");

  if (uuid == NULL)
    return;
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "dominfo", uuid, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "undefine", uuid, "--keep-nvram",
                           "--keep-tpm", NULL);
}

static void
build_memory (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "nodememstats", NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "list", NULL);
}

/* The balloon gives memory back while the guest runs. */
static void
build_shrink (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *kibibytes = drover_remedy_dup_word (context, "kibibytes");

  if (kibibytes != NULL)
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "setmem",
                             drover_remedy_get_guest (context), kibibytes, "--live", NULL);
}

static void
build_versions (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "version", "--daemon", NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "version", "--daemon", NULL);
}

static void
build_machine (const DroverRemedyContext *context, GPtrArray *commands)
{
  const char *guest = drover_remedy_get_guest (context);

  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "capabilities", NULL);
  drover_remedy_add_shutdown (context, commands);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "edit", guest, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "start", guest, NULL);
}

static void
build_hosts (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add (commands, "droverctl", "hosts", NULL);
}

static void
build_route (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *address = drover_remedy_dup_word (context, "address");

  drover_remedy_add (commands, "ip", "route", "get", address ? address : "ADDRESS", NULL);
  drover_remedy_add (commands, "ping", "-c", "3", address ? address : "ADDRESS", NULL);
}

/* Saved memory of the guest, on the host it is about to come to. */
static void
build_forget_saved (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *uuid = drover_remedy_dup_word (context, "uuid");

  if (uuid != NULL)
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "managedsave-remove", uuid, NULL);
}

/* A DAC label is USER:GROUP; a plus before a number keeps it from being looked up as a name. */
static void
build_qemu_user (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *label = drover_remedy_dup_word (context, "label");
  g_auto (GStrv) parts = label ? g_strsplit (label, ":", 2) : NULL;

  if (parts == NULL || g_strv_length (parts) != 2)
    return;
  for (gsize i = 0; i < 2; i++)
    if (parts[i][strspn (parts[i], G_CSET_a_2_z G_CSET_DIGITS "+-_")] != '\0')
      return;
  drover_remedy_add_setting (commands, "/etc/libvirt/qemu.conf", "user", parts[0]);
  drover_remedy_add_setting (commands, "/etc/libvirt/qemu.conf", "group", parts[1]);
  drover_remedy_add_daemon_restart (commands);
}

/* Debian packs several architectures together; Fedora's packages are called as QEMU's programs are. */
static const char *
get_debian_package (const char *arch)
{
  static const struct {
    const char *prefix;
    const char *package;
  } packages[] = {
    { "x86_64", "qemu-system-x86" },  { "i686", "qemu-system-x86" },   { "aarch64", "qemu-system-arm" },
    { "arm", "qemu-system-arm" },     { "ppc", "qemu-system-ppc" },    { "mips", "qemu-system-mips" },
    { "sparc", "qemu-system-sparc" }, { "riscv", "qemu-system-misc" }, { "s390x", "qemu-system-misc" },
  };

  for (gsize i = 0; arch != NULL && i < G_N_ELEMENTS (packages); i++)
    if (g_str_has_prefix (arch, packages[i].prefix))
      return packages[i].package;
  return "qemu-system-misc";
}

static void
build_emulator_debian (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *arch = drover_remedy_dup_word (context, "arch");

  drover_remedy_add (commands, "sudo", "apt-get", "install", get_debian_package (arch), NULL);
}

static void
build_emulator_fedora (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *arch = drover_remedy_dup_word (context, "arch");
  g_autofree char *package = g_strdup_printf ("qemu-system-%s-core", arch ? arch : "x86");

  drover_remedy_add (commands, "sudo", "dnf", "install",
                     arch == NULL || g_str_equal (arch, "x86_64") ? "qemu-system-x86-core" : package, NULL);
}

static const DroverRemedy remedies[] = {
  { "undefine-on-target", NULL,
    N_ ("If the guest there is a left-over that nobody needs: remove its definition, keeping its NVRAM, TPM "
        "state and disks"),
    DROVER_SIDE_CLIENT, build_undefine },
  { "shrink-guest", NULL, N_ ("Have the guest give memory back, if it can spare it (its balloon does it)"),
    DROVER_SIDE_CLIENT, build_shrink },
  { "free-memory", NULL, N_ ("Free memory on the target: see what it has, and which guests it runs"),
    DROVER_SIDE_CLIENT, build_memory },
  { "choose-another-host", NULL, N_ ("Choose another host: see which ones Drover knows"), DROVER_SIDE_CLIENT,
    build_hosts },
  { "check-route", NULL, N_ ("See which way the source would take to the target's address"),
    DROVER_SIDE_SOURCE, build_route },
  { "remove-target-managed-save", NULL, N_ ("Give up the old saved state that the target keeps of the guest"),
    DROVER_SIDE_CLIENT, build_forget_saved },
  { "align-qemu-user", NULL,
    N_ ("Have QEMU run as the same user on the target: user and group in qemu.conf (guests that run keep "
        "theirs)"),
    DROVER_SIDE_TARGET, build_qemu_user },
  { "install-emulator", "debian", N_ ("Install the emulator on the target, on Debian and Ubuntu"),
    DROVER_SIDE_TARGET, build_emulator_debian },
  { "install-emulator", "fedora", N_ ("Install the emulator on the target, on Fedora and its relatives"),
    DROVER_SIDE_TARGET, build_emulator_fedora },
  { "upgrade-target", NULL, N_ ("Bring the target's libvirt and QEMU to at least the source's versions"),
    DROVER_SIDE_CLIENT, build_versions },
  { "common-machine-type", NULL,
    N_ ("Give the guest a machine type that both hosts know, while it is shut down"), DROVER_SIDE_CLIENT,
    build_machine },
};

const DroverRemedyTable drover_remedies_host = { remedies, G_N_ELEMENTS (remedies) };
