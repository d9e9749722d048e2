/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-domain.h"

G_BEGIN_DECLS

/**
 * DroverJobKind:
 *
 * What a guest's current job is, as far as Drover cares.
 */
typedef enum {
  DROVER_JOB_KIND_NONE,
  DROVER_JOB_KIND_MIGRATION_OUT,
  DROVER_JOB_KIND_MIGRATION_IN,
  DROVER_JOB_KIND_OTHER,
} DroverJobKind;

/**
 * DroverJobStats:
 *
 * What libvirt tells of a running or finished job. Sizes are bytes, rates bytes per second, times
 * milliseconds; -1 stands for what the host did not tell.
 */
typedef struct {
  DroverJobKind kind;
  gboolean completed;
  gint64 time_elapsed;
  gint64 time_remaining;
  gint64 downtime;
  gint64 downtime_net;
  gint64 setup_time;
  gint64 data_total;
  gint64 data_processed;
  gint64 data_remaining;
  gint64 memory_total;
  gint64 memory_processed;
  gint64 memory_remaining;
  gint64 memory_rate;
  gint64 memory_constant;
  gint64 memory_normal;
  gint64 memory_dirty_rate;
  gint64 memory_iteration;
  gint64 memory_page_size;
  gint64 postcopy_requests;
  gint64 disk_total;
  gint64 disk_processed;
  gint64 disk_remaining;
  gint64 disk_rate;
  gint64 compression_bytes;
  gint64 auto_converge_throttle;
  gint64 vfio_transferred;
} DroverJobStats;

gboolean drover_domain_get_job_stats (DroverDomain *domain, DroverJobStats *stats, GError **error);
gint64 drover_domain_get_max_downtime (DroverDomain *domain);
gboolean drover_domain_get_completed_stats (DroverDomain *domain, DroverJobStats *stats, GError **error);
void drover_job_stats_clear (DroverJobStats *stats);

DroverDomain *drover_domain_migrate_direct (
    DroverDomain *domain, DroverConnection *target, GVariant *params, guint64 flags, GError **error);
gboolean drover_domain_migrate_from_host (
    DroverDomain *domain, const char *target_uri, GVariant *params, guint64 flags, GError **error);

gboolean drover_domain_abort_job (DroverDomain *domain, gboolean in_postcopy, GError **error);
gboolean drover_domain_set_max_downtime (DroverDomain *domain, guint64 ms, GError **error);
gboolean
drover_domain_set_max_speed (DroverDomain *domain, guint64 mib_per_s, gboolean postcopy, GError **error);
gboolean drover_domain_set_compression_cache (DroverDomain *domain, guint64 bytes, GError **error);
gboolean drover_domain_start_postcopy (DroverDomain *domain, GError **error);
gboolean drover_domain_suspend (DroverDomain *domain, GError **error);

/**
 * DroverIterationFunc:
 * @iteration: which pass over the guest's memory begins
 * @user_data: closure
 *
 * Called in the default main context.
 */
typedef void (*DroverIterationFunc) (gint64 iteration, gpointer user_data);

int drover_domain_watch_iterations (DroverDomain *domain,
                                    DroverIterationFunc func,
                                    gpointer user_data,
                                    GDestroyNotify destroy,
                                    GError **error);
void drover_domain_unwatch (DroverDomain *domain, int watch);

G_END_DECLS
