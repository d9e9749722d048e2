/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-volume-digest.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

/* libvirt's client queues what the host sends, however slowly it is taken. So that memory stays bounded, a
 * volume is asked for piece by piece. */
#define PIECE (8 * 1024 * 1024)

/* About what one of libvirt's messages carries. */
#define BUFFER (256 * 1024)

/* virStreamRecvFlags() says so where a hole begins. */
#define AT_HOLE (-3)

typedef struct {
  virStorageVol *volume;
  virStream *stream;
  GChecksum *checksum;
  GByteArray *head;
  GCancellable *cancellable;
  guint8 *buffer;
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->stream, virStreamFree);
  g_clear_pointer (&self->volume, virStorageVolFree);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_clear_pointer (&self->buffer, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/**
 * drover_volume_digest_free:
 * @digest: (nullable) (transfer full): a digest
 */
void
drover_volume_digest_free (DroverVolumeDigest *digest)
{
  if (digest == NULL)
    return;
  g_free (digest->checksum);
  g_bytes_unref (digest->head);
  g_free (digest);
}

static void
take (Reading *self, const guint8 *data, gsize size)
{
  gsize wanted = DROVER_VOLUME_HEAD_BYTES - self->head->len;

  g_checksum_update (self->checksum, data, (gssize) size);
  if (wanted > 0)
    g_byte_array_append (self->head, data, (guint) MIN (wanted, size));
}

static void
take_zeros (Reading *self, gsize size)
{
  memset (self->buffer, 0, MIN (size, BUFFER));
  while (size > 0)
    {
      gsize some = MIN (size, BUFFER);

      take (self, self->buffer, some);
      size -= some;
    }
}

/* Takes up to @left bytes, or a hole. Returns: how many that was, 0 at the end, -1 with @error. */
static gssize
receive (Reading *self, gsize left, GError **error)
{
  long long hole = 0;
  int got;

  drover_virt_keep_distance ();
  got = virStreamRecvFlags (self->stream, (char *) self->buffer, MIN (left, BUFFER),
                            VIR_STREAM_RECV_STOP_AT_HOLE);
  if (got >= 0)
    {
      take (self, self->buffer, MIN ((gsize) got, left));
      return got;
    }
  if (got != AT_HOLE || virStreamRecvHole (self->stream, &hole, 0) < 0)
    {
      drover_virt_take_error ("virStreamRecv", error);
      return -1;
    }
  take_zeros (self, (gsize) CLAMP (hole, 0, (long long) left));
  return (gssize) hole;
}

static gboolean
receive_all (Reading *self, gsize length, GError **error)
{
  for (gsize left = length; left > 0;)
    {
      gssize got;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      got = receive (self, left, error);
      if (got < 0)
        return FALSE;
      if (got == 0 || (gsize) got > left)
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                       _ ("its length changed while it was being read"));
          return FALSE;
        }
      left -= (gsize) got;
    }
  return TRUE;
}

static gboolean
read_piece (Reading *self, guint64 offset, gsize length, GError **error)
{
  g_clear_pointer (&self->stream, virStreamFree);
  drover_virt_keep_distance ();
  self->stream = virStreamNew (virStorageVolGetConnect (self->volume), 0);
  if (self->stream == NULL || virStorageVolDownload (self->volume, self->stream, offset, length,
                                                     VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM) < 0)
    {
      drover_virt_take_error ("virStorageVolDownload", error);
      return FALSE;
    }
  if (!receive_all (self, length, error))
    {
      /* or the host would keep its side open */
      virStreamAbort (self->stream);
      return FALSE;
    }
  drover_virt_keep_distance ();
  if (virStreamFinish (self->stream) == 0)
    return TRUE;
  drover_virt_take_error ("virStreamFinish", error);
  return FALSE;
}

/**
 * drover_storage_digest_volume:
 * @name: a volume of the pool
 * @length: how many bytes the file has: its physical size
 * @cancellable: (nullable): stops the reading between two messages
 * @error: also where the file turns out to be shorter
 *
 * Reads a volume as the file it is, whatever its format, and takes a checksum of it. Holes are not sent over
 * the network, and count as the zeros they stand for. Blocks, for as long as the host takes; needs some MiB
 * of memory, however large the volume is.
 *
 * Returns: (transfer full): what was read
 */
DroverVolumeDigest *
drover_storage_digest_volume (
    DroverPoolHandle *pool, const char *name, guint64 length, GCancellable *cancellable, GError **error)
{
  g_auto (Reading) self = { .cancellable = cancellable };
  DroverVolumeDigest *digest;

  drover_virt_keep_distance ();
  self.volume = virStorageVolLookupByName (pool, name);
  if (self.volume == NULL)
    {
      drover_virt_take_error ("virStorageVolLookupByName", error);
      return NULL;
    }
  self.checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self.head = g_byte_array_new ();
  self.buffer = g_malloc (BUFFER);
  for (guint64 offset = 0; offset < length; offset += PIECE)
    if (!read_piece (&self, offset, (gsize) MIN (PIECE, length - offset), error))
      return NULL;

  digest = g_new0 (DroverVolumeDigest, 1);
  digest->checksum = g_strdup (g_checksum_get_string (self.checksum));
  digest->head = g_byte_array_free_to_bytes (g_steal_pointer (&self.head));
  return digest;
}
