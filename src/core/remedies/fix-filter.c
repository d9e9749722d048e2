/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network filter that the target lacks, with those it refers to. */
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-object-lookup.h"

/* Filters refer to filters; libvirt refuses loops, and a host is not trusted to. */
#define MAX_FILTERS 64

static gboolean
apply_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *name = drover_step_get_word (step, "filter");
  g_autoptr (GError) failure = NULL;

  /* to define it again would change what somebody else made meanwhile */
  if (drover_nwfilter_lookup (connection, name, &failure))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The target has a network filter “%s” by now."), name);
      return FALSE;
    }
  if (!g_error_matches (failure, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return drover_nwfilter_define (connection, drover_step_get_word (step, "xml"), error);
}

/* libvirt keeps one that is in use. */
static gboolean
undo_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (drover_nwfilter_undefine (connection, drover_step_get_word (step, "filter"), &failure) ||
      g_error_matches (failure, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static const DroverStepKind kinds[] = {
  { "nwfilter-define", N_ ("Define the network filter “%s”"), "filter", "virNWFilterDefineXML", "xml",
    apply_define, undo_define },
};

const DroverStepKinds drover_step_kinds_filter = { kinds, G_N_ELEMENTS (kinds) };

static gboolean add_filter (DroverFix *fix, const DroverFixInput *input, const char *name, GError **error);

/* Those it refers to come first. */
static gboolean
add_referred (DroverFix *fix, const DroverFixInput *input, xmlXPathContext *context, GError **error)
{
  g_autoptr (GPtrArray) nodes = drover_xml_get_nodes (context, NULL, "/filter/filterref", error);

  if (nodes == NULL)
    return FALSE;
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *name = drover_xml_get_string (context, nodes->pdata[i], "@filter");

      if (name != NULL && !add_filter (fix, input, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_planned (DroverFix *fix, const char *name)
{
  for (guint i = 0; i < fix->steps->len; i++)
    if (g_strcmp0 (drover_step_get_word (fix->steps->pdata[i], "filter"), name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_filter (DroverFix *fix, const DroverFixInput *input, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *here = NULL;
  g_autofree char *xml = NULL;
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (xmlXPathContext) context = NULL;
  xmlNode *uuid;

  if (is_planned (fix, name) || drover_nwfilter_lookup (input->target, name, &failure))
    return TRUE;
  if (!g_error_matches (failure, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (fix->steps->len >= MAX_FILTERS)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED,
                   _ ("The filters refer to more than %d others."), MAX_FILTERS);
      return FALSE;
    }
  here = drover_nwfilter_get_definition (input->source, name, error);
  doc = here ? drover_xml_parse (here, "filter", error) : NULL;
  context = doc ? drover_xml_context_new (doc) : NULL;
  if (context == NULL || !add_referred (fix, input, context, error))
    return FALSE;
  /* The name is what counts; the target may know the UUID as another filter's. */
  uuid = drover_xml_get_node (context, NULL, "/filter/uuid");
  if (uuid != NULL)
    drover_xml_remove (uuid);
  xml = drover_xml_doc_to_text (doc);
  drover_fix_take_step (
      fix, drover_step_new ("nwfilter-define", DROVER_SIDE_TARGET, "filter", name, "xml", xml, NULL));
  return TRUE;
}

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *name = drover_remedy_dup_word (input->context, "filter");

  if (name == NULL)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("Nobody says which filter."));
      return FALSE;
    }
  return add_filter (fix, input, name, error);
}

static const DroverFixAction actions[] = {
  { "define-nwfilter", NULL, prepare },
};

const DroverFixActions drover_fix_actions_filter = { actions, G_N_ELEMENTS (actions) };
