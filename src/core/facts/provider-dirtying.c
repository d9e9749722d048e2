/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "facts/providers-private.h"

#include "base/drover-error.h"
#include "virt/drover-dirty-rate.h"
#include "virt/drover-migration.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_STATE, DROVER_NEED_SAME, FALSE },
};

/* The shortest that libvirt knows; everybody waits for it. */
#define MEASURE_S 1
#define PAUSE_US (100 * 1000)

/* An earlier run that was over at once, or had little to send, tells nothing of the network. */
#define TELLING_BYTES (G_GINT64_CONSTANT (64) * 1024 * 1024)
#define TELLING_MS 500

static const char *
why_not (const DroverPlan *plan, const DroverFactGuestState *state)
{
  if (!drover_plan_must_converge (plan))
    return _ ("with these options the migration ends, whatever the guest writes");
  if (g_strcmp0 (state->state, "running") != 0)
    return _ ("the guest stands still");
  if (g_strcmp0 (state->job, "none") != 0)
    return _ ("something else is at work on the guest");
  return NULL;
}

static gboolean
measure (DroverDomain *domain, gint64 *rate, GCancellable *cancellable, GError **error)
{
  if (!drover_dirty_rate_start (domain, MEASURE_S, error))
    return FALSE;
  /* it cannot be sooner, and each question keeps others waiting */
  g_usleep (MEASURE_S * G_USEC_PER_SEC);
  for (;;)
    {
      if (!drover_dirty_rate_read (domain, rate, error))
        return FALSE;
      if (*rate >= 0)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_usleep (PAUSE_US);
    }
}

static gint64
get_earlier_rate (DroverDomain *domain)
{
  DroverJobStats stats;
  gint64 ms;

  if (!drover_domain_get_completed_stats (domain, &stats, NULL) ||
      (stats.kind != DROVER_JOB_KIND_MIGRATION_IN && stats.kind != DROVER_JOB_KIND_MIGRATION_OUT))
    return -1;
  ms = stats.time_elapsed - MAX (stats.setup_time, 0);
  if (stats.memory_processed < TELLING_BYTES || ms < TELLING_MS)
    return -1;
  return (gint64) ((double) stats.memory_processed * 1000 / (double) ms);
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  const char *reason = why_not (context->plan, drover_facts_get_guest_state (context->facts));
  g_autoptr (DroverDomain) domain = reason == NULL ? drover_provider_find_guest (context, error) : NULL;
  DroverFactDirtying *fact;
  gint64 rate;

  if (reason != NULL)
    g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, reason);
  if (domain == NULL || !measure (domain, &rate, cancellable, error))
    return NULL;
  fact = drover_record_new (&drover_fact_dirtying_type);
  fact->rate = rate;
  fact->limit = drover_domain_get_migration_limit (domain);
  fact->earlier = get_earlier_rate (domain);
  return fact;
}

/* Nothing is created, but QEMU is made to work: a look that shall leave the hosts alone does without. */
const DroverFactProvider drover_provider_dirtying = {
  .id = DROVER_FACT_DIRTYING,
  .sides = DROVER_ON_SOURCE,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .touches = TRUE,
  .limit_factor = 2,
  .fill = fill,
};
