/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A secret that a guest's disk or TPM is opened with: its definition and its value are carried to the target.
 * The value is in this program's memory for a moment, and in no record. */
#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-secret.h"

static gboolean
apply_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *uuid = drover_step_get_word (step, "uuid");

  if (!drover_secret_define (connection, drover_step_get_word (step, "xml"), error))
    return FALSE;
  if (drover_secret_set_value (connection, uuid, step->value, error))
    return TRUE;
  drover_secret_undefine (connection, uuid, NULL);
  return FALSE;
}

/* Not from a guest that has come for it. */
static gboolean
undo_define (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, NULL);
  g_autoptr (GError) local = NULL;

  if (guest != NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                   _ ("The guest “%s” is on the target by now, and is opened with it."),
                   drover_step_get_word (step, "guest"));
      return FALSE;
    }
  if (drover_secret_undefine (connection, drover_step_get_word (step, "uuid"), &local) ||
      g_error_matches (local, DROVER_ERROR, DROVER_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
apply_value (DroverStep *step, DroverConnection *connection, GError **error)
{
  return drover_secret_set_value (connection, drover_step_get_word (step, "uuid"), step->value, error);
}

/* A value cannot be taken away; a secret that is defined anew has none. */
static gboolean
undo_value (DroverStep *step, DroverConnection *connection, GError **error)
{
  return undo_define (step, connection, error) &&
         drover_secret_define (connection, drover_step_get_word (step, "old"), error);
}

static const DroverStepKind kinds[] = {
  { .name = "secret-value",
    .title = N_ ("Give the secret “%s” its value"),
    .subject = "secret",
    .call = "virSecretSetValue",
    .apply = apply_value,
    .undo = undo_value },
  { .name = "secret-define",
    .title = N_ ("Define the secret “%s”, and give it its value"),
    .subject = "secret",
    .call = "virSecretDefineXML, virSecretSetValue",
    .xml = "xml",
    .apply = apply_define,
    .undo = undo_define },
};

const DroverStepKinds drover_step_kinds_secret = { kinds, G_N_ELEMENTS (kinds) };

/* What a secret is for, where the guest names it by that. */
static const char *
find_type (const DroverFacts *facts, const char *name)
{
  const DroverFactObjects *there = drover_facts_get_objects (facts, DROVER_SIDE_TARGET);

  for (guint i = 0; there != NULL && there->objects != NULL && i < there->objects->len; i++)
    {
      const DroverFactObject *object = there->objects->pdata[i];

      if (g_strcmp0 (object->kind, "secret") == 0 && g_strcmp0 (object->name, name) == 0)
        return object->type;
    }
  return NULL;
}

static void
add_plain_note (DroverFix *fix, DroverConnection *connection)
{
  const DroverUri *uri = drover_connection_get_uri (connection);

  if (g_strcmp0 (uri->transport, "tcp") == 0)
    drover_fix_add_note (fix, _ ("The connection is plain TCP: whoever listens on the network learns the "
                                 "value. Use SSH or TLS."));
}

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *name = drover_remedy_dup_word (input->context, "uuid");
  g_autofree char *uuid = NULL;
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autofree char *xml =
      guest ? drover_secret_get_definition (input->source, find_type (input->context->facts, name), name,
                                            &uuid, error)
            : NULL;
  g_autoptr (GBytes) value = xml ? drover_secret_get_value (input->source, uuid, error) : NULL;
  g_autofree char *there_uuid = NULL;
  g_autofree char *there = NULL;
  DroverStep *step;

  if (xml == NULL)
    return FALSE;
  if (value == NULL)
    {
      g_prefix_error (error, "%s ", _ ("The source does not hand the value out; define it by hand."));
      return FALSE;
    }
  there = drover_secret_get_definition (input->target, NULL, uuid, &there_uuid, NULL);
  step = there ? drover_step_new ("secret-value", DROVER_SIDE_TARGET, "secret", name, "uuid", uuid, "old",
                                  there, NULL)
               : drover_step_new ("secret-define", DROVER_SIDE_TARGET, "secret", name, "uuid", uuid, "xml",
                                  xml, NULL);
  step->value = g_steal_pointer (&value);
  drover_fix_take_guest_step (fix, step, guest);
  add_plain_note (fix, input->source);
  if (fix->notes->len == 0)
    add_plain_note (fix, input->target);
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "define-secret", NULL, prepare },
};

const DroverFixActions drover_fix_actions_secret = { actions, G_N_ELEMENTS (actions) };
