/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-migration.h"

#include <stddef.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

typedef struct {
  const char *name;
  size_t offset;
} StatField;

#define STAT(name, member)                                                                                   \
  {                                                                                                          \
    name, offsetof (DroverJobStats, member)                                                                  \
  }

static const StatField stat_fields[] = {
  STAT (VIR_DOMAIN_JOB_TIME_ELAPSED, time_elapsed),
  STAT (VIR_DOMAIN_JOB_TIME_REMAINING, time_remaining),
  STAT (VIR_DOMAIN_JOB_DOWNTIME, downtime),
  STAT (VIR_DOMAIN_JOB_DOWNTIME_NET, downtime_net),
  STAT (VIR_DOMAIN_JOB_SETUP_TIME, setup_time),
  STAT (VIR_DOMAIN_JOB_DATA_TOTAL, data_total),
  STAT (VIR_DOMAIN_JOB_DATA_PROCESSED, data_processed),
  STAT (VIR_DOMAIN_JOB_DATA_REMAINING, data_remaining),
  STAT (VIR_DOMAIN_JOB_MEMORY_TOTAL, memory_total),
  STAT (VIR_DOMAIN_JOB_MEMORY_PROCESSED, memory_processed),
  STAT (VIR_DOMAIN_JOB_MEMORY_REMAINING, memory_remaining),
  STAT (VIR_DOMAIN_JOB_MEMORY_BPS, memory_rate),
  STAT (VIR_DOMAIN_JOB_MEMORY_CONSTANT, memory_constant),
  STAT (VIR_DOMAIN_JOB_MEMORY_NORMAL_BYTES, memory_normal),
  STAT (VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE, memory_dirty_rate),
  STAT (VIR_DOMAIN_JOB_MEMORY_ITERATION, memory_iteration),
  STAT (VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE, memory_page_size),
  STAT (VIR_DOMAIN_JOB_MEMORY_POSTCOPY_REQS, postcopy_requests),
  STAT (VIR_DOMAIN_JOB_DISK_TOTAL, disk_total),
  STAT (VIR_DOMAIN_JOB_DISK_PROCESSED, disk_processed),
  STAT (VIR_DOMAIN_JOB_DISK_REMAINING, disk_remaining),
  STAT (VIR_DOMAIN_JOB_DISK_BPS, disk_rate),
  STAT (VIR_DOMAIN_JOB_COMPRESSION_BYTES, compression_bytes),
  STAT (VIR_DOMAIN_JOB_AUTO_CONVERGE_THROTTLE, auto_converge_throttle),
  /* since 10.6.0 */
  STAT ("vfio_data_transferred", vfio_transferred),
};

/**
 * drover_job_stats_clear:
 * @stats: (out): every figure unknown
 */
void
drover_job_stats_clear (DroverJobStats *stats)
{
  *stats = (DroverJobStats){ .kind = DROVER_JOB_KIND_NONE };
  for (gsize i = 0; i < G_N_ELEMENTS (stat_fields); i++)
    *(gint64 *) (gpointer) ((char *) stats + stat_fields[i].offset) = -1;
}

static gint64
param_value (const virTypedParameter *param)
{
  switch (param->type)
    {
    case VIR_TYPED_PARAM_INT:
      return param->value.i;
    case VIR_TYPED_PARAM_UINT:
      return param->value.ui;
    case VIR_TYPED_PARAM_LLONG:
      return param->value.l;
    case VIR_TYPED_PARAM_ULLONG:
      return param->value.ul > G_MAXINT64 ? -1 : (gint64) param->value.ul;
    case VIR_TYPED_PARAM_BOOLEAN:
      return param->value.b;
    default:
      return -1;
    }
}

static DroverJobKind
kind_of (int type, const virTypedParameter *params, int n_params)
{
  int operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;

  if (type == VIR_DOMAIN_JOB_NONE)
    return DROVER_JOB_KIND_NONE;
  for (int i = 0; i < n_params; i++)
    if (g_str_equal (params[i].field, VIR_DOMAIN_JOB_OPERATION))
      operation = (int) param_value (&params[i]);
  if (operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT)
    return DROVER_JOB_KIND_MIGRATION_OUT;
  if (operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN)
    return DROVER_JOB_KIND_MIGRATION_IN;
  return DROVER_JOB_KIND_OTHER;
}

static gboolean
get_stats (DroverDomain *domain, unsigned int flags, DroverJobStats *stats, GError **error)
{
  virTypedParameterPtr params = NULL;
  int n_params = 0;
  int type = VIR_DOMAIN_JOB_NONE;

  drover_virt_keep_distance ();
  if (virDomainGetJobStats (domain, &type, &params, &n_params, flags) < 0)
    {
      drover_virt_take_error ("virDomainGetJobStats", error);
      return FALSE;
    }
  drover_job_stats_clear (stats);
  stats->kind = kind_of (type, params, n_params);
  stats->completed = type == VIR_DOMAIN_JOB_COMPLETED;
  for (int i = 0; i < n_params; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (stat_fields); k++)
      if (g_str_equal (params[i].field, stat_fields[k].name))
        *(gint64 *) (gpointer) ((char *) stats + stat_fields[k].offset) = param_value (&params[i]);
  virTypedParamsFree (params, n_params);

  /* libvirt counts dirtied pages a second; everybody else wants bytes. */
  if (stats->memory_dirty_rate >= 0 && stats->memory_page_size > 0)
    stats->memory_dirty_rate *= stats->memory_page_size;
  return TRUE;
}

/**
 * drover_domain_get_job_stats:
 * @stats: (out): set on success; its kind is %DROVER_JOB_KIND_NONE when nothing runs
 *
 * Does not wait for the guest's job lock.
 *
 * Returns: whether the host answered
 */
gboolean
drover_domain_get_job_stats (DroverDomain *domain, DroverJobStats *stats, GError **error)
{
  return get_stats (domain, 0, stats, error);
}

/**
 * drover_domain_get_max_downtime:
 *
 * Waits for QEMU's monitor, which a busy migration may keep for seconds: ask apart from the statistics.
 *
 * Returns: the limit of the guest's standstill in milliseconds, -1 where unknown
 */
gint64
drover_domain_get_max_downtime (DroverDomain *domain)
{
  unsigned long long limit = 0;

  drover_virt_keep_distance ();
  return virDomainMigrateGetMaxDowntime (domain, &limit, 0) == 0 ? (gint64) limit : -1;
}

/**
 * drover_domain_get_completed_stats:
 * @domain: the guest, on either host
 * @stats: (out): set on success
 *
 * The figures of the last finished job. They are kept for another reader.
 *
 * Returns: whether the host still had them
 */
gboolean
drover_domain_get_completed_stats (DroverDomain *domain, DroverJobStats *stats, GError **error)
{
  return get_stats (domain, VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED, stats,
                    error);
}
