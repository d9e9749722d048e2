/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate/drover-sample.h"

#include <glib/gi18n-lib.h>

struct _DroverSampleRing {
  GArray *samples;
  guint capacity;
  guint stride;  /* how many moments a whole slot stands for */
  guint pending; /* how many are in the last slot so far */
};

/**
 * drover_sample_ring_new:
 * @capacity: how many samples to keep at most, even and at least 4
 *
 * Returns: (transfer full): an empty ring
 */
DroverSampleRing *
drover_sample_ring_new (guint capacity)
{
  DroverSampleRing *ring;

  g_return_val_if_fail (capacity >= 4 && capacity % 2 == 0, NULL);
  ring = g_new0 (DroverSampleRing, 1);
  ring->samples = g_array_new (FALSE, FALSE, sizeof (DroverSample));
  ring->capacity = capacity;
  ring->stride = 1;
  return ring;
}

/**
 * drover_sample_ring_free:
 * @ring: (nullable) (transfer full): what to free
 */
void
drover_sample_ring_free (DroverSampleRing *ring)
{
  if (ring == NULL)
    return;
  g_array_unref (ring->samples);
  g_free (ring);
}

/**
 * drover_range:
 * @value: a single moment's figure
 *
 * Returns: the range that holds just @value
 */
DroverRange
drover_range (gint64 value)
{
  return (DroverRange){ value, value, value };
}

static void
merge_range (DroverRange *into, const DroverRange *later)
{
  if (later->value < 0)
    return;
  into->low = into->value < 0 ? later->low : MIN (into->low, later->low);
  into->high = MAX (into->high, later->high);
  into->value = later->value;
}

static void
merge_figure (gint64 *into, gint64 later)
{
  if (later >= 0)
    *into = later;
}

/* A merged sample stands where its first moment stood, and says the last thing that was known. */
static void
merge (DroverSample *into, const DroverSample *later)
{
  into->phase = later->phase;
  merge_range (&into->remaining, &later->remaining);
  merge_range (&into->rate, &later->rate);
  merge_range (&into->dirty_rate, &later->dirty_rate);
  merge_figure (&into->processed, later->processed);
  merge_figure (&into->total, later->total);
  merge_figure (&into->iteration, later->iteration);
  merge_figure (&into->downtime_limit_ms, later->downtime_limit_ms);
  merge_figure (&into->memory_remaining, later->memory_remaining);
  merge_figure (&into->disk_remaining, later->disk_remaining);
  merge_figure (&into->throttle, later->throttle);
  merge_figure (&into->postcopy_requests, later->postcopy_requests);
}

static void
halve (DroverSampleRing *ring)
{
  for (guint i = 0; i < ring->samples->len / 2; i++)
    {
      DroverSample sample = g_array_index (ring->samples, DroverSample, 2 * i);

      merge (&sample, &g_array_index (ring->samples, DroverSample, 2 * i + 1));
      g_array_index (ring->samples, DroverSample, i) = sample;
    }
  g_array_set_size (ring->samples, ring->samples->len / 2);
  ring->stride *= 2;
}

/**
 * drover_sample_ring_add:
 * @sample: the newest moment
 */
void
drover_sample_ring_add (DroverSampleRing *ring, const DroverSample *sample)
{
  if (ring->pending > 0 && ring->pending < ring->stride)
    {
      merge (&g_array_index (ring->samples, DroverSample, ring->samples->len - 1), sample);
      ring->pending++;
      return;
    }
  if (ring->samples->len == ring->capacity)
    halve (ring);
  g_array_append_val (ring->samples, *sample);
  ring->pending = 1;
}

/**
 * drover_sample_ring_get_length:
 *
 * Returns: how many samples there are
 */
guint
drover_sample_ring_get_length (const DroverSampleRing *ring)
{
  return ring->samples->len;
}

/**
 * drover_sample_ring_get:
 *
 * Returns: (transfer none): a sample, the oldest first; valid until the next one is added
 */
const DroverSample *
drover_sample_ring_get (const DroverSampleRing *ring, guint index)
{
  g_return_val_if_fail (index < ring->samples->len, NULL);
  return &g_array_index (ring->samples, DroverSample, index);
}

/**
 * drover_phase_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_phase_to_string (DroverPhase phase)
{
  switch (phase)
    {
    case DROVER_PHASE_PREPARING:
      return "preparing";
    case DROVER_PHASE_COPYING:
      return "copying";
    case DROVER_PHASE_SWITCHING:
      return "switching";
    case DROVER_PHASE_POST_COPY:
      return "post-copy";
    case DROVER_PHASE_VERIFYING:
      return "verifying";
    }
  g_return_val_if_reached (NULL);
}

/**
 * drover_phase_get_label:
 *
 * Returns: the phase in words, translated
 */
const char *
drover_phase_get_label (DroverPhase phase)
{
  switch (phase)
    {
    case DROVER_PHASE_PREPARING:
      return _ ("Preparing");
    case DROVER_PHASE_COPYING:
      return _ ("Copying");
    case DROVER_PHASE_SWITCHING:
      return _ ("Switching over");
    case DROVER_PHASE_POST_COPY:
      return _ ("Running on the target, fetching the rest");
    case DROVER_PHASE_VERIFYING:
      return _ ("Looking at both hosts");
    }
  g_return_val_if_reached (NULL);
}
