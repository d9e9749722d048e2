/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "fixed-device.virtiofs", "P6", DROVER_VERDICT_BLOCK,
    N_ ("The guest uses a folder of the source through virtiofs"),
    N_ ("The source's libvirt refuses: “migration with virtiofs device is not supported”."),
    "unmount-in-guest cold-move", FALSE },
  { "fixed-device.virtiofs-maybe", "P6", DROVER_VERDICT_WARN,
    N_ ("The guest uses a folder of the source through virtiofs, which not every virtiofsd can hand over"),
    N_ ("Both hosts need a virtiofsd that can migrate, and the same folder. Where one of them cannot, libvirt refuses "
        "and the guest stays where it is."),
    "unmount-in-guest", FALSE },
  { "fixed-device.folder", "P6", DROVER_VERDICT_WARN,
    N_ ("The guest can mount a folder of the source (9p)"),
    N_ ("While it is mounted in the guest QEMU refuses: “Migration is disabled when VirtFS export path … is "
        "mounted in the guest”. No host can see whether it is."),
    "unmount-in-guest", FALSE },
  { "fixed-device.shared-memory", "P6", DROVER_VERDICT_BLOCK,
    N_ ("The guest shares memory with others on the source, and is not the one that owns it"),
    N_ ("Only the owner's memory travels: “only shmem with role='master' can be migrated”."),
    "detach-device remove-device cold-move", FALSE },
  { "fixed-device.shared-memory-owner", "P6", DROVER_VERDICT_WARN,
    N_ ("The guest owns memory that it shares with others on the source"),
    N_ ("The content moves along; the others stay and see it no more."),
    "", FALSE },
  { "fixed-device.vhost-user", "P6", DROVER_VERDICT_WARN,
    N_ ("A device of the guest is served by another program on the source (vhost-user)"),
    N_ ("That program has to log what it writes, else QEMU refuses: “vhost lacks VHOST_F_LOG_ALL feature”. On the "
        "target one has to serve the same socket."),
    "", FALSE },
  { "fixed-device.vdpa", "P6", DROVER_VERDICT_BLOCK,
    N_ ("A card of the guest is a vDPA device of the source"),
    N_ ("The source's QEMU cannot tell what such a device writes to memory, and refuses."),
    "remove-device cold-move", FALSE },
  { "fixed-device.vdpa-maybe", "P6", DROVER_VERDICT_WARN,
    N_ ("A card of the guest is a vDPA device of the source, which only some devices can hand over"),
    N_ ("QEMU decides when the migration begins. Where the device cannot, it refuses and the guest stays where it "
        "is."),
    "", FALSE },
  { "fixed-device.virgl", "P6", DROVER_VERDICT_BLOCK,
    N_ ("The guest draws with the source's graphics card"),
    N_ ("What is in that card cannot be read back: “virgl is not yet migratable”."),
    "remove-device cold-move", FALSE },
  { "fixed-device.encrypted-memory", "P6", DROVER_VERDICT_BLOCK,
    N_ ("The guest's memory is encrypted with a key that the source's processor keeps"),
    N_ ("QEMU cannot move such memory: “SEV: Migration is not implemented”."),
    "cold-move", FALSE },
  { NULL },
};
/* clang-format on */

/* From "Allow migration if the migrate-precopy capability is present" on libvirt's list, June 2024; before,
 * its qemuMigrationSrcIsAllowed() refused any. */
#define LIBVIRT_WITH_VIRTIOFS_MIGRATION 10006000
/* QEMU 8.0 shadows a vDPA card's queues by itself while it migrates. */
#define QEMU_WITH_VDPA_MIGRATION 8000000

static DroverFinding *
add (DroverFindings *findings, const char *code, const char *kind, const char *what)
{
  DroverFinding *finding = drover_findings_add (findings, code);
  g_autofree char *text = what ? g_strdup_printf ("%s %s", kind, what) : g_strdup (kind);

  drover_finding_set_subject (finding, what ? what : kind);
  drover_finding_set_source (finding, text);
  drover_finding_set_evidence (finding, "%s", text);
  return finding;
}

/* One that the version at hand decides; which version that is, the evidence says. */
static void
add_versioned (DroverFindings *findings,
               const char *never,
               const char *maybe,
               const char *kind,
               const char *what,
               const char *program,
               gint64 version,
               gint64 wanted)
{
  g_autofree char *text = version > 0 ? drover_format_version ((guint64) version) : NULL;

  if (text == NULL)
    drover_findings_add_unknown (findings, _ ("%s %s: the source does not tell its version of %s"), kind,
                                 what ? what : "", program);
  else
    drover_finding_set_evidence (add (findings, version < wanted ? never : maybe, kind, what),
                                 _ ("%s %s; the source has %s %s"), kind, what ? what : "", program, text);
}

static void
judge_filesystems (const DroverGuest *guest, gint64 libvirt, DroverFindings *findings)
{
  for (guint i = 0; i < guest->filesystems->len; i++)
    {
      const DroverFilesystem *folder = guest->filesystems->pdata[i];

      if (g_strcmp0 (folder->driver, "virtiofs") == 0)
        add_versioned (findings, "fixed-device.virtiofs", "fixed-device.virtiofs-maybe", "virtiofs",
                       folder->target, "libvirt", libvirt, LIBVIRT_WITH_VIRTIOFS_MIGRATION);
      else
        add (findings, "fixed-device.folder", "9p", folder->target);
    }
}

/* libvirt's qemuMigrationSrcIsAllowed() in src/qemu/qemu_migration.c: the first ivshmem never, the others by
 * role, which is the peer's where nothing is said. */
static void
judge_shared_memory (const DroverGuest *guest, DroverFindings *findings)
{
  for (guint i = 0; i < guest->shmems->len; i++)
    {
      const DroverShmem *shmem = guest->shmems->pdata[i];
      DroverFinding *finding;
      gboolean owner = g_strcmp0 (shmem->role, "master") == 0 && g_strcmp0 (shmem->model, "ivshmem") != 0;

      finding = add (findings, owner ? "fixed-device.shared-memory-owner" : "fixed-device.shared-memory",
                     shmem->model ? shmem->model : "ivshmem", shmem->name);
      if (shmem->alias != NULL)
        drover_finding_set_argument (finding, "alias", shmem->alias);
      if (shmem->name != NULL)
        drover_finding_set_argument (finding, "device", shmem->name);
    }
}

static void
judge_interfaces (const DroverGuest *guest, gint64 qemu, DroverFindings *findings)
{
  for (guint i = 0; i < guest->interfaces->len; i++)
    {
      const DroverInterface *interface = guest->interfaces->pdata[i];

      if (g_strcmp0 (interface->type, "vhostuser") == 0)
        add (findings, "fixed-device.vhost-user", "vhostuser", interface->path);
      else if (g_strcmp0 (interface->type, "vdpa") == 0)
        add_versioned (findings, "fixed-device.vdpa", "fixed-device.vdpa-maybe", "vdpa", interface->dev,
                       "QEMU", qemu, QEMU_WITH_VDPA_MIGRATION);
    }
}

static void
judge_disks (const DroverGuest *guest, DroverFindings *findings)
{
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      if (drover_storage_source_get_kind (drover_disk_get_source (disk)) == DROVER_STORAGE_VHOST_USER)
        add (findings, "fixed-device.vhost-user", "vhostuser", disk->target_dev);
    }
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  const DroverFactIdentity *identity = drover_facts_get_identity (input->facts, DROVER_SIDE_SOURCE);

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("A guest that is off holds no device."));
      return;
    }
  judge_filesystems (guest, identity ? identity->libvirt_version : 0, findings);
  judge_shared_memory (guest, findings);
  judge_interfaces (guest, identity ? identity->qemu_version : 0, findings);
  judge_disks (guest, findings);
  for (guint i = 0; i < guest->videos->len; i++)
    {
      const DroverVideo *video = guest->videos->pdata[i];

      if (g_strcmp0 (video->accel3d, "yes") == 0)
        add (findings, "fixed-device.virgl", "accel3d", video->model);
    }
  if (guest->launch_security != NULL)
    add (findings, "fixed-device.encrypted-memory", "launchSecurity", guest->launch_security);
}

const DroverCheck drover_check_fixed_device = {
  .id = "fixed-device",
  .catalog = "P6",
  .group = DROVER_GROUP_DEVICES,
  .title = N_ ("No device of the guest is tied to the source"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_IDENTITY, DROVER_NEED_SOURCE, TRUE }),
  .codes = codes,
  .judge = judge,
};
