/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk's element that a guest is to have in place of the one it has. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"

/* The element of the disk that the guest calls @target as it is, and changed. FALSE where there is no such
 * disk, or nothing to change. */
gboolean
drover_fix_change_disk (
    const char *guest_xml, const char *target, DroverDiskChange change, char **before, char **after)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) disks =
      context ? drover_xml_get_nodes (context, NULL, "/domain/devices/disk", NULL) : NULL;

  for (guint i = 0; disks != NULL && i < disks->len; i++)
    {
      xmlNode *disk = disks->pdata[i];
      g_autofree char *name = drover_xml_get_string (context, disk, "target/@dev");
      g_autofree char *text = NULL;

      if (g_strcmp0 (name, target) != 0)
        continue;
      text = drover_xml_node_to_text (disk);
      if (!change (context, disk))
        return FALSE;
      *before = g_steal_pointer (&text);
      *after = drover_xml_node_to_text (disk);
      return TRUE;
    }
  return FALSE;
}

/* Whether the disk is a drive with a disc in it. */
gboolean
drover_fix_has_disc (xmlXPathContext *context, xmlNode *disk)
{
  return drover_xml_has (context, disk, "self::*[@device='cdrom' or @device='floppy']/source");
}

/* Plans a step of that @kind for the disk that the finding is of; @done says why there is nothing to do, with
 * the disk in place of a "%s". */
gboolean
drover_fix_prepare_disk (DroverFix *fix,
                         const DroverFixInput *input,
                         const char *kind,
                         DroverDiskChange change,
                         const char *done,
                         GError **error)
{
  g_autofree char *disk = drover_remedy_dup_word (input->context, "disk");
  g_autoptr (DroverDomain) guest = drover_fix_look_up_defined_guest (input, error);
  g_autofree char *xml = guest ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (xml == NULL)
    return FALSE;
  if (disk == NULL || !drover_fix_change_disk (xml, disk, change, &before, &after))
    {
      g_autoptr (GString) text = g_string_new (done);

      g_string_replace (text, "%s", disk ? disk : "?", 1);
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED, text->str);
      return FALSE;
    }
  drover_fix_take_guest_step (
      fix, drover_step_new (kind, DROVER_SIDE_SOURCE, "disk", disk, "xml", after, "old", before, NULL),
      guest);
  drover_fix_add_next_start_note (fix);
  return TRUE;
}

gboolean
drover_fix_apply_disk (DroverStep *step, DroverConnection *connection, GError **error)
{
  return drover_fix_update_device (step, connection, "xml", TRUE, error);
}

gboolean
drover_fix_undo_disk (DroverStep *step, DroverConnection *connection, GError **error)
{
  return drover_fix_update_device (step, connection, "old", TRUE, error);
}
