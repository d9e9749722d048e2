/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "checks/drover-guest-networks.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "hostdev.assigned", "P1", DROVER_VERDICT_BLOCK,
    N_ ("A device of the source is handed to the guest; it cannot move along"),
    N_ ("libvirt says “cannot migrate a domain with <hostdev …>”, or QEMU that the VFIO device does not support "
        "migration. Detach it for the move and attach the target's own afterwards."),
    "detach-device cold-move", FALSE },
  { "hostdev.vendor", "P1", DROVER_VERDICT_WARN,
    N_ ("A device handed to the guest moves only if its vendor's driver can"),
    N_ ("The definition says that it can; both hosts need the same device, driver and firmware, and QEMU decides "
        "when the migration begins."),
    "detach-device-by-hand", FALSE },
  { "hostdev.vgpu", "P3", DROVER_VERDICT_WARN,
    N_ ("A mediated device handed to the guest moves only if its vendor's driver can"),
    N_ ("libvirt lets such guests go since version 11.0, and both hosts have it; whether the device's state can be "
        "sent, QEMU and the driver decide when the migration begins."),
    "detach-device-by-hand", FALSE },
  { "hostdev.vgpu-too-old", "P3", DROVER_VERDICT_BLOCK,
    N_ ("A mediated device is handed to the guest, and libvirt is too old to move it"),
    N_ ("Before version 11.0 libvirt refuses: “cannot migrate a domain with <hostdev mode='subsystem' "
        "type='mdev'>”. Upgrade both hosts, or detach the device for the move."),
    "upgrade-target detach-device cold-move", FALSE },
  { "hostdev.network-lun", "P1", DROVER_VERDICT_INFO,
    N_ ("A LUN that the guest reaches over the network moves along"),
    N_ ("Since version 8.6 libvirt lets QEMU decide, which opens the same LUN on the target. Its server must let the "
        "target in."),
    "", FALSE },
  { "hostdev.teaming", "P1", DROVER_VERDICT_INFO,
    N_ ("A network device of the source is unplugged for the move and plugged in again by itself"),
    N_ ("It is the transient half of a team; meanwhile the guest uses the other half. The target needs such a "
        "device too."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

/* libvirt 11.0.0 */
#define MOVES_VGPU 11000000

static const char *
choose_vgpu_code (const DroverFacts *facts)
{
  const DroverFactIdentity *source = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *target = drover_facts_get_identity (facts, DROVER_SIDE_TARGET);

  if (source == NULL || target == NULL)
    return "hostdev.assigned";
  return source->libvirt_version >= MOVES_VGPU && target->libvirt_version >= MOVES_VGPU
             ? "hostdev.vgpu"
             : "hostdev.vgpu-too-old";
}

/* libvirt 8.6.0 asks QEMU 6.0 for what is in the way, and has no rule of its own then
 * (qemuMigrationSrcIsAllowed()). */
#define ASKS_QEMU 8006000
#define TELLS_BLOCKERS 6000000

/* The name of a LUN on the network means the same everywhere, that of one on the host's bus does not. */
static const char *
choose_scsi_code (const DroverFacts *facts, const char *protocol)
{
  const DroverFactIdentity *source = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);

  return g_strcmp0 (protocol, "iscsi") == 0 && source != NULL && source->libvirt_version >= ASKS_QEMU &&
                 source->qemu_version >= TELLS_BLOCKERS
             ? "hostdev.network-lun"
             : "hostdev.assigned";
}

static const char *
choose_code (const char *type, const char *teaming, const char *migratable)
{
  if (g_strcmp0 (teaming, "transient") == 0)
    return "hostdev.teaming";
  if (g_strcmp0 (migratable, "on") == 0 || g_strcmp0 (migratable, "yes") == 0)
    return g_strcmp0 (type, "pci") == 0 ? "hostdev.vendor" : "hostdev.assigned";
  return "hostdev.assigned";
}

static void
add (DroverFindings *findings, const char *code, const char *kind, const char *address, const char *alias)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *value = g_strdup_printf ("%s %s", kind, address ? address : "?");

  drover_finding_set_subject (finding, alias ? alias : value);
  drover_finding_set_source (finding, value);
  drover_finding_set_evidence (finding, "%s", value);
  if (address != NULL)
    drover_finding_set_argument (finding, "device", address);
  if (alias != NULL)
    drover_finding_set_argument (finding, "alias", alias);
}

static void
judge_hostdevs (const DroverFacts *facts, const DroverGuest *guest, DroverFindings *findings)
{
  for (guint i = 0; i < guest->hostdevs->len; i++)
    {
      const DroverHostdev *hostdev = guest->hostdevs->pdata[i];
      gboolean is_usb =
          g_strcmp0 (hostdev->mode, "capabilities") != 0 && g_strcmp0 (hostdev->type, "usb") == 0;
      const char *kind = hostdev->type ? hostdev->type : hostdev->mode;
      const char *code = choose_code (hostdev->type, hostdev->teaming_type, hostdev->migratable);

      /* USB has a check of its own. */
      if (is_usb)
        continue;
      if (g_strcmp0 (hostdev->type, "mdev") == 0)
        code = choose_vgpu_code (facts);
      else if (g_strcmp0 (hostdev->type, "scsi") == 0)
        code = choose_scsi_code (facts, hostdev->protocol);
      add (findings, code, kind ? kind : "hostdev", hostdev->address, hostdev->alias);
    }
}

/* SR-IOV: a card of type hostdev, or one that a network of such devices deals out. */
static void
judge_interfaces (const DroverCheckInput *input, const DroverGuest *guest, DroverFindings *findings)
{
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];
      const DroverFactNetwork *network =
          interface->network != NULL
              ? drover_facts_find_network (input->facts, DROVER_SIDE_SOURCE, interface->network)
              : NULL;

      if (g_strcmp0 (interface->type, "hostdev") != 0 &&
          (network == NULL || g_strcmp0 (network->forward, "hostdev") != 0))
        continue;
      add (findings, choose_code ("net", interface->teaming_type, NULL), "pci",
           interface->address ? interface->address : interface->network, interface->alias);
    }
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
  judge_hostdevs (input->facts, guest, findings);
  judge_interfaces (input, guest, findings);
}

const DroverCheck drover_check_hostdev = {
  .id = "hostdev",
  .catalog = "P1 P3",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("No device of the host is handed to the guest"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_NETWORKS, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
