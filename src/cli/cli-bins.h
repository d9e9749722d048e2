/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

/**
 * CliSpan:
 *
 * How long a phase lasted.
 */
typedef struct {
  DroverPhase phase;
  gint64 start_ms;
  gint64 end_ms;
} CliSpan;

typedef const DroverRange *(*CliPick) (const DroverSample *sample);

const DroverRange *cli_pick_remaining (const DroverSample *sample);
const DroverRange *cli_pick_rate (const DroverSample *sample);
const DroverRange *cli_pick_dirty_rate (const DroverSample *sample);

guint cli_bin_of (gint64 t_ms, gint64 end_ms, guint n_bins);
gint64
cli_bins_fill (const DroverSampleRing *ring, CliPick pick, gint64 end_ms, DroverRange *bins, guint n_bins);
GArray *
cli_spans_new (const DroverSampleRing *ring, gint64 verifying_ms, gint64 finished_ms, gint64 downtime_ms);
void cli_spans_paint (const GArray *spans, gint64 end_ms, guint8 *phases, guint n_bins);

G_END_DECLS
