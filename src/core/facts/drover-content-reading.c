/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-content-reading.h"

#include "base/drover-error.h"
#include "facts/drover-attempt.h"
#include "facts/drover-marker-pool.h"

/* One that is stopped needs a moment to end its stream and to remove its pool; a program that ends meanwhile
 * would leave the pool behind. */
#define CLEAN_UP_US (2 * G_USEC_PER_SEC)

/* One host's half. Shared with its thread, which may outlive the wait for it. */
typedef struct {
  gatomicrefcount refs;
  DroverConnection *connection;
  char *path;
  guint64 length;
  GCancellable *cancellable;
  DroverVolumeDigest *digest;
  gboolean changed;
} Reading;

static void
reading_unref (gpointer data)
{
  Reading *reading = data;

  if (!g_atomic_ref_count_dec (&reading->refs))
    return;
  g_object_unref (reading->connection);
  g_free (reading->path);
  g_object_unref (reading->cancellable);
  drover_volume_digest_free (reading->digest);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_unref)

static Reading *
reading_new (const DroverContentPair *pair, DroverSide side, GCancellable *cancellable)
{
  Reading *reading = g_new0 (Reading, 1);

  g_atomic_ref_count_init (&reading->refs);
  reading->connection = g_object_ref (pair->connections[side]);
  reading->path = g_strdup (pair->paths[side]);
  reading->length = (guint64) pair->volumes[side]->physical;
  reading->cancellable = g_object_ref (cancellable);
  return reading;
}

/* Whether it is as it was, and as long as was said before. */
static gboolean
is_unchanged (const Reading *reading, const DroverVolume *before, const DroverVolume *after)
{
  return before != NULL && after != NULL && (guint64) before->physical == reading->length &&
         after->physical == before->physical && g_strcmp0 (after->mtime, before->mtime) == 0;
}

static gboolean
read_file (Reading *reading, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (reading->path);
  g_autofree char *name = g_path_get_basename (reading->path);
  g_autoptr (DroverMarkerPool) pool = NULL;
  g_autoptr (DroverVolume) before = NULL;
  g_autoptr (DroverVolume) after = NULL;
  gboolean missing;

  pool = drover_marker_pool_open (reading->connection, directory, &missing, error);
  if (pool == NULL)
    return FALSE;
  before = drover_marker_pool_look (pool, name, &missing);
  reading->digest = drover_marker_pool_digest (pool, name, reading->length, reading->cancellable, error);
  if (reading->digest == NULL)
    return FALSE;
  after = drover_marker_pool_look (pool, name, &missing);
  reading->changed = !is_unchanged (reading, before, after);
  return TRUE;
}

/* One half alone tells nothing: where it fails, the other need not go on. */
static gboolean
run (gpointer data, GError **error)
{
  Reading *reading = data;

  if (read_file (reading, error))
    return TRUE;
  g_cancellable_cancel (reading->cancellable);
  return FALSE;
}

static DroverAttempt *
start (Reading *reading)
{
  g_autofree char *what = g_strdup_printf ("reading %s of %s", reading->path,
                                           drover_connection_get_uri (reading->connection)->text);

  g_atomic_ref_count_inc (&reading->refs);
  return drover_attempt_start (what, run, reading, reading_unref);
}

/**
 * drover_content_compare:
 * @cancellable: (nullable): ends the waiting, and the reading soon after
 * @verdict: (out): same, different or unknown
 *
 * Reads both files, each host at its own pace, and says whether they hold the same. Blocks until then or
 * until the deadline; a reading that is not done by then stops at its next step and cleans up.
 */
void
drover_content_compare (const DroverContentPair *pair,
                        GCancellable *cancellable,
                        DroverContentVerdict *verdict)
{
  DroverContentSighting sighting = {
    .name = pair->name,
    .backs = pair->backs,
    .volumes = { pair->volumes[DROVER_SIDE_SOURCE], pair->volumes[DROVER_SIDE_TARGET] },
    .timeout_ms = pair->timeout_ms,
  };
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (Reading) here = NULL;
  g_autoptr (Reading) there = NULL;
  g_autofree char *reason = NULL;
  Reading *readings[2];
  DroverAttempt *attempts[2];
  gint64 clean_up_us;

  if (drover_content_judge_sizes (&sighting, verdict))
    return;
  readings[DROVER_SIDE_SOURCE] = here = reading_new (pair, DROVER_SIDE_SOURCE, stop);
  readings[DROVER_SIDE_TARGET] = there = reading_new (pair, DROVER_SIDE_TARGET, stop);
  for (guint side = 0; side < 2; side++)
    attempts[side] = start (readings[side]);
  for (guint side = 0; side < 2; side++)
    {
      g_autoptr (GError) error = NULL;

      if (!drover_attempt_wait (attempts[side], pair->deadline_us, cancellable))
        sighting.late = TRUE;
      else if (drover_attempt_get_result (attempts[side], &error))
        {
          sighting.digests[side] = readings[side]->digest;
          sighting.changed[side] = readings[side]->changed;
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        reason = g_strdup_printf ("%s: %s", drover_side_get_label (side), error->message);
    }
  g_cancellable_cancel (stop);
  sighting.reason = reason;
  drover_content_judge (&sighting, verdict);
  clean_up_us = g_get_monotonic_time () + CLEAN_UP_US;
  for (guint side = 0; side < 2; side++)
    {
      drover_attempt_wait (attempts[side], clean_up_us, NULL);
      drover_attempt_unref (attempts[side]);
    }
}
