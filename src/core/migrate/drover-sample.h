/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverPhase:
 * @DROVER_PHASE_PREPARING: the hosts negotiate, the target starts its QEMU
 * @DROVER_PHASE_COPYING: disks, then memory go over while the guest runs on the source
 * @DROVER_PHASE_SWITCHING: the guest stands still for the last bit
 * @DROVER_PHASE_POST_COPY: the guest runs on the target and fetches what it still lacks
 * @DROVER_PHASE_VERIFYING: both hosts are looked at
 */
typedef enum {
  DROVER_PHASE_PREPARING,
  DROVER_PHASE_COPYING,
  DROVER_PHASE_SWITCHING,
  DROVER_PHASE_POST_COPY,
  DROVER_PHASE_VERIFYING,
} DroverPhase;

/**
 * DroverRange:
 *
 * A figure at one moment, or its extremes over the moments that were merged into one sample. -1 is unknown.
 */
typedef struct {
  gint64 value; /* at the end */
  gint64 low;
  gint64 high;
} DroverRange;

/**
 * DroverSample:
 *
 * What a migration looked like at one moment. Sizes are bytes, rates bytes per second, times milliseconds.
 */
typedef struct {
  gint64 t_ms; /* since the job began, monotonic */
  DroverPhase phase;
  gint64 processed;
  DroverRange remaining;
  gint64 total;
  DroverRange rate;
  DroverRange dirty_rate;
  gint64 iteration;
  gint64 downtime_limit_ms;
  gint64 memory_remaining;
  gint64 disk_remaining;
  gint64 throttle; /* percent, auto-convergence */
  gint64 postcopy_requests;
} DroverSample;

/**
 * DroverSampleRing:
 *
 * A bounded list of samples. When it is full, neighbours are merged and keep their minimum and maximum, so
 * the beginning is never lost and a peak never vanishes.
 */
typedef struct _DroverSampleRing DroverSampleRing;

DroverSampleRing *drover_sample_ring_new (guint capacity);
void drover_sample_ring_free (DroverSampleRing *ring);
void drover_sample_ring_add (DroverSampleRing *ring, const DroverSample *sample);
guint drover_sample_ring_get_length (const DroverSampleRing *ring);
const DroverSample *drover_sample_ring_get (const DroverSampleRing *ring, guint index);

const char *drover_phase_to_string (DroverPhase phase);
const char *drover_phase_get_label (DroverPhase phase);
DroverRange drover_range (gint64 value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverSampleRing, drover_sample_ring_free)

G_END_DECLS
