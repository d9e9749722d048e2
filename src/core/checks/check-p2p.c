/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "checks/drover-check.h"
#include "checks/drover-door.h"
#include "explain/drover-explain.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "p2p.login-refused", "U1", DROVER_VERDICT_BLOCK,
    N_ ("The source may not log in to the target"),
    N_ ("With peer-to-peer the source's libvirt daemon, which is root, logs in to the target itself, with its "
        "own keys and without anybody to ask for a password."),
    "managed-direct install-ssh-key", FALSE },
  { "p2p.host-key", "U1", DROVER_VERDICT_BLOCK,
    N_ ("The source does not know the target's SSH key"),
    N_ ("With peer-to-peer root of the source must have accepted the target's key before; nobody can be asked "
        "meanwhile."),
    "managed-direct add-host-key", FALSE },
  { "p2p.unresolved", "U6", DROVER_VERDICT_BLOCK,
    N_ ("The source cannot resolve the name in the target's URI"),
    N_ ("With peer-to-peer the source opens the target's URI itself; a name that this computer knows need not "
        "mean anything there."),
    "managed-direct use-target-name-of-source fix-dns", FALSE },
  { "p2p.unreachable", "U6", DROVER_VERDICT_BLOCK,
    N_ ("The source does not reach the target's libvirt"),
    N_ ("With peer-to-peer the source's daemon connects to the target's daemon; the port it needs is closed "
        "or filtered for it."),
    "managed-direct open-daemon-port use-target-name-of-source", FALSE },
  { "p2p.local-uri", "U6", DROVER_VERDICT_BLOCK,
    N_ ("The target's URI means something else on the source"),
    N_ ("A URI without a host name leads the source's daemon to itself. Peer-to-peer needs the target's URI "
        "as the source would write it (--desturi)."),
    "managed-direct use-target-name-of-source", FALSE },
  { "p2p.refused", "U6", DROVER_VERDICT_BLOCK,
    N_ ("The source could not open the target"),
    N_ ("Peer-to-peer was asked for and does not work between these hosts."),
    "managed-direct use-target-name-of-source", FALSE },
  { "p2p.falls-back", "U6", DROVER_VERDICT_WARN,
    N_ ("The migration will be steered from this computer, which must stay on"),
    N_ ("The source cannot log in to the target by itself. Drover then connects the two, and if this computer "
        "or its network goes down meanwhile, libvirt cancels the migration; the guest stays on the source."),
    "install-ssh-key add-host-key use-target-name-of-source", FALSE },
  { "p2p.not-tried", "U6", DROVER_VERDICT_INFO,
    N_ ("Whether the source can steer the migration itself was not tried"),
    N_ ("Drover will steer it from this computer, which must then stay on."),
    "", FALSE },
  { NULL },
};

static const struct {
  const char *explanation;
  const char *code;
} meanings[] = {
  { "explain.ssh-login-refused", "p2p.login-refused" },
  { "explain.polkit", "p2p.login-refused" },
  { "explain.sasl", "p2p.login-refused" },
  { "explain.socket-permission", "p2p.login-refused" },
  { "explain.host-key-unknown", "p2p.host-key" },
  { "explain.host-key-changed", "p2p.host-key" },
  { "explain.ssh-unresolved", "p2p.unresolved" },
  { "explain.name-unresolved", "p2p.unresolved" },
  { "explain.ssh-unreachable", "p2p.unreachable" },
  { "explain.ssh-port-closed", "p2p.unreachable" },
  { "explain.daemon-not-listening", "p2p.unreachable" },
  { "explain.daemon-not-running", "p2p.refused" },
  { "explain.ssh-helper-missing", "p2p.refused" },
  { "explain.ssh-end-of-file", "p2p.refused" },
  { "explain.tls-files-missing", "p2p.refused" },
  { "explain.tls-name", "p2p.refused" },
  { "explain.tls-dates", "p2p.refused" },
  { "explain.tls-untrusted", "p2p.refused" },
};
/* clang-format on */

/* (nullable): what kept the source from logging in; %NULL where it was something else that failed. */
static const char *
get_code (const DroverFactRehearsal *rehearsal, const char *error)
{
  g_autoptr (DroverExplanation) explanation = error ? drover_explain (error, 0, 0) : NULL;

  for (gsize i = 0; explanation != NULL && i < G_N_ELEMENTS (meanings); i++)
    if (g_strcmp0 (explanation->code, meanings[i].explanation) == 0)
      return meanings[i].code;
  /* What struck this computer's own attempt as well, or has nothing to do with logging in, is the rehearsal's
   * finding. */
  if (explanation != NULL &&
      (drover_explanation_is_known (explanation) ||
       (g_strcmp0 (rehearsal->result, "failed") == 0 && g_strcmp0 (rehearsal->mode, "managed") == 0 &&
        g_strcmp0 (rehearsal->error, error) == 0)))
    return NULL;
  return "p2p.refused";
}

/* The source's own knock at the target's daemon, where one was made. */
static const DroverFactReachPort *
find_shut_daemon (const DroverCheckInput *input)
{
  const DroverFactReach *reach = drover_facts_get_reach (input->facts);
  g_autoptr (GArray) doors = reach ? drover_doors_list (reach, "daemon", NULL) : NULL;

  for (guint i = 0; doors != NULL && i < doors->len; i++)
    {
      const DroverDoorSeen *seen = &g_array_index (doors, DroverDoorSeen, i);

      /* Here somebody is meant to listen, whether it was ours or not. */
      if (drover_door_is_shut (seen->door) || g_strcmp0 (seen->entry->result, "ECONNREFUSED") == 0 ||
          g_strcmp0 (seen->entry->result, "unresolved") == 0)
        return seen->entry;
    }
  return NULL;
}

/* Where the source would knock; sshd's usual port behind what only ssh knows. */
static gint64
get_daemon_port (const DroverCheckInput *input)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (drover_plan_get_destination_uri (input->plan), NULL);
  guint port = uri ? drover_uri_get_probe_port (uri) : 0;

  return port ? port : uri != NULL && uri->port ? uri->port : 22;
}

static void
add (const DroverCheckInput *input, const char *code, const char *evidence, DroverFindings *findings)
{
  gboolean asked_for = drover_plan_get_mode (input->plan) == DROVER_MIGRATE_MODE_P2P;
  const DroverFactReachPort *daemon = find_shut_daemon (input);
  DroverFinding *finding = drover_findings_add (findings, asked_for ? code : "p2p.falls-back");
  g_autofree char *port = NULL;

  drover_finding_set_target (finding, drover_plan_get_destination_uri (input->plan));
  drover_finding_set_evidence (finding, "%s", evidence);
  port = g_strdup_printf ("%" G_GINT64_FORMAT, daemon ? daemon->port : get_daemon_port (input));
  drover_finding_set_argument (finding, "port", port);
}

static void
judge_unrehearsed (const DroverCheckInput *input, const char *reason, DroverFindings *findings)
{
  const DroverFactReachPort *daemon = find_shut_daemon (input);

  if (daemon != NULL)
    {
      g_autofree char *evidence =
          g_strdup_printf ("%s:%" G_GINT64_FORMAT " %s%s%s", daemon->host, daemon->port, daemon->result,
                           daemon->error ? ": " : "", daemon->error ? daemon->error : "");

      add (input, g_strcmp0 (daemon->result, "unresolved") == 0 ? "p2p.unresolved" : "p2p.unreachable",
           evidence, findings);
      return;
    }
  if (reason == NULL)
    reason = _ ("no rehearsal was made");
  if (drover_plan_get_mode (input->plan) == DROVER_MIGRATE_MODE_P2P)
    drover_findings_add_unknown (findings, "%s", reason);
  else
    drover_finding_set_evidence (drover_findings_add (findings, "p2p.not-tried"), "%s", reason);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactRehearsal *rehearsal = drover_facts_get_rehearsal (input->facts);
  g_autoptr (DroverUri) destination = drover_uri_parse (drover_plan_get_destination_uri (input->plan), NULL);

  if (drover_plan_get_mode (input->plan) == DROVER_MIGRATE_MODE_MANAGED)
    {
      drover_findings_add_not_applicable (findings, _ ("this computer steers the migration"));
      return;
    }
  if (rehearsal != NULL && g_strcmp0 (rehearsal->p2p, "done") == 0)
    return;
  if (destination != NULL && (destination->host == NULL || drover_host_is_loopback (destination->host)))
    {
      add (input, "p2p.local-uri", destination->text, findings);
      return;
    }
  if (rehearsal != NULL && g_strcmp0 (rehearsal->p2p, "failed") == 0)
    {
      const char *error = rehearsal->p2p_error ? rehearsal->p2p_error : rehearsal->error;
      const char *code = get_code (rehearsal, error);

      if (code != NULL)
        add (input, code, error ? error : _ ("no reason was given"), findings);
      else
        judge_unrehearsed (input, error, findings);
      return;
    }
  judge_unrehearsed (input, drover_facts_get_reason (input->facts, DROVER_FACT_REHEARSAL, DROVER_SIDE_TARGET),
                     findings);
}

const DroverCheck drover_check_p2p = {
  .id = "p2p",
  .catalog = "U1 U6",
  .group = DROVER_GROUP_REACH,
  .title = N_ ("The source can log in to the target"),
  DROVER_NEEDS ({ DROVER_FACT_REHEARSAL, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_REACH, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
