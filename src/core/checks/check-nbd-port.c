/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "checks/drover-check.h"
#include "checks/drover-door.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "nbd-port.closed", "N8", DROVER_VERDICT_BLOCK,
    N_ ("The source does not get through to the port of the disk copy"),
    N_ ("Copied disks take a second port of the target, by default the next of the migration range, and the "
        "firewall lets only the first one through: “blockdev-add: Failed to connect to …”."),
    "disks-port open-migration-ports", FALSE },
  { "nbd-port.inferred", "N8", DROVER_VERDICT_INFO,
    N_ ("The port of the disk copy was not tried from the source"),
    N_ ("Copied disks take a second port of the target. Whether the source gets through to it is known only "
        "when the source may be asked."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

/* (transfer full): what the source met at the port disks would take: a port of their own, else the second of
 * the migration range. */
static GArray *
list_doors (const DroverFactReach *reach, const char *host)
{
  GArray *doors = drover_doors_list (reach, "nbd", host);

  if (doors->len > 0)
    return doors;
  g_array_unref (doors);
  doors = drover_doors_list (reach, "migration", host);
  if (doors->len > 0)
    g_array_remove_index (doors, 0);
  return doors;
}

static void
name_open_port (DroverFinding *finding, const DroverFactReach *reach, const char *host, gint64 taken)
{
  g_autoptr (GArray) doors = drover_doors_list (reach, "migration", host);

  /* The memory takes the first. */
  for (guint i = 1; i < doors->len; i++)
    {
      const DroverDoorSeen *seen = &g_array_index (doors, DroverDoorSeen, i);
      g_autofree char *port = g_strdup_printf ("%" G_GINT64_FORMAT, seen->port);

      if (seen->door != DROVER_DOOR_OPEN || seen->port == taken)
        continue;
      drover_finding_set_argument (finding, "open-port", port);
      return;
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactReach *reach = drover_facts_get_reach (input->facts);
  const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_REACH, DROVER_SIDE_TARGET);
  g_autofree char *host = drover_plan_get_migration_host (input->plan);
  g_autoptr (GArray) doors = reach ? list_doors (reach, host) : NULL;
  const DroverDoorSeen *seen = NULL;
  DroverFinding *finding;
  g_autofree char *port = NULL;

  if (!drover_plan_needs_disks_port (input->plan))
    {
      drover_findings_add_not_applicable (findings, _ ("no disk is copied through a port"));
      return;
    }
  for (guint i = 0; doors != NULL && seen == NULL && i < doors->len; i++)
    if (g_array_index (doors, DroverDoorSeen, i).door != DROVER_DOOR_UNKNOWN)
      seen = &g_array_index (doors, DroverDoorSeen, i);
  if (seen != NULL && seen->door == DROVER_DOOR_OPEN)
    return;
  if (seen == NULL)
    {
      if (reason == NULL)
        reason = _ ("the source's knocks told nothing");
      if (input->passive)
        drover_finding_set_evidence (drover_findings_add (findings, "nbd-port.inferred"), "%s", reason);
      else
        drover_findings_add_unknown (findings, "%s", reason);
      return;
    }

  finding = drover_findings_add (findings, "nbd-port.closed");
  port = g_strdup_printf ("%" G_GINT64_FORMAT, seen->port);
  name_open_port (finding, reach, host, seen->port);
  drover_finding_set_source (finding, seen->entry->result);
  drover_finding_set_target (finding, port);
  drover_finding_set_evidence (finding, "%s:%s %s", seen->entry->host, port,
                               seen->entry->error ? seen->entry->error : seen->entry->result);
}

const DroverCheck drover_check_nbd_port = {
  .id = "nbd-port",
  .catalog = "N8",
  .group = DROVER_GROUP_FIREWALL,
  .title = N_ ("The source gets through to the port of the disk copy"),
  DROVER_NEEDS ({ DROVER_FACT_REACH, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
