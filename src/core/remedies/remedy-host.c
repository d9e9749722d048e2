/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be changed on one of the hosts. */
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
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "shutdown", guest, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "edit", guest, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "start", guest, NULL);
}

static const DroverRemedy remedies[] = {
  { "undefine-on-target", NULL,
    N_ ("If the guest there is a left-over that nobody needs: remove its definition, keeping its NVRAM, TPM "
        "state and disks"),
    DROVER_SIDE_CLIENT, FALSE, build_undefine },
  { "shrink-guest", NULL, N_ ("Have the guest give memory back, if it can spare it (its balloon does it)"),
    DROVER_SIDE_CLIENT, FALSE, build_shrink },
  { "free-memory", NULL, N_ ("Free memory on the target: see what it has, and which guests it runs"),
    DROVER_SIDE_CLIENT, FALSE, build_memory },
  { "upgrade-target", NULL, N_ ("Bring the target's libvirt and QEMU to at least the source's versions"),
    DROVER_SIDE_CLIENT, FALSE, build_versions },
  { "common-machine-type", NULL,
    N_ ("Give the guest a machine type that both hosts know, while it is shut down"), DROVER_SIDE_CLIENT,
    FALSE, build_machine },
};

const DroverRemedyTable drover_remedies_host = { remedies, G_N_ELEMENTS (remedies) };
