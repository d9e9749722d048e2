/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-pace.h"

/* A shorter look back than this tells more of buffers than of the storage. */
#define LEAST_US (2 * G_USEC_PER_SEC)

/**
 * drover_pace_add:
 * @at_us: when it was looked at, monotonic, in microseconds
 * @done: bytes that are done
 * @total: of how many
 */
void
drover_pace_add (DroverPace *pace, gint64 at_us, guint64 done, guint64 total)
{
  guint i = pace->n++ % DROVER_PACE_LOOKS;

  pace->looks[i].at_us = at_us;
  pace->looks[i].done = done;
  pace->looks[i].left = total > done ? total - done : 0;
}

/* The oldest look that is kept and the newest. Returns: microseconds between, 0 where they are too near. */
static gint64
get_span (const DroverPace *pace, guint *first, guint *last)
{
  gint64 span;

  if (pace->n < 2)
    return 0;
  *last = (pace->n - 1) % DROVER_PACE_LOOKS;
  *first = pace->n > DROVER_PACE_LOOKS ? pace->n % DROVER_PACE_LOOKS : 0;
  span = pace->looks[*last].at_us - pace->looks[*first].at_us;
  return span >= LEAST_US ? span : 0;
}

/**
 * drover_pace_get_rate:
 *
 * Returns: bytes per second that are done, -1 where it is too early to tell
 */
gint64
drover_pace_get_rate (const DroverPace *pace)
{
  guint first;
  guint last;
  gint64 span = get_span (pace, &first, &last);

  if (span == 0 || pace->looks[last].done < pace->looks[first].done)
    return -1;
  return (gint64) ((double) (pace->looks[last].done - pace->looks[first].done) * G_USEC_PER_SEC /
                   (double) span);
}

/**
 * drover_pace_get_eta_ms:
 *
 * From how fast that which is left becomes less, not from how much is done: a guest that writes makes more
 * work meanwhile.
 *
 * Returns: how long it will take, in milliseconds; -1 where nobody can tell, as it does not become less
 */
gint64
drover_pace_get_eta_ms (const DroverPace *pace)
{
  guint first;
  guint last;
  gint64 span = get_span (pace, &first, &last);

  if (span == 0 || pace->looks[last].left >= pace->looks[first].left)
    return -1;
  return (gint64) ((double) pace->looks[last].left * (double) span / 1000 /
                   (double) (pace->looks[first].left - pace->looks[last].left));
}
