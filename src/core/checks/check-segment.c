/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "checks/drover-guest-networks.h"
#include "checks/drover-system-need.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "segment.mtu", "G4", DROVER_VERDICT_WARN,
    N_ ("The target's bridge carries smaller packets than the source's"),
    N_ ("The guest keeps the size it has learned. Connections open, then hang as soon as much is sent."),
    "same-segment", FALSE },
  { "segment.other-network", "G4", DROVER_VERDICT_WARN,
    N_ ("The bridges of source and target seem to lie on different networks"),
    N_ ("The hosts' own addresses on them are of different networks. A guest keeps its address, and on another network "
        "nobody answers to it."),
    "same-segment", FALSE },
  { "segment.stp-delay", "G4", DROVER_VERDICT_WARN,
    N_ ("The target's bridge keeps a new port silent for a while"),
    N_ ("Spanning tree listens before it forwards, so the guest is off the network for that long after the move."),
    "short-forward-delay", FALSE },
  { "segment.wireless", "G4", DROVER_VERDICT_WARN,
    N_ ("The target's bridge leads out over Wi-Fi"),
    N_ ("An access point takes packets only from the address that logged in to it, so the guest's own are dropped."),
    "same-segment", FALSE },
  { "segment.forward-drop", "G4", DROVER_VERDICT_WARN,
    N_ ("The target's firewall drops what it forwards, perhaps also what crosses its bridge"),
    N_ ("Docker does that, and where br_netfilter is loaded it hits bridged guests: they have a link and no network."),
    "allow-bridge-forward", FALSE },
  { NULL },
};
/* clang-format on */

/* A guest that is silent for no longer than this is not missed. */
#define TOLERATED_DELAY_MS 2000

static DroverFinding *
add (DroverFindings *findings, const char *code, const char *bridge)
{
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_finding_set_subject (finding, bridge);
  drover_finding_set_argument (finding, "bridge", bridge);
  return finding;
}

static void
judge_mtu (const DroverFactLink *from, const DroverFactLink *to, DroverFindings *findings)
{
  DroverFinding *finding;

  if (from->mtu <= 0 || to->mtu <= 0 || to->mtu >= from->mtu)
    return;
  finding = add (findings, "segment.mtu", to->name);
  drover_finding_set_evidence (finding, _ ("MTU %" PRId64 " on the source, %" PRId64 " on the target"),
                               from->mtu, to->mtu);
}

/* The IPv4 network; of IPv6 networks a link has several. */
static GInetAddressMask *
get_network (const DroverFactLink *link)
{
  for (gsize i = 0; link->addresses != NULL && link->addresses[i] != NULL; i++)
    {
      g_autoptr (GInetAddressMask) network = drover_link_address_get_network (link->addresses[i]);

      if (network != NULL && g_inet_address_mask_get_family (network) == G_SOCKET_FAMILY_IPV4)
        return g_steal_pointer (&network);
    }
  return NULL;
}

static void
judge_network (const DroverFactLink *from, const DroverFactLink *to, DroverFindings *findings)
{
  g_autoptr (GInetAddressMask) here = get_network (from);
  g_autoptr (GInetAddressMask) there = get_network (to);
  g_autofree char *source = here ? g_inet_address_mask_to_string (here) : NULL;
  g_autofree char *target = there ? g_inet_address_mask_to_string (there) : NULL;
  DroverFinding *finding;

  if (here == NULL || there == NULL || g_inet_address_mask_equal (here, there))
    return;
  finding = add (findings, "segment.other-network", to->name);
  drover_finding_set_source (finding, source);
  drover_finding_set_target (finding, target);
  drover_finding_set_evidence (finding, _ ("%s: %s on the source, %s on the target"), to->name, source,
                               target);
}

static void
judge_target (const DroverFactSystem *system, const DroverFactLink *bridge, DroverFindings *findings)
{
  if (bridge->stp && bridge->forward_delay_ms > TOLERATED_DELAY_MS)
    drover_finding_set_evidence (add (findings, "segment.stp-delay", bridge->name),
                                 _ ("%s: spanning tree is on, with a forward delay of %.0f s"), bridge->name,
                                 (double) bridge->forward_delay_ms / 1000);
  for (guint i = 0; i < system->links->len; i++)
    {
      const DroverFactLink *port = system->links->pdata[i];

      if (g_strcmp0 (port->master, bridge->name) == 0 && g_strcmp0 (port->kind, "wireless") == 0)
        drover_finding_set_evidence (add (findings, "segment.wireless", bridge->name), "%s: %s", bridge->name,
                                     port->name);
    }
  if (g_strcmp0 (system->forward_policy, "DROP") == 0)
    drover_finding_set_evidence (add (findings, "segment.forward-drop", bridge->name),
                                 "iptables: -P FORWARD DROP");
}

/* The bridge of a card as that host names it: its own, or the one its network names. */
static const char *
get_bridge (const DroverFacts *facts, DroverSide side, const DroverInterface *interface)
{
  const DroverFactNetwork *network =
      interface->network ? drover_facts_find_network (facts, side, interface->network) : NULL;

  if (network != NULL)
    return g_strcmp0 (network->forward, "bridge") == 0 ? network->bridge : NULL;
  return g_strcmp0 (interface->type, "bridge") == 0 ? interface->bridge : NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *running = drover_facts_get_guest (input->facts);
  const DroverFactSystem *source = drover_system_need (input, DROVER_SIDE_SOURCE, findings);
  const DroverFactSystem *target = source ? drover_system_need (input, DROVER_SIDE_TARGET, findings) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = NULL;
  guint looked_at = 0;

  if (target == NULL)
    return;
  guest = drover_effective_guest (input->plan, input->facts, &error);
  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  for (guint i = 0; i < MIN (guest->interfaces->len, running->interfaces->len); i++)
    {
      const DroverFactLink *from = drover_system_find_link (
          source, get_bridge (input->facts, DROVER_SIDE_SOURCE, running->interfaces->pdata[i]));
      const DroverFactLink *to = drover_system_find_link (
          target, get_bridge (input->facts, DROVER_SIDE_TARGET, guest->interfaces->pdata[i]));

      if (from == NULL || to == NULL)
        continue;
      looked_at++;
      judge_mtu (from, to, findings);
      judge_network (from, to, findings);
      judge_target (target, to, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("The guest is on no bridge that both hosts have."));
}

const DroverCheck drover_check_segment = {
  .id = "segment",
  .catalog = "G4",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("The bridges of both hosts lead to one network"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
