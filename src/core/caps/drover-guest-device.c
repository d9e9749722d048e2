/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-guest-device.h"

#include "caps/drover-xml-record.h"

static char *
read_usb_address (xmlXPathContext *context, xmlNode *node)
{
  g_autofree char *bus = drover_xml_get_string (context, node, "source/address/@bus");
  g_autofree char *device = drover_xml_get_string (context, node, "source/address/@device");

  return bus && device ? g_strconcat (bus, ":", device, NULL) : NULL;
}

static char *
read_scsi_address (xmlXPathContext *context, xmlNode *node)
{
  g_autofree char *adapter = drover_xml_get_string (context, node, "source/adapter/@name");
  g_autofree char *place = drover_xml_get_string (
      context, node, "concat(source/address/@bus, ':', source/address/@target, ':', source/address/@unit)");

  if (adapter == NULL)
    return drover_xml_get_string (context, node, "source/@name"); /* iSCSI */
  return g_strconcat (adapter, ":", place, NULL);
}

static gboolean
read_hostdev_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverHostdev *hostdev = record;

  if (g_strcmp0 (hostdev->type, "pci") == 0)
    hostdev->address = drover_xml_get_pci_address (context, node, "source/address");
  else if (g_strcmp0 (hostdev->type, "usb") == 0)
    hostdev->address = read_usb_address (context, node);
  else if (g_strcmp0 (hostdev->type, "scsi") == 0)
    hostdev->address = read_scsi_address (context, node);
  else if (g_strcmp0 (hostdev->type, "scsi_host") == 0)
    hostdev->address = drover_xml_get_string (context, node, "source/@wwpn");
  else if (g_strcmp0 (hostdev->type, "mdev") == 0)
    hostdev->address = drover_xml_get_string (context, node, "source/address/@uuid");
  else
    hostdev->address =
        drover_xml_get_string (context, node, "source/*[self::block or self::char or self::interface]");
  return TRUE;
}

DROVER_XML_RECORD_TYPE (
    DroverHostdev,
    drover_hostdev_type,
    read_hostdev_more,
    DROVER_XML_FIELD (DroverHostdev, mode, STRING, "@mode"),
    DROVER_XML_FIELD (DroverHostdev, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverHostdev, managed, STRING, "@managed"),
    DROVER_XML_FIELD (DroverHostdev, model, STRING, "@model"),
    DROVER_XML_FIELD (DroverHostdev, driver, STRING, "driver/@*[name()='name' or name()='model']"),
    DROVER_XML_FIELD (DroverHostdev, protocol, STRING, "source/@protocol"),
    DROVER_XML_FIELD (DroverHostdev, address, STRING, NULL),
    DROVER_XML_FIELD (DroverHostdev, vendor_id, STRING, "source/vendor/@id"),
    DROVER_XML_FIELD (DroverHostdev, product_id, STRING, "source/product/@id"),
    DROVER_XML_FIELD (DroverHostdev, startup_policy, STRING, "source/@startupPolicy"),
    DROVER_XML_FIELD (DroverHostdev, migratable, STRING, "@migratable"),
    DROVER_XML_FIELD (DroverHostdev, teaming_type, STRING, "teaming/@type"),
    DROVER_XML_FIELD (DroverHostdev, teaming_persistent, STRING, "teaming/@persistent"),
    DROVER_XML_FIELD (DroverHostdev, alias, STRING, "alias/@name"));

DROVER_XML_RECORD_TYPE (
    DroverFilesystem,
    drover_filesystem_type,
    NULL,
    DROVER_XML_FIELD (DroverFilesystem, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverFilesystem, driver, STRING, "driver/@type"),
    DROVER_XML_FIELD (DroverFilesystem, access_mode, STRING, "@accessmode"),
    DROVER_XML_FIELD (DroverFilesystem,
                      source,
                      STRING,
                      "source/@*[name()='dir' or name()='file' or name()='name' or name()='dev' or "
                      "name()='socket' or name()='usage' or name()='volume']"),
    DROVER_XML_FIELD (DroverFilesystem, target, STRING, "target/@dir"),
    DROVER_XML_FIELD (DroverFilesystem, readonly, BOOLEAN, "readonly"));

DROVER_XML_RECORD_TYPE (
    DroverTpm,
    drover_tpm_type,
    NULL,
    DROVER_XML_FIELD (DroverTpm, model, STRING, "@model"),
    DROVER_XML_FIELD (DroverTpm, backend, STRING, "backend/@type"),
    DROVER_XML_FIELD (DroverTpm, version, STRING, "backend/@version"),
    DROVER_XML_FIELD (DroverTpm, path, STRING, "backend/device/@path|backend/source/@path"),
    DROVER_XML_FIELD (DroverTpm, persistent_state, STRING, "backend/@persistent_state"),
    DROVER_XML_FIELD (DroverTpm, secret, STRING, "backend/encryption/@secret"));

DROVER_XML_RECORD_TYPE (
    DroverRng,
    drover_rng_type,
    NULL,
    DROVER_XML_FIELD (DroverRng, model, STRING, "@model"),
    DROVER_XML_FIELD (DroverRng, backend, STRING, "backend/@model"),
    DROVER_XML_FIELD (DroverRng, path, STRING, "backend[@model='random']|backend/source/@path"));

DROVER_XML_RECORD_TYPE (
    DroverChardev,
    drover_chardev_type,
    NULL,
    DROVER_XML_FIELD (DroverChardev, kind, STRING, "name(.)"),
    DROVER_XML_FIELD (DroverChardev, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverChardev, path, STRING, "source/@path"),
    DROVER_XML_FIELD (
        DroverChardev, mode, STRING, "source[not(@mode='bind') or not(../source/@mode='connect')]/@mode"),
    DROVER_XML_FIELD (
        DroverChardev, host, STRING, "source[not(@mode='bind') or not(../source/@mode='connect')]/@host"),
    DROVER_XML_FIELD (DroverChardev,
                      service,
                      STRING,
                      "source[not(@mode='bind') or not(../source/@mode='connect')]/@service"),
    DROVER_XML_FIELD (DroverChardev, protocol, STRING, "protocol/@type"),
    DROVER_XML_FIELD (
        DroverChardev, bind_host, STRING, "source[@mode='bind' and ../source/@mode='connect']/@host"),
    DROVER_XML_FIELD (
        DroverChardev, bind_service, STRING, "source[@mode='bind' and ../source/@mode='connect']/@service"),
    DROVER_XML_FIELD (DroverChardev, target_type, STRING, "target/@type"),
    DROVER_XML_FIELD (DroverChardev, target_name, STRING, "target/@name"),
    DROVER_XML_FIELD (DroverChardev, log_file, STRING, "log/@file"),
    DROVER_XML_FIELD (DroverChardev, alias, STRING, "alias/@name"));

DROVER_XML_RECORD_TYPE (DroverMemoryDevice,
                        drover_memory_device_type,
                        NULL,
                        DROVER_XML_FIELD (DroverMemoryDevice, model, STRING, "@model"),
                        DROVER_XML_FLAGGED (DroverMemoryDevice, size, INT, "target/size", DROVER_XML_BYTES),
                        DROVER_XML_FIELD (DroverMemoryDevice, path, STRING, "source/path"),
                        DROVER_XML_FIELD (DroverMemoryDevice, slot, STRING, "address/@slot"),
                        DROVER_XML_FIELD (DroverMemoryDevice, base, STRING, "address/@base"));

DROVER_XML_RECORD_TYPE (DroverShmem,
                        drover_shmem_type,
                        NULL,
                        DROVER_XML_FIELD (DroverShmem, name, STRING, "@name"),
                        DROVER_XML_FIELD (DroverShmem, model, STRING, "model/@type"),
                        DROVER_XML_FIELD (DroverShmem, role, STRING, "@role"),
                        DROVER_XML_FIELD (DroverShmem, server_path, STRING, "server/@path"),
                        DROVER_XML_FIELD (DroverShmem, alias, STRING, "alias/@name"));

DROVER_XML_RECORD_TYPE (DroverVideo,
                        drover_video_type,
                        NULL,
                        DROVER_XML_FIELD (DroverVideo, model, STRING, "model/@type"),
                        DROVER_XML_FIELD (DroverVideo, accel3d, STRING, "model/acceleration/@accel3d"));

DROVER_XML_RECORD_TYPE (
    DroverInput,
    drover_input_type,
    NULL,
    DROVER_XML_FIELD (DroverInput, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverInput, bus, STRING, "@bus"),
    DROVER_XML_FIELD (DroverInput, path, STRING, "source/@*[name()='dev' or name()='evdev']"));

DROVER_XML_RECORD_TYPE (DroverController,
                        drover_controller_type,
                        NULL,
                        DROVER_XML_FIELD (DroverController, type, STRING, "@type"),
                        DROVER_XML_FIELD (DroverController, index, INT, "@index"),
                        DROVER_XML_FIELD (DroverController, model, STRING, "@model"));

DROVER_XML_RECORD_TYPE (DroverLease,
                        drover_lease_type,
                        NULL,
                        DROVER_XML_FIELD (DroverLease, lockspace, STRING, "lockspace"),
                        DROVER_XML_FIELD (DroverLease, key, STRING, "key"),
                        DROVER_XML_FIELD (DroverLease, path, STRING, "target/@path"));

DROVER_XML_RECORD_TYPE (
    DroverSimpleDevice,
    drover_simple_device_type,
    NULL,
    DROVER_XML_FIELD (DroverSimpleDevice, kind, STRING, "name(.)"),
    DROVER_XML_FIELD (DroverSimpleDevice, model, STRING, "@model"),
    DROVER_XML_FIELD (DroverSimpleDevice, type, STRING, "@type"),
    DROVER_XML_FIELD (DroverSimpleDevice, address, STRING, "cid/@address"),
    DROVER_XML_FIELD (DroverSimpleDevice, path, STRING, "source/@*[name()='path' or name()='dev']"));
