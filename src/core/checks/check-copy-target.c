/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/drover-units.h"
#include "checks/drover-disk-element.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "copy-target.in-use", "D16", DROVER_VERDICT_BLOCK,
    N_ ("The copy would overwrite the disk of another guest on the target"),
    N_ ("libvirt copies onto an image that exists without asking. The other guest's data would be lost."),
    "dest-xml-disk", TRUE },
  { "copy-target.exists", "D16", DROVER_VERDICT_BLOCK,
    N_ ("The copy would overwrite an image that exists on the target"),
    N_ ("libvirt copies onto an image that exists without asking, whosever it is. Choose another path, or name "
        "the disk with --migrate-disks if this image may be overwritten and no guest uses it."),
    "dest-xml-disk migrate-disk-named move-image-away", TRUE },
  { "copy-target.unproved", "D16", DROVER_VERDICT_UNKNOWN,
    N_ ("It is not known whether the copy would overwrite something on the target"),
    N_ ("libvirt copies onto an image that exists without asking, whosever it is. Where the target cannot be "
        "looked at, nothing is copied."),
    "", TRUE },
  { "copy-target.size", "D7", DROVER_VERDICT_BLOCK,
    N_ ("The image on the target is not as large as the source's"),
    N_ ("QEMU says “Source and target image have different sizes”."),
    "recreate-image", TRUE },
  { "copy-target.chosen", "D16", DROVER_VERDICT_WARN,
    N_ ("An image that exists on the target will be overwritten, as you chose"),
    N_ ("No guest of the target uses it. What it holds will be lost."),
    "", FALSE },
  { "copy-target.overlay-missing", "D6", DROVER_VERDICT_BLOCK,
    N_ ("An incremental copy needs the overlay on the target to exist"),
    N_ ("libvirt does not create it: “pre-creation of storage targets for incremental storage migration is not "
        "supported”."),
    "copy-all-instead precreate-overlay", FALSE },
  { "copy-target.cannot-create", "D9", DROVER_VERDICT_BLOCK,
    N_ ("libvirt cannot create a disk of this kind on the target"),
    N_ ("It says “cannot precreate storage for disk type …”. Only images in the folder of a pool are made by "
        "themselves."),
    "precreate-volume dest-xml-disk", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
uses (const DroverFactGuestEntry *guest, const char *name)
{
  return guest->sources != NULL && g_strv_contains ((const char *const *) guest->sources, name);
}

/* (transfer none) (nullable): a guest of the target whose disks could not be read. */
static const DroverFactGuestEntry *
find_unreadable (const DroverFactGuests *guests)
{
  for (guint i = 0; guests->guests != NULL && i < guests->guests->len; i++)
    if (((const DroverFactGuestEntry *) guests->guests->pdata[i])->sources == NULL)
      return guests->guests->pdata[i];
  return NULL;
}

/* (transfer none) (nullable): a guest of the target, other than this one, that has the image among its disks.
 */
static const DroverFactGuestEntry *
find_user (const DroverCheckInput *input, const DroverFactGuests *guests, const DroverDiskElement *element)
{
  const DroverGuest *own = drover_facts_get_guest (input->facts);

  for (guint i = 0; guests->guests != NULL && i < guests->guests->len; i++)
    {
      const DroverFactGuestEntry *guest = guests->guests->pdata[i];

      /* A definition of this very guest left on the target by an earlier move is no other guest's claim. */
      if (!guest->active && own->uuid != NULL && g_strcmp0 (guest->uuid, own->uuid) == 0)
        continue;
      if (uses (guest, element->target_name))
        return guest;
    }
  return NULL;
}

static gboolean
is_named (const DroverPlan *plan, const DroverDisk *disk)
{
  const char *const *named =
      drover_migrate_options_get_list (drover_plan_get_options (plan), DROVER_OPTION_MIGRATE_DISKS);

  return named != NULL && disk->target_dev != NULL && g_strv_contains (named, disk->target_dev);
}

/* What the guest sees: of a raw image the file's length, of a qcow2 what its header says. */
static gint64
get_source_size (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const DroverFactDisks *disks = drover_facts_get_disks (input->facts);

  for (guint i = 0; disks != NULL && disks->disks != NULL && i < disks->disks->len; i++)
    {
      const DroverFactDisk *disk = disks->disks->pdata[i];

      if (g_strcmp0 (disk->target, element->disk->target_dev) == 0 && disk->capacity > 0)
        return disk->capacity;
    }
  return element->source_file && element->source_file->capacity > 0 ? element->source_file->capacity : -1;
}

static DroverFinding *
add (DroverFindings *findings, const char *code, const DroverDiskElement *element)
{
  DroverFinding *finding = drover_findings_add (findings, code);

  drover_disk_element_fill (element, finding);
  return finding;
}

static void
set_evidence_of_image (DroverFinding *finding, const DroverDiskElement *element)
{
  const DroverFactFile *file = element->target_file;
  g_autofree char *size = file->capacity > 0 ? drover_format_bytes ((guint64) file->capacity) : NULL;

  drover_finding_set_evidence (finding, _ ("the target has %s (%s, %s)"), element->target_name,
                               size ? size : _ ("of unknown size"),
                               file->format ? file->format : _ ("of unknown format"));
}

/* The user named the disk: the image may be overwritten where it is nobody's and of the right size. */
static void
judge_chosen (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  gint64 here = get_source_size (input, element);
  gint64 there = element->target_file->capacity;
  DroverFinding *finding;

  if (here <= 0 || there <= 0)
    {
      drover_finding_set_evidence (add (findings, "copy-target.unproved", element),
                                   _ ("the sizes of both images are not known"));
      return;
    }
  finding = add (findings, here == there ? "copy-target.chosen" : "copy-target.size", element);
  set_evidence_of_image (finding, element);
  if (here != there)
    {
      g_autofree char *here_text = drover_format_bytes ((guint64) here);
      g_autofree char *there_text = drover_format_bytes ((guint64) there);

      drover_finding_set_source (finding, here_text);
      drover_finding_set_target (finding, there_text);
      drover_finding_set_evidence (
          finding, _ ("%" PRId64 " bytes on the source, %" PRId64 " bytes on the target"), here, there);
    }
}

static void
judge_existing (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  if (is_named (input->plan, element->disk))
    judge_chosen (input, element, findings);
  else
    set_evidence_of_image (add (findings, "copy-target.exists", element), element);
}

static void
judge_new (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_NON_SHARED_INC))
    drover_finding_set_evidence (add (findings, "copy-target.overlay-missing", element), "%s",
                                 element->target_file->reason ? element->target_file->reason
                                                              : element->target_name);
  else if (element->kind != DROVER_STORAGE_FILE && element->kind != DROVER_STORAGE_VOLUME)
    drover_finding_set_evidence (add (findings, "copy-target.cannot-create", element),
                                 _ ("the disk is of type “%s”"), element->target_image->type);
}

static const char *
get_reason (const DroverCheckInput *input, const DroverDiskElement *element)
{
  const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_FILES, DROVER_SIDE_TARGET);

  if (element->target_file != NULL && element->target_file->reason != NULL)
    return element->target_file->reason;
  return reason ? reason : _ ("the target does not say whether it exists");
}

static void
judge_element (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactGuests *guests = drover_facts_get_guests (input->facts, DROVER_SIDE_TARGET);
  const DroverFactGuestEntry *user = guests ? find_user (input, guests, element) : NULL;
  const DroverFactGuestEntry *unreadable = guests ? find_unreadable (guests) : NULL;
  const char *exists = element->target_file ? element->target_file->exists : NULL;

  /* Copying an image onto itself is the business of its own check. */
  if (element->sameness == DROVER_SAMENESS_SAME)
    return;
  if (user != NULL)
    {
      DroverFinding *finding = add (findings, "copy-target.in-use", element);

      drover_finding_set_evidence (finding, _ ("guest “%s” on the target (%s) has %s among its disks"),
                                   user->name, user->active ? _ ("running") : _ ("off"),
                                   element->target_name);
    }
  else if (g_strcmp0 (exists, "no") == 0)
    judge_new (input, element, findings);
  else if (guests == NULL)
    {
      const char *reason = drover_facts_get_reason (input->facts, DROVER_FACT_GUESTS, DROVER_SIDE_TARGET);

      drover_finding_set_evidence (add (findings, "copy-target.unproved", element),
                                   _ ("the target's guests are not known: %s"), reason ? reason : "?");
    }
  else if (unreadable != NULL)
    drover_finding_set_evidence (add (findings, "copy-target.unproved", element),
                                 _ ("the disks of the target's guest “%s” could not be read"),
                                 unreadable->name);
  else if (g_strcmp0 (exists, "yes") == 0)
    judge_existing (input, element, findings);
  else
    drover_finding_set_evidence (add (findings, "copy-target.unproved", element), "%s: %s",
                                 element->target_name, get_reason (input, element));
}

/* This must never be ignorable, so not even the facts it stands on are left to the runner. */
static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  guint looked_at = 0;

  if (!drover_plan_copies_storage (input->plan))
    {
      drover_findings_add_not_applicable (findings, _ ("No disk is copied."));
      return;
    }
  effective = drover_effective_guest (input->plan, input->facts, &error);
  if (effective == NULL || drover_facts_get_guest (input->facts) == NULL)
    {
      drover_finding_set_evidence (drover_findings_add (findings, "copy-target.unproved"), "%s",
                                   error ? error->message : _ ("The disks of the guest are not known."));
      return;
    }
  elements = drover_disk_elements_list (input, effective);
  for (guint i = 0; i < elements->len; i++)
    {
      const DroverDiskElement *element = elements->pdata[i];

      if (!element->is_top || !element->is_copied)
        continue;
      looked_at++;
      judge_element (input, element, findings);
    }
  if (looked_at == 0)
    drover_findings_add_not_applicable (findings, _ ("No disk is copied."));
}

const DroverCheck drover_check_copy_target = {
  .id = "copy-target",
  .catalog = "D16 D7 D6 D9",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("Copied disks overwrite nothing on the target"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DISKS, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_FILES, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_GUESTS, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_PROOF, DROVER_NEED_TARGET, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_DEVICES, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
