/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "iommu.off", "R10", DROVER_VERDICT_WARN,
    N_ ("The target cannot hand PCI devices to guests: its IOMMU is off"),
    N_ ("The guest uses a PCI device of its host. Detached for the move it could not be replaced by one of the "
        "target's: “host doesn't support passthrough of host PCI devices”."),
    "enable-iommu", FALSE },
  { NULL },
};
/* clang-format on */

static const char *
find_pci_device (const DroverGuest *guest)
{
  for (guint i = 0; i < guest->hostdevs->len; i++)
    {
      const DroverHostdev *hostdev = guest->hostdevs->pdata[i];

      if (g_strcmp0 (hostdev->type, "pci") == 0)
        return hostdev->address ? hostdev->address : "pci";
    }
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];

      if (g_strcmp0 (interface->type, "hostdev") == 0)
        return interface->address ? interface->address : "hostdev";
    }
  return NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  const char *device = find_pci_device (drover_facts_get_guest (input->facts));
  DroverFinding *finding;

  if (device == NULL)
    {
      drover_findings_add_not_applicable (findings, _ ("The guest uses no PCI device of its host."));
      return;
    }
  if (caps->iommu == NULL)
    drover_findings_add_unknown (findings, _ ("the target's capabilities do not speak of an IOMMU"));
  else if (g_strcmp0 (caps->iommu, "no") == 0)
    {
      finding = drover_findings_add (findings, "iommu.off");
      drover_finding_set_subject (finding, device);
      drover_finding_set_target (finding, "<iommu support='no'/>");
      drover_finding_set_evidence (finding, "%s: <iommu support='no'/>", device);
    }
}

const DroverCheck drover_check_iommu = {
  .id = "iommu",
  .catalog = "R10",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("The target can hand PCI devices to guests"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
