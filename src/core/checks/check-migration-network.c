/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "checks/drover-link-speed.h"
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

static void
look_for_faster (const DroverFactSystem *source,
                 const DroverFactSystem *target,
                 const char *used,
                 DroverFindings *findings)
{
  gint64 used_speed = drover_link_get_way_speed (source, target, used);
  gint64 best = used_speed;
  g_autofree char *address = NULL;
  DroverFinding *finding;

  for (guint i = 0; used_speed > 0 && i < target->links->len; i++)
    {
      const DroverFactLink *link = target->links->pdata[i];

      for (gsize k = 0; link->addresses != NULL && link->addresses[k] != NULL; k++)
        {
          g_auto (GStrv) pair = g_strsplit (link->addresses[k], "/", 2);
          gint64 speed = drover_link_get_way_speed (source, target, pair[0]);

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
  link = drover_link_find_to (target, used, TRUE);
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
