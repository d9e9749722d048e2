/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-storage.h"

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "virt/drover-gvir-private.h"
#include "virt/drover-virt-private.h"

static virStorageVol *
lookup_volume (DroverPoolHandle *pool, const char *name, GError **error)
{
  virStorageVol *volume;

  drover_virt_keep_distance ();
  volume = virStorageVolLookupByName (pool, name);
  if (volume == NULL)
    drover_virt_take_error ("virStorageVolLookupByName", error);
  return volume;
}

static char *
volume_xml (virStorageVol *volume, GError **error)
{
  drover_virt_keep_distance ();
  return drover_virt_take_string (virStorageVolGetXMLDesc (volume, 0), "virStorageVolGetXMLDesc", error);
}

/**
 * drover_storage_get_volume_xml_by_path:
 * @path: a file or device on the host
 * @error: %DROVER_ERROR_NOT_FOUND where no active pool holds it
 *
 * Returns: (transfer full): the volume's XML
 */
char *
drover_storage_get_volume_xml_by_path (DroverConnection *connection, const char *path, GError **error)
{
  g_autoptr (virStorageVol) volume = virStorageVolLookupByPath (drover_connection_get_raw (connection), path);

  if (volume == NULL)
    {
      drover_virt_take_error ("virStorageVolLookupByPath", error);
      return NULL;
    }
  return volume_xml (volume, error);
}

/**
 * drover_storage_get_volume_xml:
 *
 * Returns: (transfer full): the XML of a volume of the pool
 */
char *
drover_storage_get_volume_xml (DroverPoolHandle *pool, const char *name, GError **error)
{
  g_autoptr (virStorageVol) volume = lookup_volume (pool, name, error);

  return volume ? volume_xml (volume, error) : NULL;
}

static gboolean
upload (virConnectPtr connection, virStorageVol *volume, GBytes *content, GError **error)
{
  g_autoptr (virStream) stream = virStreamNew (connection, 0);
  gsize size;
  const char *data = g_bytes_get_data (content, &size);
  gsize sent = 0;

  if (stream == NULL || virStorageVolUpload (volume, stream, 0, size, 0) < 0)
    {
      drover_virt_take_error ("virStorageVolUpload", error);
      return FALSE;
    }
  while (sent < size)
    {
      int n = virStreamSend (stream, data + sent, size - sent);

      if (n < 0)
        {
          drover_virt_take_error ("virStreamSend", error);
          virStreamAbort (stream);
          return FALSE;
        }
      sent += (gsize) n;
    }
  if (virStreamFinish (stream) < 0)
    {
      drover_virt_take_error ("virStreamFinish", error);
      return FALSE;
    }
  return TRUE;
}

/**
 * drover_storage_create_raw_volume:
 * @name: a name that does not exist yet; libvirt refuses one that does
 * @content: what it shall hold
 *
 * Returns: whether the volume was made and holds @content; a half-made one is removed
 */
gboolean
drover_storage_create_raw_volume (DroverPoolHandle *pool, const char *name, GBytes *content, GError **error)
{
  g_autoptr (GVirConfigStorageVol) config = gvir_config_storage_vol_new ();
  g_autoptr (GVirConfigStorageVolTarget) target = gvir_config_storage_vol_target_new ();
  g_autoptr (virStorageVol) volume = NULL;
  g_autofree char *xml = NULL;

  gvir_config_storage_vol_set_name (config, name);
  gvir_config_storage_vol_set_capacity (config, g_bytes_get_size (content));
  gvir_config_storage_vol_target_set_format (target, "raw");
  gvir_config_storage_vol_set_target (config, target);
  xml = gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));

  volume = virStorageVolCreateXML (pool, xml, 0);
  if (volume == NULL)
    {
      drover_virt_take_error ("virStorageVolCreateXML", error);
      return FALSE;
    }
  if (upload (virStoragePoolGetConnect (pool), volume, content, error))
    return TRUE;
  virStorageVolDelete (volume, 0);
  return FALSE;
}

/**
 * drover_storage_copy_volume:
 * @from: a raw volume of the pool
 * @to: a name that does not exist yet; libvirt refuses one that does
 *
 * Lets the host itself copy a volume, without a byte crossing the connection; it has been written through to
 * the storage when the call returns (virStorageBackendCopyToFD() ends with an fdatasync). Blocks.
 *
 * Returns: whether the copy was made
 */
gboolean
drover_storage_copy_volume (DroverPoolHandle *pool, const char *from, const char *to, GError **error)
{
  g_autoptr (virStorageVol) source = lookup_volume (pool, from, error);
  g_autoptr (virStorageVol) copy = NULL;
  g_autofree char *xml = source ? volume_xml (source, error) : NULL;
  g_autoptr (xmlDoc) doc = xml ? drover_xml_parse (xml, "volume", error) : NULL;
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  xmlNode *name = context ? drover_xml_get_node (context, NULL, "/volume/name") : NULL;
  g_autofree char *wanted = NULL;

  if (name == NULL)
    return FALSE;
  drover_xml_set_text (name, to);
  wanted = drover_xml_doc_to_text (doc);
  drover_virt_keep_distance ();
  copy = virStorageVolCreateXMLFrom (pool, wanted, source, 0);
  return drover_virt_report (copy != NULL ? 0 : -1, "virStorageVolCreateXMLFrom", error);
}

/**
 * drover_storage_read_volume:
 * @max: read no more than this many bytes
 *
 * Returns: (transfer full): the beginning of the volume
 */
GBytes *
drover_storage_read_volume (DroverPoolHandle *pool, const char *name, gsize max, GError **error)
{
  g_autoptr (virStorageVol) volume = lookup_volume (pool, name, error);
  g_autoptr (virStream) stream = NULL;
  g_autofree char *buffer = g_malloc (max);
  gsize got = 0;

  if (volume == NULL)
    return NULL;
  stream = virStreamNew (virStoragePoolGetConnect (pool), 0);
  if (stream == NULL || virStorageVolDownload (volume, stream, 0, max, 0) < 0)
    {
      drover_virt_take_error ("virStorageVolDownload", error);
      return NULL;
    }
  while (got < max)
    {
      int n = virStreamRecv (stream, buffer + got, max - got);

      if (n < 0)
        {
          drover_virt_take_error ("virStreamRecv", error);
          virStreamAbort (stream);
          return NULL;
        }
      if (n == 0)
        break;
      got += (gsize) n;
    }
  if (virStreamFinish (stream) < 0)
    {
      drover_virt_take_error ("virStreamFinish", error);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), got);
}

/**
 * drover_storage_delete_volume:
 *
 * Deletes a volume. Only for markers of ours.
 *
 * Returns: whether it is gone
 */
gboolean
drover_storage_delete_volume (DroverPoolHandle *pool, const char *name, GError **error)
{
  g_autoptr (virStorageVol) volume = lookup_volume (pool, name, error);

  if (volume == NULL)
    return FALSE;
  if (virStorageVolDelete (volume, 0) == 0)
    return TRUE;
  drover_virt_take_error ("virStorageVolDelete", error);
  return FALSE;
}
