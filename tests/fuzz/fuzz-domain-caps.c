/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-domain-caps.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *xml = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverDomainCaps) caps = drover_domain_caps_parse (xml, &error);

  g_assert ((caps == NULL) == (error != NULL));
  if (caps == NULL)
    return 0;

  fuzz_write_json (&drover_domain_caps_type, caps);
  drover_domain_caps_is_supported (caps, "tpm");
  drover_domain_caps_allows (caps, "disk.bus", "virtio");
  drover_domain_caps_find_model (caps, "EPYC");
  return 0;
}
