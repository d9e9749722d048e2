/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-wrap.h"
#include "explain/drover-explain.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_remedy (JsonBuilder *builder, const DroverExplainRemedy *remedy)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", remedy->id);
  if (remedy->variant != NULL)
    add_string (builder, "variant", remedy->variant);
  add_string (builder, "title", remedy->title);
  add_string (builder, "host", drover_side_to_string (remedy->side));
  json_builder_set_member_name (builder, "automatic");
  json_builder_add_boolean_value (builder, FALSE);
  json_builder_set_member_name (builder, "commands");
  json_builder_begin_array (builder);
  for (gsize i = 0; remedy->commands[i] != NULL; i++)
    json_builder_add_string_value (builder, remedy->commands[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_explanation (JsonBuilder *builder, const DroverExplanation *self)
{
  g_auto (GStrv) ids = self->catalog != NULL ? g_strsplit (self->catalog, " ", -1) : NULL;

  json_builder_begin_object (builder);
  add_string (builder, "text", self->raw);
  add_string (builder, "code", self->code);
  if (self->side != DROVER_EXPLAIN_NO_SIDE)
    add_string (builder, "host", drover_side_to_string ((DroverSide) self->side));
  add_string (builder, "catalog", ids != NULL ? ids[0] : NULL);
  json_builder_set_member_name (builder, "catalogs");
  json_builder_begin_array (builder);
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    json_builder_add_string_value (builder, ids[i]);
  json_builder_end_array (builder);
  add_string (builder, "cause", self->cause);
  add_string (builder, "safe", self->safe);
  add_string (builder, "where", self->where_to_look);
  json_builder_set_member_name (builder, "remedies");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->remedies->len; i++)
    add_remedy (builder, g_ptr_array_index (self->remedies, i));
  json_builder_end_array (builder);
  if (self->halves != NULL)
    {
      json_builder_set_member_name (builder, "halves");
      json_builder_begin_array (builder);
      for (guint i = 0; i < self->halves->len; i++)
        add_explanation (builder, g_ptr_array_index (self->halves, i));
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

/**
 * drover_explanation_to_json:
 * @self: an explanation
 *
 * The object of `droverctl --json explain`: `text`, `code`, `catalog` (the likeliest id or null), `catalogs`,
 * `cause`, `safe`, `where`, `remedies` (`id`, `variant` if there are several ways, `title`, `host`,
 * `automatic`, `commands`), and for a message of two hosts `halves`, each such an object with its `host`.
 *
 * Returns: (transfer full): a JSON object
 */
JsonNode *
drover_explanation_to_json (const DroverExplanation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (JsonBuilder) builder = json_builder_new ();

  add_explanation (builder, self);
  return json_builder_get_root (builder);
}

/* Appends `text`; the first line begins with `first`, the others are as far indented. */
static void
append_wrapped (GString *out, const char *first, const char *text, guint width)
{
  g_autofree char *trimmed = g_strchomp (g_strdup (text));

  g_string_append (out, first);
  drover_append_wrapped (out, drover_columns (first, -1), g_strdelimit (trimmed, "\t", ' '), width);
  g_string_append_c (out, '\n');
}

static void
append_remedies (GString *out, const DroverExplanation *self, guint width)
{
  if (self->remedies->len == 0)
    return;
  g_string_append_printf (out, "\n%s\n", _ ("What to do"));
  for (guint i = 0; i < self->remedies->len; i++)
    {
      const DroverExplainRemedy *remedy = g_ptr_array_index (self->remedies, i);
      /* Translators: what to do, and on which host ("source", "target", "this computer") */
      g_autofree char *title =
          g_strdup_printf (_ ("%s (%s)"), remedy->title, drover_side_get_label (remedy->side));

      append_wrapped (out, "  * ", title, width);
      for (gsize c = 0; remedy->commands[c] != NULL; c++)
        g_string_append_printf (out, "      %s\n", remedy->commands[c]);
    }
}

static void
append_body (GString *out, const DroverExplanation *self, guint width)
{
  /* Translators: headings of an explanation; keep them short */
  append_wrapped (out, _ ("Cause:    "), self->cause, width);
  append_wrapped (out, _ ("Guest:    "), self->safe, width);
  append_wrapped (out, _ ("Look at:  "), self->where_to_look, width);
}

/**
 * drover_explanation_to_text:
 * @self: an explanation
 * @width: columns of the terminal, 0 to break no lines; commands are never broken, so that they can be copied
 *
 * Returns: (transfer full): plain text of several lines, ending in a newline
 */
char *
drover_explanation_to_text (const DroverExplanation *self, guint width)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *out = g_string_new (NULL);

  if (self->halves != NULL)
    for (guint i = 0; i < self->halves->len; i++)
      {
        const DroverExplanation *half = g_ptr_array_index (self->halves, i);

        append_wrapped (out, half->side == DROVER_SIDE_SOURCE ? _ ("Source:   ") : _ ("Target:   "),
                        half->raw, width);
        append_body (out, half, width);
        g_string_append_c (out, '\n');
      }
  else
    {
      append_wrapped (out, _ ("Message:  "), self->raw, width);
      append_body (out, self, width);
    }
  append_remedies (out, self, width);
  if (self->catalog != NULL)
    g_string_append_printf (out, "\n%s (%s)\n", self->code, self->catalog);
  else
    g_string_append_printf (out, "\n%s\n", self->code);
  return g_string_free (out, FALSE);
}
