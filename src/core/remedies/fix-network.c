/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A virtual network that the target lacks, or that does not run there. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"

static const DroverStepKind kinds[] = {
  { "network-define", N_ ("Define the network “%s”"), "network", "virNetworkDefineXML", "xml",
    drover_fix_apply_define, drover_fix_undo_define },
  { "network-start", N_ ("Start the network “%s”"), "network", "virNetworkCreate", NULL,
    drover_fix_apply_start, drover_fix_undo_start },
  { "network-autostart", N_ ("Start the network “%s” with the host"), "network", "virNetworkSetAutostart",
    NULL, drover_fix_apply_autostart, drover_fix_undo_autostart },
};

const DroverStepKinds drover_step_kinds_network = { kinds, G_N_ELEMENTS (kinds) };

/* --- the definition, as another host can take it --- */

static gboolean
is_taken (GPtrArray *there, const char *xpath, const char *value)
{
  for (guint i = 0; value != NULL && i < there->len; i++)
    {
      g_autofree char *other =
          drover_fix_get_object_text (DROVER_HOST_OBJECT_NETWORK, there->pdata[i], xpath);

      if (other != NULL && g_ascii_strcasecmp (other, value) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Networks that libvirt makes have a bridge of their own, which may bear any name. */
static gboolean
makes_its_bridge (xmlXPathContext *context)
{
  static const char *const modes[] = { "nat", "route", "open", NULL };
  g_autofree char *mode = drover_xml_get_string (context, NULL, "/network/forward/@mode");

  if (!drover_xml_has (context, NULL, "/network/forward"))
    return TRUE;
  return mode == NULL || g_strv_contains (modes, mode);
}

static void
drop (xmlXPathContext *context, const char *xpath, const char *attribute, const char *note, GPtrArray *notes)
{
  xmlNode *node = drover_xml_get_node (context, NULL, xpath);

  if (node == NULL)
    return;
  if (attribute != NULL)
    drover_xml_set_attribute (node, attribute, NULL);
  else
    drover_xml_remove (node);
  g_ptr_array_add (notes, g_strdup (note));
}

/* What must be the network's own on that host is left out where somebody there has it already, and libvirt
 * then chooses. @notes gets what whoever consents should know. */
char *
drover_fix_adapt_network (const char *xml, GPtrArray *there, GPtrArray *notes, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "network", error);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *bridge = NULL;
  g_autofree char *mac = NULL;
  g_autofree char *address = NULL;

  if (context == NULL)
    return NULL;
  if (drover_xml_has (context, NULL, "/network/forward/pf | /network/forward/address"))
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                           _ ("The network names devices of the source's own hardware."));
      return NULL;
    }
  uuid = drover_xml_get_string (context, NULL, "/network/uuid");
  bridge = drover_xml_get_string (context, NULL, "/network/bridge/@name");
  mac = drover_xml_get_string (context, NULL, "/network/mac/@address");
  address = drover_xml_get_string (context, NULL, "/network/ip/@address");
  if (is_taken (there, "/network/ip/@address", address))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The target has another network with the address %s."), address);
      return NULL;
    }
  if (is_taken (there, "/network/uuid", uuid))
    drop (context, "/network/uuid", NULL,
          _ ("The target has another network of this UUID; it gets a new one."), notes);
  if (is_taken (there, "/network/mac/@address", mac))
    drop (context, "/network/mac", NULL,
          _ ("The target has another network with this MAC address; it gets a new one."), notes);
  if (makes_its_bridge (context))
    {
      if (is_taken (there, "/network/bridge/@name", bridge))
        drop (context, "/network/bridge", "name",
              _ ("Another network of the target has a bridge of this name; libvirt chooses a name."), notes);
      g_ptr_array_add (notes,
                       g_strdup (_ ("It is a network of the target's own: guests on it see those on the "
                                    "target, not those on the source.")));
    }
  return drover_xml_doc_to_text (doc);
}

/* --- the remedies --- */

static gboolean
prepare_start (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  return drover_fix_prepare_start (fix, DROVER_HOST_OBJECT_NETWORK, input, error);
}

static gboolean
prepare_define (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *network = drover_fix_dup_object_name (input->context, DROVER_HOST_OBJECT_NETWORK, error);
  g_autofree char *here =
      network ? drover_host_object_get_definition (input->source, DROVER_HOST_OBJECT_NETWORK, network, error)
              : NULL;
  g_autoptr (GPtrArray) there =
      here ? drover_host_object_list_definitions (input->target, DROVER_HOST_OBJECT_NETWORK, error) : NULL;
  g_autofree char *adapted =
      there ? drover_fix_adapt_network (here, there, drover_fix_get_notes (fix), error) : NULL;

  if (adapted == NULL)
    return FALSE;
  drover_fix_add_define (fix, DROVER_HOST_OBJECT_NETWORK, network, adapted);
  drover_fix_add_start (fix, DROVER_HOST_OBJECT_NETWORK, network);
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "start-network", NULL, prepare_start },
  { "define-network", NULL, prepare_define },
};

const DroverFixActions drover_fix_actions_network = { actions, G_N_ELEMENTS (actions) };
