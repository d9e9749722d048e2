/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-host-caps.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *xml = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverHostCaps) caps = drover_host_caps_parse (xml, &error);

  g_assert ((caps == NULL) == (error != NULL));
  if (caps == NULL)
    return 0;

  fuzz_write_json (&drover_host_caps_type, caps);
  drover_host_caps_get_emulator (caps, "x86_64", "kvm");
  drover_host_caps_find_machine (caps, "x86_64", "qemu", "q35");
  drover_host_caps_count_cpus (caps);
  for (guint i = 0; i < caps->secmodels->len; i++)
    drover_sec_model_get_base_label (caps->secmodels->pdata[i], "kvm");
  return 0;
}
