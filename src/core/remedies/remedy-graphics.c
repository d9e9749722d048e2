/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the guest's screen is served on the target. */
#include <string.h>

#include "remedies/drover-remedy-private.h"

static gboolean
is_plain_address (const char *address)
{
  return address != NULL && address[0] != '\0' &&
         address[strspn (address, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".:-")] == '\0';
}

/* The address stands twice: as an attribute for old readers, and in an element of its own. */
static void
add_listen (const DroverRemedyContext *context, GPtrArray *commands, const char *to)
{
  g_autofree char *from = drover_remedy_dup_word (context, "listen");
  g_autofree char *escaped = NULL;
  g_autofree char *script = NULL;

  if (!is_plain_address (from) || !is_plain_address (to) || g_str_equal (from, to))
    return;
  escaped = drover_remedy_escape_dots (from);
  script = g_strdup_printf ("/<graphics /s/listen='%s'/listen='%s'/; /<listen /s/address='%s'/address='%s'/",
                            escaped, to, escaped, to);
  drover_remedy_add_filtered_xml (context, commands, script);
  drover_remedy_add_migrate_with_xml (context, commands);
}

static void
build_listen_there (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *address = drover_remedy_dup_word (context, "address");

  add_listen (context, commands, address);
}

static void
build_listen_local (const DroverRemedyContext *context, GPtrArray *commands)
{
  add_listen (context, commands, "127.0.0.1");
}

static void
build_autoport (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *port = drover_remedy_dup_word (context, "port");
  g_autofree char *script = NULL;

  if (port == NULL || port[strspn (port, G_CSET_DIGITS)] != '\0')
    return;
  script = g_strdup_printf ("/<graphics /{s/\\([a-zA-Z]*\\)='%s'/\\1='-1'/; s/autoport='no'/autoport='yes'/}",
                            port);
  drover_remedy_add_filtered_xml (context, commands, script);
  drover_remedy_add_migrate_with_xml (context, commands);
}

static const DroverRemedy remedies[] = {
  { "graphics-listen", "address", N_ ("Let the guest's screen listen on the target's own address"),
    DROVER_SIDE_CLIENT, build_listen_there },
  { "graphics-listen", "local", N_ ("Let it listen on 127.0.0.1 alone, to be reached through an SSH tunnel"),
    DROVER_SIDE_CLIENT, build_listen_local },
  { "graphics-autoport", NULL, N_ ("Let the target's libvirt choose the port"), DROVER_SIDE_CLIENT,
    build_autoport },
};

const DroverRemedyTable drover_remedies_graphics = { remedies, G_N_ELEMENTS (remedies) };
