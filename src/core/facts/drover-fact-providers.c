/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

/* One line each. */
static const DroverFactProvider *const providers[] = {
  &drover_provider_guest_xml,   &drover_provider_migratable, &drover_provider_identity,
  &drover_provider_pools,       &drover_provider_names,      &drover_provider_capabilities,
  &drover_provider_guest_state, &drover_provider_files,      &drover_provider_domcaps,
  &drover_provider_cpu,         &drover_provider_networks,   &drover_provider_all_networks,
  &drover_provider_disks,       &drover_provider_ports,      &drover_provider_memory,
  &drover_provider_guests,      &drover_provider_reach,      &drover_provider_listen,
  &drover_provider_devices,     &drover_provider_proof,      &drover_provider_objects,
  &drover_provider_pages,       &drover_provider_system,     &drover_provider_cpu_offer,
  &drover_provider_dirtying,
};

/**
 * drover_fact_providers_get:
 * @n_providers: (out): how many
 *
 * Returns: (transfer none) (array length=n_providers): the providers of this room
 */
const DroverFactProvider *const *
drover_fact_providers_get (guint *n_providers)
{
  *n_providers = G_N_ELEMENTS (providers);
  return providers;
}
