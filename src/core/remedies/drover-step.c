/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remedies/drover-step.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"

static const DroverStepKinds *const tables[] = {
  &drover_step_kinds_block_job, &drover_step_kinds_cpu,     &drover_step_kinds_definition,
  &drover_step_kinds_device,    &drover_step_kinds_disc,    &drover_step_kinds_disk,
  &drover_step_kinds_filter,    &drover_step_kinds_network, &drover_step_kinds_next_start,
  &drover_step_kinds_pool,      &drover_step_kinds_secret,  &drover_step_kinds_snapshot,
  &drover_step_kinds_stale,     &drover_step_kinds_state,
};

static const char *const states[] = { "planned", "begun", "done", "undone", "followed" };

static const DroverStepKind *
find_kind (const char *name)
{
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (gsize i = 0; i < tables[t]->n_kinds; i++)
      if (strcmp (tables[t]->kinds[i].name, name) == 0)
        return &tables[t]->kinds[i];
  return NULL;
}

/**
 * drover_step_new:
 * @kind: the name of a kind there is
 * @side: the host
 * @...: names and values of its words in turn, ended by %NULL
 *
 * Returns: (transfer full): a step that has not begun
 */
DroverStep *
drover_step_new (const char *kind, DroverSide side, ...)
{
  DroverStep *step = g_new0 (DroverStep, 1);
  va_list words;

  step->kind = find_kind (kind);
  g_assert (step->kind != NULL);
  step->side = side;
  step->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  va_start (words, side);
  for (const char *name = va_arg (words, const char *); name != NULL; name = va_arg (words, const char *))
    drover_step_set_word (step, name, va_arg (words, const char *));
  va_end (words);
  return step;
}

/**
 * drover_step_free:
 * @step: (nullable) (transfer full): what to free
 */
void
drover_step_free (DroverStep *step)
{
  if (step == NULL)
    return;
  g_hash_table_unref (step->words);
  g_clear_pointer (&step->value, g_bytes_unref);
  g_free (step);
}

/**
 * drover_step_get_word:
 *
 * Returns: (transfer none) (nullable): the value of that name
 */
const char *
drover_step_get_word (const DroverStep *step, const char *name)
{
  return g_hash_table_lookup (step->words, name);
}

/**
 * drover_step_set_word:
 * @value: (nullable): the value; never a password
 */
void
drover_step_set_word (DroverStep *step, const char *name, const char *value)
{
  if (value != NULL)
    g_hash_table_replace (step->words, g_strdup (name), g_strdup (value));
  else
    g_hash_table_remove (step->words, name);
}

static char *
fill_title (const DroverStep *step, const char *title)
{
  const char *subject = drover_step_get_word (step, step->kind->subject);
  g_auto (GStrv) parts = g_strsplit (title, "%s", 2);

  /* not as a format: what a translation says is text */
  return g_strjoinv (subject ? subject : "?", parts);
}

/**
 * drover_step_get_title:
 *
 * Returns: (transfer full): what it does, translated
 */
char *
drover_step_get_title (const DroverStep *step)
{
  return fill_title (step, _ (step->kind->title));
}

/**
 * drover_step_get_follow_title:
 * @step: one that is followed on the target
 *
 * Returns: (transfer full): what is done there, translated
 */
char *
drover_step_get_follow_title (const DroverStep *step)
{
  return fill_title (step, _ (step->kind->follow_title));
}

static void
append_lines (GString *text, const char *sign, const char *xml)
{
  g_auto (GStrv) lines = g_strsplit (xml ? xml : "", "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_strchomp (lines[i])[0] != '\0')
      g_string_append_printf (text, "\n%s%s", sign, lines[i]);
}

/**
 * drover_step_get_preview:
 *
 * Returns: (transfer full): the very call, each line of the XML that goes with it behind a plus, and those it
 * stands in place of behind a minus
 */
char *
drover_step_get_preview (const DroverStep *step)
{
  const char *subject = drover_step_get_word (step, step->kind->subject);
  const char *xml = step->kind->xml ? drover_step_get_word (step, step->kind->xml) : NULL;
  const char *old = step->kind->replaced ? drover_step_get_word (step, step->kind->replaced) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s (%s)", step->kind->call, subject ? subject : "?");
  append_lines (text, "- ", old);
  append_lines (text, "+ ", xml);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * drover_step_state_to_string:
 *
 * Returns: the untranslated name of a state
 */
const char *
drover_step_state_to_string (DroverStepState state)
{
  return states[state];
}

/**
 * drover_step_build_json:
 * @builder: where an object is added
 */
void
drover_step_build_json (const DroverStep *step, JsonBuilder *builder)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (step->words), (GCompareFunc) g_strcmp0);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, step->kind->name);
  json_builder_set_member_name (builder, "host");
  json_builder_add_string_value (builder, drover_side_to_string (step->side));
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, states[step->state]);
  json_builder_set_member_name (builder, "words");
  json_builder_begin_object (builder);
  for (const GList *name = names; name != NULL; name = name->next)
    {
      json_builder_set_member_name (builder, name->data);
      json_builder_add_string_value (builder, drover_step_get_word (step, name->data));
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static gboolean
read_state (const char *text, DroverStepState *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], text) == 0)
      {
        *state = (DroverStepState) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_words (DroverStep *step, JsonObject *words)
{
  g_autoptr (GList) names = json_object_get_members (words);

  for (const GList *name = names; name != NULL; name = name->next)
    {
      JsonNode *value = json_object_get_member (words, name->data);

      if (json_node_get_value_type (value) != G_TYPE_STRING)
        return FALSE;
      drover_step_set_word (step, name->data, json_node_get_string (value));
    }
  return TRUE;
}

/**
 * drover_step_from_json:
 * @node: as [func@step_build_json] wrote it
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Returns: (transfer full): the step
 */
DroverStep *
drover_step_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = object ? json_object_get_string_member_with_default (object, "kind", NULL) : NULL;
  const char *host = object ? json_object_get_string_member_with_default (object, "host", NULL) : NULL;
  const char *state = object ? json_object_get_string_member_with_default (object, "state", NULL) : NULL;
  JsonNode *words = object ? json_object_get_member (object, "words") : NULL;
  const DroverStepKind *kind = name ? find_kind (name) : NULL;
  DroverSide side;

  if (kind != NULL && host != NULL && drover_side_from_string (host, &side) && words != NULL &&
      JSON_NODE_HOLDS_OBJECT (words))
    {
      g_autoptr (DroverStep) step = drover_step_new (name, side, NULL);

      if (read_state (state, &step->state) && read_words (step, json_node_get_object (words)))
        return g_steal_pointer (&step);
    }
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("“%s” is no step that can be taken back"),
               name ? name : "?");
  return NULL;
}
