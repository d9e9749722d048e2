/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenes.h"

#define INTERVAL_MS 250

/* A host that sends memory pass after pass. */
typedef struct {
  gint64 total;
  gint64 rate;  /* bytes per second */
  gint64 dirty; /* likewise */
  gint64 remaining;
  gint64 processed;
  gint64 dirtied;
  gint64 pass;
  gint64 t_ms;
} Sender;

static DroverSample
sample_at (gint64 t_ms, DroverPhase phase)
{
  return (DroverSample){
    .t_ms = t_ms,
    .phase = phase,
    .processed = -1,
    .remaining = drover_range (-1),
    .total = -1,
    .rate = drover_range (-1),
    .dirty_rate = drover_range (-1),
    .iteration = -1,
    .downtime_limit_ms = 300,
    .memory_remaining = -1,
    .disk_remaining = -1,
    .throttle = -1,
    .postcopy_requests = -1,
  };
}

static DroverSample
sample_of (const Sender *sender, gint64 rate, gint64 dirty)
{
  DroverSample sample = sample_at (sender->t_ms, DROVER_PHASE_COPYING);

  sample.processed = sender->processed;
  sample.remaining = drover_range (sender->remaining);
  sample.total = sender->total;
  sample.rate = drover_range (rate);
  sample.dirty_rate = drover_range (dirty);
  sample.iteration = sender->pass;
  sample.memory_remaining = sender->remaining;
  return sample;
}

/* Sends for one interval. The rates swing a little, as real ones do. */
static void
send (Sender *sender, DroverSampleRing *ring)
{
  gint64 swing = (sender->t_ms / INTERVAL_MS * 7) % 11 - 5;
  gint64 rate = sender->rate + sender->rate * swing / 64;
  gint64 dirty = sender->pass > 1 ? sender->dirty - sender->dirty * swing / 32 : 0;
  gint64 sent = rate * INTERVAL_MS / 1000;
  DroverSample sample;

  sender->t_ms += INTERVAL_MS;
  sender->processed += MIN (sent, sender->remaining);
  sender->dirtied += sender->dirty * INTERVAL_MS / 1000;
  sender->remaining -= sent;
  if (sender->remaining <= 0)
    {
      sender->pass++;
      sender->remaining = MIN (sender->dirtied, sender->total);
      sender->dirtied = 0;
    }
  sample = sample_of (sender, rate, dirty);
  drover_sample_ring_add (ring, &sample);
}

static void
prepare (DroverSampleRing *ring, gint64 until_ms)
{
  for (gint64 t = 0; t < until_ms; t += INTERVAL_MS)
    {
      DroverSample sample = sample_at (t, DROVER_PHASE_PREPARING);

      drover_sample_ring_add (ring, &sample);
    }
}

DroverSampleRing *
scene_nothing (void)
{
  return drover_sample_ring_new (64);
}

DroverSampleRing *
scene_single (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (64);
  Sender sender = { .total = 512 * MIB, .remaining = 300 * MIB, .pass = 1 };
  DroverSample sample = sample_of (&sender, 100 * MIB, 0);

  drover_sample_ring_add (ring, &sample);
  return ring;
}

DroverSampleRing *
scene_two (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (64);
  Sender sender = { .total = 256 * MIB, .rate = 400 * MIB, .remaining = 180 * MIB, .pass = 1 };

  send (&sender, ring);
  send (&sender, ring);
  return ring;
}

DroverSampleRing *
scene_typical (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (4096);
  Sender sender = {
    .total = 1040 * MIB,
    .rate = 110 * MIB,
    .dirty = 38 * MIB,
    .remaining = 1000 * MIB,
    .pass = 1,
    .t_ms = 500,
  };
  DroverSample last;

  prepare (ring, 500);
  while (sender.pass < 5)
    send (&sender, ring);
  last = sample_of (&sender, 108 * MIB, 37 * MIB);
  last.t_ms += INTERVAL_MS;
  last.phase = DROVER_PHASE_SWITCHING;
  last.remaining = drover_range (2 * MIB);
  drover_sample_ring_add (ring, &last);
  return ring;
}

/* Twenty minutes without an end: the ring has merged its samples. */
DroverSampleRing *
scene_hopeless (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (4096);
  Sender sender = {
    .total = 4096 * MIB,
    .rate = 100 * MIB,
    .dirty = 130 * MIB,
    .remaining = 4096 * MIB,
    .pass = 1,
  };

  while (sender.t_ms < 20 * 60 * 1000)
    send (&sender, ring);
  return ring;
}

/* A source that did not answer for a while. */
DroverSampleRing *
scene_gaps (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (256);
  Sender sender = {
    .total = 900 * MIB, .rate = 90 * MIB, .dirty = 30 * MIB, .remaining = 900 * MIB, .pass = 1
  };

  for (guint i = 0; i < 50; i++)
    if (i >= 12 && i < 22)
      {
        DroverSample sample = sample_at (sender.t_ms += INTERVAL_MS, DROVER_PHASE_COPYING);

        drover_sample_ring_add (ring, &sample);
      }
    else
      send (&sender, ring);
  return ring;
}

/* A link that broke and came back: nobody looked for a while. */
DroverSampleRing *
scene_link_lost (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (256);
  Sender sender = {
    .total = 900 * MIB,
    .rate = 90 * MIB,
    .dirty = 30 * MIB,
    .remaining = 900 * MIB,
    .pass = 1,
  };

  for (guint i = 0; i < 40; i++)
    {
      if (i == 20)
        {
          sender.t_ms += 5000;
          sender.remaining /= 2;
        }
      send (&sender, ring);
    }
  return ring;
}

/* A host that tells nothing of the rates. */
DroverSampleRing *
scene_unknown (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (256);

  for (gint64 i = 0; i < 20; i++)
    {
      DroverSample sample = sample_at (i * INTERVAL_MS, DROVER_PHASE_COPYING);

      sample.total = 200 * MIB;
      sample.remaining = drover_range ((200 - 10 * i) * MIB);
      drover_sample_ring_add (ring, &sample);
    }
  return ring;
}

DroverSampleRing *
scene_post_copy (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (4096);
  Sender sender = {
    .total = 2048 * MIB,
    .rate = 200 * MIB,
    .dirty = 300 * MIB,
    .remaining = 2000 * MIB,
    .pass = 1,
  };

  while (sender.pass < 2)
    send (&sender, ring);
  for (gint64 i = 0; i < 40; i++)
    {
      DroverSample sample = sample_of (&sender, 190 * MIB, 0);

      sample.t_ms += i * INTERVAL_MS;
      sample.phase = i == 0 ? DROVER_PHASE_SWITCHING : DROVER_PHASE_POST_COPY;
      sample.remaining = drover_range (MAX (sender.remaining - i * 47 * MIB, 0));
      sample.postcopy_requests = i * 12;
      drover_sample_ring_add (ring, &sample);
    }
  return ring;
}

/* First the disks go, then the memory, which nobody knew of before. */
DroverSampleRing *
scene_disks (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (4096);
  Sender memory = {
    .total = 2304 * MIB,
    .rate = 120 * MIB,
    .dirty = 10 * MIB,
    .remaining = 256 * MIB,
    .pass = 1,
  };

  for (gint64 left = 2048; left > 0; left -= 32)
    {
      DroverSample sample = sample_at (memory.t_ms += INTERVAL_MS, DROVER_PHASE_COPYING);

      sample.total = 2048 * MIB;
      sample.remaining = drover_range (left * MIB);
      sample.disk_remaining = left * MIB;
      sample.memory_remaining = 0;
      sample.rate = drover_range (128 * MIB);
      drover_sample_ring_add (ring, &sample);
    }
  memory.processed = 2048 * MIB;
  while (memory.pass < 3)
    send (&memory, ring);
  return ring;
}
