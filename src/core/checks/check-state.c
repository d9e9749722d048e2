/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "base/drover-guest-state.h"

/* VIR_DOMAIN_PAUSED_IOERROR */
#define PAUSED_IO_ERROR 5

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "state.not-running", "X7", DROVER_VERDICT_BLOCK,
    N_ ("The guest is switched off"),
    N_ ("There is nothing to move live: “domain is not running”. Its definition alone can be moved (offline)."),
    "offline-migration", FALSE },
  { "state.io-error", "X8", DROVER_VERDICT_BLOCK,
    N_ ("The guest was stopped by a disk error"),
    N_ ("The migration was asked to give up on disk errors, so libvirt refuses: “cannot migrate domain with "
        "I/O error”."),
    "mend-disk", FALSE },
  { "state.io-error-pending", "X8", DROVER_VERDICT_WARN,
    N_ ("The guest was stopped by a disk error"),
    N_ ("It can be moved as it is, and stays stopped. If the reason is the storage, it comes along."),
    "mend-disk", FALSE },
  { "state.paused", "X10", DROVER_VERDICT_INFO,
    N_ ("The guest is paused, and will be paused on the target"),
    N_ ("libvirt keeps the state a guest is in."),
    "resume-guest", FALSE },
  { "state.suspended", "X10", DROVER_VERDICT_INFO,
    N_ ("The guest sleeps, and will sleep on the target"),
    N_ ("It was suspended by its own power management. libvirt keeps the state a guest is in."),
    "wake-guest", FALSE },
  { "state.definition-only", "X7", DROVER_VERDICT_INFO,
    N_ ("Only the guest's definition is moved"),
    N_ ("Disks, NVRAM and the state of a TPM stay where they are; the guest is not started on the target."),
    "", FALSE },
  { "state.stays-running", "X7", DROVER_VERDICT_WARN,
    N_ ("The guest keeps running on the source; only its definition goes over"),
    N_ ("Both hosts will then have a definition of it. Started on the target as well, it would ruin its disks."),
    "live-migration", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
get_code (const DroverCheckInput *input, const DroverFactGuestState *state)
{
  gboolean offline = drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE);

  if (!state->active)
    return offline ? "state.definition-only" : "state.not-running";
  if (offline)
    return "state.stays-running";
  if (g_strcmp0 (state->state, "paused") == 0 && state->reason == PAUSED_IO_ERROR)
    return drover_plan_has_flag (input->plan, DROVER_MIGRATE_ABORT_ON_ERROR) ? "state.io-error"
                                                                             : "state.io-error-pending";
  if (g_strcmp0 (state->state, "paused") == 0)
    return "state.paused";
  if (g_strcmp0 (state->state, "pmsuspended") == 0)
    return "state.suspended";
  return NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (input->facts);
  const char *code = get_code (input, state);
  DroverFinding *finding;

  if (code == NULL)
    return;
  finding = drover_findings_add (findings, code);
  drover_finding_set_source (finding, state->state);
  drover_finding_set_evidence (finding, _ ("“%s” is %s"), state->name,
                               drover_guest_state_get_label (state->state));
}

const DroverCheck drover_check_state = {
  .id = "state",
  .catalog = "X7 X8 X10",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("The guest is in a state in which it can move"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_STATE, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
