/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-directory-proof.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "facts/drover-marker-pool.h"

static void
image_free (gpointer data)
{
  DroverProofImage *image = data;

  g_free (image->names[DROVER_SIDE_SOURCE]);
  g_free (image->names[DROVER_SIDE_TARGET]);
  g_clear_pointer (&image->before, drover_volume_unref);
  g_clear_pointer (&image->there, drover_volume_unref);
  g_clear_pointer (&image->after, drover_volume_unref);
  g_free (image);
}

/**
 * drover_directory_proof_new:
 * @connections: source and target
 * @source: the directory on the source
 * @target: the directory on the target
 * @cancellable: (nullable): stops it between two steps; what was created is removed all the same
 *
 * Returns: (transfer full): a proof that is not begun
 */
DroverDirectoryProof *
drover_directory_proof_new (DroverConnection *const connections[2],
                            const char *source,
                            const char *target,
                            GCancellable *cancellable)
{
  DroverDirectoryProof *proof = g_new0 (DroverDirectoryProof, 1);

  g_atomic_ref_count_init (&proof->refs);
  for (guint side = 0; side < 2; side++)
    proof->connections[side] = g_object_ref (connections[side]);
  proof->directories[DROVER_SIDE_SOURCE] = g_strdup (source);
  proof->directories[DROVER_SIDE_TARGET] = g_strdup (target);
  proof->cancellable = cancellable ? g_object_ref (cancellable) : g_cancellable_new ();
  proof->images = g_ptr_array_new_with_free_func (image_free);
  proof->sighting.directory = g_strdup (target);
  return proof;
}

/**
 * drover_directory_proof_ref:
 *
 * Returns: (transfer full): the same
 */
DroverDirectoryProof *
drover_directory_proof_ref (DroverDirectoryProof *proof)
{
  g_atomic_ref_count_inc (&proof->refs);
  return proof;
}

/**
 * drover_directory_proof_unref:
 * @proof: (nullable) (transfer full): what to drop
 */
void
drover_directory_proof_unref (DroverDirectoryProof *proof)
{
  if (proof == NULL || !g_atomic_ref_count_dec (&proof->refs))
    return;
  for (guint side = 0; side < 2; side++)
    {
      g_clear_object (&proof->connections[side]);
      g_free (proof->directories[side]);
    }
  g_clear_object (&proof->cancellable);
  g_ptr_array_unref (proof->images);
  g_free (proof->sighting.directory);
  g_free (proof->sighting.reason);
  g_free (proof->sighting.same_export);
  g_free (proof->sighting.write_error);
  g_free (proof);
}

/**
 * drover_directory_proof_add_image:
 * @source: the name in the source's directory
 * @target: the name in the target's
 * @writable: whether the guest may write to it
 *
 * Returns: (transfer none): the image
 */
DroverProofImage *
drover_directory_proof_add_image (DroverDirectoryProof *proof,
                                  const char *source,
                                  const char *target,
                                  gboolean writable)
{
  DroverProofImage *image = NULL;

  for (guint i = 0; i < proof->images->len; i++)
    {
      image = proof->images->pdata[i];
      if (g_str_equal (image->names[DROVER_SIDE_SOURCE], source) &&
          g_str_equal (image->names[DROVER_SIDE_TARGET], target))
        {
          image->writable |= writable;
          return image;
        }
    }
  image = g_new0 (DroverProofImage, 1);
  image->names[DROVER_SIDE_SOURCE] = g_strdup (source);
  image->names[DROVER_SIDE_TARGET] = g_strdup (target);
  image->writable = writable;
  g_ptr_array_add (proof->images, image);
  return image;
}

typedef struct {
  DroverDirectoryProof *proof;
  DroverMarkerPool *pools[2];
  char *names[2]; /* of the markers, by the side that wrote them */
  GBytes *content;
} Run;

static void
run_clear (Run *run)
{
  for (guint side = 0; side < 2; side++)
    {
      g_clear_pointer (&run->pools[side], drover_marker_pool_close);
      g_clear_pointer (&run->names[side], g_free);
    }
  g_clear_pointer (&run->content, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
take_reason (Run *run, DroverSide side, const GError *error)
{
  g_free (run->proof->sighting.reason);
  run->proof->sighting.reason =
      g_strdup_printf ("%s: %s", drover_side_get_label (side), error ? error->message : "");
}

static gboolean
open_side (Run *run, DroverSide side)
{
  DroverDirectoryProof *proof = run->proof;
  g_autoptr (GError) error = NULL;
  gboolean missing;

  run->pools[side] =
      drover_marker_pool_open (proof->connections[side], proof->directories[side], &missing, &error);
  if (side == DROVER_SIDE_TARGET)
    proof->sighting.target_directory = run->pools[side] ? DROVER_PRESENCE_YES
                                       : missing        ? DROVER_PRESENCE_NO
                                                        : DROVER_PRESENCE_UNKNOWN;
  if (error != NULL)
    take_reason (run, side, error);
  return run->pools[side] != NULL;
}

static gboolean
write_at (Run *run, DroverSide side)
{
  g_autoptr (GError) error = NULL;

  run->names[side] = drover_marker_pool_write (run->pools[side], run->content, &error);
  if (error != NULL)
    take_reason (run, side, error);
  return run->names[side] != NULL;
}

/* What @writer wrote, seen from the other side. */
static DroverMarkerFate
read_from (Run *run, DroverSide writer, DroverSide reader)
{
  g_autoptr (GError) error = NULL;
  DroverMarkerFate fate;

  if (run->names[writer] == NULL)
    return DROVER_MARKER_UNTRIED;
  fate = drover_marker_pool_read (run->pools[reader], run->names[writer], run->content, &error);
  if (error != NULL)
    take_reason (run, reader, error);
  return fate;
}

static gboolean
is_settled (DroverMarkerFate fate)
{
  return fate == DROVER_MARKER_READ || fate == DROVER_MARKER_ALTERED;
}

/* Not seen at the first look, or not to be written on the source: the other way round. To write into a
 * directory oneself makes an NFS client look at it afresh, so afterwards the first way is worth another try.
 */
static void
try_other_way (Run *run)
{
  DroverSighting *sighting = &run->proof->sighting;
  DroverMarkerFate fate = DROVER_MARKER_UNTRIED;

  if (write_at (run, DROVER_SIDE_TARGET) && drover_marker_pool_reread (run->pools[DROVER_SIDE_SOURCE], NULL))
    fate = read_from (run, DROVER_SIDE_TARGET, DROVER_SIDE_SOURCE);
  if (!is_settled (fate) && run->names[DROVER_SIDE_SOURCE] != NULL &&
      drover_marker_pool_reread (run->pools[DROVER_SIDE_TARGET], NULL))
    fate = read_from (run, DROVER_SIDE_SOURCE, DROVER_SIDE_TARGET);
  if (fate != DROVER_MARKER_UNTRIED)
    sighting->fate = fate;
}

static gboolean
is_written_to (Run *run)
{
  for (guint i = 0; i < run->proof->images->len; i++)
    if (((const DroverProofImage *) run->proof->images->pdata[i])->writable)
      return TRUE;
  return FALSE;
}

/* To see what the source wrote is not yet to be allowed to write: an export may be read-only for one host, or
 * squash its root. */
static void
try_to_write (Run *run)
{
  g_autoptr (GError) error = NULL;

  if (!is_settled (run->proof->sighting.fate) || run->names[DROVER_SIDE_TARGET] != NULL ||
      !is_written_to (run))
    return;
  run->names[DROVER_SIDE_TARGET] =
      drover_marker_pool_write (run->pools[DROVER_SIDE_TARGET], run->content, &error);
  if (error != NULL)
    run->proof->sighting.write_error =
        g_strdup_printf ("%s: %s", drover_side_get_label (DROVER_SIDE_TARGET), error->message);
}

static void
look_at_images (Run *run)
{
  DroverMarkerPool *source = run->pools[DROVER_SIDE_SOURCE];
  DroverMarkerPool *target = run->pools[DROVER_SIDE_TARGET];

  for (guint i = 0; i < run->proof->images->len; i++)
    {
      DroverProofImage *image = run->proof->images->pdata[i];
      gboolean ignored;

      image->before = drover_marker_pool_look (source, image->names[DROVER_SIDE_SOURCE], &ignored);
      image->there = drover_marker_pool_look (target, image->names[DROVER_SIDE_TARGET], &image->missing);
      image->after = drover_marker_pool_look (source, image->names[DROVER_SIDE_SOURCE], &ignored);
    }
}

/**
 * drover_directory_proof_run:
 * @proof: a #DroverDirectoryProof
 * @error: unused: what could not be learned is part of the sighting
 *
 * Writes a marker on the source and reads it on the target, writes one there too where the guest writes, and
 * looks at the images on both. Everything it made is gone when it returns. Blocks, for ever where a host's
 * file system is dead.
 *
 * Returns: %TRUE
 */
gboolean
drover_directory_proof_run (gpointer proof, GError **error)
{
  g_auto (Run) run = { .proof = proof, .content = drover_marker_new_content () };
  DroverSighting *sighting = &run.proof->sighting;
  GCancellable *cancellable = run.proof->cancellable;

  sighting->fate = DROVER_MARKER_UNTRIED;
  if (g_cancellable_is_cancelled (cancellable) || !open_side (&run, DROVER_SIDE_SOURCE))
    return TRUE;
  if (!g_cancellable_is_cancelled (cancellable))
    write_at (&run, DROVER_SIDE_SOURCE);
  /* only now, so that the first look already finds what was written */
  if (g_cancellable_is_cancelled (cancellable) || !open_side (&run, DROVER_SIDE_TARGET))
    return TRUE;
  sighting->fate = read_from (&run, DROVER_SIDE_SOURCE, DROVER_SIDE_TARGET);
  if (!is_settled (sighting->fate) && !g_cancellable_is_cancelled (cancellable))
    try_other_way (&run);
  if (!g_cancellable_is_cancelled (cancellable))
    try_to_write (&run);
  if (!g_cancellable_is_cancelled (cancellable))
    look_at_images (&run);
  return TRUE;
}
