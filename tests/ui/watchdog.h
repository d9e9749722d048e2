/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * WatchdogReport:
 * @n: how many callbacks did anything worth the name (%WATCHDOG_SOME_US)
 * @p50: of these, in microseconds of the main thread's CPU time, as are @p99, @p999 and @max
 * @n_mappings: callbacks that mapped a window or a page for the first time, which are not among those
 * @longest_mapping: of these, in microseconds
 * @slowest: (nullable): names of the slowest, for messages
 *
 * What callbacks of ours took: whatever the main loop or GTK called in this program's own code, from its
 * entry to its return.
 */
typedef struct {
  guint n;
  gint64 p50;
  gint64 p99;
  gint64 p999;
  gint64 max;
  guint n_mappings;
  gint64 longest_mapping;
  char *slowest;
} WatchdogReport;

/* What takes less only thins the figures out. */
#define WATCHDOG_SOME_US 50

void watchdog_start (void);
void watchdog_let (gboolean watch);
WatchdogReport watchdog_get_report (void);

G_END_DECLS
