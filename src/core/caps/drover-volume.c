/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-volume.h"

#include "caps/drover-xml-record.h"

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverVolume *volume = record;

  return drover_xml_require (volume->name, "<name>", error);
}

DROVER_XML_RECORD_TYPE (
    DroverVolume,
    drover_volume_type,
    read_more,
    DROVER_XML_FIELD (DroverVolume, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverVolume, name, STRING, "name"),
    DROVER_XML_FIELD (DroverVolume, key, STRING, "key"),
    DROVER_XML_FLAGGED (DroverVolume, capacity, INT, "capacity", DROVER_XML_PLAIN_BYTES),
    DROVER_XML_FLAGGED (DroverVolume, allocation, INT, "allocation", DROVER_XML_PLAIN_BYTES),
    DROVER_XML_FLAGGED (DroverVolume, physical, INT, "physical", DROVER_XML_PLAIN_BYTES),
    DROVER_XML_FIELD (DroverVolume, path, STRING, "target/path"),
    DROVER_XML_FIELD (DroverVolume, format, STRING, "target/format/@type"),
    DROVER_XML_FIELD (DroverVolume, mode, STRING, "target/permissions/mode"),
    DROVER_XML_FIELD (DroverVolume, owner, STRING, "target/permissions/owner"),
    DROVER_XML_FIELD (DroverVolume, group, STRING, "target/permissions/group"),
    DROVER_XML_FIELD (DroverVolume, label, STRING, "target/permissions/label"),
    DROVER_XML_FIELD (DroverVolume, mtime, STRING, "target/timestamps/mtime"),
    DROVER_XML_FIELD (DroverVolume, ctime, STRING, "target/timestamps/ctime"),
    DROVER_XML_FIELD (DroverVolume, compat, STRING, "target/compat"),
    DROVER_XML_FIELD (DroverVolume, encrypted, BOOLEAN, "target/encryption"),
    DROVER_XML_FIELD (DroverVolume, source_devices, STRV, "source/device/@path"),
    DROVER_XML_FIELD (DroverVolume, backing_path, STRING, "backingStore/path"),
    DROVER_XML_FIELD (DroverVolume, backing_format, STRING, "backingStore/format/@type"));

/**
 * drover_volume_parse:
 * @xml: what `virStorageVolGetXMLDesc` sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the volume, or %NULL
 */
DroverVolume *
drover_volume_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_volume_type, "volume", xml, error);
}

/**
 * drover_volume_ref:
 * @volume: a volume
 *
 * Returns: (transfer full): @volume, shared
 */
DroverVolume *
drover_volume_ref (DroverVolume *volume)
{
  return drover_record_ref (volume);
}

/**
 * drover_volume_unref:
 * @volume: (nullable) (transfer full): a volume
 */
void
drover_volume_unref (DroverVolume *volume)
{
  drover_record_free (&drover_volume_type, volume);
}
