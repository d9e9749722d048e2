/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a guest able to start on either host, from its next start on. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "plan/drover-guest-change.h"
#include "remedies/drover-fix-private.h"

/* --- a drive whose image may be missing --- */

/* libvirt's word for: it must be there at a start, and is left out where a migration does not find it. */
#define POLICY "requisite"

gboolean
drover_fix_free_drive (xmlXPathContext *context, xmlNode *drive)
{
  g_autofree char *policy = drover_xml_get_string (context, drive, "source/@startupPolicy");

  if (!drover_fix_has_disc (context, drive) || g_strcmp0 (policy, POLICY) == 0 ||
      g_strcmp0 (policy, "optional") == 0)
    return FALSE;
  drover_xml_set_attribute (drover_xml_get_node (context, drive, "source"), "startupPolicy", POLICY);
  return TRUE;
}

static gboolean
prepare_policy (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  return drover_fix_prepare_disk (
      fix, input, "drive-policy", drover_fix_free_drive,
      _ ("The drive “%s” is empty in the guest's definition, or may be empty already. Shut the "
         "guest down and start it again, and it has it."),
      error);
}

/* --- where the screen listens --- */

#define EVERYWHERE "127.0.0.1"

/* The one address that all of a guest's screens listen on; NULL where there is none, or more than one. */
char *
drover_fix_get_listen (const char *guest_xml)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) screens =
      context ? drover_xml_get_nodes (context, NULL, "/domain/devices/graphics[@type='vnc' or @type='spice']",
                                      NULL)
              : NULL;
  g_autofree char *only = NULL;

  for (guint i = 0; screens != NULL && i < screens->len; i++)
    {
      xmlNode *node = screens->pdata[i];
      g_autofree char *address = drover_xml_get_string (context, node, "listen[@type='address']/@address");

      if (address == NULL || drover_xml_has (context, node, "listen[2]") ||
          (only != NULL && !g_str_equal (only, address)))
        return NULL;
      g_free (only);
      only = g_steal_pointer (&address);
    }
  return g_steal_pointer (&only);
}

/* With the guest's passwords, which are handed back to the host they came from and kept nowhere. */
static gboolean
listen_on (DroverStep *step, DroverConnection *connection, const char *from, const char *to, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  g_autofree char *xml = guest ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE_SECURE, error) : NULL;
  g_autofree char *now = xml ? drover_fix_get_listen (xml) : NULL;
  g_autofree char *change = g_strconcat ("graphics-listen=", drover_step_get_word (step, to), NULL);
  const char *const changes[] = { change, NULL };
  g_autofree char *changed = NULL;

  if (xml == NULL)
    return FALSE;
  if (g_strcmp0 (now, drover_step_get_word (step, from)) != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("By now the guest's screen listens elsewhere, not on %s."),
                   drover_step_get_word (step, from));
      return FALSE;
    }
  changed = drover_guest_changes_apply (xml, changes, TRUE, error);
  return changed != NULL && drover_domain_define (connection, changed, error);
}

static gboolean
apply_listen (DroverStep *step, DroverConnection *connection, GError **error)
{
  return listen_on (step, connection, "from", "address", error);
}

static gboolean
undo_listen (DroverStep *step, DroverConnection *connection, GError **error)
{
  return listen_on (step, connection, "address", "from", error);
}

static gboolean
prepare_listen (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_look_up_defined_guest (input, error);
  g_autofree char *xml = guest ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error) : NULL;
  g_autofree char *from = xml ? drover_fix_get_listen (xml) : NULL;

  if (xml == NULL)
    return FALSE;
  if (from == NULL || g_str_equal (from, EVERYWHERE))
    {
      g_set_error_literal (
          error, DROVER_ERROR, DROVER_ERROR_FAILED,
          from
              ? _ ("The guest's definition has this already. Shut the guest down and start it again, and it "
                   "has it.")
              : _ ("The guest's definition names no address for its screen, or several: change it by hand."));
      return FALSE;
    }
  drover_fix_take_guest_step (
      fix, drover_step_new ("screen-listen", DROVER_SIDE_SOURCE, "address", EVERYWHERE, "from", from, NULL),
      guest);
  drover_fix_add_next_start_note (fix);
  return TRUE;
}

static const DroverStepKind kinds[] = {
  { .name = "drive-policy",
    .title = N_ ("Allow the drive “%s” to be empty, in the guest's definition"),
    .subject = "disk",
    .call = "virDomainUpdateDeviceFlags, VIR_DOMAIN_AFFECT_CONFIG",
    .xml = "xml",
    .apply = drover_fix_apply_disk,
    .undo = drover_fix_undo_disk },
  { .name = "screen-listen",
    .title = N_ ("Let the guest's screen listen on “%s”, in its definition"),
    .subject = "address",
    .call = "virDomainDefineXML",
    .apply = apply_listen,
    .undo = undo_listen },
};

const DroverStepKinds drover_step_kinds_next_start = { kinds, G_N_ELEMENTS (kinds) };

static const DroverFixAction actions[] = {
  { "drop-missing-disc", NULL, prepare_policy },
  { "graphics-listen-next", NULL, prepare_listen },
};

const DroverFixActions drover_fix_actions_next_start = { actions, G_N_ELEMENTS (actions) };
