/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-dirty-rate.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

#define MIB (G_GINT64_CONSTANT (1024) * 1024)

/* What libvirt calls "no limit": QEMU_DOMAIN_MIG_BANDWIDTH_MAX in its src/qemu/qemu_domain.h, in MiB/s. */
#define NO_LIMIT_MIB (G_MAXINT64 / MIB)

/**
 * drover_dirty_rate_start:
 * @domain: a guest that runs
 * @seconds: 1 to 60: how long to look
 * @error: %DROVER_ERROR_UNSUPPORTED where libvirt is older than 7.2, or its driver or QEMU cannot do it
 *
 * Has QEMU look at a sample of the guest's pages now and once more after @seconds. The guest runs on
 * undisturbed. Returns at once; waits for the guest's job lock.
 *
 * Returns: whether it began
 */
gboolean
drover_dirty_rate_start (DroverDomain *domain, guint seconds, GError **error)
{
  return drover_virt_report (virDomainStartDirtyRateCalc (domain, (int) seconds, 0),
                             "virDomainStartDirtyRateCalc", error);
}

static gint64
read_rate (virTypedParameterPtr params, int n_params)
{
  int status = VIR_DOMAIN_DIRTYRATE_UNSTARTED;
  long long rate = -1;

  if (virTypedParamsGetInt (params, n_params, "dirtyrate.calc_status", &status) != 1 ||
      status != VIR_DOMAIN_DIRTYRATE_MEASURED)
    return -1;
  if (virTypedParamsGetLLong (params, n_params, "dirtyrate.megabytes_per_second", &rate) != 1 || rate < 0 ||
      rate > NO_LIMIT_MIB)
    return -1;
  return rate * MIB;
}

/**
 * drover_dirty_rate_read:
 * @domain: a guest whose dirty rate is being measured
 * @rate: (out): bytes per second, rounded down to MiB; -1 while it is being measured. Set on success
 *
 * A page that was written often counts once, so the guest may write more.
 *
 * Returns: whether the host answered
 */
gboolean
drover_dirty_rate_read (DroverDomain *domain, gint64 *rate, GError **error)
{
  virDomainPtr list[] = { domain, NULL };
  virDomainStatsRecordPtr *records = NULL;
  int n;

  drover_virt_keep_distance ();
  n = virDomainListGetStats (list, VIR_DOMAIN_STATS_DIRTYRATE, &records, 0);
  if (n < 0)
    {
      drover_virt_take_error ("virDomainListGetStats", error);
      return FALSE;
    }
  *rate = n > 0 ? read_rate (records[0]->params, records[0]->nparams) : -1;
  virDomainStatsRecordListFree (records);
  return TRUE;
}

/**
 * drover_domain_get_migration_limit:
 *
 * Returns: bytes per second that migrations of this guest may send where they name no limit of their own; -1
 * where there is none, or it is not known
 */
gint64
drover_domain_get_migration_limit (DroverDomain *domain)
{
  unsigned long mib = 0;

  drover_virt_keep_distance ();
  if (virDomainMigrateGetMaxSpeed (domain, &mib, 0) < 0 || mib == 0 || mib >= (unsigned long) NO_LIMIT_MIB)
    return -1;
  return (gint64) mib * MIB;
}
