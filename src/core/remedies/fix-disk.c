/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk of a guest, told to be another file: the copy of the first. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "caps/drover-guest.h"
#include "caps/drover-volume.h"
#include "remedies/drover-disk-redirect.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-block-copy.h"
#include "virt/drover-storage.h"

/* The disk's element as it is, and with the other file. */
gboolean
drover_fix_redirect_disk (
    const char *guest_xml, const char *disk, const char *path, char **before, char **after)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) disks =
      context ? drover_xml_get_nodes (context, NULL, "/domain/devices/disk[@type='file']", NULL) : NULL;

  for (guint i = 0; disks != NULL && i < disks->len; i++)
    {
      xmlNode *node = disks->pdata[i];
      g_autofree char *target = drover_xml_get_string (context, node, "target/@dev");
      xmlNode *source = drover_xml_get_node (context, node, "source");

      if (g_strcmp0 (target, disk) != 0 || source == NULL)
        continue;
      *before = drover_xml_node_to_text (node);
      drover_xml_set_attribute (source, "file", path);
      *after = drover_xml_node_to_text (node);
      return TRUE;
    }
  return FALSE;
}

/* The file under a running guest cannot be changed by changing what it starts with next time. */
static gboolean
update (DroverStep *step, DroverConnection *connection, const char *word, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  DroverDomainState state;

  if (guest == NULL || !drover_domain_get_state (guest, &state, NULL, error))
    return FALSE;
  if (drover_domain_state_is_active (state))
    {
      g_set_error (
          error, DROVER_ERROR, DROVER_ERROR_BUSY,
          _ ("The guest “%s” runs: shut it down first, as it writes to the one file and would start from "
             "the other."),
          drover_step_get_word (step, "guest"));
      return FALSE;
    }
  return drover_fix_update_device (step, connection, word, TRUE, error);
}

/* When the host says that the copy was written to last; NULL where it cannot tell. */
static char *
read_mtime (DroverConnection *connection, const char *path)
{
  g_autofree char *xml = drover_storage_get_volume_xml_by_path (connection, path, NULL);
  g_autoptr (DroverVolume) volume = xml ? drover_volume_parse (xml, NULL) : NULL;

  return volume ? g_strdup (volume->mtime) : NULL;
}

static gboolean
apply_redirect (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autofree char *mtime = read_mtime (connection, drover_step_get_word (step, "path"));

  drover_step_set_word (step, "mtime", mtime);
  return update (step, connection, "xml", error);
}

/* The old file knows nothing of what the guest has written since. */
static gboolean
undo_redirect (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *path = drover_step_get_word (step, "path");
  g_autofree char *mtime = read_mtime (connection, path);

  if (drover_step_get_word (step, "older") == NULL &&
      (mtime == NULL || g_strcmp0 (mtime, drover_step_get_word (step, "mtime")) != 0))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NEEDS_CONSENT,
                   _ ("The guest has used %s since, and the old file has nothing of what it wrote there."),
                   path);
      return FALSE;
    }
  return update (step, connection, "old", error);
}

/* libvirt changes the definition of itself where that named the old file; older ones did not. */
static gboolean
define_copy (DroverStep *step, DroverDomain *guest, GError **error)
{
  g_autofree char *xml = drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error);
  g_autoptr (DroverGuest) definition = xml ? drover_guest_parse (xml, error) : NULL;
  const DroverDisk *disk =
      definition ? drover_guest_find_disk (definition, drover_step_get_word (step, "disk")) : NULL;

  if (disk != NULL &&
      g_strcmp0 (drover_disk_get_source (disk)->path, drover_step_get_word (step, "path")) == 0)
    return TRUE;
  if (disk != NULL && drover_domain_update_device (guest, drover_step_get_word (step, "xml"), TRUE, error))
    return TRUE;
  g_prefix_error (error,
                  _ ("The guest runs from %s now, and its definition still names the old file, from which it "
                     "must not start: "),
                  drover_step_get_word (step, "path"));
  return FALSE;
}

static gboolean
apply_pivot (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  return guest != NULL && drover_block_copy_pivot (guest, drover_step_get_word (step, "disk"), error) &&
         define_copy (step, guest, error);
}

static const DroverStepKind kinds[] = {
  { .name = "disk-redirect",
    .title = N_ ("Let the disk “%s” be its copy from now on"),
    .subject = "disk",
    .call = "virDomainUpdateDeviceFlags, VIR_DOMAIN_AFFECT_CONFIG",
    .xml = "xml",
    .apply = apply_redirect,
    .undo = undo_redirect },
  { .name = "disk-pivot",
    .title = N_ ("Let the guest go on with the copy of its disk “%s”"),
    .subject = "disk",
    .call = "virDomainBlockJobAbort, VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT",
    .apply = apply_pivot,
    .undo = undo_redirect },
};

const DroverStepKinds drover_step_kinds_disk = { kinds, G_N_ELEMENTS (kinds) };

/**
 * drover_disk_redirect_new:
 * @host: where the guest is
 * @guest: its name
 *
 * Returns: (transfer full): a change of no disk yet, which leaves an undo record when it is applied
 */
DroverFix *
drover_disk_redirect_new (const DroverUri *host, const char *guest)
{
  DroverFix *fix = g_object_new (DROVER_TYPE_FIX, NULL);

  fix->remedy = g_strdup ("move-disks");
  fix->title = g_strdup_printf (_ ("Move the disks of “%s” to another pool"), guest);
  fix->source = g_strdup (host->text);
  fix->target = g_strdup (host->text);
  return fix;
}

static gboolean
add (
    DroverFix *fix, const char *kind, DroverDomain *guest, const char *disk, const char *path, GError **error)
{
  g_autofree char *xml = drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (xml == NULL)
    return FALSE;
  if (!drover_fix_redirect_disk (xml, disk, path, &before, &after))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND,
                   _ ("The guest has no disk “%s” that is a file."), disk);
      return FALSE;
    }
  drover_fix_take_guest_step (fix,
                              drover_step_new (kind, DROVER_SIDE_SOURCE, "disk", disk, "path", path, "xml",
                                               after, "old", before, NULL),
                              guest);
  return TRUE;
}

/**
 * drover_disk_redirect_add:
 * @guest: one that is shut off
 * @disk: `vda` and the like: a disk that is a file
 * @path: the file it is to be
 *
 * Adds a step. What it is taken back to is how the guest's definition is now.
 *
 * Returns: whether the guest has such a disk
 */
gboolean
drover_disk_redirect_add (
    DroverFix *fix, DroverDomain *guest, const char *disk, const char *path, GError **error)
{
  return add (fix, "disk-redirect", guest, disk, path, error);
}

/**
 * drover_disk_redirect_add_pivot:
 * @guest: one that runs
 * @disk: `vda` and the like: QEMU has a copy of it ready
 * @path: the copy
 *
 * Adds a step. What it is taken back to is how the guest's definition is now.
 *
 * Returns: whether the guest has such a disk
 */
gboolean
drover_disk_redirect_add_pivot (
    DroverFix *fix, DroverDomain *guest, const char *disk, const char *path, GError **error)
{
  return add (fix, "disk-pivot", guest, disk, path, error);
}

/**
 * drover_disk_redirect_accept_older:
 * @fix: a move of disks
 *
 * Whoever takes it back was told that the old files have nothing of what the guest has written since, and
 * wants them all the same. The newer files stay where they are.
 */
void
drover_disk_redirect_accept_older (DroverFix *fix)
{
  for (guint i = 0; i < fix->steps->len; i++)
    drover_step_set_word (fix->steps->pdata[i], "older", "accepted");
}
