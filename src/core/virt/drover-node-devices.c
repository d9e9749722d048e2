/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-node-devices.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

/**
 * drover_node_devices_list_storage:
 * @complete: (out): whether the list has all of them
 * @cancellable: (nullable): stops it between two devices
 * @error: %DROVER_ERROR_UNSUPPORTED where the host's libvirt knows no node devices
 *
 * Asks for the host's disks as udev told libvirt of them: physical ones and LUNs, by each path to it, but no
 * partitions, nor what the device mapper made of them. One call a device.
 *
 * Returns: (transfer full): the XML of each; what vanishes meanwhile is left out
 */
GStrv
drover_node_devices_list_storage (DroverConnection *connection,
                                  gboolean *complete,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autofree virNodeDevicePtr *devices = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) local = NULL;
  int n = virConnectListAllNodeDevices (drover_connection_get_raw (connection), &devices,
                                        VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE);

  if (n < 0)
    {
      drover_virt_take_error ("virConnectListAllNodeDevices", error);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      g_autoptr (virNodeDevice) device = devices[i];
      g_autofree char *xml = NULL;

      if (i >= DROVER_MAX_STORAGE_DEVICES || local != NULL ||
          g_cancellable_set_error_if_cancelled (cancellable, &local))
        continue;
      drover_virt_keep_distance ();
      xml = drover_virt_take_string (virNodeDeviceGetXMLDesc (device, 0), "virNodeDeviceGetXMLDesc", &local);
      if (xml != NULL)
        g_strv_builder_add (builder, xml);
      else if (!drover_error_is_connection (local))
        g_clear_error (&local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  *complete = n <= DROVER_MAX_STORAGE_DEVICES;
  return g_strv_builder_end (builder);
}

/**
 * drover_node_device_get_xml:
 * @name: libvirt's name of a device of the host: `pci_0000_3b_00_0`
 * @error: %DROVER_ERROR_NOT_FOUND where it has none of that name
 *
 * Returns: (transfer full): what the host knows of it
 */
char *
drover_node_device_get_xml (DroverConnection *connection, const char *name, GError **error)
{
  g_autoptr (virNodeDevice) device = virNodeDeviceLookupByName (drover_connection_get_raw (connection), name);

  if (!drover_virt_report (device != NULL ? 0 : -1, "virNodeDeviceLookupByName", error))
    return NULL;
  return drover_virt_take_string (virNodeDeviceGetXMLDesc (device, 0), "virNodeDeviceGetXMLDesc", error);
}
