/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-outgoing.h"

#include "virt/drover-migration.h"

/**
 * drover_outgoing_ask:
 * @connection: (transfer none): a host
 * @uuid: a guest of it
 * @moves: (out): whether it is being migrated away from there, by whomever; the source has such a job also
 *   while the guest already runs on the target
 * @error: return location for an error
 *
 * Blocks: for a worker thread. Fails with what libvirt says of a guest or a connection that is not there.
 *
 * Returns: whether the host answered
 */
gboolean
drover_outgoing_ask (DroverConnection *connection, const char *uuid, gboolean *moves, GError **error)
{
  g_autoptr (DroverDomain) domain = NULL;
  DroverJobStats stats = { 0 };

  g_return_val_if_fail (uuid != NULL && moves != NULL, FALSE);

  domain = drover_domain_lookup_by_uuid (connection, uuid, error);
  if (domain == NULL || !drover_domain_get_job_stats (domain, &stats, error))
    return FALSE;
  *moves = stats.kind == DROVER_JOB_KIND_MIGRATION_OUT && !stats.completed;
  drover_job_stats_clear (&stats);
  return TRUE;
}
