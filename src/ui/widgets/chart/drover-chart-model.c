/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-model.h"

/* Samples live in pieces of this many, so that a long run never moves them all to grow. */
#define PIECE 1024

/* Moments further apart than this, or than some usual intervals, were not watched in between. */
#define SHORTEST_GAP_MS 1500
#define GAP_INTERVALS 4

/* No job lasts that long; a broken figure shall not break the arithmetic. */
#define LONGEST_MS (G_GINT64_CONSTANT (1) << 48)

typedef struct {
  DroverSample sample;
  gboolean gap; /* nobody looked between the one before and this one */
} Entry;

struct _DroverChartModel {
  GPtrArray *pieces; /* of Entry[PIECE] */
  guint length;
  DroverChartPyramid *pyramids[DROVER_CHART_N_SERIES];
  GArray *spans;
  GArray *passes;
  GArray *limits;
  gboolean has_disk;
  gboolean finished;
  gint64 total_ms;
  gint64 downtime_ms;
  gint64 least_span_ms; /* of another one, whose scale it shares */
  gint64 least_peaks[DROVER_CHART_N_SERIES];
};

static void
model_init (DroverChartModel *model)
{
  model->pieces = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    model->pyramids[i] = drover_chart_pyramid_new ();
  model->spans = g_array_new (FALSE, FALSE, sizeof (DroverChartSpan));
  model->passes = g_array_new (FALSE, FALSE, sizeof (DroverChartStep));
  model->limits = g_array_new (FALSE, FALSE, sizeof (DroverChartStep));
  model->length = 0;
  model->least_span_ms = 0;
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    model->least_peaks[i] = -1;
  model->has_disk = FALSE;
  model->finished = FALSE;
  model->total_ms = -1;
  model->downtime_ms = -1;
}

static void
model_release (DroverChartModel *model)
{
  g_ptr_array_unref (model->pieces);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    drover_chart_pyramid_free (model->pyramids[i]);
  g_array_unref (model->spans);
  g_array_unref (model->passes);
  g_array_unref (model->limits);
}

/**
 * drover_chart_model_new:
 *
 * Returns: (transfer full): an empty model
 */
DroverChartModel *
drover_chart_model_new (void)
{
  DroverChartModel *model = g_rc_box_new0 (DroverChartModel);

  model_init (model);
  return model;
}

/**
 * drover_chart_model_ref:
 *
 * Returns: (transfer full): @model; only the main thread may hold it
 */
DroverChartModel *
drover_chart_model_ref (DroverChartModel *model)
{
  return g_rc_box_acquire (model);
}

static void
release_box (gpointer data)
{
  model_release (data);
}

/**
 * drover_chart_model_unref:
 * @model: (nullable) (transfer full): what to let go of
 */
void
drover_chart_model_unref (DroverChartModel *model)
{
  if (model != NULL)
    g_rc_box_release_full (model, release_box);
}

/**
 * drover_chart_model_clear:
 *
 * Forgets everything.
 */
void
drover_chart_model_clear (DroverChartModel *model)
{
  model_release (model);
  model_init (model);
}

static Entry *
entry_at (const DroverChartModel *model, guint index)
{
  Entry *piece = model->pieces->pdata[index / PIECE];

  return &piece[index % PIECE];
}

static DroverChartExtent
extent_of_figure (gint64 value)
{
  return value < 0 ? DROVER_CHART_NO_EXTENT : (DroverChartExtent){ value, value };
}

/* A range from a host need not be in order. */
static DroverChartExtent
extent_of_range (const DroverRange *range)
{
  if (range->value < 0)
    return DROVER_CHART_NO_EXTENT;
  return (DroverChartExtent){ range->low < 0 ? range->value : MIN (range->low, range->value),
                              MAX (range->high, range->value) };
}

/* Only the whole of what is left keeps its extremes; it is the memory's as long as no disk goes over. */
static gint64
memory_of (const DroverChartModel *model, const DroverSample *sample)
{
  if (sample->memory_remaining >= 0 || model->has_disk)
    return sample->memory_remaining;
  return sample->remaining.value;
}

static gint64
value_of (const DroverChartModel *model, const DroverSample *sample, DroverChartSeries series)
{
  switch (series)
    {
    case DROVER_CHART_MEMORY:
      return memory_of (model, sample);
    case DROVER_CHART_DISK:
      return sample->disk_remaining;
    case DROVER_CHART_RATE:
      return sample->rate.value;
    case DROVER_CHART_DIRTY:
      return sample->dirty_rate.value;
    }
  g_return_val_if_reached (-1);
}

static DroverChartExtent
extent_of (const DroverChartModel *model, const DroverSample *sample, DroverChartSeries series)
{
  DroverChartExtent extent = extent_of_figure (value_of (model, sample, series));

  switch (series)
    {
    case DROVER_CHART_MEMORY:
      if (extent.high >= 0 && !model->has_disk)
        return drover_chart_extent_join (extent, extent_of_range (&sample->remaining));
      return extent;
    case DROVER_CHART_DISK:
      return extent;
    case DROVER_CHART_RATE:
      return extent_of_range (&sample->rate);
    case DROVER_CHART_DIRTY:
      return extent_of_range (&sample->dirty_rate);
    }
  g_return_val_if_reached (DROVER_CHART_NO_EXTENT);
}

static gboolean
is_gap (gint64 from_ms, gint64 to_ms, gint64 interval_ms)
{
  return to_ms - from_ms > MAX (GAP_INTERVALS * interval_ms, SHORTEST_GAP_MS);
}

static void
add (DroverChartModel *model, const DroverSample *sample, gint64 interval_ms)
{
  const DroverSample *last = drover_chart_model_get_last (model);
  Entry *entry;

  if (model->length % PIECE == 0)
    g_ptr_array_add (model->pieces, g_new (Entry, PIECE));
  entry = entry_at (model, model->length);
  entry->sample = *sample;
  entry->sample.t_ms = CLAMP (sample->t_ms, last != NULL ? last->t_ms : 0, LONGEST_MS);
  entry->gap = last == NULL || is_gap (last->t_ms, entry->sample.t_ms, interval_ms);
  model->length++;

  model->has_disk = model->has_disk || sample->disk_remaining > 0;
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    drover_chart_pyramid_add (model->pyramids[i], extent_of (model, sample, i));
  drover_chart_spans_add (model->spans, sample->phase, entry->sample.t_ms);
  if (sample->iteration > 0)
    drover_chart_steps_add (model->passes, entry->sample.t_ms, sample->iteration, TRUE);
  if (sample->downtime_limit_ms >= 0)
    drover_chart_steps_add (model->limits, entry->sample.t_ms, sample->downtime_limit_ms, FALSE);
}

/**
 * drover_chart_model_get_interval_ms:
 *
 * Returns: how far samples are apart on average; a quarter of a second while nothing is known of it
 */
gint64
drover_chart_model_get_interval_ms (const DroverChartModel *model)
{
  if (model->length < 2)
    return 250;
  return (drover_chart_model_get_last (model)->t_ms - drover_chart_model_get (model, 0)->t_ms) /
         (model->length - 1);
}

/**
 * drover_chart_model_add:
 * @sample: the newest moment; one that claims to be older than the last is taken as of the same time
 */
void
drover_chart_model_add (DroverChartModel *model, const DroverSample *sample)
{
  add (model, sample, drover_chart_model_get_interval_ms (model));
}

/**
 * drover_chart_model_set:
 * @ring: what replaces all there is
 */
void
drover_chart_model_set (DroverChartModel *model, const DroverSampleRing *ring)
{
  guint n = drover_sample_ring_get_length (ring);
  gint64 interval_ms = 0;

  drover_chart_model_clear (model);
  if (n > 1)
    interval_ms = (CLAMP (drover_sample_ring_get (ring, n - 1)->t_ms, 0, LONGEST_MS) -
                   CLAMP (drover_sample_ring_get (ring, 0)->t_ms, 0, LONGEST_MS)) /
                  (n - 1);
  for (guint i = 0; i < n; i++)
    add (model, drover_sample_ring_get (ring, i), interval_ms);
}

/**
 * drover_chart_model_finish:
 * @total_ms: how long it took, -1 if unknown
 * @downtime_ms: how long the guest stood still, -1 if unknown
 */
void
drover_chart_model_finish (DroverChartModel *model, gint64 total_ms, gint64 downtime_ms)
{
  model->finished = TRUE;
  model->total_ms = CLAMP (total_ms, -1, LONGEST_MS);
  model->downtime_ms = CLAMP (downtime_ms, -1, LONGEST_MS);
}

/**
 * drover_chart_model_reach:
 * @other: another migration's
 *
 * From now on, and until it is cleared, the axes reach as far as the other's do: two charts can be compared
 * by eye.
 */
void
drover_chart_model_reach (DroverChartModel *model, const DroverChartModel *other)
{
  model->least_span_ms = drover_chart_model_get_span_ms (other);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    model->least_peaks[i] = drover_chart_model_get_peak (other, i);
}

guint
drover_chart_model_get_length (const DroverChartModel *model)
{
  return model->length;
}

/**
 * drover_chart_model_get:
 *
 * Returns: (transfer none): a sample, the oldest first; valid until the model is cleared
 */
const DroverSample *
drover_chart_model_get (const DroverChartModel *model, guint index)
{
  g_return_val_if_fail (index < model->length, NULL);
  return &entry_at (model, index)->sample;
}

/**
 * drover_chart_model_get_last:
 *
 * Returns: (transfer none) (nullable): the newest sample
 */
const DroverSample *
drover_chart_model_get_last (const DroverChartModel *model)
{
  return model->length > 0 ? &entry_at (model, model->length - 1)->sample : NULL;
}

/**
 * drover_chart_model_get_end_ms:
 *
 * Returns: the last moment there is anything to show of, in milliseconds since the job began
 */
gint64
drover_chart_model_get_end_ms (const DroverChartModel *model)
{
  const DroverSample *last = drover_chart_model_get_last (model);
  gint64 end_ms = last != NULL ? last->t_ms : 0;

  return MAX (end_ms, model->total_ms);
}

/**
 * drover_chart_model_get_span_ms:
 *
 * Returns: how far the axis of time has to reach
 */
gint64
drover_chart_model_get_span_ms (const DroverChartModel *model)
{
  return MAX (drover_chart_model_get_end_ms (model), model->least_span_ms);
}

gboolean
drover_chart_model_is_finished (const DroverChartModel *model)
{
  return model->finished;
}

/**
 * drover_chart_model_get_total_ms:
 *
 * Returns: how long it took, -1 if unknown or not over
 */
gint64
drover_chart_model_get_total_ms (const DroverChartModel *model)
{
  return model->total_ms;
}

/**
 * drover_chart_model_get_downtime_ms:
 *
 * Returns: how long the guest stood still, -1 if unknown or not over
 */
gint64
drover_chart_model_get_downtime_ms (const DroverChartModel *model)
{
  return model->downtime_ms;
}

/**
 * drover_chart_model_get_interruption:
 * @start_ms: (out): when the guest was stopped
 * @end_ms: (out): when it ran again
 *
 * The length is what was reported; where it lies is the first look that saw the guest stand still, or else
 * the end of the job, for a short one falls between two looks.
 *
 * Returns: whether there was one and its length is known
 */
gboolean
drover_chart_model_get_interruption (const DroverChartModel *model, gint64 *start_ms, gint64 *end_ms)
{
  gint64 start = -1;

  if (model->downtime_ms < 0 || model->length == 0)
    return FALSE;
  for (guint i = 0; i < model->spans->len && start < 0; i++)
    {
      const DroverChartSpan *span = &g_array_index (model->spans, DroverChartSpan, i);

      if (span->phase == DROVER_PHASE_SWITCHING || span->phase == DROVER_PHASE_POST_COPY)
        start = span->start_ms;
      else if (span->phase == DROVER_PHASE_VERIFYING)
        start = span->start_ms - model->downtime_ms;
    }
  if (start < 0)
    start = drover_chart_model_get_end_ms (model) - model->downtime_ms;
  *start_ms = MAX (start, 0);
  *end_ms = MIN (*start_ms + model->downtime_ms, drover_chart_model_get_end_ms (model));
  return TRUE;
}

/**
 * drover_chart_model_has:
 *
 * Returns: whether there is anything to draw of @series: a disk that is not copied has nothing left from the
 *   beginning
 */
gboolean
drover_chart_model_has (const DroverChartModel *model, DroverChartSeries series)
{
  if (series == DROVER_CHART_DISK)
    return model->has_disk;
  return drover_chart_model_get_peak (model, series) >= 0;
}

/**
 * drover_chart_model_get_peak:
 *
 * Returns: the greatest figure of @series, -1 if none is known
 */
gint64
drover_chart_model_get_peak (const DroverChartModel *model, DroverChartSeries series)
{
  gint64 peak = drover_chart_pyramid_get (model->pyramids[series], 0, model->length).high;

  return MAX (peak, model->least_peaks[series]);
}

/**
 * drover_chart_model_get_spans:
 *
 * Returns: (transfer none) (element-type DroverChartSpan): the phases in their order, without gaps
 */
const GArray *
drover_chart_model_get_spans (const DroverChartModel *model)
{
  return model->spans;
}

/**
 * drover_chart_model_get_passes:
 *
 * Returns: (transfer none) (element-type DroverChartStep): when each pass over the guest's memory was first
 *   seen
 */
const GArray *
drover_chart_model_get_passes (const DroverChartModel *model)
{
  return model->passes;
}

/**
 * drover_chart_model_get_limits:
 *
 * Returns: (transfer none) (element-type DroverChartStep): the downtime limits in milliseconds, in their
 * order
 */
const GArray *
drover_chart_model_get_limits (const DroverChartModel *model)
{
  return model->limits;
}

/**
 * drover_chart_model_find:
 *
 * Returns: the first sample at or after @t_ms, or the length if there is none
 */
guint
drover_chart_model_find (const DroverChartModel *model, gint64 t_ms)
{
  guint low = 0;
  guint high = model->length;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (entry_at (model, middle)->sample.t_ms < t_ms)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * drover_chart_model_find_nearest:
 *
 * Returns: the sample nearest to @t_ms; there must be one
 */
guint
drover_chart_model_find_nearest (const DroverChartModel *model, gint64 t_ms)
{
  guint after = drover_chart_model_find (model, t_ms);

  if (after == 0)
    return 0;
  if (after == model->length)
    return after - 1;
  return entry_at (model, after)->sample.t_ms - t_ms < t_ms - entry_at (model, after - 1)->sample.t_ms
             ? after
             : after - 1;
}

/**
 * drover_chart_model_get_extent:
 *
 * Returns: what @series spans from the sample @first to before @end
 */
DroverChartExtent
drover_chart_model_get_extent (const DroverChartModel *model,
                               DroverChartSeries series,
                               guint first,
                               guint end)
{
  return drover_chart_pyramid_get (model->pyramids[series], first, end);
}

/**
 * drover_chart_model_get_value:
 *
 * Returns: a sample's figure, -1 if unknown
 */
gint64
drover_chart_model_get_value (const DroverChartModel *model, DroverChartSeries series, guint index)
{
  return value_of (model, drover_chart_model_get (model, index), series);
}

/**
 * drover_chart_model_is_linked:
 *
 * Returns: whether a line leads from the sample before @index to it: both are known, and somebody looked
 */
gboolean
drover_chart_model_is_linked (const DroverChartModel *model, DroverChartSeries series, guint index)
{
  if (index == 0 || index >= model->length || entry_at (model, index)->gap)
    return FALSE;
  return drover_chart_model_get_value (model, series, index - 1) >= 0 &&
         drover_chart_model_get_value (model, series, index) >= 0;
}
