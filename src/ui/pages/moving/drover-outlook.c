/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can truly be said of the time that is left. */
#include "pages/moving/drover-outlook.h"

#include <glib/gi18n.h>

/* The rates of one moment say little: they are taken over this much of the past. */
#define WINDOW_MS 3000

/* Below this the guest writes almost as fast as it is copied, and no time can be told. */
#define MARGIN 0.05

typedef struct {
  double rate;  /* bytes per second, -1 unknown */
  double dirty; /* the same, -1 unknown */
} Recent;

static Recent
average (const DroverSampleRing *samples)
{
  guint n = drover_sample_ring_get_length (samples);
  const DroverSample *last = drover_sample_ring_get (samples, n - 1);
  double rate = 0, dirty = 0;
  guint n_rate = 0, n_dirty = 0;

  for (guint i = n; i > 0; i--)
    {
      const DroverSample *sample = drover_sample_ring_get (samples, i - 1);

      if (last->t_ms - sample->t_ms > WINDOW_MS)
        break;
      if (sample->rate.value > 0)
        {
          rate += (double) sample->rate.value;
          n_rate++;
        }
      if (sample->dirty_rate.value >= 0)
        {
          dirty += (double) sample->dirty_rate.value;
          n_dirty++;
        }
    }
  return (Recent){ n_rate ? rate / n_rate : -1, n_dirty ? dirty / n_dirty : -1 };
}

/* While memory is gone over for the first time the guest's writing is not known to libvirt yet: then the time
 * is that of this pass. Later each pass shrinks what is left by the ratio of the two rates. */
static char *
describe_copying (const DroverSample *last, Recent recent)
{
  double seconds;
  g_autofree char *time = NULL;

  if (recent.rate <= 0 || last->remaining.value < 0)
    return g_strdup (_ ("Measuring…"));
  if (recent.dirty > recent.rate * (1 - MARGIN))
    return g_strdup (
        _ ("Not converging: the guest writes its memory about as fast as it can be copied. It will not "
           "finish on its own at this rate."));
  seconds = (double) last->remaining.value / (recent.rate - MAX (recent.dirty, 0));
  time = drover_format_ms ((gint64) (seconds * 1000));
  if (last->iteration <= 1 && recent.dirty < 0)
    return g_strdup_printf (_ ("About %s until all memory has gone over once"), time);
  return g_strdup_printf (_ ("About %s left"), time);
}

/**
 * drover_outlook_describe:
 * @samples: the migration so far
 *
 * A time is told only while it means something.
 *
 * Returns: (transfer full): a line for people
 */
char *
drover_outlook_describe (const DroverSampleRing *samples)
{
  guint n = drover_sample_ring_get_length (samples);
  const DroverSample *last = n > 0 ? drover_sample_ring_get (samples, n - 1) : NULL;

  if (last == NULL)
    return g_strdup ("");
  switch (last->phase)
    {
    case DROVER_PHASE_PREPARING:
      return g_strdup (_ ("The hosts agree on the move, and the target starts an empty QEMU."));
    case DROVER_PHASE_COPYING:
      return describe_copying (last, average (samples));
    case DROVER_PHASE_SWITCHING:
      return g_strdup (_ ("The guest stands still for the last bit of its memory."));
    case DROVER_PHASE_POST_COPY:
      return g_strdup (
          _ ("The guest runs on the target and fetches the memory it still lacks. It must not be "
             "stopped now."));
    case DROVER_PHASE_VERIFYING:
      return g_strdup (_ ("Both hosts are asked where the guest is."));
    }
  g_return_val_if_reached (NULL);
}
