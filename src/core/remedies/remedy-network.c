/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks, bridges and devices that a guest's network card needs on the target. */
#include "base/drover-quote.h"
#include "remedies/drover-remedy-private.h"

static gboolean
add_replaced (const DroverRemedyContext *context, GPtrArray *commands, const char *word, const char *hole)
{
  g_autofree char *name = drover_remedy_dup_word (context, word);
  g_autofree char *change = name ? g_strdup_printf ("%s:%s=%s", word, name, hole) : NULL;

  if (name == NULL)
    return FALSE;
  drover_remedy_add_changed (context, commands, change);
  return TRUE;
}

/* The other network's name is the reader's to fill in. */
static void
build_other_network (const DroverRemedyContext *context, GPtrArray *commands)
{
  if (add_replaced (context, commands, "network", "NEW-NETWORK") ||
      add_replaced (context, commands, "bridge", "NEW-BRIDGE"))
    return;
  add_replaced (context, commands, "device", "NEW-DEVICE");
}

static void
build_start (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *network = drover_remedy_dup_word (context, "network");

  if (network == NULL)
    return;
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "net-start", "--", network, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "net-autostart", "--", network, NULL);
}

static void
build_define (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *network = drover_remedy_dup_word (context, "network");

  if (network == NULL)
    return;
  drover_remedy_add_redirected (commands, "network.xml", "virsh", "-c",
                                drover_plan_get_source (context->plan)->text, "net-dumpxml", "--inactive",
                                "--", network, NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_TARGET, "net-define", "network.xml", NULL);
  build_start (context, commands);
}

static void
add_lan (const DroverRemedyContext *context, GPtrArray *commands, DroverSide side)
{
  drover_remedy_add_virsh (context, commands, side, "net-define", "lan.xml", NULL);
  drover_remedy_add_virsh (context, commands, side, "net-start", "lan", NULL);
  drover_remedy_add_virsh (context, commands, side, "net-autostart", "lan", NULL);
}

static void
build_lan (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_redirected (
      commands, "lan.xml", "echo",
      "<network><name>lan</name><forward mode='bridge'/><bridge name='br0'/></network>", NULL);
  add_lan (context, commands, DROVER_SIDE_SOURCE);
  add_lan (context, commands, DROVER_SIDE_TARGET);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "edit", drover_remedy_get_guest (context),
                           NULL);
}

static const DroverRemedy remedies[] = {
  { "dest-xml-network", NULL,
    N_ ("Plug the guest into another network of the target, by a definition for this migration only"),
    DROVER_SIDE_CLIENT, build_other_network },
  { "start-network", NULL, N_ ("Start the network on the target, now and at boot"), DROVER_SIDE_TARGET,
    build_start },
  { "define-network", NULL,
    N_ ("Carry the network's definition over (a NAT network there is another network all the same)"),
    DROVER_SIDE_CLIENT, build_define },
  { "bridge-both-hosts", NULL,
    N_ ("Give both hosts a network over a bridge into the same LAN (here br0), and plug the guest into it"),
    DROVER_SIDE_CLIENT, build_lan },
};

const DroverRemedyTable drover_remedies_network = { remedies, G_N_ELEMENTS (remedies) };
