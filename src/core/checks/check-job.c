/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"

/* virDomainControlState */
#define CONTROL_OCCUPIED 2
#define CONTROL_ERROR 3

/* libvirt itself waits 30 s for whoever holds a guest; what took this long already is worth a word. */
#define STUCK_MS 10000

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "job.migrating", "X6", DROVER_VERDICT_BLOCK,
    N_ ("The guest is already being migrated"),
    N_ ("libvirt refuses a second one: “another migration job is already running for domain”. droverctl watch "
        "shows how far it is."),
    "watch-migration wait-for-job", FALSE },
  { "job.arriving", "X6", DROVER_VERDICT_BLOCK,
    N_ ("The guest is just arriving on the source"),
    N_ ("Until its own migration is over it can go nowhere else."),
    "wait-for-job", FALSE },
  { "job.busy", "X6", DROVER_VERDICT_BLOCK,
    N_ ("libvirt is busy with the guest"),
    N_ ("A save, dump, backup or snapshot is under way; the migration would wait 30 seconds and then fail: "
        "“cannot acquire state change lock”."),
    "wait-for-job", FALSE },
  { "job.stuck", "X6", DROVER_VERDICT_BLOCK,
    N_ ("Something has held the guest for long"),
    N_ ("libvirt or QEMU waits for an answer that does not come, often from dead storage. The migration would "
        "wait 30 seconds and then fail: “cannot acquire state change lock”."),
    "wait-for-job restart-source-daemon", FALSE },
  { "job.no-control", "X6", DROVER_VERDICT_BLOCK,
    N_ ("libvirt has lost control of the guest"),
    N_ ("QEMU's monitor does not answer any more. The guest may still run, and can be neither migrated nor "
        "shut down from outside: shut it down from within, if that goes."),
    "read-source-log restart-source-daemon", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
get_code (const DroverFactGuestState *state)
{
  if (state->control == CONTROL_ERROR)
    return "job.no-control";
  if (g_strcmp0 (state->job, "migration-out") == 0)
    return "job.migrating";
  if (g_strcmp0 (state->job, "migration-in") == 0)
    return "job.arriving";
  if (state->control == CONTROL_OCCUPIED && state->control_ms >= STUCK_MS)
    return "job.stuck";
  if (g_strcmp0 (state->job, "other") == 0)
    return "job.busy";
  return NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  const char *code = get_code (state);
  g_autofree char *held = drover_format_ms (state->control_ms);
  DroverFinding *finding;

  if (!state->active)
    {
      drover_findings_add_not_applicable (findings, _ ("the guest does not run"));
      return;
    }
  if (code != NULL)
    {
      finding = drover_findings_add (findings, code);
      drover_finding_set_source (finding, state->job);
      drover_finding_set_evidence (finding, _ ("job: %s; control state %" PRId64 " for %s"),
                                   state->job ? state->job : "?", state->control, held);
    }
  else if (state->job == NULL)
    drover_findings_add_unknown (findings, _ ("libvirt does not tell whether a job is running"));
}

const DroverCheck drover_check_job = {
  .id = "job",
  .catalog = "X6",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("Nothing else is being done with the guest"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
