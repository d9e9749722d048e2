/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a guest leaves on the source or misses on the target: firmware variables, a TPM's state, time. */
#include "remedies/drover-remedy-private.h"

#define SWTPM "/var/lib/libvirt/swtpm/"

static void
build_clean_nvram (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *path = drover_remedy_dup_word (context, "path");

  if (path != NULL)
    drover_remedy_add (commands, "sudo", "rm", "-i", "--", path, NULL);
}

static void
build_clean_tpm (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *uuid = drover_remedy_dup_word (context, "uuid");
  g_autofree char *path = NULL;

  if (uuid == NULL || !g_uuid_string_is_valid (uuid))
    return;
  path = g_strconcat (SWTPM, uuid, NULL);
  drover_remedy_add (commands, "sudo", "rm", "-rI", path, NULL);
}

static void
build_copy_tpm (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *uuid = drover_remedy_dup_word (context, "uuid");
  g_autofree char *host = drover_remedy_dup_word (context, "host");
  g_autofree char *path = NULL;
  g_autofree char *there = NULL;

  if (uuid == NULL || !g_uuid_string_is_valid (uuid) || host == NULL)
    return;
  path = g_strconcat (SWTPM, uuid, NULL);
  there = g_strdup_printf ("root@%s:%s", host, SWTPM);
  drover_remedy_add (commands, "sudo", "rsync", "-a", path, there, NULL);
}

static void
build_sync_clock (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "domtime",
                           drover_remedy_get_guest (context), "--sync", NULL);
}

static const DroverRemedy remedies[] = {
  { "clean-nvram", NULL, N_ ("When the move has proved itself, remove the file on the source"),
    DROVER_SIDE_SOURCE, build_clean_nvram },
  { "clean-tpm", NULL, N_ ("When the move has proved itself, remove the TPM's state on the source"),
    DROVER_SIDE_SOURCE, build_clean_tpm },
  { "copy-tpm", NULL, N_ ("Copy the TPM's state to the target, owner and mode included"), DROVER_SIDE_SOURCE,
    build_copy_tpm },
  { "sync-clock", NULL, N_ ("After the move, let the guest's agent set the clock by the target's"),
    DROVER_SIDE_CLIENT, build_sync_clock },
};

const DroverRemedyTable drover_remedies_state = { remedies, G_N_ELEMENTS (remedies) };
