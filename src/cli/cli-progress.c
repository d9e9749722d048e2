/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-progress.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "cli-text.h"

/* The parts of a line in their order from left to right. */
typedef enum {
  PART_PHASE,
  PART_WHY,
  PART_LEFT,
  PART_RATE,
  PART_DIRTY,
  PART_ELAPSED,
  PART_OUTLOOK,
  N_PARTS,
} Part;

/* What goes first where the line is too narrow for all. */
static const Part expendable[] = { PART_DIRTY, PART_OUTLOOK, PART_RATE, PART_ELAPSED, PART_LEFT };

/* What was said so far, so that the next line does not contradict it without a word. */
typedef struct {
  int percent;   /* -1: nothing yet */
  gint64 pass;   /* over the guest's memory, 0 before the first */
  gint64 total;  /* of how much, in bytes */
  gboolean more; /* there was more to send than was known at first */
} Progress;

/* A figure that grows by a hair is rounding, not another total. */
static gboolean
is_more (gint64 total, gint64 before)
{
  return before > 0 && total - before > before / 64;
}

static int
percent_of (const DroverSample *sample)
{
  double share;

  if (sample->total <= 0 || sample->remaining.value < 0)
    return -1;
  share = 1.0 - (double) sample->remaining.value / (double) sample->total;
  /* All is there when the guest runs there, not before. */
  return (int) (CLAMP (share, 0.0, 0.99) * 100.0 + 0.000001);
}

/* Within a pass the percentage only grows. */
static void
follow (Progress *progress, const DroverSample *sample)
{
  int percent = percent_of (sample);

  if (sample->iteration > progress->pass)
    {
      progress->more = FALSE;
      progress->percent = MIN (progress->percent, percent);
    }
  else if (is_more (sample->total, progress->total) && percent < progress->percent)
    {
      progress->more = TRUE;
      progress->percent = percent;
    }
  if (sample->total > 0)
    progress->total = sample->total;
  progress->pass = MAX (progress->pass, sample->iteration);
  progress->percent = MAX (progress->percent, percent);
}

static char *
phase_part (const DroverSample *sample, int percent)
{
  const char *label = NULL;

  switch (sample->phase)
    {
    case DROVER_PHASE_PREPARING:
      return g_strdup (_ ("Preparing"));
    case DROVER_PHASE_COPYING:
      label =
          sample->disk_remaining > 0 && sample->iteration < 1 ? _ ("Copying disks") : _ ("Copying memory");
      break;
    case DROVER_PHASE_SWITCHING:
      return g_strdup (_ ("Switching over"));
    case DROVER_PHASE_POST_COPY:
      label = _ ("Runs on the target, fetching the rest");
      break;
    case DROVER_PHASE_VERIFYING:
      return g_strdup (_ ("Looking at both hosts"));
    }
  if (percent < 0)
    return g_strdup (label);
  /* Translators: a phase and how far it is, as in "Copying memory 63 %" */
  return g_strdup_printf (_ ("%s %d %%"), label, percent);
}

static char *
format_seconds (gint64 seconds)
{
  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  return g_strdup_printf (_ ("%" PRId64 " min %02d s"), seconds / 60, (int) (seconds % 60));
}

/* Unknown counts as nothing: in the first pass hosts do not tell yet. */
static gint64
dirty_rate_of (const DroverSample *sample)
{
  return MAX (sample->dirty_rate.value, 0);
}

static char *
outlook_part (const DroverSample *sample)
{
  gint64 gain = sample->rate.value - dirty_rate_of (sample);
  g_autofree char *duration = NULL;
  double seconds;

  if (sample->phase != DROVER_PHASE_COPYING || sample->rate.value <= 0 || sample->remaining.value < 0)
    return NULL;
  if (gain <= 0)
    return g_strdup (_ ("dirtied as fast as sent"));
  seconds = (double) sample->remaining.value / (double) gain;
  /* Nobody plans for longer than a week by the speed of a moment. */
  if (seconds > 7 * 24 * 3600.0)
    return NULL;
  duration = format_seconds ((gint64) MAX (seconds + 0.5, 1));
  /* Translators: how much longer it will take, as in "about 12 s to go" */
  return g_strdup_printf (_ ("about %s to go"), duration);
}

static void
fill_parts (char **parts, const Progress *progress, const DroverSample *sample)
{
  gboolean moving = sample->phase == DROVER_PHASE_COPYING || sample->phase == DROVER_PHASE_POST_COPY;

  parts[PART_PHASE] = phase_part (sample, progress->percent);
  parts[PART_ELAPSED] = format_seconds (MAX (sample->t_ms, 0) / 1000);
  if (sample->phase == DROVER_PHASE_COPYING && progress->pass > 1)
    parts[PART_WHY] = g_strdup_printf (_ ("pass %" PRId64 " over dirtied memory"), progress->pass);
  else if (sample->phase == DROVER_PHASE_COPYING && progress->more)
    parts[PART_WHY] = g_strdup (_ ("more to send than was known"));
  if (moving && sample->remaining.value >= 0)
    {
      g_autofree char *left = drover_format_bytes ((guint64) sample->remaining.value);

      /* Translators: as in "120.0 MiB left" */
      parts[PART_LEFT] = g_strdup_printf (_ ("%s left"), left);
    }
  if (moving && sample->rate.value > 0)
    parts[PART_RATE] = drover_format_rate ((guint64) sample->rate.value);
  if (moving && sample->dirty_rate.value > 0)
    {
      g_autofree char *dirty = drover_format_rate ((guint64) sample->dirty_rate.value);

      /* Translators: how fast the guest writes to its memory, as in "dirties 12.0 MiB/s" */
      parts[PART_DIRTY] = g_strdup_printf (_ ("dirties %s"), dirty);
    }
  parts[PART_OUTLOOK] = outlook_part (sample);
}

static char *
join (char **parts, const char *separator)
{
  g_autoptr (GPtrArray) present = g_ptr_array_new ();

  for (guint i = 0; i < N_PARTS; i++)
    if (parts[i] != NULL)
      g_ptr_array_add (present, parts[i]);
  g_ptr_array_add (present, NULL);
  return g_strjoinv (separator, (char **) present->pdata);
}

/**
 * cli_progress_line:
 * @sample: the newest sample
 * @samples: what was seen until then
 * @width: columns there are
 * @unicode: whether the terminal knows more than ASCII
 *
 * Says on one line how far a migration is. The percentage goes back only when another pass over the guest's
 * memory began, or there is more to send than was known, and the line says so.
 *
 * Returns: (transfer full): text without newline or control characters, at most @width columns wide
 */
char *
cli_progress_line (const DroverSample *sample, const DroverSampleRing *samples, guint width, gboolean unicode)
{
  Progress progress = { .percent = -1 };
  char *parts[N_PARTS] = { NULL };
  const char *separator = unicode ? " · " : ", ";
  g_autofree char *line = NULL;

  for (guint i = 0; i < drover_sample_ring_get_length (samples); i++)
    follow (&progress, drover_sample_ring_get (samples, i));
  follow (&progress, sample);

  fill_parts (parts, &progress, sample);
  line = join (parts, separator);
  for (guint i = 0; i < G_N_ELEMENTS (expendable) && cli_text_width (line) > width; i++)
    {
      g_clear_pointer (&parts[expendable[i]], g_free);
      g_free (line);
      line = join (parts, separator);
    }
  for (guint i = 0; i < N_PARTS; i++)
    g_free (parts[i]);
  return cli_text_fit (line, width, !unicode);
}
