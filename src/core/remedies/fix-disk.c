/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk of a guest that is shut off, told to be another file: the copy of the first. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-disk-redirect.h"
#include "remedies/drover-fix-private.h"

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

static gboolean
apply_redirect (DroverStep *step, DroverConnection *connection, GError **error)
{
  return update (step, connection, "xml", error);
}

static gboolean
undo_redirect (DroverStep *step, DroverConnection *connection, GError **error)
{
  return update (step, connection, "old", error);
}

static const DroverStepKind kinds[] = {
  { .name = "disk-redirect",
    .title = N_ ("Let the disk “%s” be its copy from now on"),
    .subject = "disk",
    .call = "virDomainUpdateDeviceFlags, VIR_DOMAIN_AFFECT_CONFIG",
    .xml = "xml",
    .apply = apply_redirect,
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

/**
 * drover_disk_redirect_add:
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
  drover_fix_take_guest_step (
      fix,
      drover_step_new ("disk-redirect", DROVER_SIDE_SOURCE, "disk", disk, "xml", after, "old", before, NULL),
      guest);
  return TRUE;
}
