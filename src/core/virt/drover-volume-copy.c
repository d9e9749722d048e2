/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-volume-copy.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "virt/drover-virt-private.h"

/* libvirt's client queues what the host sends, however slowly it is taken: a file is asked for piece by
 * piece. What is sent goes in one stream: at the end of each the host reads the whole pool anew. */
#define PIECE (8 * 1024 * 1024)
#define BUFFER (256 * 1024)

/* virStreamRecvFlags() says so where a hole begins. */
#define AT_HOLE (-3)

typedef struct {
  const DroverVolumeCopy *copy;
  GCancellable *cancellable;
  virStorageVol *source;
  virStorageVol *target;
  virStream *down;
  virStream *up;
  GChecksum *checksum;
  char *buffer;
  guint64 done;
} Copying;

static void
copying_clear (Copying *self)
{
  g_clear_pointer (&self->down, virStreamFree);
  g_clear_pointer (&self->up, virStreamFree);
  g_clear_pointer (&self->source, virStorageVolFree);
  g_clear_pointer (&self->target, virStorageVolFree);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_clear_pointer (&self->buffer, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copying, copying_clear)

/* Raw whatever is in it, and without a byte of its own yet, so that what is thin stays thin. */
static char *
describe_target (const DroverVolumeCopy *copy, gboolean owned)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse ("<volume/>", "volume", NULL);
  xmlNode *volume = xmlDocGetRootElement (doc);
  g_autofree char *length = g_strdup_printf ("%" G_GUINT64_FORMAT, copy->length);
  xmlNode *target;
  xmlNode *permissions;

  drover_xml_add_child (volume, "name", copy->to_name);
  drover_xml_add_child (volume, "capacity", length);
  drover_xml_add_child (volume, "allocation", "0");
  target = drover_xml_add_child (volume, "target", NULL);
  drover_xml_set_attribute (drover_xml_add_child (target, "format", NULL), "type", "raw");
  permissions = drover_xml_add_child (target, "permissions", NULL);
  if (copy->mode != NULL)
    drover_xml_add_child (permissions, "mode", copy->mode);
  if (owned && copy->owner != NULL)
    drover_xml_add_child (permissions, "owner", copy->owner);
  if (owned && copy->group != NULL)
    drover_xml_add_child (permissions, "group", copy->group);
  return drover_xml_doc_to_text (doc);
}

static virStorageVol *
create_target (const DroverVolumeCopy *copy, GError **error)
{
  g_autofree char *owned = describe_target (copy, TRUE);
  g_autofree char *plain = describe_target (copy, FALSE);
  virStorageVol *target;

  drover_virt_keep_distance ();
  target = virStorageVolCreateXML (copy->to, owned, 0);
  /* a server that squashes root gives no file away */
  if (target == NULL)
    target = virStorageVolCreateXML (copy->to, plain, 0);
  drover_virt_report (target != NULL ? 0 : -1, "virStorageVolCreateXML", error);
  return target;
}

static gboolean
send (Copying *self, gsize size, GError **error)
{
  for (gsize sent = 0; sent < size;)
    {
      int n;

      drover_virt_keep_distance ();
      n = virStreamSend (self->up, self->buffer + sent, size - sent);
      if (!drover_virt_report (n, "virStreamSend", error))
        return FALSE;
      sent += (gsize) n;
    }
  g_checksum_update (self->checksum, (const guchar *) self->buffer, (gssize) size);
  return TRUE;
}

static gboolean
send_hole (Copying *self, gsize size, GError **error)
{
  drover_virt_keep_distance ();
  if (!drover_virt_report (virStreamSendHole (self->up, (long long) size, 0), "virStreamSendHole", error))
    return FALSE;
  memset (self->buffer, 0, MIN (size, BUFFER));
  for (gsize left = size; left > 0; left -= MIN (left, BUFFER))
    g_checksum_update (self->checksum, (const guchar *) self->buffer, (gssize) MIN (left, BUFFER));
  return TRUE;
}

/* Takes up to @left bytes, or a hole, and sends them on. Returns: how many, 0 at the end, -1 with @error. */
static gssize
pass_on (Copying *self, gsize left, GError **error)
{
  long long hole = 0;
  int got;

  drover_virt_keep_distance ();
  got = virStreamRecvFlags (self->down, self->buffer, MIN (left, BUFFER), VIR_STREAM_RECV_STOP_AT_HOLE);
  if (got >= 0)
    return got == 0 || send (self, (gsize) got, error) ? got : -1;
  if (got != AT_HOLE || virStreamRecvHole (self->down, &hole, 0) < 0)
    {
      drover_virt_take_error ("virStreamRecv", error);
      return -1;
    }
  hole = CLAMP (hole, 0, (long long) left);
  return send_hole (self, (gsize) hole, error) ? (gssize) hole : -1;
}

static gboolean
pass_piece_on (Copying *self, gsize length, GError **error)
{
  for (gsize left = length; left > 0;)
    {
      gssize got;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      got = pass_on (self, left, error);
      if (got < 0)
        return FALSE;
      if (got == 0)
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                       _ ("its length changed while it was being read"));
          return FALSE;
        }
      left -= (gsize) got;
      self->done += (gsize) got;
      if (self->copy->progress != NULL)
        self->copy->progress (self->done, self->copy->progress_data);
    }
  return TRUE;
}

static gboolean
copy_piece (Copying *self, gsize length, GError **error)
{
  gboolean passed;

  g_clear_pointer (&self->down, virStreamFree);
  drover_virt_keep_distance ();
  self->down = virStreamNew (virStorageVolGetConnect (self->source), 0);
  if (self->down == NULL || virStorageVolDownload (self->source, self->down, self->done, length,
                                                   VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM) < 0)
    {
      drover_virt_take_error ("virStorageVolDownload", error);
      return FALSE;
    }
  passed = pass_piece_on (self, length, error);
  drover_virt_keep_distance ();
  if (!passed)
    {
      virStreamAbort (self->down);
      return FALSE;
    }
  return drover_virt_report (virStreamFinish (self->down), "virStreamFinish", error);
}

static gboolean
copy_all (Copying *self, GError **error)
{
  const DroverVolumeCopy *copy = self->copy;

  self->up = virStreamNew (virStorageVolGetConnect (self->target), 0);
  if (self->up == NULL ||
      virStorageVolUpload (self->target, self->up, 0, copy->length, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM) < 0)
    {
      drover_virt_take_error ("virStorageVolUpload", error);
      return FALSE;
    }
  while (self->done < copy->length)
    if (!copy_piece (self, (gsize) MIN (PIECE, copy->length - self->done), error))
      {
        virStreamAbort (self->up);
        return FALSE;
      }
  drover_virt_keep_distance ();
  return drover_virt_report (virStreamFinish (self->up), "virStreamFinish", error);
}

/**
 * drover_volume_copy_run:
 * @copy: what is to be copied where
 * @cancellable: (nullable): stops it between two messages
 * @error: a half-made copy is removed
 *
 * Copies a file as the file it is: what it says of a backing file, its internal snapshots and its holes stay.
 * It goes through this computer, so that it can be followed, stopped and summed up. Blocks, for as long as
 * that takes; needs some MiB of memory.
 *
 * Returns: (transfer full): the SHA-256 of what was read, in hexadecimal
 */
char *
drover_volume_copy_run (const DroverVolumeCopy *copy, GCancellable *cancellable, GError **error)
{
  g_auto (Copying) self = { .copy = copy, .cancellable = cancellable };

  drover_virt_keep_distance ();
  self.source = virStorageVolLookupByName (copy->from, copy->from_name);
  if (!drover_virt_report (self.source != NULL ? 0 : -1, "virStorageVolLookupByName", error))
    return NULL;
  self.target = create_target (copy, error);
  if (self.target == NULL)
    return NULL;
  self.checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self.buffer = g_malloc (BUFFER);
  if (copy_all (&self, error))
    return g_strdup (g_checksum_get_string (self.checksum));
  virStorageVolDelete (self.target, 0);
  return NULL;
}
