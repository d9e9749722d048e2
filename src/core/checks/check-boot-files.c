/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-disk-element.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "boot-files.missing", "D17", DROVER_VERDICT_BLOCK,
    N_ ("A file that the guest is started with does not exist on the target"),
    N_ ("Kernel, initrd, device tree, firmware and the like are named by their path on the host; the target's "
        "QEMU opens them when the migration begins."),
    "dest-xml-disk copy-file", FALSE },
  { "boot-files.firmware-missing", "D17", DROVER_VERDICT_BLOCK,
    N_ ("The guest's firmware does not exist on the target"),
    N_ ("The target's QEMU maps the firmware from this very path, and it must be of the same size."),
    "same-firmware copy-file", FALSE },
  { "boot-files.device", "D17", DROVER_VERDICT_WARN,
    N_ ("The guest uses a device or socket of its host that the target must have too"),
    N_ ("libvirt cannot be asked whether the target has it; where it has not, the migration fails at its start."),
    "check-path remove-device", FALSE },
  { "boot-files.tcp", "D17", DROVER_VERDICT_INFO,
    N_ ("A serial port or channel of the guest uses a TCP port of its host"),
    N_ ("One that listens needs the port to be free on the target; one that connects must reach its peer from "
        "there. Clients connect anew after the move."),
    "", FALSE },
  { NULL },
};
/* clang-format on */

typedef enum {
  KIND_OTHER, /* not this check's business */
  KIND_FILE,
  KIND_FIRMWARE,
  KIND_TEMPLATE,
  KIND_DEVICE,
} Kind;

/* The emulator has a check of its own; so have shared folders, TPMs and vhost-user devices, which QEMU itself
 * will not migrate. */
static Kind
get_kind (const DroverHostPath *path)
{
  static const char *const others[] = { "emulator", "filesystem", "tpm", "vhostuser", "shmem", "vdpa", NULL };
  static const char *const files[] = { "kernel", "initrd", "dtb", "acpi-table", "fwcfg", NULL };
  /* on every Linux host */
  static const char *const devices[] = { "/dev/urandom", "/dev/random", "/dev/null", "/dev/zero", NULL };

  if (path->created || g_strv_contains (others, path->role) || g_strv_contains (devices, path->path))
    return KIND_OTHER;
  if (g_str_equal (path->role, "loader"))
    return KIND_FIRMWARE;
  if (g_str_equal (path->role, "nvram-template"))
    return KIND_TEMPLATE;
  return g_strv_contains (files, path->role) ? KIND_FILE : KIND_DEVICE;
}

/* libvirt lists firmware that the host has. */
static gboolean
is_listed_firmware (const DroverFacts *facts, const char *path)
{
  const DroverFactDomcaps *domcaps = drover_facts_get_domcaps (facts, DROVER_SIDE_TARGET);
  const DroverDomainCaps *caps = domcaps ? domcaps->caps : NULL;

  return caps != NULL && g_strv_contains ((const char *const *) caps->loaders, path);
}

static void
fill (DroverFinding *finding, const DroverHostPath *path)
{
  drover_finding_set_subject (finding, path->role);
  drover_finding_set_source (finding, path->path);
  drover_finding_set_target (finding, path->path);
  drover_finding_set_argument (finding, "path", path->path);
}

static void
judge_device (const DroverHostPath *path, DroverFindings *findings)
{
  DroverFinding *finding = drover_findings_add (findings, "boot-files.device");

  fill (finding, path);
  drover_finding_set_target (finding, NULL);
  drover_finding_set_evidence (finding, "%s: %s", path->role, path->path);
}

/* Before a guest comes in libvirt makes its variables of the template, and then gives them what the guest
 * had. */
static void
judge_file (const DroverCheckInput *input, const DroverHostPath *path, Kind kind, DroverFindings *findings)
{
  const DroverFactFile *file = drover_facts_find_file (input->facts, DROVER_SIDE_TARGET, path->path);
  const char *exists = file ? file->exists : NULL;
  DroverFinding *finding;

  if (g_strcmp0 (exists, "yes") == 0)
    return;
  if (g_strcmp0 (exists, "no") == 0)
    {
      finding = drover_findings_add (findings, kind == KIND_FILE ? "boot-files.missing"
                                                                 : "boot-files.firmware-missing");
      drover_finding_set_evidence (finding, "%s", file->reason ? file->reason : path->path);
    }
  else if (kind == KIND_TEMPLATE)
    {
      judge_device (path, findings);
      return;
    }
  else if (kind == KIND_FIRMWARE && is_listed_firmware (input->facts, path->path))
    return;
  else
    finding = drover_findings_add_unknown (
        findings, "%s: %s", path->path,
        file && file->reason ? file->reason : _ ("the target does not say whether it exists"));
  fill (finding, path);
}

static guint
judge_tcp (const DroverGuest *guest, DroverFindings *findings)
{
  guint found = 0;

  for (guint i = 0; i < guest->chardevs->len; i++)
    {
      const DroverChardev *chardev = guest->chardevs->pdata[i];
      g_autofree char *address = NULL;
      DroverFinding *finding;

      /* a serial port is told a second time as the first console */
      if (g_strcmp0 (chardev->type, "tcp") != 0 || g_strcmp0 (chardev->kind, "console") == 0)
        continue;
      address = g_strdup_printf ("%s:%s", chardev->host ? chardev->host : "*",
                                 chardev->service ? chardev->service : "?");
      finding = drover_findings_add (findings, "boot-files.tcp");
      drover_finding_set_subject (finding, chardev->kind);
      drover_finding_set_source (finding, address);
      drover_finding_set_evidence (finding, "%s: mode='%s' %s", chardev->kind,
                                   chardev->mode ? chardev->mode : "?", address);
      found++;
    }
  return found;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) paths = NULL;
  guint looked_at = 0;

  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("An offline migration opens no file."));
      return;
    }
  paths = drover_guest_list_host_paths (effective);
  for (guint i = 0; i < paths->len; i++)
    {
      const DroverHostPath *path = paths->pdata[i];
      Kind kind = get_kind (path);

      looked_at += kind != KIND_OTHER;
      if (kind == KIND_DEVICE)
        judge_device (path, findings);
      else if (kind != KIND_OTHER)
        judge_file (input, path, kind, findings);
    }
  looked_at += judge_tcp (effective, findings);
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings,
                                        _ ("The guest needs no file of its host beside its disks."));
}

const DroverCheck drover_check_boot_files = {
  .id = "boot-files",
  .catalog = "D17",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("The target has the firmware, kernel and devices that the guest uses"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_DOMCAPS, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
