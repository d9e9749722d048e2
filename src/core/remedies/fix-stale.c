/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An old copy of the guest's own definition that the target kept: removed, and kept in the undo record.
 * Another guest that merely has the name or the UUID is never touched. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-snapshot.h"

/* What makes a definition a copy of a guest: the same disks, one by one. */
static char *
list_disks (const char *xml)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) sources =
      context ? drover_xml_get_nodes (context, NULL,
                                      "/domain/devices/disk[@device='disk' or not(@device)]/source", NULL)
              : NULL;
  GString *list = g_string_new (NULL);

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      g_autofree char *target = drover_xml_get_string (context, sources->pdata[i], "../target/@dev");
      g_autofree char *place = drover_xml_get_string (
          context, sources->pdata[i],
          "concat(@file, '|', @dev, '|', @protocol, '|', @name, '|', @pool, '|', @volume)");

      g_string_append_printf (list, "%s=%s\n", target ? target : "", place ? place : "");
    }
  return g_string_free (list, FALSE);
}

/**
 * drover_fix_is_old_copy:
 * @xml: the guest's definition on the source
 * @there: a definition on the target
 *
 * Returns: whether @there is a definition of the same guest: it has at least one disk, and all its disks are
 *   the guest's
 */
gboolean
drover_fix_is_old_copy (const char *xml, const char *there)
{
  g_autofree char *mine = list_disks (xml);
  g_autofree char *its = list_disks (there);

  return its[0] != '\0' && g_str_equal (mine, its);
}

static gboolean
apply_forget (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest =
      drover_domain_lookup_by_uuid (connection, drover_step_get_word (step, "uuid"), error);
  DroverDomainState state;

  if (guest == NULL || !drover_domain_get_state (guest, &state, NULL, error))
    return FALSE;
  if (drover_domain_state_is_active (state))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY, _ ("The guest “%s” runs on the target by now."),
                   drover_step_get_word (step, "name"));
      return FALSE;
    }
  return drover_domain_undefine_keeping_state (guest, error);
}

static gboolean
undo_forget (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DroverDomain) there =
      drover_domain_lookup_by_uuid (connection, drover_step_get_word (step, "uuid"), &local);

  if (there != NULL)
    return TRUE;
  if (!g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return drover_domain_define (connection, drover_step_get_word (step, "old"), error);
}

static const DroverStepKind kinds[] = {
  { .name = "guest-forget",
    .title = N_ ("Let the target forget its old definition “%s”; NVRAM, TPM state and disks stay"),
    .subject = "name",
    .call = "virDomainUndefineFlags, VIR_DOMAIN_UNDEFINE_KEEP_NVRAM",
    .apply = apply_forget,
    .undo = undo_forget },
};

const DroverStepKinds drover_step_kinds_stale = { kinds, G_N_ELEMENTS (kinds) };

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED, reason);
  return FALSE;
}

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *uuid = drover_remedy_dup_word (input->context, "uuid");
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autoptr (DroverDomain) there =
      guest && uuid ? drover_domain_lookup_by_uuid (input->target, uuid, error) : NULL;
  g_autoptr (DroverDomainInfo) info = there ? drover_domain_get_info (there, error) : NULL;
  g_autofree char *xml = info ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error) : NULL;
  g_autofree char *old = xml ? drover_domain_get_xml (there, DROVER_XML_INACTIVE, error) : NULL;
  g_autofree char *secure = old ? drover_domain_get_xml (there, DROVER_XML_INACTIVE_SECURE, error) : NULL;

  if (secure == NULL)
    return FALSE;
  if (!drover_fix_is_old_copy (xml, old))
    return refuse (
        error,
        _ ("“%s” on the target is another guest: its disks are not this guest's. Drover does not touch "
           "it."),
        info->name);
  if (drover_domain_state_is_active (info->state))
    return refuse (error, _ ("The guest “%s” runs on the target."), info->name);
  if (info->has_managed_save || info->n_snapshots > 0 || drover_domain_count_checkpoints (there) > 0)
    return refuse (error,
                   _ ("“%s” on the target has a saved state, snapshots or checkpoints, which would be lost."),
                   info->name);
  if (!g_str_equal (old, secure))
    return refuse (error, _ ("The definition “%s” holds a password, which is not written to an undo record."),
                   info->name);
  drover_fix_take_step (fix, drover_step_new ("guest-forget", DROVER_SIDE_TARGET, "name", info->name, "uuid",
                                              info->uuid, "old", old, NULL));
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "undefine-on-target", NULL, prepare },
};

const DroverFixActions drover_fix_actions_stale = { actions, G_N_ELEMENTS (actions) };
