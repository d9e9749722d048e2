/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-node-device.h"

#include "caps/drover-xml-record.h"

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverNodeDevice *device = record;

  return drover_xml_require (device->name, "<name>", error);
}

DROVER_XML_RECORD_TYPE (
    DroverNodeDevice,
    drover_node_device_type,
    read_more,
    DROVER_XML_FIELD (DroverNodeDevice, name, STRING, "name"),
    DROVER_XML_FIELD (DroverNodeDevice, path, STRING, "path"),
    DROVER_XML_FIELD (DroverNodeDevice, parent, STRING, "parent"),
    DROVER_XML_FIELD (DroverNodeDevice, node, STRING, "devnode[@type='dev']"),
    DROVER_XML_FIELD (DroverNodeDevice, links, STRV, "devnode[@type='link']"),
    DROVER_XML_FIELD (DroverNodeDevice, block, STRING, "capability[@type='storage']/block"),
    DROVER_XML_FIELD (DroverNodeDevice, bus, STRING, "capability[@type='storage']/bus"),
    DROVER_XML_FIELD (DroverNodeDevice, drive_type, STRING, "capability[@type='storage']/drive_type"),
    DROVER_XML_FIELD (DroverNodeDevice, model, STRING, "capability[@type='storage']/model"),
    DROVER_XML_FIELD (DroverNodeDevice, vendor, STRING, "capability[@type='storage']/vendor"),
    DROVER_XML_FIELD (DroverNodeDevice, serial, STRING, "capability[@type='storage']/serial"),
    DROVER_XML_FLAGGED (
        DroverNodeDevice, size, INT, "capability[@type='storage']/size", DROVER_XML_PLAIN_BYTES));

/**
 * drover_node_device_parse:
 * @xml: what `virNodeDeviceGetXMLDesc` sent
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the device, or %NULL
 */
DroverNodeDevice *
drover_node_device_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_node_device_type, "device", xml, error);
}

/**
 * drover_node_device_ref:
 * @device: a device
 *
 * Returns: (transfer full): @device, shared
 */
DroverNodeDevice *
drover_node_device_ref (DroverNodeDevice *device)
{
  return drover_record_ref (device);
}

/**
 * drover_node_device_unref:
 * @device: (nullable) (transfer full): a device
 */
void
drover_node_device_unref (DroverNodeDevice *device)
{
  drover_record_free (&drover_node_device_type, device);
}

/**
 * drover_node_device_is_called:
 * @device: a device
 * @path: a path on its host
 *
 * Returns: whether @path is the device's node or one of the links to it
 */
gboolean
drover_node_device_is_called (const DroverNodeDevice *device, const char *path)
{
  return g_strcmp0 (device->node, path) == 0 || g_strcmp0 (device->block, path) == 0 ||
         g_strv_contains ((const char *const *) device->links, path);
}
