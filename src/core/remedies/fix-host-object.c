/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps that networks and pools have in common: defined, started, and started with the host. The word
 * that names the object is called as its kind is, and so is the root of its XML. */
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-network-control.h"

static const char *const words[] = {
  [DROVER_HOST_OBJECT_NETWORK] = "network",
  [DROVER_HOST_OBJECT_POOL] = "pool",
};

static gboolean (*const stop_unused[]) (DroverConnection *, const char *, GError **) = {
  [DROVER_HOST_OBJECT_NETWORK] = drover_network_stop_unused,
  [DROVER_HOST_OBJECT_POOL] = drover_fix_stop_unused_pool,
};

/* What one place of an object's XML says. */
char *
drover_fix_get_object_text (DroverHostObject kind, const char *xml, const char *xpath)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, words[kind], NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;

  return context ? drover_xml_get_string (context, NULL, xpath) : NULL;
}

/* --- the steps --- */

typedef struct {
  DroverHostObject kind;
  const char *name; /* the step's */
  gboolean active;
  gboolean autostart;
} State;

static gboolean
look (State *state, const DroverStep *step, DroverConnection *connection, GError **error)
{
  state->kind = strcmp (step->kind->subject, words[DROVER_HOST_OBJECT_NETWORK]) == 0
                    ? DROVER_HOST_OBJECT_NETWORK
                    : DROVER_HOST_OBJECT_POOL;
  state->name = drover_step_get_word (step, words[state->kind]);
  return drover_host_object_get_state (connection, state->kind, state->name, &state->active,
                                       &state->autostart, error);
}

/* Takes @failure: FALSE with it, or TRUE where the object is gone and there is nothing to take back. */
static gboolean
is_gone (GError *failure, GError **error)
{
  if (!g_error_matches (failure, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);
  return TRUE;
}

gboolean
drover_fix_apply_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *defined = NULL;
  g_autofree char *uuid = NULL;
  State state;

  /* to define it again would change what somebody else made meanwhile */
  if (look (&state, step, connection, &failure))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   state.kind == DROVER_HOST_OBJECT_NETWORK ? _ ("The target has a network “%s” by now.")
                                                            : _ ("The target has a pool “%s” by now."),
                   state.name);
      return FALSE;
    }
  if (!is_gone (g_steal_pointer (&failure), error) ||
      !drover_host_object_define (connection, state.kind, drover_step_get_word (step, "xml"), error))
    return FALSE;
  defined = drover_host_object_get_definition (connection, state.kind, state.name, NULL);
  uuid = defined ? drover_fix_get_object_text (state.kind, defined, "/*/uuid") : NULL;
  drover_step_set_word (step, "uuid", uuid);
  return TRUE;
}

gboolean
drover_fix_undo_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *ours = drover_step_get_word (step, "uuid");
  g_autoptr (GError) failure = NULL;
  g_autofree char *there = NULL;
  g_autofree char *uuid = NULL;
  State state;

  if (!look (&state, step, connection, &failure))
    return is_gone (g_steal_pointer (&failure), error);
  there = drover_host_object_get_definition (connection, state.kind, state.name, error);
  if (there == NULL)
    return FALSE;
  uuid = drover_fix_get_object_text (state.kind, there, "/*/uuid");
  if (ours != NULL && g_strcmp0 (uuid, ours) != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   state.kind == DROVER_HOST_OBJECT_NETWORK
                       ? _ ("The network “%s” is another one by now; it is left alone.")
                       : _ ("The pool “%s” is another one by now; it is left alone."),
                   state.name);
      return FALSE;
    }
  if (state.active)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                   state.kind == DROVER_HOST_OBJECT_NETWORK ? _ ("The network “%s” runs; it is left alone.")
                                                            : _ ("The pool “%s” runs; it is left alone."),
                   state.name);
      return FALSE;
    }
  return drover_host_object_undefine (connection, state.kind, state.name, error);
}

gboolean
drover_fix_apply_start (DroverStep *step, DroverConnection *connection, GError **error)
{
  State state;

  if (!look (&state, step, connection, error))
    return FALSE;
  drover_step_set_word (step, "was-active", state.active ? "yes" : "no");
  return state.active || drover_host_object_start (connection, state.kind, state.name, error);
}

gboolean
drover_fix_undo_start (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (GError) failure = NULL;
  State state;

  if (g_strcmp0 (drover_step_get_word (step, "was-active"), "no") != 0)
    return TRUE;
  if (!look (&state, step, connection, &failure))
    return is_gone (g_steal_pointer (&failure), error);
  return !state.active || stop_unused[state.kind](connection, state.name, error);
}

gboolean
drover_fix_apply_autostart (DroverStep *step, DroverConnection *connection, GError **error)
{
  State state;

  if (!look (&state, step, connection, error))
    return FALSE;
  drover_step_set_word (step, "was-autostart", state.autostart ? "yes" : "no");
  return state.autostart ||
         drover_host_object_set_autostart (connection, state.kind, state.name, TRUE, error);
}

gboolean
drover_fix_undo_autostart (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (GError) failure = NULL;
  State state;

  if (g_strcmp0 (drover_step_get_word (step, "was-autostart"), "no") != 0)
    return TRUE;
  if (!look (&state, step, connection, &failure) ||
      (state.autostart &&
       !drover_host_object_set_autostart (connection, state.kind, state.name, FALSE, &failure)))
    return is_gone (g_steal_pointer (&failure), error);
  return TRUE;
}

/* --- what remedies are made of --- */

static void
add_step (DroverFix *fix, DroverHostObject kind, const char *what, const char *name, const char *xml)
{
  g_autofree char *step = g_strdup_printf ("%s-%s", words[kind], what);

  drover_fix_take_step (
      fix, drover_step_new (step, DROVER_SIDE_TARGET, words[kind], name, xml ? "xml" : NULL, xml, NULL));
}

/* The target is to have it, by this definition; it does not run yet. */
void
drover_fix_add_define (DroverFix *fix, DroverHostObject kind, const char *name, const char *xml)
{
  add_step (fix, kind, "define", name, xml);
}

/* The target, which has it by then, is to start it: now, and with itself. */
void
drover_fix_add_start (DroverFix *fix, DroverHostObject kind, const char *name)
{
  add_step (fix, kind, "start", name, NULL);
  add_step (fix, kind, "autostart", name, NULL);
}

/* (transfer full): the name of the object that the finding is about */
char *
drover_fix_dup_object_name (const DroverRemedyContext *context, DroverHostObject kind, GError **error)
{
  char *name = drover_remedy_dup_word (context, words[kind]);

  if (name == NULL)
    g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                         kind == DROVER_HOST_OBJECT_NETWORK ? _ ("It is not known which network is meant.")
                                                            : _ ("It is not known which pool is meant."));
  return name;
}

/* The remedy for what the target has and does not run. */
gboolean
drover_fix_prepare_start (DroverFix *fix, DroverHostObject kind, const DroverFixInput *input, GError **error)
{
  g_autofree char *name = drover_fix_dup_object_name (input->context, kind, error);
  gboolean active;
  gboolean autostart;

  if (name == NULL || !drover_host_object_get_state (input->target, kind, name, &active, &autostart, error))
    return FALSE;
  drover_fix_add_start (fix, kind, name);
  return TRUE;
}
