/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "checks/drover-system-need.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "migration-network.faster", "N12", DROVER_VERDICT_INFO,
    N_ ("Another network between the hosts is faster"),
    N_ ("The guest's memory goes to the address that the target's name has. Naming its address on the faster network "
        "shortens the move, and leaves the other network to everybody else."),
    "migration-network", FALSE },
  { "migration-network.wireless", "N12", DROVER_VERDICT_INFO,
    N_ ("The guest's memory goes over Wi-Fi"),
    N_ ("It is slow and its speed varies; a busy guest may never get ready for the switch. A cable helps most."),
    "migration-network", FALSE },
  { NULL },
};
/* clang-format on */

/* Whether the address with its prefix is the wanted one, or lies in one network with it. */
static gboolean
leads_to (const char *own, GInetAddress *wanted, gboolean itself)
{
  g_autoptr (GInetAddressMask) network = drover_link_address_get_network (own);
  g_autofree char *text = g_inet_address_to_string (wanted);
  gsize length = strlen (text);

  if (itself)
    return strncmp (own, text, length) == 0 && own[length] == '/';
  return network != NULL && g_inet_address_mask_get_family (network) == g_inet_address_get_family (wanted) &&
         g_inet_address_mask_matches (network, wanted);
}

/* The link of the host that has this address, or one of the same network. */
static const DroverFactLink *
find_link_to (const DroverFactSystem *system, const char *address, gboolean itself)
{
  g_autoptr (GInetAddress) wanted = address ? g_inet_address_new_from_string (address) : NULL;

  for (guint i = 0; wanted != NULL && i < system->links->len; i++)
    {
      const DroverFactLink *link = system->links->pdata[i];

      for (gsize k = 0; link->up && link->addresses != NULL && link->addresses[k] != NULL; k++)
        if (leads_to (link->addresses[k], wanted, itself))
          return link;
    }
  return NULL;
}

/* A bridge is as fast as its port. */
static gint64
get_speed (const DroverFactSystem *system, const DroverFactLink *link)
{
  gint64 speed = link->speed;

  for (guint i = 0; g_strcmp0 (link->kind, "bridge") == 0 && i < system->links->len; i++)
    {
      const DroverFactLink *port = system->links->pdata[i];

      if (g_strcmp0 (port->master, link->name) == 0 && g_strcmp0 (port->kind, "card") == 0)
        return port->speed;
    }
  return speed;
}

static gboolean
is_wireless (const DroverFactSystem *system, const DroverFactLink *link)
{
  for (guint i = 0; i < system->links->len; i++)
    {
      const DroverFactLink *port = system->links->pdata[i];

      if (g_strcmp0 (port->kind, "wireless") == 0 &&
          (port == link || g_strcmp0 (port->master, link->name) == 0))
        return TRUE;
    }
  return FALSE;
}

/* The slower end of the way to an address of the target; -1 where an end is not known. */
static gint64
get_way_speed (const DroverFactSystem *source, const DroverFactSystem *target, const char *address)
{
  const DroverFactLink *from = find_link_to (source, address, FALSE);
  const DroverFactLink *to = find_link_to (target, address, TRUE);
  gint64 here;
  gint64 there;

  if (from == NULL || to == NULL)
    return -1;
  here = get_speed (source, from);
  there = get_speed (target, to);
  return here > 0 && there > 0 ? MIN (here, there) : -1;
}

static void
look_for_faster (const DroverFactSystem *source,
                 const DroverFactSystem *target,
                 const char *used,
                 DroverFindings *findings)
{
  gint64 used_speed = get_way_speed (source, target, used);
  gint64 best = used_speed;
  g_autofree char *address = NULL;
  DroverFinding *finding;

  for (guint i = 0; used_speed > 0 && i < target->links->len; i++)
    {
      const DroverFactLink *link = target->links->pdata[i];

      for (gsize k = 0; link->addresses != NULL && link->addresses[k] != NULL; k++)
        {
          g_auto (GStrv) pair = g_strsplit (link->addresses[k], "/", 2);
          gint64 speed = get_way_speed (source, target, pair[0]);

          if (speed <= best)
            continue;
          best = speed;
          g_free (address);
          address = g_strdup (pair[0]);
        }
    }
  if (address == NULL)
    return;
  finding = drover_findings_add (findings, "migration-network.faster");
  drover_finding_set_target (finding, address);
  drover_finding_set_argument (finding, "address", address);
  drover_finding_set_evidence (finding, _ ("%" PRId64 " Mbit/s to %s, %" PRId64 " Mbit/s to %s"), used_speed,
                               used, best, address);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactNames *names = drover_facts_get_names (input->facts);
  const DroverFactSystem *source = drover_system_need (input, DROVER_SIDE_SOURCE, findings);
  const DroverFactSystem *target = source ? drover_system_need (input, DROVER_SIDE_TARGET, findings) : NULL;
  const char *used = names->addresses ? names->addresses[0] : NULL;
  const DroverFactLink *link;

  if (target == NULL)
    return;
  if (used == NULL)
    {
      drover_findings_add_unknown (findings, _ ("nobody knows to which address the migration goes"));
      return;
    }
  link = find_link_to (target, used, TRUE);
  if (link != NULL && is_wireless (target, link))
    drover_finding_set_evidence (drover_findings_add (findings, "migration-network.wireless"), "%s: %s", used,
                                 link->name);
  look_for_faster (source, target, used, findings);
}

const DroverCheck drover_check_migration_network = {
  .id = "migration-network",
  .catalog = "N12",
  .group = DROVER_GROUP_NETWORK,
  .title = N_ ("No faster network leads from one host to the other"),
  DROVER_NEEDS ({ DROVER_FACT_NAMES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
