/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-node-device.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *xml = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverNodeDevice) device = drover_node_device_parse (xml, &error);

  g_assert ((device == NULL) == (error != NULL));
  if (device == NULL)
    return 0;

  fuzz_write_json (&drover_node_device_type, device);
  for (guint i = 0; device->links[i] != NULL; i++)
    g_assert (drover_node_device_is_called (device, device->links[i]));
  return 0;
}
