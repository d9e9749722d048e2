/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a migration, in one sentence: over the result, and in the notification. */
#include "model/drover-headline.h"

#include <glib/gi18n.h>

/**
 * drover_headline_dup:
 * @job: (transfer none): a migration
 *
 * Returns: (transfer full): what became of it; while it runs, what it is doing
 */
char *
drover_headline_dup (DroverJob *job)
{
  const DroverPlan *plan = drover_job_get_plan (job);
  const char *guest = drover_plan_get_guest_name (plan);
  const char *source = drover_plan_get_source (plan)->host;
  const char *target = drover_plan_get_target (plan)->host;

  switch (drover_job_get_state (job))
    {
    case DROVER_JOB_DONE:
      if (target == NULL)
        return g_strdup_printf (_ ("“%s” moved to this computer"), guest);
      return g_strdup_printf (_ ("“%s” moved to %s"), guest, target);
    case DROVER_JOB_CANCELLED:
      if (source == NULL)
        return g_strdup_printf (_ ("Cancelled: “%s” stays on this computer"), guest);
      return g_strdup_printf (_ ("Cancelled: “%s” stays on %s"), guest, source);
    case DROVER_JOB_FAILED:
      return g_strdup_printf (_ ("“%s” could not be moved"), guest);
    case DROVER_JOB_QUEUED:
    case DROVER_JOB_PREPARING:
    case DROVER_JOB_COPYING:
    case DROVER_JOB_SWITCHING:
    case DROVER_JOB_VERIFYING:
      break;
    }
  return g_strdup (drover_job_state_get_label (drover_job_get_state (job)));
}
