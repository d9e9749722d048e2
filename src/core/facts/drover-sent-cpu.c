/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-sent-cpu.h"

/**
 * drover_sent_cpu:
 * @facts: what is known; the guest's XML among it
 *
 * The CPU that the target must provide: the one in the migratable XML. Where that still says host-model, as
 * libvirt 11.3 does of a guest that runs, it is the one the guest has got for it at its start, which its live
 * XML spells out: that goes along, and host-model would mean another CPU on the target. A pure function; may
 * be called from any thread.
 *
 * Returns: (transfer none) (nullable): the CPU; %NULL where the guest has QEMU's default one
 */
const DroverCpu *
drover_sent_cpu (const DroverFacts *facts)
{
  const DroverGuest *live = drover_facts_get_guest (facts);
  const DroverGuest *sent = drover_facts_get_migratable (facts);

  if (sent == NULL || (sent->cpu != NULL && g_strcmp0 (sent->cpu->mode, "host-model") == 0 && live != NULL &&
                       live->cpu != NULL && live->cpu->model != NULL))
    return live ? live->cpu : NULL;
  return sent->cpu;
}
