/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discs in a guest's drives: ejected on the source, and put back on the target once the guest is there. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"

gboolean
drover_fix_empty_drive (xmlXPathContext *context, xmlNode *drive)
{
  g_autoptr (GPtrArray) medium = drover_xml_get_nodes (context, drive, "source | backingStore", NULL);

  if (!drover_fix_has_disc (context, drive))
    return FALSE;
  for (guint i = 0; medium != NULL && i < medium->len; i++)
    drover_xml_remove (medium->pdata[i]);
  return TRUE;
}

static gboolean
update (DroverStep *step, DroverConnection *connection, const char *word, GError **error)
{
  return drover_fix_update_device (step, connection, word,
                                   g_strcmp0 (drover_step_get_word (step, "of"), "definition") == 0, error);
}

static gboolean
apply_eject (DroverStep *step, DroverConnection *connection, GError **error)
{
  return update (step, connection, "xml", error);
}

static gboolean
insert (DroverStep *step, DroverConnection *connection, GError **error)
{
  return update (step, connection, "old", error);
}

static const DroverStepKind kinds[] = {
  { .name = "disc-eject",
    .title = N_ ("Eject the disc from the drive “%s”"),
    .subject = "disk",
    .call = "virDomainUpdateDeviceFlags, VIR_DOMAIN_AFFECT_LIVE",
    .xml = "xml",
    .apply = apply_eject,
    .undo = insert,
    .follow_title = N_ ("Put the disc back into the drive “%s”"),
    .follow = insert },
  { .name = "disc-eject-next",
    .title = N_ ("Leave the drive “%s” empty in the guest's definition too"),
    .subject = "disk",
    .call = "virDomainUpdateDeviceFlags, VIR_DOMAIN_AFFECT_CONFIG",
    .xml = "xml",
    .apply = apply_eject,
    .undo = insert,
    .follow_title = N_ ("Put the disc back into the drive “%s” of the definition"),
    .follow = insert },
};

const DroverStepKinds drover_step_kinds_disc = { kinds, G_N_ELEMENTS (kinds) };

static gboolean
add_eject (DroverFix *fix, DroverDomain *guest, const char *drive, gboolean definition, GError **error)
{
  g_autofree char *xml =
      drover_domain_get_xml (guest, definition ? DROVER_XML_INACTIVE : DROVER_XML_LIVE, error);
  g_autofree char *full = NULL;
  g_autofree char *empty = NULL;
  DroverStep *step;

  if (xml == NULL)
    return FALSE;
  if (!drover_fix_change_disk (xml, drive, drover_fix_empty_drive, &full, &empty))
    return TRUE;
  step = drover_step_new (definition ? "disc-eject-next" : "disc-eject", DROVER_SIDE_SOURCE, "disk", drive,
                          "xml", empty, "old", full, "of", definition ? "definition" : "guest", NULL);
  drover_fix_take_guest_step (fix, step, guest);
  return TRUE;
}

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *drive = drover_remedy_dup_word (input->context, "disk");
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autoptr (DroverDomainInfo) info = guest ? drover_domain_get_info (guest, error) : NULL;

  if (info == NULL)
    return FALSE;
  if (drive == NULL ||
      (drover_domain_state_is_active (info->state) && !add_eject (fix, guest, drive, FALSE, error)))
    return FALSE;
  if (info->persistent && !add_eject (fix, guest, drive, TRUE, error))
    return FALSE;
  if (drover_fix_get_steps (fix)->len == 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The drive “%s” is empty."), drive);
      return FALSE;
    }
  drover_fix_add_note (
      fix,
      _ ("Once the guest has moved, Drover puts the disc back if the target has it under the same path."));
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "eject-iso", NULL, prepare },
};

const DroverFixActions drover_fix_actions_disc = { actions, G_N_ELEMENTS (actions) };
