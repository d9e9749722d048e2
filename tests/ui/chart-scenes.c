/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-scenes.h"

#include <math.h>

#define INTERVAL_MS 250

/* A host that sends memory, pass after pass. */
typedef struct {
  DroverChart *chart;
  guint32 noise;
  gint64 t_ms;
  gint64 total;
  gint64 left;
  gint64 dirtied;
  gint64 pass;
  gint64 limit_ms;
  gint64 disk;
  gint64 throttle;
} Host;

DroverSample
chart_sample (gint64 t_ms, gint64 memory, gint64 rate, gint64 dirty)
{
  return (DroverSample){
    .t_ms = t_ms,
    .phase = DROVER_PHASE_COPYING,
    .processed = -1,
    .remaining = drover_range (memory),
    .total = -1,
    .rate = drover_range (rate),
    .dirty_rate = drover_range (dirty),
    .iteration = -1,
    .downtime_limit_ms = -1,
    .memory_remaining = memory,
    .disk_remaining = -1,
    .throttle = -1,
    .postcopy_requests = -1,
  };
}

/* @value, give or take up to an eighth of it. */
static gint64
jitter (Host *host, gint64 value)
{
  host->noise = host->noise * 1664525u + 1013904223u;
  return value + value / 8 * (gint64) (host->noise >> 16) / 32768 - value / 8;
}

static void
tell (Host *host, DroverPhase phase, gint64 rate, gint64 dirty)
{
  DroverSample sample = chart_sample (host->t_ms, host->left, rate, dirty);

  sample.phase = phase;
  sample.iteration = host->pass;
  sample.downtime_limit_ms = host->limit_ms;
  sample.disk_remaining = host->disk;
  sample.remaining = drover_range (host->left + MAX (host->disk, 0));
  sample.throttle = host->throttle;
  drover_chart_add_sample (host->chart, &sample);
  host->t_ms += INTERVAL_MS;
}

static void
prepare (Host *host, gint64 until_ms)
{
  while (host->t_ms < until_ms)
    {
      DroverSample sample = chart_sample (host->t_ms, -1, -1, -1);

      sample.phase = DROVER_PHASE_PREPARING;
      drover_chart_add_sample (host->chart, &sample);
      host->t_ms += INTERVAL_MS;
    }
}

static void
copy (Host *host, gint64 mean_rate, gint64 mean_dirty)
{
  gint64 rate = jitter (host, mean_rate);
  gint64 dirty = jitter (host, mean_dirty);

  host->left -= rate / 4;
  host->dirtied = MIN (host->dirtied + dirty / 4, host->total);
  if (host->left <= 0)
    {
      host->pass++;
      host->left = host->dirtied;
      host->dirtied = 0;
    }
  tell (host, DROVER_PHASE_COPYING, rate, host->pass > 1 ? dirty : 0);
}

static Host
host_new (DroverChart *chart, gint64 total)
{
  return (Host){ .chart = chart, .total = total, .left = total, .pass = 1, .limit_ms = 300, .noise = 7 };
}

static void
play_nothing (DroverChart *chart)
{
}

static void
play_single (DroverChart *chart)
{
  Host host = host_new (chart, 512 * MIB);

  copy (&host, 100 * MIB, 10 * MIB);
}

static void
play_growing (DroverChart *chart)
{
  Host host = host_new (chart, 2 * GIB);

  prepare (&host, 1000);
  while (host.t_ms < 17000)
    copy (&host, 112 * MIB, 40 * MIB);
}

static void
play_done (DroverChart *chart)
{
  Host host = host_new (chart, 2 * GIB);

  prepare (&host, 1000);
  while (host.pass < 6)
    copy (&host, 112 * MIB, 40 * MIB);
  host.left = 3 * MIB;
  tell (&host, DROVER_PHASE_SWITCHING, 108 * MIB, 0);
  host.left = 0;
  tell (&host, DROVER_PHASE_VERIFYING, -1, -1);
  tell (&host, DROVER_PHASE_VERIFYING, -1, -1);
  drover_chart_finish (chart, host.t_ms, 87);
}

static void
play_hopeless (DroverChart *chart)
{
  Host host = host_new (chart, 4 * GIB);

  prepare (&host, 750);
  while (host.t_ms < 420 * 1000)
    {
      if (host.t_ms > 200 * 1000)
        host.limit_ms = 500;
      if (host.t_ms > 320 * 1000)
        host.limit_ms = 2000;
      copy (&host, 110 * MIB, 134 * MIB);
    }
}

static void
play_disk (DroverChart *chart)
{
  Host host = host_new (chart, 2 * GIB);

  host.disk = 6 * GIB;
  host.pass = 0;
  prepare (&host, 1500);
  while (host.disk > 0)
    {
      gint64 rate = jitter (&host, 240 * MIB);

      host.disk = MAX (host.disk - rate / 4, 0);
      tell (&host, DROVER_PHASE_COPYING, rate, -1);
    }
  host.pass = 1;
  while (host.pass < 4)
    copy (&host, 230 * MIB, 60 * MIB);
}

static void
play_post_copy (DroverChart *chart)
{
  Host host = host_new (chart, 3 * GIB);

  prepare (&host, 500);
  while (host.pass < 3)
    copy (&host, 200 * MIB, 260 * MIB);
  tell (&host, DROVER_PHASE_SWITCHING, 180 * MIB, 0);
  while (host.left > 0)
    {
      gint64 rate = jitter (&host, 190 * MIB);

      host.left = MAX (host.left - rate / 4, 0);
      tell (&host, DROVER_PHASE_POST_COPY, rate, 0);
    }
  tell (&host, DROVER_PHASE_VERIFYING, -1, -1);
  drover_chart_finish (chart, host.t_ms, 240);
}

/* A source that did not answer for a while, and one that answered without figures. */
static void
play_gaps (DroverChart *chart)
{
  Host host = host_new (chart, 2 * GIB);

  while (host.t_ms < 6000)
    copy (&host, 112 * MIB, 40 * MIB);
  host.t_ms += 5000;
  while (host.t_ms < 16000)
    copy (&host, 90 * MIB, 50 * MIB);
  prepare (&host, 18500);
  while (host.t_ms < 24000)
    copy (&host, 112 * MIB, 40 * MIB);
}

/**
 * chart_play_million:
 * @n: how many samples, a million or fewer
 *
 * Samples that wave slowly and jitter, with a peak of a single sample.
 */
void
chart_play_million (DroverChart *chart, guint n)
{
  Host host = host_new (chart, 64 * GIB);

  for (guint i = 0; i < n; i++)
    {
      double at = (double) i / n;
      gint64 left = (gint64) (((double) (48 * GIB)) * (1 - at * 0.8 + 0.08 * sin (at * 40)));
      gint64 rate = (gint64) ((double) (100 * MIB) * (1 + 0.3 * sin (at * 23)));

      host.left = jitter (&host, left);
      host.pass = 1 + i / (n / 40 + 1);
      tell (&host, DROVER_PHASE_COPYING, i == n / 3 ? 400 * MIB : jitter (&host, rate),
            jitter (&host, rate / 2));
    }
}

static void
play_million (DroverChart *chart)
{
  chart_play_million (chart, 1000000);
}

const ChartScene chart_scenes[] = {
  { "nothing", play_nothing }, { "single", play_single },       { "growing", play_growing },
  { "done", play_done },       { "hopeless", play_hopeless },   { "disk", play_disk },
  { "gaps", play_gaps },       { "post-copy", play_post_copy }, { "million", play_million },
};

const guint n_chart_scenes = G_N_ELEMENTS (chart_scenes);

const ChartScene *
chart_scene_find (const char *name)
{
  for (guint i = 0; i < n_chart_scenes; i++)
    if (g_str_equal (chart_scenes[i].name, name))
      return &chart_scenes[i];
  g_assert_not_reached ();
}
