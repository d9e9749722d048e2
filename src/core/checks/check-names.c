/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"
#include "checks/drover-door.h"

/* A name that takes longer delays every connection made with it; local files and a healthy name server take
 * milliseconds. */
#define SLOW_MS 2000

/* The source's knocks have the start of a probe guest in them, which varies with its load: a knock by name
 * tells of the name only where it took twice as long as one by address and this much longer. */
#define CLEARLY_LONGER_MS 750

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "names.target-is-localhost", "N1", DROVER_VERDICT_BLOCK,
    N_ ("The target calls itself localhost"),
    N_ ("libvirt sends the guest to the target's own host name, and refuses to use this one: “hostname on "
        "destination resolved to localhost, but migration requires an FQDN”."),
    "migration-uri-address set-migration-host set-hostname", FALSE },
  { "names.localhost-unused", "N1", DROVER_VERDICT_INFO,
    N_ ("The target calls itself localhost, but libvirt there names another address"),
    N_ ("The rehearsal went through: migration_host is set in the target's qemu.conf, so the host name does "
        "not matter here."),
    "", FALSE },
  { "names.unresolvable-from-source", "N2", DROVER_VERDICT_BLOCK,
    N_ ("The source cannot resolve the target's name"),
    N_ ("libvirt sends the guest to the target's own host name, and it is the source that has to find its "
        "address: “Unable to resolve address …”."),
    "migration-uri-address set-migration-host fix-dns fix-hosts-file", FALSE },
  { "names.leads-elsewhere", "N3", DROVER_VERDICT_BLOCK,
    N_ ("On the source, the target's name leads to another place"),
    N_ ("A listener on the target was reached by its address, but not by its name: the guest would be sent "
        "somewhere else. Debian gives a host's own name to 127.0.1.1; a stale entry does the same."),
    "migration-uri-address set-migration-host fix-hosts-file fix-dns", FALSE },
  { "names.silent", "N4", DROVER_VERDICT_UNKNOWN,
    N_ ("On the source, the target answers by its address, and by its name not within the time limit"),
    N_ ("Either looking the name up takes the source longer than Drover waits (--timeout), because a name "
        "server does not answer, and the migration starts that late; or the name leads to an address where "
        "nobody is, and the migration fails."),
    "migration-uri-address set-migration-host fix-dns fix-hosts-file", FALSE },
  { "names.unresolvable-here", "N2", DROVER_VERDICT_WARN,
    N_ ("This computer cannot resolve the target's name"),
    N_ ("That is a hint only: it is the source that has to resolve it, and the source was not asked."),
    "migration-uri-address set-migration-host fix-dns", FALSE },
  { "names.loopback", "N3", DROVER_VERDICT_WARN,
    N_ ("The target's name resolves to the loopback address here"),
    N_ ("If the source sees it so too, it would send the guest to itself. Debian's installer gives a host's "
        "own name to 127.0.1.1."),
    "migration-uri-address set-migration-host fix-hosts-file fix-hosts-file-target", FALSE },
  { "names.wrong-address", "N3", DROVER_VERDICT_WARN,
    N_ ("The target's name resolves to another address than the one it is reached at"),
    N_ ("If the source sees it so too, the guest may be sent to another machine. If the target has several "
        "addresses, all may be well."),
    "migration-uri-address set-migration-host fix-hosts-file fix-dns", FALSE },
  { "names.slow", "N4", DROVER_VERDICT_WARN,
    N_ ("Looking the target's name up takes long"),
    N_ ("Every connection waits for it: the migration starts that much later. A name server that does not "
        "answer, or an IPv6 address that is dead, is the usual reason."),
    "migration-uri-address fix-dns fix-hosts-file", FALSE },
  { "names.not-proved", "N2", DROVER_VERDICT_INFO,
    N_ ("Whether the source knows the target by this name was not tried"),
    N_ ("Only the source can tell, and it may not be touched. What was seen from this computer speaks neither "
        "for nor against it."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

/* What the judges share. */
typedef struct {
  const DroverPlan *plan;
  const DroverFactNames *names;
  const DroverFactReach *reach;
  const char *hostname;
  gboolean has_uri;
  gboolean passive;
  DroverFindings *findings;
} Case;

static DroverFinding *
add (const Case *c, const char *code)
{
  DroverFinding *finding = drover_findings_add (c->findings, code);

  drover_finding_set_target (finding, c->names ? c->names->name : c->hostname);
  return finding;
}

static char *
join (const GStrv list)
{
  return list != NULL && list[0] != NULL ? g_strjoinv (", ", list) : NULL;
}

static gboolean
is_rehearsed (const DroverFacts *facts)
{
  const DroverFactRehearsal *rehearsal = drover_facts_get_rehearsal (facts);

  return rehearsal != NULL && g_strcmp0 (rehearsal->result, "done") == 0;
}

/* (nullable): the source's own failure to find an address. */
static const DroverFactReachPort *
find_unresolved (const DroverFactReach *reach)
{
  for (guint i = 0; reach->ports != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *port = reach->ports->pdata[i];

      if (g_strcmp0 (port->result, "unresolved") == 0 && g_strcmp0 (port->purpose, "daemon") != 0)
        return port;
    }
  return NULL;
}

/* (nullable): a knock by name that told something, however it ended. */
static const DroverFactReachPort *
find_knock_by_name (const DroverFactReach *reach)
{
  for (guint i = 0; reach->ports != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *port = reach->ports->pdata[i];

      if (g_strcmp0 (port->host, reach->name) == 0 && g_strcmp0 (port->purpose, "daemon") != 0 &&
          drover_door_from_reach (port) != DROVER_DOOR_UNKNOWN)
        return port;
    }
  return NULL;
}

/* What this computer makes of the name: hints. Returns whether anything was to be said. */
static gboolean
judge_from_here (const Case *c)
{
  const DroverFactNames *names = c->names;
  g_autofree char *addresses = join (names->addresses);
  g_autofree char *expected = join (names->connection_addresses);
  gboolean agrees = FALSE;
  DroverFinding *finding;

  if (names->ssh_alias)
    return FALSE;
  if (addresses == NULL)
    {
      finding = add (c, "names.unresolvable-here");
      drover_finding_set_evidence (finding, "%s: %s", names->name,
                                   names->error ? names->error : _ ("no address"));
      return TRUE;
    }
  for (gsize i = 0; names->connection_addresses != NULL && names->connection_addresses[i] != NULL; i++)
    agrees |= g_strv_contains ((const char *const *) names->addresses, names->connection_addresses[i]);
  if (agrees)
    return FALSE;
  if (drover_host_is_loopback (names->addresses[0]))
    {
      finding = add (c, "names.loopback");
      drover_finding_set_evidence (finding, "%s: %s", names->name, addresses);
      return TRUE;
    }
  /* A migration URI is meant to name another network. */
  if (c->has_uri || expected == NULL)
    return FALSE;
  finding = add (c, "names.wrong-address");
  drover_finding_set_evidence (finding, _ ("%s resolves to %s; the connection goes to %s"), names->name,
                               addresses, expected);
  return TRUE;
}

/* Nobody asked the source. */
static void
judge_unasked (const Case *c, const char *reason)
{
  DroverFinding *finding;

  if (reason == NULL)
    reason = _ ("the source was not asked");
  if (c->names != NULL && judge_from_here (c) && c->passive)
    return;
  if (c->names != NULL && c->has_uri && drover_host_is_address (c->names->name))
    return;
  if (!c->passive)
    {
      drover_findings_add_unknown (c->findings, _ ("%s, as the source sees it: %s"),
                                   c->names ? c->names->name : c->hostname, reason);
      return;
    }
  finding = add (c, "names.not-proved");
  drover_finding_set_evidence (finding, "%s", reason);
}

static void
judge_from_source (const Case *c)
{
  const DroverFactReachPort *unresolved = find_unresolved (c->reach);
  const DroverFactReachPort *by_name = find_knock_by_name (c->reach);
  DroverFinding *finding;

  if (c->reach->by_name)
    return;
  if (unresolved != NULL)
    {
      finding = add (c, "names.unresolvable-from-source");
      drover_finding_set_source (finding, _ ("no address"));
      drover_finding_set_evidence (finding, "%s", unresolved->error ? unresolved->error : unresolved->host);
      drover_finding_set_argument (finding, "host", unresolved->host);
      return;
    }
  if (by_name == NULL)
    {
      judge_unasked (c, _ ("its knocks told nothing"));
      return;
    }
  /* Where the plan names the address itself, that it does not answer is a matter of the ports. */
  if (c->has_uri && drover_host_is_address (by_name->host))
    return;
  if (c->reach->by_address)
    {
      finding = add (c, drover_door_from_reach (by_name) == DROVER_DOOR_DROPPED ? "names.silent"
                                                                                : "names.leads-elsewhere");
      drover_finding_set_source (finding, by_name->result);
      drover_finding_set_evidence (finding, _ ("%s:%" PRId64 " %s; %s: open"), by_name->host, by_name->port,
                                   by_name->error ? by_name->error : by_name->result, c->reach->address);
      drover_finding_set_argument (finding, "host", by_name->host);
      return;
    }
  /* Neither way led to our listener: it may be the ports, which have a check of their own. */
  if (c->names != NULL)
    judge_from_here (c);
}

/* The shortest of the source's knocks at @host that went through or failed over the name, in ms; -1 for
 * none. */
static gint64
get_shortest (const DroverFactReach *reach, const char *host)
{
  gint64 shortest = -1;

  for (guint i = 0; host != NULL && reach->ports != NULL && i < reach->ports->len; i++)
    {
      const DroverFactReachPort *port = reach->ports->pdata[i];

      if (g_strcmp0 (port->host, host) == 0 &&
          (drover_door_from_reach (port) == DROVER_DOOR_OPEN || g_strcmp0 (port->result, "unresolved") == 0))
        shortest = shortest < 0 ? port->elapsed_ms : MIN (shortest, port->elapsed_ms);
    }
  return shortest;
}

/* How much longer the source took by name than by address, in ms; -1 where that does not tell. */
static gint64
get_source_delay (const DroverFactReach *reach)
{
  gint64 by_name = get_shortest (reach, reach->name);
  gint64 by_address = get_shortest (reach, reach->address);

  if (by_name < 0 || by_address < 0 || drover_host_is_address (reach->name))
    return -1;
  return by_name >= 2 * by_address && by_name - by_address >= CLEARLY_LONGER_MS ? by_name - by_address : 0;
}

/* A rehearsal that went through proves the name; a knock that found no time for it tells that it is slow. */
static const DroverFactReachPort *
find_timed_out (const Case *c, gboolean rehearsed)
{
  const DroverFactReachPort *knock = c->reach != NULL && rehearsed ? find_knock_by_name (c->reach) : NULL;

  return knock != NULL && !c->reach->by_name && c->reach->by_address &&
                 drover_door_from_reach (knock) == DROVER_DOOR_DROPPED
             ? knock
             : NULL;
}

static void
judge_slowness (const Case *c, gboolean rehearsed)
{
  const DroverFactReachPort *timed_out = find_timed_out (c, rehearsed);
  gint64 there = timed_out ? timed_out->elapsed_ms : c->reach ? get_source_delay (c->reach) : -1;
  gint64 here = c->names != NULL && !c->names->ssh_alias ? c->names->elapsed_ms : -1;
  gint64 delay = there >= 0 ? there : here >= SLOW_MS ? here : 0;
  g_autofree char *took = NULL;
  DroverFinding *finding;

  if (delay == 0)
    return;
  took = drover_format_ms (delay);
  finding = add (c, "names.slow");
  drover_finding_set_source (finding, there >= 0 ? took : NULL);
  drover_finding_set_evidence (finding,
                               there >= 0 ? _ ("on the source it took %s longer by name than by address")
                                          : _ ("on this computer it took %s"),
                               took);
}

/* Says whether the name is out of the question, so that no other finding about it means anything. */
static gboolean
judge_localhost (const Case *c, gboolean rehearsed)
{
  DroverFinding *finding;

  if (c->has_uri || !g_str_has_prefix (c->hostname, "localhost"))
    return FALSE;
  finding = add (c, rehearsed ? "names.localhost-unused" : "names.target-is-localhost");
  drover_finding_set_target (finding, c->hostname);
  drover_finding_set_evidence (finding, _ ("the target's libvirt says its host name is “%s”"), c->hostname);
  return TRUE;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  gboolean rehearsed = is_rehearsed (input->facts);
  Case c = {
    .plan = input->plan,
    .names = drover_facts_get_names (input->facts),
    .reach = drover_facts_get_reach (input->facts),
    .hostname = drover_facts_get_identity (input->facts, DROVER_SIDE_TARGET)->hostname,
    .has_uri = drover_plan_get_migration_uri (input->plan) != NULL,
    .passive = input->passive,
    .findings = findings,
  };

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_TUNNELLED) ||
      (c.has_uri && !drover_plan_needs_migration_port (input->plan)))
    {
      drover_findings_add_not_applicable (findings, _ ("the memory goes by no name of the target's"));
      return;
    }
  if (judge_localhost (&c, rehearsed))
    return;
  /* libvirt looks at the target's host name all the same, but nothing is sent there. */
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    return;
  if (c.reach != NULL && !rehearsed)
    judge_from_source (&c);
  else if (!rehearsed)
    judge_unasked (&c, drover_facts_get_reason (input->facts, DROVER_FACT_REACH, DROVER_SIDE_TARGET));
  judge_slowness (&c, rehearsed);
}

const DroverCheck drover_check_names = {
  .id = "names",
  .catalog = "N1 N2 N3 N4",
  .group = DROVER_GROUP_NAMES,
  .title = N_ ("The source finds the target by its name"),
  DROVER_NEEDS ({ DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_NAMES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_REACH, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_REHEARSAL, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
