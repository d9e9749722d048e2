/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "dac.differs", "A4", DROVER_VERDICT_WARN,
    N_ ("QEMU runs as another user on the target"),
    N_ ("libvirt gives the disk images to QEMU's user of each host. On storage that both hosts share the "
        "numbers must mean the same, or the target's QEMU may not open them, or the source's loses them: "
        "“Permission denied”."),
    "align-qemu-user fix-image-access", FALSE },
  { NULL },
};
/* clang-format on */

/* A disk in a file that both hosts have to open, and that libvirt gives to QEMU's user. */
static gboolean
is_shared_file (const DroverCheckInput *input, const DroverDisk *disk)
{
  const DroverStorageSource *source = drover_disk_get_source (disk);

  return drover_storage_source_get_kind (source) == DROVER_STORAGE_FILE && drover_disk_is_writable (disk) &&
         g_strcmp0 (source->seclabel_relabel, "no") != 0 && !drover_plan_copies_disk (input->plan, disk);
}

static const DroverDisk *
find_shared_file (const DroverCheckInput *input, const DroverGuest *guest)
{
  for (guint i = 0; i < guest->disks->len; i++)
    if (is_shared_file (input, guest->disks->pdata[i]))
      return guest->disks->pdata[i];
  return NULL;
}

/* The guest may name a user of its own, which then is the same on both. */
static gboolean
has_own_user (const DroverGuest *guest)
{
  const DroverSecLabel *label = drover_guest_find_seclabel (guest, "dac");

  return label != NULL && g_strcmp0 (label->type, "dynamic") != 0;
}

static const char *
get_user (const DroverHostCaps *caps, const char *virt_type)
{
  const DroverSecModel *model = drover_host_caps_find_secmodel (caps, "dac");

  return model ? drover_sec_model_get_base_label (model, virt_type) : NULL;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *source = drover_facts_get_capabilities (input->facts, DROVER_SIDE_SOURCE);
  const DroverHostCaps *target = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);
  const DroverDisk *disk;
  const char *from;
  const char *to;
  DroverFinding *finding;

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  disk = find_shared_file (input, guest);
  if (disk == NULL)
    {
      drover_findings_add_not_applicable (findings, _ ("no disk lies in a file that both hosts open"));
      return;
    }
  if (has_own_user (guest))
    return;
  from = get_user (source, guest->virt_type);
  to = get_user (target, guest->virt_type);
  if (from == NULL || to == NULL)
    {
      drover_findings_add_unknown (findings, _ ("%s: libvirt does not tell which user QEMU runs as"),
                                   drover_side_get_label (from ? DROVER_SIDE_TARGET : DROVER_SIDE_SOURCE));
      return;
    }
  if (g_str_equal (from, to))
    return;
  finding = drover_findings_add (findings, "dac.differs");
  drover_finding_set_source (finding, from);
  drover_finding_set_target (finding, to);
  drover_finding_set_evidence (finding, _ ("<baselabel type='%s'> is %s on the source, %s on the target"),
                               guest->virt_type, from, to);
  drover_finding_set_argument (finding, "label", from);
  drover_finding_set_argument (finding, "path", drover_disk_get_path (disk));
}

const DroverCheck drover_check_dac = {
  .id = "dac",
  .catalog = "A4",
  .group = DROVER_GROUP_SECURITY,
  .title = N_ ("QEMU runs as the same user on both hosts"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
