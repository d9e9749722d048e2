/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the guest's screen is served on the target. */
#include "remedies/drover-remedy-private.h"

static void
listen_on (const DroverRemedyContext *context, GPtrArray *commands, const char *address)
{
  g_autofree char *from = drover_remedy_dup_word (context, "listen");
  g_autofree char *change = NULL;

  if (address == NULL || g_strcmp0 (from, address) == 0)
    return;
  change = g_strconcat ("graphics-listen=", address, NULL);
  drover_remedy_add_changed (context, commands, change);
}

static void
build_listen_there (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *address = drover_remedy_dup_word (context, "address");

  listen_on (context, commands, address);
}

static void
build_listen_local (const DroverRemedyContext *context, GPtrArray *commands)
{
  listen_on (context, commands, "127.0.0.1");
}

static void
build_listen_next (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (drover_plan_guest_is_persistent (context->plan))
    drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "edit", drover_remedy_get_guest (context),
                             NULL);
}

static void
build_autoport (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_changed (context, commands, "graphics-port=auto");
}

static const DroverRemedy remedies[] = {
  { "graphics-listen", "address", N_ ("Let the guest's screen listen on the target's own address"),
    DROVER_SIDE_CLIENT, build_listen_there },
  { "graphics-listen", "local", N_ ("Let it listen on 127.0.0.1 alone, to be reached through an SSH tunnel"),
    DROVER_SIDE_CLIENT, build_listen_local },
  { "graphics-listen-next", NULL,
    N_ ("Or let it listen on 127.0.0.1 on every host, from the guest's next start on"), DROVER_SIDE_SOURCE,
    build_listen_next },
  { "graphics-autoport", NULL, N_ ("Let the target's libvirt choose the port"), DROVER_SIDE_CLIENT,
    build_autoport },
};

const DroverRemedyTable drover_remedies_graphics = { remedies, G_N_ELEMENTS (remedies) };
