/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A virtual network that the target lacks, or that does not run there. */
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-host-object.h"
#include "virt/drover-network-control.h"

/* --- the steps --- */

static char *
get_uuid (const char *xml)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "network", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;

  return context ? drover_xml_get_string (context, NULL, "/network/uuid") : NULL;
}

static gboolean
apply_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *name = drover_step_get_word (step, "network");
  g_autoptr (GError) missing = NULL;
  g_autofree char *there =
      drover_host_object_get_definition (connection, DROVER_HOST_OBJECT_NETWORK, name, &missing);
  g_autofree char *defined = NULL;
  g_autofree char *uuid = NULL;

  /* to define it again would change what somebody else made meanwhile */
  if (there != NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The target has a network “%s” by now."),
                   name);
      return FALSE;
    }
  if (!g_error_matches (missing, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (!drover_host_object_define (connection, DROVER_HOST_OBJECT_NETWORK, drover_step_get_word (step, "xml"),
                                  error))
    return FALSE;
  defined = drover_host_object_get_definition (connection, DROVER_HOST_OBJECT_NETWORK, name, NULL);
  uuid = defined ? get_uuid (defined) : NULL;
  drover_step_set_word (step, "uuid", uuid);
  return TRUE;
}

static gboolean
undo_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *name = drover_step_get_word (step, "network");
  g_autoptr (GError) missing = NULL;
  g_autofree char *there =
      drover_host_object_get_definition (connection, DROVER_HOST_OBJECT_NETWORK, name, &missing);
  g_autofree char *uuid = there ? get_uuid (there) : NULL;
  const char *ours = drover_step_get_word (step, "uuid");
  gboolean active;
  gboolean autostart;

  if (g_error_matches (missing, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  if (missing != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (ours != NULL && g_strcmp0 (uuid, ours) != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The network “%s” is another one by now; it is left alone."), name);
      return FALSE;
    }
  if (!drover_host_object_get_state (connection, DROVER_HOST_OBJECT_NETWORK, name, &active, &autostart,
                                     error))
    return FALSE;
  if (active)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY, _ ("The network “%s” runs; it is left alone."),
                   name);
      return FALSE;
    }
  return drover_host_object_undefine (connection, DROVER_HOST_OBJECT_NETWORK, name, error);
}

static gboolean
apply_start (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *name = drover_step_get_word (step, "network");
  gboolean active;
  gboolean autostart;

  if (!drover_host_object_get_state (connection, DROVER_HOST_OBJECT_NETWORK, name, &active, &autostart,
                                     error))
    return FALSE;
  drover_step_set_word (step, "was-active", active ? "yes" : "no");
  return active || drover_host_object_start (connection, DROVER_HOST_OBJECT_NETWORK, name, error);
}

static gboolean
undo_start (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *name = drover_step_get_word (step, "network");
  g_autoptr (GError) missing = NULL;
  gboolean active;
  gboolean autostart;

  if (g_strcmp0 (drover_step_get_word (step, "was-active"), "no") != 0)
    return TRUE;
  if (!drover_host_object_get_state (connection, DROVER_HOST_OBJECT_NETWORK, name, &active, &autostart,
                                     &missing))
    {
      if (g_error_matches (missing, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  return !active || drover_network_stop_unused (connection, name, error);
}

static gboolean
apply_autostart (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *name = drover_step_get_word (step, "network");
  gboolean active;
  gboolean autostart;

  if (!drover_host_object_get_state (connection, DROVER_HOST_OBJECT_NETWORK, name, &active, &autostart,
                                     error))
    return FALSE;
  drover_step_set_word (step, "was-autostart", autostart ? "yes" : "no");
  return autostart ||
         drover_host_object_set_autostart (connection, DROVER_HOST_OBJECT_NETWORK, name, TRUE, error);
}

static gboolean
undo_autostart (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (g_strcmp0 (drover_step_get_word (step, "was-autostart"), "no") != 0 ||
      drover_host_object_set_autostart (connection, DROVER_HOST_OBJECT_NETWORK,
                                        drover_step_get_word (step, "network"), FALSE, &local) ||
      g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static const DroverStepKind kinds[] = {
  { "network-define", N_ ("Define the network “%s”"), "network", "virNetworkDefineXML", "xml", apply_define,
    undo_define },
  { "network-start", N_ ("Start the network “%s”"), "network", "virNetworkCreate", NULL, apply_start,
    undo_start },
  { "network-autostart", N_ ("Start the network “%s” with the host"), "network", "virNetworkSetAutostart",
    NULL, apply_autostart, undo_autostart },
};

const DroverStepKinds drover_step_kinds_network = { kinds, G_N_ELEMENTS (kinds) };

/* --- the definition, as another host can take it --- */

static gboolean
is_taken (GPtrArray *there, const char *xpath, const char *value)
{
  for (guint i = 0; value != NULL && i < there->len; i++)
    {
      g_autoptr (xmlDoc) doc = drover_xml_parse (there->pdata[i], "network", NULL);
      g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
      g_autofree char *other = context ? drover_xml_get_string (context, NULL, xpath) : NULL;

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

static void
add_start (DroverFix *fix, const char *network)
{
  drover_fix_take_step (fix, drover_step_new ("network-start", DROVER_SIDE_TARGET, "network", network, NULL));
  drover_fix_take_step (fix,
                        drover_step_new ("network-autostart", DROVER_SIDE_TARGET, "network", network, NULL));
}

static gboolean
take_network (const DroverRemedyContext *context, char **network, GError **error)
{
  *network = drover_remedy_dup_word (context, "network");
  if (*network == NULL)
    g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                         _ ("It is not known which network is meant."));
  return *network != NULL;
}

static gboolean
prepare_start (DroverFix *fix,
               const DroverRemedyContext *context,
               DroverConnection *source,
               DroverConnection *target,
               GError **error)
{
  g_autofree char *network = NULL;
  g_autofree char *there = NULL;

  if (!take_network (context, &network, error))
    return FALSE;
  there = drover_host_object_get_definition (target, DROVER_HOST_OBJECT_NETWORK, network, error);
  if (there == NULL)
    return FALSE;
  add_start (fix, network);
  return TRUE;
}

static gboolean
prepare_define (DroverFix *fix,
                const DroverRemedyContext *context,
                DroverConnection *source,
                DroverConnection *target,
                GError **error)
{
  g_autofree char *network = NULL;
  g_autofree char *here = NULL;
  g_autofree char *adapted = NULL;
  g_autoptr (GPtrArray) there = NULL;

  if (!take_network (context, &network, error))
    return FALSE;
  here = drover_host_object_get_definition (source, DROVER_HOST_OBJECT_NETWORK, network, error);
  there = here ? drover_host_object_list_definitions (target, DROVER_HOST_OBJECT_NETWORK, error) : NULL;
  adapted = there ? drover_fix_adapt_network (here, there, drover_fix_get_notes (fix), error) : NULL;
  if (adapted == NULL)
    return FALSE;
  drover_fix_take_step (
      fix, drover_step_new ("network-define", DROVER_SIDE_TARGET, "network", network, "xml", adapted, NULL));
  add_start (fix, network);
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "start-network", NULL, prepare_start },
  { "define-network", NULL, prepare_define },
};

const DroverFixActions drover_fix_actions_network = { actions, G_N_ELEMENTS (actions) };
