/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The target's bridge, and what leads out of it. */
#include "remedies/drover-remedy-private.h"

static void
build_same_segment (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *bridge = drover_remedy_dup_word (context, "bridge");

  if (bridge == NULL)
    return;
  drover_remedy_add (commands, "ip", "-d", "link", "show", "dev", bridge, NULL);
  drover_remedy_add (commands, "ip", "addr", "show", "dev", bridge, NULL);
  drover_remedy_add (commands, "bridge", "link", "show", NULL);
}

static void
build_forward_delay (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *bridge = drover_remedy_dup_word (context, "bridge");

  if (bridge != NULL)
    drover_remedy_add (commands, "sudo", "ip", "link", "set", "dev", bridge, "type", "bridge", "stp_state",
                       "0", NULL);
}

static void
build_allow_forward (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *bridge = drover_remedy_dup_word (context, "bridge");

  if (bridge != NULL)
    drover_remedy_add (commands, "sudo", "iptables", "-I", "FORWARD", "-i", bridge, "-o", bridge, "-j",
                       "ACCEPT", NULL);
}

static const DroverRemedy remedies[] = {
  { "same-segment", NULL, N_ ("Compare the two bridges, and put the target's on the network of the source's"),
    DROVER_SIDE_TARGET, build_same_segment },
  { "short-forward-delay", NULL,
    N_ ("Where no second bridge could make a loop, let new ports forward at once"), DROVER_SIDE_TARGET,
    build_forward_delay },
  { "allow-bridge-forward", NULL,
    N_ ("Let pass what crosses the bridge, until the next start of the firewall"), DROVER_SIDE_TARGET,
    build_allow_forward },
};

const DroverRemedyTable drover_remedies_link = { remedies, G_N_ELEMENTS (remedies) };
