/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-disk.h"

#include "caps/drover-xml-record.h"

static gboolean
is_chain_end (xmlNode *backing)
{
  return xmlHasProp (backing, BAD_CAST "type") == NULL;
}

static gboolean
read_chain (DroverDisk *disk, xmlXPathContext *context, xmlNode *node, GError **error)
{
  disk->chain = drover_record_list_new (&drover_storage_source_type);
  while (node != NULL)
    {
      DroverStorageSource *source =
          drover_xml_read_record (&drover_storage_source_type, context, node, error);

      if (source == NULL)
        return FALSE;
      g_ptr_array_add (disk->chain, source);

      node = drover_xml_get_node (context, node, "backingStore");
      if (node != NULL && is_chain_end (node))
        {
          disk->chain_complete = TRUE;
          break;
        }
    }
  return TRUE;
}

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverDisk *disk = record;

  if (disk->device == NULL)
    disk->device = g_strdup ("disk");
  return read_chain (disk, context, node, error);
}

DROVER_XML_RECORD_TYPE (DroverDisk,
                        drover_disk_type,
                        read_more,
                        DROVER_XML_FIELD (DroverDisk, device, STRING, "@device"),
                        DROVER_XML_FIELD (DroverDisk, model, STRING, "@model"),
                        DROVER_XML_FIELD (DroverDisk, target_dev, STRING, "target/@dev"),
                        DROVER_XML_FIELD (DroverDisk, target_bus, STRING, "target/@bus"),
                        DROVER_XML_FIELD (DroverDisk, alias, STRING, "alias/@name"),
                        DROVER_XML_FIELD (DroverDisk, driver_name, STRING, "driver/@name"),
                        DROVER_XML_FIELD (DroverDisk, driver_type, STRING, "driver/@type"),
                        DROVER_XML_FIELD (DroverDisk, cache, STRING, "driver/@cache"),
                        DROVER_XML_FIELD (DroverDisk, io, STRING, "driver/@io"),
                        DROVER_XML_FIELD (DroverDisk, discard, STRING, "driver/@discard"),
                        DROVER_XML_FIELD (DroverDisk, error_policy, STRING, "driver/@error_policy"),
                        DROVER_XML_FIELD (DroverDisk, readonly, BOOLEAN, "readonly"),
                        DROVER_XML_FIELD (DroverDisk, shareable, BOOLEAN, "shareable"),
                        DROVER_XML_FIELD (DroverDisk, transient, BOOLEAN, "transient"),
                        DROVER_XML_FIELD (DroverDisk, snapshot, STRING, "@snapshot"),
                        DROVER_XML_FIELD (DroverDisk, serial, STRING, "serial"),
                        DROVER_XML_FIELD (DroverDisk, wwn, STRING, "wwn"),
                        DROVER_XML_FIELD (DroverDisk, rawio, STRING, "@rawio"),
                        DROVER_XML_FIELD (DroverDisk, sgio, STRING, "@sgio"),
                        DROVER_XML_LIST (DroverDisk, chain, drover_storage_source_type, NULL),
                        DROVER_XML_FIELD (DroverDisk, chain_complete, BOOLEAN, NULL),
                        DROVER_XML_ONE (DroverDisk, mirror, drover_storage_source_type, "mirror"),
                        DROVER_XML_FIELD (DroverDisk, mirror_job, STRING, "mirror/@job"));

/**
 * drover_disk_get_source:
 * @disk: a disk
 *
 * Returns: (transfer none): the top image
 */
const DroverStorageSource *
drover_disk_get_source (const DroverDisk *disk)
{
  return disk->chain->pdata[0];
}

/**
 * drover_disk_get_path:
 * @disk: a disk
 *
 * Returns: (transfer none) (nullable): the top image's path on the host, for what has one
 */
const char *
drover_disk_get_path (const DroverDisk *disk)
{
  return drover_storage_source_get_path (drover_disk_get_source (disk));
}

/**
 * drover_disk_is_empty:
 * @disk: a disk
 *
 * Returns: whether it is a drive with nothing in it
 */
gboolean
drover_disk_is_empty (const DroverDisk *disk)
{
  return drover_storage_source_is_empty (drover_disk_get_source (disk));
}

/**
 * drover_disk_is_writable:
 * @disk: a disk
 *
 * Returns: whether the guest may change it. CD drives are read-only whether or not the XML says so.
 */
gboolean
drover_disk_is_writable (const DroverDisk *disk)
{
  return !disk->readonly && g_strcmp0 (disk->device, "cdrom") != 0;
}

/**
 * drover_disk_is_migrated_by_copy:
 * @disk: a disk
 *
 * libvirt's own rule for which disks a migration with storage copy takes along when none are named
 * (`qemuMigrationAnyCopyDisk()`).
 *
 * Returns: whether @disk is copied
 */
gboolean
drover_disk_is_migrated_by_copy (const DroverDisk *disk)
{
  return !disk->shareable && drover_disk_is_writable (disk) && !drover_disk_is_empty (disk);
}
