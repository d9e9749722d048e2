/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-guest.h"

#include "caps/drover-xml-record.h"

static gboolean
read_more (gpointer record, xmlXPathContext *context, xmlNode *node, GError **error)
{
  DroverGuest *guest = record;
  g_autoptr (GPtrArray) metadata = drover_xml_get_nodes (context, node, "metadata/*", error);
  g_autoptr (GStrvBuilder) namespaces = g_strv_builder_new ();

  if (metadata == NULL)
    return FALSE;
  for (guint i = 0; i < metadata->len; i++)
    {
      const xmlNode *element = metadata->pdata[i];

      if (element->ns != NULL && element->ns->href != NULL)
        g_strv_builder_add (namespaces, (const char *) element->ns->href);
    }
  guest->metadata = g_strv_builder_end (namespaces);

  if (guest->vcpus < 0)
    guest->vcpus = guest->max_vcpus;
  if (guest->memory_current < 0)
    guest->memory_current = guest->memory;
  return drover_xml_require (guest->virt_type, "<domain type=…>", error) &&
         drover_xml_require (guest->name, "<name>", error);
}

DROVER_XML_RECORD_TYPE (
    DroverGuest,
    drover_guest_type,
    read_more,
    DROVER_XML_FIELD (DroverGuest, virt_type, STRING, "@type"),
    DROVER_XML_FIELD (DroverGuest, id, STRING, "@id"),
    DROVER_XML_FIELD (DroverGuest, name, STRING, "name"),
    DROVER_XML_FIELD (DroverGuest, uuid, STRING, "uuid"),
    DROVER_XML_FIELD (DroverGuest, title, STRING, "title"),
    DROVER_XML_FIELD (DroverGuest, description, STRING, "description"),
    DROVER_XML_FIELD (DroverGuest, genid, STRING, "genid"),
    DROVER_XML_FLAGGED (DroverGuest, memory, INT, "memory", DROVER_XML_BYTES),
    DROVER_XML_FLAGGED (DroverGuest, memory_current, INT, "currentMemory", DROVER_XML_BYTES),
    DROVER_XML_FIELD (DroverGuest, max_vcpus, INT, "vcpu"),
    DROVER_XML_FIELD (DroverGuest, vcpus, INT, "vcpu/@current"),
    DROVER_XML_FIELD (DroverGuest, vcpu_placement, STRING, "vcpu/@placement"),
    DROVER_XML_FIELD (DroverGuest, cpuset, STRING, "vcpu/@cpuset"),
    DROVER_XML_FIELD (DroverGuest, iothreads, INT, "iothreads"),
    DROVER_XML_ONE (DroverGuest, os, drover_guest_os_type, "."),
    DROVER_XML_ONE (DroverGuest, cpu, drover_cpu_type, "cpu"),
    DROVER_XML_ONE (DroverGuest, memory_backing, drover_memory_backing_type, "."),
    DROVER_XML_LIST (DroverGuest,
                     pins,
                     drover_cpu_pin_type,
                     "cputune/*[self::vcpupin or self::emulatorpin or self::iothreadpin]"),
    DROVER_XML_LIST (DroverGuest,
                     features,
                     drover_guest_feature_type,
                     "features/*|features/*[self::hyperv or self::kvm]/*"),
    DROVER_XML_FIELD (DroverGuest, clock_offset, STRING, "clock/@offset"),
    DROVER_XML_LIST (DroverGuest, timers, drover_timer_type, "clock/timer"),
    DROVER_XML_LIST (DroverGuest, seclabels, drover_sec_label_type, "seclabel"),
    DROVER_XML_FIELD (DroverGuest, launch_security, STRING, "launchSecurity/@type"),
    DROVER_XML_FIELD (DroverGuest, partition, STRING, "resource/partition"),
    DROVER_XML_FIELD (DroverGuest, emulator, STRING, "devices/emulator"),
    DROVER_XML_LIST (DroverGuest, disks, drover_disk_type, "devices/disk"),
    DROVER_XML_LIST (DroverGuest, interfaces, drover_interface_type, "devices/interface"),
    DROVER_XML_LIST (DroverGuest, graphics, drover_graphics_type, "devices/graphics"),
    DROVER_XML_LIST (DroverGuest, hostdevs, drover_hostdev_type, "devices/hostdev"),
    DROVER_XML_LIST (DroverGuest, filesystems, drover_filesystem_type, "devices/filesystem"),
    DROVER_XML_LIST (DroverGuest, tpms, drover_tpm_type, "devices/tpm"),
    DROVER_XML_LIST (DroverGuest, rngs, drover_rng_type, "devices/rng"),
    DROVER_XML_LIST (DroverGuest,
                     chardevs,
                     drover_chardev_type,
                     "devices/*[self::serial or self::console or self::parallel or self::channel or "
                     "self::redirdev or self::smartcard]"),
    DROVER_XML_LIST (DroverGuest, memories, drover_memory_device_type, "devices/memory"),
    DROVER_XML_LIST (DroverGuest, shmems, drover_shmem_type, "devices/shmem"),
    DROVER_XML_LIST (DroverGuest, videos, drover_video_type, "devices/video"),
    DROVER_XML_LIST (DroverGuest, inputs, drover_input_type, "devices/input"),
    DROVER_XML_LIST (DroverGuest, controllers, drover_controller_type, "devices/controller"),
    DROVER_XML_LIST (DroverGuest, leases, drover_lease_type, "devices/lease"),
    DROVER_XML_LIST (
        DroverGuest,
        others,
        drover_simple_device_type,
        "devices/*[self::watchdog or self::iommu or self::vsock or self::memballoon or self::sound or "
        "self::panic or self::crypto or self::audio or self::pstore or self::nvram]"),
    DROVER_XML_FIELD (DroverGuest, has_qemu_commandline, BOOLEAN, "qemu:commandline/*"),
    DROVER_XML_FIELD (DroverGuest, qemu_args, STRV, "qemu:commandline/qemu:arg/@value"),
    DROVER_XML_FIELD (DroverGuest, has_qemu_override, BOOLEAN, "qemu:override/*"),
    DROVER_XML_FIELD (DroverGuest, metadata, STRV, NULL),
    DROVER_XML_FLAGGED (DroverGuest, xml, STRING, ".", DROVER_XML_NODE | DROVER_FIELD_PRIVATE));

/**
 * drover_guest_parse:
 * @xml: what `virDomainGetXMLDesc` sent, with or without INACTIVE or MIGRATABLE
 * @error: %DROVER_ERROR_MALFORMED
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): the guest, or %NULL
 */
DroverGuest *
drover_guest_parse (const char *xml, GError **error)
{
  return drover_xml_read_document (&drover_guest_type, "domain", xml, error);
}

/**
 * drover_guest_ref:
 * @guest: a guest
 *
 * Returns: (transfer full): @guest, shared
 */
DroverGuest *
drover_guest_ref (DroverGuest *guest)
{
  return drover_record_ref (guest);
}

/**
 * drover_guest_unref:
 * @guest: (nullable) (transfer full): a guest
 */
void
drover_guest_unref (DroverGuest *guest)
{
  drover_record_free (&drover_guest_type, guest);
}

/**
 * drover_guest_find_disk:
 * @guest: a guest
 * @target_dev: the disk's name in the guest's definition, e.g. `vda`
 *
 * Returns: (transfer none) (nullable): the disk
 */
const DroverDisk *
drover_guest_find_disk (const DroverGuest *guest, const char *target_dev)
{
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (g_strcmp0 (disk->target_dev, target_dev) == 0)
        return disk;
    }
  return NULL;
}

/**
 * drover_guest_find_seclabel:
 * @guest: a guest
 * @model: a security model: `apparmor`, `selinux`, `dac`
 *
 * Returns: (transfer none) (nullable): the guest's label of that model
 */
const DroverSecLabel *
drover_guest_find_seclabel (const DroverGuest *guest, const char *model)
{
  for (guint i = 0; i < guest->seclabels->len; i++)
    {
      const DroverSecLabel *label = guest->seclabels->pdata[i];

      if (g_strcmp0 (label->model, model) == 0)
        return label;
    }
  return NULL;
}

/**
 * drover_guest_find_feature:
 * @guest: a guest
 * @name: a feature as in [struct@GuestFeature], e.g. `acpi` or `hyperv.evmcs`
 *
 * Returns: (transfer none) (nullable): the feature, if the definition names it
 */
const DroverGuestFeature *
drover_guest_find_feature (const DroverGuest *guest, const char *name)
{
  for (guint i = 0; i < guest->features->len; i++)
    {
      const DroverGuestFeature *feature = guest->features->pdata[i];

      if (g_strcmp0 (feature->name, name) == 0)
        return feature;
    }
  return NULL;
}

/**
 * drover_guest_find_other:
 * @guest: a guest
 * @kind: an element as in [struct@SimpleDevice], e.g. `vsock`
 *
 * Returns: (transfer none) (nullable): the first device of that kind
 */
const DroverSimpleDevice *
drover_guest_find_other (const DroverGuest *guest, const char *kind)
{
  for (guint i = 0; i < guest->others->len; i++)
    {
      const DroverSimpleDevice *device = guest->others->pdata[i];

      if (g_strcmp0 (device->kind, kind) == 0)
        return device;
    }
  return NULL;
}
