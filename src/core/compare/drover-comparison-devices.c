/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What QEMU can give to guests, as the domain capabilities of the host's own default emulator tell it. */
#include <glib/gi18n-lib.h>

#include "compare/drover-comparison-private.h"

/* One line each. A check stands where one judges a moving guest by it; the others are for guests that are
 * defined or started anew. */
static const struct {
  const char *id;
  const char *label; /* (translatable) */
  const char *element;
  const char *values; /* of that element; NULL: yes or no */
  const char *check;
} devices[] = {
  { "device.firmware", N_ ("Firmware"), "os", "os.firmware", "boot-files" },
  { "device.secure-boot", N_ ("Secure Boot"), "os.loader", "os.loader.secure", "boot-files" },
  { "device.tpm", N_ ("TPM models"), "tpm", "tpm.model", "tpm" },
  { "device.tpm-backend", N_ ("TPM back ends"), "tpm", "tpm.backendModel", "tpm" },
  { "device.tpm-version", N_ ("TPM versions"), "tpm", "tpm.backendVersion", "tpm" },
  { "device.video", N_ ("Video"), "video", "video.modelType", NULL },
  { "device.graphics", N_ ("Graphics"), "graphics", "graphics.type", NULL },
  { "device.disk-bus", N_ ("Disk buses"), "disk", "disk.bus", NULL },
  { "device.disk-model", N_ ("Disk models"), "disk", "disk.model", NULL },
  { "device.rng", N_ ("Random number generators"), "rng", "rng.backendModel", NULL },
  { "device.filesystem", N_ ("Shared folders"), "filesystem", "filesystem.driverType", NULL },
  { "device.redirdev", N_ ("USB redirection"), "redirdev", "redirdev.bus", NULL },
  { "device.channel", N_ ("Channels"), "channel", "channel.type", NULL },
  { "device.crypto", N_ ("Cryptographic devices"), "crypto", "crypto.backendModel", NULL },
  { "device.hostdev", N_ ("Host devices"), "hostdev", "hostdev.subsysType", NULL },
  { "device.memory-backing", N_ ("Memory sources"), "memoryBacking", "memoryBacking.sourceType", NULL },
  { "device.sev", N_ ("Encrypted guests (SEV)"), "features.sev", NULL, NULL },
  { "device.sgx", N_ ("Enclaves (SGX)"), "features.sgx", NULL, NULL },
  { "device.hyperv", N_ ("Hyper-V enlightenments"), "features.hyperv", "features.hyperv.features", NULL },
};

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Order means nothing there, so it must be no difference. */
static char *
join_sorted (GStrv values)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    g_ptr_array_add (sorted, values[i]);
  if (sorted->len == 0)
    return g_strdup (_ ("none"));
  g_ptr_array_sort (sorted, compare_text);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv (", ", (GStrv) sorted->pdata);
}

static char *
read_device (const DroverFacts *facts, const char *element, const char *path)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);
  const DroverDomainCaps *caps = offer ? offer->caps : NULL;
  const DroverCapsEnum *values;

  if (caps == NULL)
    return NULL;
  values = path ? drover_domain_caps_find_enum (caps, path) : NULL;
  switch (drover_domain_caps_is_supported (caps, element))
    {
    case DROVER_CAPS_NO:
      return g_strdup (_ ("no"));
    case DROVER_CAPS_YES:
      return values ? join_sorted (values->values) : path ? NULL : g_strdup (_ ("yes"));
    case DROVER_CAPS_UNKNOWN:
      return values ? join_sorted (values->values) : NULL;
    }
  g_return_val_if_reached (NULL);
}

/* Adds a row for every kind of device. */
void
drover_comparison_add_devices (GPtrArray *rows, DroverFacts *const *hosts, guint n_hosts)
{
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      DroverComparisonRow *row = drover_comparison_row_new (
          "devices", devices[i].id, _ (devices[i].label),
          devices[i].check ? DROVER_RELEVANCE_MOVING : DROVER_RELEVANCE_NEW_GUESTS, devices[i].check);

      for (guint k = 0; k < n_hosts; k++)
        g_ptr_array_add (row->values, read_device (hosts[k], devices[i].element, devices[i].values));
      drover_comparison_row_judge (row, FALSE);
      g_ptr_array_add (rows, row);
    }
}
