/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "memory-device.no-place", "P9", DROVER_VERDICT_BLOCK,
    N_ ("libvirt does not know where a memory module of the guest sits"),
    N_ ("The target has to put it at the same place: “dimm info lacks slot ID or base address”. Where the guest "
        "starts afresh, libvirt knows."),
    "power-cycle", FALSE },
  { NULL },
};
/* clang-format on */

/* The models that sit in a slot; the virtio ones are PCI devices, and their place is known with the bus. */
static gboolean
sits_in_slot (const DroverMemoryDevice *memory)
{
  return g_strcmp0 (memory->model, "dimm") == 0 || g_strcmp0 (memory->model, "nvdimm") == 0;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("A guest that is off gets its memory anew."));
      return;
    }
  for (guint i = 0; i < guest->memories->len; i++)
    {
      const DroverMemoryDevice *memory = guest->memories->pdata[i];
      DroverFinding *finding;

      if (!sits_in_slot (memory) || (memory->slot != NULL && memory->base != NULL))
        continue;
      finding = drover_findings_add (findings, "memory-device.no-place");
      drover_finding_set_subject (finding, memory->model);
      drover_finding_set_evidence (finding, _ ("memory device %u (%s): slot %s, base %s"), i, memory->model,
                                   memory->slot ? memory->slot : "?", memory->base ? memory->base : "?");
    }
}

const DroverCheck drover_check_memory_device = {
  .id = "memory-device",
  .catalog = "P9",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("The place of every memory module is known"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
