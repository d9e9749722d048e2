/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-bins.h"

#include <math.h>

const DroverRange *
cli_pick_remaining (const DroverSample *sample)
{
  return &sample->remaining;
}

const DroverRange *
cli_pick_rate (const DroverSample *sample)
{
  return &sample->rate;
}

const DroverRange *
cli_pick_dirty_rate (const DroverSample *sample)
{
  return &sample->dirty_rate;
}

/**
 * cli_bin_of:
 * @t_ms: a moment
 * @end_ms: the end of the axis, greater than 0
 * @n_bins: columns of the axis
 *
 * Returns: the column @t_ms falls into
 */
guint
cli_bin_of (gint64 t_ms, gint64 end_ms, guint n_bins)
{
  double bin = floor ((double) t_ms / (double) end_ms * n_bins);

  return (guint) CLAMP (bin, 0, n_bins - 1.0);
}

static void
extend (DroverRange *bin, gint64 low, gint64 high)
{
  bin->low = bin->low < 0 ? low : MIN (bin->low, low);
  bin->high = MAX (bin->high, high);
  bin->value = high;
}

/* Moments further apart than this were not watched in between. */
static gint64
widest_gap (const DroverSampleRing *ring)
{
  guint n = drover_sample_ring_get_length (ring);
  gint64 span_ms =
      n > 1 ? drover_sample_ring_get (ring, n - 1)->t_ms - drover_sample_ring_get (ring, 0)->t_ms : 0;

  return MAX (4 * span_ms / MAX (n - 1, 1), 1500);
}

/* The columns between two neighbours lie on the line from one to the other. */
static void
connect_neighbours (const DroverSample *a,
                    const DroverSample *b,
                    CliPick pick,
                    gint64 end_ms,
                    DroverRange *bins,
                    guint n_bins)
{
  gint64 from = pick (a)->value;
  gint64 to = pick (b)->value;

  if (from < 0 || to < 0 || b->t_ms <= a->t_ms)
    return;
  for (guint i = cli_bin_of (a->t_ms, end_ms, n_bins); i <= cli_bin_of (b->t_ms, end_ms, n_bins); i++)
    {
      double middle = (i + 0.5) * (double) end_ms / n_bins;
      double share = (middle - (double) a->t_ms) / (double) (b->t_ms - a->t_ms);
      gint64 value;

      if (share < 0 || share > 1)
        continue;
      value = from + (gint64) ((double) (to - from) * share);
      extend (&bins[i], value, value);
    }
}

/**
 * cli_bins_fill:
 * @ring: the samples
 * @pick: which of their figures
 * @end_ms: the end of the axis, greater than 0
 * @bins: (array length=n_bins): set to the lowest and highest figure in each column, -1 where none is known
 * @n_bins: columns of the axis
 *
 * Returns: the greatest figure, or -1 if none is known
 */
gint64
cli_bins_fill (const DroverSampleRing *ring, CliPick pick, gint64 end_ms, DroverRange *bins, guint n_bins)
{
  guint n_samples = drover_sample_ring_get_length (ring);
  gint64 gap_ms = widest_gap (ring);
  gint64 peak = -1;

  for (guint i = 0; i < n_bins; i++)
    bins[i] = drover_range (-1);
  for (guint i = 0; i < n_samples; i++)
    {
      const DroverSample *sample = drover_sample_ring_get (ring, i);
      const DroverRange *range = pick (sample);

      if (range->value >= 0)
        extend (&bins[cli_bin_of (sample->t_ms, end_ms, n_bins)], MAX (range->low, 0),
                MAX (range->high, range->value));
      if (i > 0 && sample->t_ms - drover_sample_ring_get (ring, i - 1)->t_ms <= gap_ms)
        connect_neighbours (drover_sample_ring_get (ring, i - 1), sample, pick, end_ms, bins, n_bins);
    }
  for (guint i = 0; i < n_bins; i++)
    peak = MAX (peak, bins[i].high);
  return peak;
}

static void
add_span (GArray *spans, DroverPhase phase, gint64 start_ms)
{
  CliSpan span = { .phase = phase, .start_ms = start_ms, .end_ms = start_ms };

  if (spans->len > 0)
    {
      CliSpan *last = &g_array_index (spans, CliSpan, spans->len - 1);

      last->end_ms = MAX (last->end_ms, start_ms);
      if (last->phase == phase)
        return;
    }
  g_array_append_val (spans, span);
}

/**
 * cli_spans_new:
 * @ring: the samples
 * @verifying_ms: when the look at both hosts began, 0 if it did not
 * @finished_ms: when all was over, 0 if it is not
 * @downtime_ms: how long the guest stood still, 0 if unknown
 *
 * Returns: (transfer full) (element-type CliSpan): the phases in their order, without gaps
 */
GArray *
cli_spans_new (const DroverSampleRing *ring, gint64 verifying_ms, gint64 finished_ms, gint64 downtime_ms)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (CliSpan));
  guint n_samples = drover_sample_ring_get_length (ring);

  for (guint i = 0; i < n_samples; i++)
    {
      const DroverSample *sample = drover_sample_ring_get (ring, i);

      /* What came before the first figures were there was preparation. */
      if (i == 0 && sample->t_ms > 0)
        add_span (spans, DROVER_PHASE_PREPARING, 0);
      add_span (spans, sample->phase, sample->t_ms);
    }
  if (verifying_ms > 0)
    {
      const CliSpan *last = spans->len > 0 ? &g_array_index (spans, CliSpan, spans->len - 1) : NULL;

      /* A short stand-still falls between two looks. */
      if (downtime_ms > 0 && last != NULL && last->phase == DROVER_PHASE_COPYING)
        add_span (spans, DROVER_PHASE_SWITCHING, MAX (verifying_ms - downtime_ms, last->end_ms));
      add_span (spans, DROVER_PHASE_VERIFYING, verifying_ms);
    }
  if (finished_ms > 0 && spans->len > 0)
    add_span (spans, g_array_index (spans, CliSpan, spans->len - 1).phase, finished_ms);
  return spans;
}

/**
 * cli_spans_paint:
 * @spans: (element-type CliSpan): the phases in their order
 * @end_ms: the end of the axis, greater than 0
 * @phases: (array length=n_bins): set to each column's phase plus 1, 0 where there is none
 * @n_bins: columns of the axis
 *
 * However short a phase is, it gets a column, as far as there are enough of them.
 */
void
cli_spans_paint (const GArray *spans, gint64 end_ms, guint8 *phases, guint n_bins)
{
  g_autofree guint *starts = g_new0 (guint, spans->len + 1);
  guint n = spans->len;

  for (guint i = 0; i < n_bins; i++)
    phases[i] = 0;
  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      starts[i] = cli_bin_of (g_array_index (spans, CliSpan, i).start_ms, end_ms, n_bins);
      if (i > 0)
        starts[i] = MAX (starts[i], MIN (starts[i - 1] + 1, n_bins - 1));
    }
  starts[n] = cli_bin_of (g_array_index (spans, CliSpan, n - 1).end_ms, end_ms, n_bins) + 1;
  for (guint i = n; n <= n_bins && i-- > 0;)
    starts[i] = MIN (starts[i], (i + 1 < n ? starts[i + 1] : n_bins) - 1);
  for (guint i = 0; i < n; i++)
    {
      guint until = i + 1 < n ? starts[i + 1] : MAX (starts[n], starts[i] + 1);

      for (guint k = starts[i]; k < MIN (until, n_bins); k++)
        phases[k] = (guint8) (g_array_index (spans, CliSpan, i).phase + 1);
    }
}
