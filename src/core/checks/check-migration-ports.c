/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "checks/drover-check.h"
#include "checks/drover-door.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "migration-ports.refused", "N6", DROVER_VERDICT_BLOCK,
    N_ ("The source is refused at the target's migration ports"),
    N_ ("Somebody listened there and the source was refused all the same: a firewall resets the connection. "
        "The migration would fail with “Connection refused”."),
    "migration-uri-address use-open-port open-migration-ports tunnel", FALSE },
  { "migration-ports.rejected", "N6", DROVER_VERDICT_BLOCK,
    N_ ("A firewall rejects the source at the target's migration ports"),
    N_ ("The answer comes at once and says that there is no way, which firewalls do. The migration would fail "
        "with “No route to host”."),
    "migration-uri-address use-open-port open-migration-ports tunnel", FALSE },
  { "migration-ports.dropped", "N6", DROVER_VERDICT_BLOCK,
    N_ ("The source gets no answer from the target's migration ports"),
    N_ ("A firewall drops what is sent there. The migration would hang for two minutes and then fail with "
        "“Connection timed out”."),
    "migration-uri-address use-open-port open-migration-ports tunnel", FALSE },
  { "migration-ports.no-route", "N6", DROVER_VERDICT_BLOCK,
    N_ ("No way leads from the source to the target"),
    N_ ("The source has no route to that address, or nobody there answers: the hosts are on different "
        "networks, or the address is not the target's."),
    "migration-uri-address tunnel check-route", FALSE },
  { "migration-ports.partly", "N6", DROVER_VERDICT_WARN,
    N_ ("Some of the target's migration ports are closed for the source"),
    N_ ("libvirt takes the lowest free port from 49152 to 49215. One migration will go; several at a time, or "
        "one that copies disks, may meet a closed one."),
    "open-migration-ports", FALSE },
  { "migration-ports.shut-from-here", "N6", DROVER_VERDICT_WARN,
    N_ ("This computer does not get through to the target's migration ports"),
    N_ ("That is a hint only: what counts is whether the source gets through, and the source was not asked."),
    "open-migration-ports", FALSE },
  { "migration-ports.fixed", "N13", DROVER_VERDICT_WARN,
    N_ ("The migration URI names a port"),
    N_ ("Two migrations to the same host would ask for the same port, and the second would fail."),
    "free-migration-port", FALSE },
  { "migration-ports.inferred", "N6", DROVER_VERDICT_INFO,
    N_ ("The migration ports were only tried from this computer"),
    N_ ("This computer gets through to them. Whether the source does was not tried; a firewall may treat it "
        "differently."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
get_code (DroverDoor door)
{
  switch (door)
    {
    case DROVER_DOOR_REFUSED:
      return "migration-ports.refused";
    case DROVER_DOOR_REJECTED:
      return "migration-ports.rejected";
    case DROVER_DOOR_DROPPED:
      return "migration-ports.dropped";
    case DROVER_DOOR_NO_ROUTE:
      return "migration-ports.no-route";
    case DROVER_DOOR_UNKNOWN:
    case DROVER_DOOR_OPEN:
      break;
    }
  return NULL;
}

static GArray *
list_doors (const DroverCheckInput *input, const DroverFactReach *reach)
{
  g_autofree char *host = drover_plan_get_migration_host (input->plan);

  return drover_doors_list (reach, "migration", host);
}

static void
name_open_port (DroverFinding *finding, const GArray *doors)
{
  for (guint i = 0; i < doors->len; i++)
    if (g_array_index (doors, DroverDoorSeen, i).door == DROVER_DOOR_OPEN)
      {
        g_autofree char *port =
            g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (doors, DroverDoorSeen, i).port);

        drover_finding_set_argument (finding, "open-port", port);
        return;
      }
}

static char *
describe_target (const GArray *doors)
{
  gint64 first = g_array_index (doors, DroverDoorSeen, 0).port;
  gint64 last = g_array_index (doors, DroverDoorSeen, doors->len - 1).port;

  return first == last ? g_strdup_printf ("%" G_GINT64_FORMAT, first)
                       : g_strdup_printf ("%" G_GINT64_FORMAT "–%" G_GINT64_FORMAT, first, last);
}

/* Kernels limit how many rejections they send in a second, so that some knocks at a rejecting firewall meet
 * silence. One that was answered tells more. */
static DroverDoor
get_word (const GArray *doors, DroverDoor first)
{
  for (guint i = 0; first == DROVER_DOOR_DROPPED && i < doors->len; i++)
    {
      DroverDoor door = g_array_index (doors, DroverDoorSeen, i).door;

      if (door == DROVER_DOOR_REJECTED || door == DROVER_DOOR_REFUSED)
        return door;
    }
  return first;
}

/* Says whether the source's own knocks settled the matter. A rehearsal that went through used the lowest
 * port, so what is closed is others. */
static gboolean
judge_reach (const DroverCheckInput *input,
             const DroverFactReach *reach,
             gboolean rehearsed,
             DroverFindings *findings)
{
  g_autoptr (GArray) doors = list_doors (input, reach);
  g_autofree char *evidence = drover_doors_describe (doors);
  g_autofree char *ports = NULL;
  guint n_open;
  guint n_shut;
  DroverDoor first = drover_doors_summarize (doors, &n_open, &n_shut);
  DroverFinding *finding;

  if (first == DROVER_DOOR_UNKNOWN)
    return FALSE;
  if (n_shut == 0)
    return TRUE;
  finding = drover_findings_add (findings, drover_door_is_shut (first) && !rehearsed
                                               ? get_code (get_word (doors, first))
                                               : "migration-ports.partly");
  ports = describe_target (doors);
  name_open_port (finding, doors);
  drover_finding_set_source (finding, reach->name);
  drover_finding_set_target (finding, ports);
  drover_finding_set_evidence (finding, "%s", evidence);
  return TRUE;
}

/* How many of the range this computer gets through to, and how many not. */
static void
count_knocks (const DroverFactPorts *ports, guint *n_open, guint *n_shut, const DroverFactPort **shut)
{
  *n_open = 0;
  *n_shut = 0;
  *shut = NULL;
  for (guint i = 0; ports->ports != NULL && i < ports->ports->len; i++)
    {
      const DroverFactPort *knock = ports->ports->pdata[i];
      DroverDoor door = drover_door_from_knock (knock);

      *n_open += door == DROVER_DOOR_OPEN;
      if (!drover_door_is_shut (door))
        continue;
      (*n_shut)++;
      if (*shut == NULL)
        *shut = knock;
    }
}

static void
fill_hint (DroverFinding *finding, const DroverFactPorts *ports, guint n_shut, const DroverFactPort *shut)
{
  drover_finding_set_target (finding, ports->address);
  if (shut != NULL)
    drover_finding_set_evidence (finding,
                                 _ ("from this computer, %u of %u ports are closed; first %s:%" PRId64 " %s"),
                                 n_shut, ports->ports->len, ports->address, shut->port, shut->result);
  else
    drover_finding_set_evidence (finding, _ ("from this computer, none of %u ports of %s is closed"),
                                 ports->ports->len, ports->address);
}

/* Says whether the knocks from here tell anything. Where the source got through, only a range that is open in
 * part is worth a word: a firewall that knows the source is none of our business. */
static gboolean
judge_knocks (const DroverFactPorts *ports, gboolean settled, gboolean passive, DroverFindings *findings)
{
  guint n_open;
  guint n_shut;
  const DroverFactPort *shut;

  if (ports == NULL)
    return FALSE;
  count_knocks (ports, &n_open, &n_shut, &shut);
  if (n_open + n_shut == 0)
    return FALSE;
  if (settled)
    {
      if (n_open > 0 && n_shut > 0)
        fill_hint (drover_findings_add (findings, "migration-ports.partly"), ports, n_shut, shut);
      return TRUE;
    }
  if (n_shut > 0)
    fill_hint (drover_findings_add (findings, "migration-ports.shut-from-here"), ports, n_shut, shut);
  else if (passive)
    fill_hint (drover_findings_add (findings, "migration-ports.inferred"), ports, 0, NULL);
  return TRUE;
}

static gboolean
is_any_shut (const DroverCheckInput *input, const DroverFactReach *reach)
{
  g_autoptr (GArray) doors = list_doors (input, reach);
  guint n_open;
  guint n_shut;

  drover_doors_summarize (doors, &n_open, &n_shut);
  return n_shut > 0;
}

/* (nullable): why a knock told nothing, such as another program on a port the plan fixes. */
static const char *
find_silence (const DroverFactReach *reach)
{
  for (guint i = 0; reach != NULL && reach->ports != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *entry = reach->ports->pdata[i];

      if (g_strcmp0 (entry->purpose, "migration") == 0 && entry->error != NULL)
        return entry->error;
    }
  return NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactRehearsal *rehearsal = drover_facts_get_rehearsal (input->facts);
  const DroverFactReach *reach = drover_facts_get_reach (input->facts);
  const DroverFactPorts *ports = drover_facts_get_ports (input->facts);
  guint fixed = drover_plan_get_migration_port (input->plan);
  gboolean rehearsed = rehearsal != NULL && g_strcmp0 (rehearsal->result, "done") == 0;
  gboolean settled;
  gboolean hinted;
  const char *reason;

  if (!drover_plan_needs_migration_port (input->plan))
    {
      drover_findings_add_not_applicable (findings, _ ("the memory goes through no port of its own"));
      return;
    }
  if (fixed != 0)
    {
      DroverFinding *finding = drover_findings_add (findings, "migration-ports.fixed");
      g_autofree char *text = g_strdup_printf ("%u", fixed);

      drover_finding_set_target (finding, text);
      drover_finding_set_evidence (finding, "%s", drover_plan_get_migration_uri (input->plan));
    }

  settled = reach != NULL && judge_reach (input, reach, rehearsed, findings);
  if (settled && is_any_shut (input, reach))
    return;
  hinted = judge_knocks (ports, settled || rehearsed, input->passive, findings);
  if (settled || rehearsed || (hinted && input->passive))
    return;

  reason = drover_facts_get_reason (input->facts, DROVER_FACT_REACH, DROVER_SIDE_TARGET);
  if (reason == NULL)
    reason = find_silence (reach);
  drover_findings_add_unknown (findings, _ ("whether the source gets through was not learned: %s"),
                               reason ? reason : _ ("its knocks told nothing"));
}

const DroverCheck drover_check_migration_ports = {
  .id = "migration-ports",
  .catalog = "N6 N7 N13",
  .group = DROVER_GROUP_FIREWALL,
  .title = N_ ("The source gets through to the target's migration ports"),
  DROVER_NEEDS ({ DROVER_FACT_REACH, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_PORTS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_REHEARSAL, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
