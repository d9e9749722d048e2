/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "usb.assigned", "P2", DROVER_VERDICT_WARN,
    N_ ("A USB device of the source is handed to the guest and will not move along"),
    N_ ("libvirt allows it, but looks for the same device on the target and fails where there is none; where "
        "there is one the guest finds another device in its place."),
    "detach-device", FALSE },
  { "usb.dropped", "P2", DROVER_VERDICT_INFO,
    N_ ("The guest will lose a USB device of the source"),
    N_ ("Where the target has no such device it is left out; the definition allows that (startupPolicy)."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

static char *
describe (const DroverHostdev *hostdev)
{
  if (hostdev->vendor_id != NULL && hostdev->product_id != NULL)
    return g_strdup_printf ("usb %s:%s", hostdev->vendor_id, hostdev->product_id);
  return g_strdup_printf ("usb %s", hostdev->address ? hostdev->address : "?");
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("A guest that is off holds no device."));
      return;
    }
  for (guint i = 0; i < guest->hostdevs->len; i++)
    {
      const DroverHostdev *hostdev = guest->hostdevs->pdata[i];
      gboolean may_drop = g_strcmp0 (hostdev->startup_policy, "optional") == 0 ||
                          g_strcmp0 (hostdev->startup_policy, "requisite") == 0;
      g_autofree char *name = NULL;
      DroverFinding *finding;

      if (g_strcmp0 (hostdev->type, "usb") != 0)
        continue;
      name = describe (hostdev);
      finding = drover_findings_add (findings, may_drop ? "usb.dropped" : "usb.assigned");
      drover_finding_set_subject (finding, hostdev->alias ? hostdev->alias : name);
      drover_finding_set_source (finding, name);
      drover_finding_set_evidence (finding, "%s", name);
      drover_finding_set_argument (finding, "device", name);
      if (hostdev->alias != NULL)
        drover_finding_set_argument (finding, "alias", hostdev->alias);
    }
}

const DroverCheck drover_check_usb = {
  .id = "usb",
  .catalog = "P2",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("No USB device of the host is handed to the guest"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
