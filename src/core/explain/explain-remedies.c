/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

const DroverExplainRecipes *const drover_explain_recipes[DROVER_EXPLAIN_N_RECIPES] = {
  &drover_explain_recipes_network, &drover_explain_recipes_login,   &drover_explain_recipes_host,
  &drover_explain_recipes_storage, &drover_explain_recipes_devices, &drover_explain_recipes_guest,
};

static void
remedy_free (gpointer data)
{
  DroverExplainRemedy *remedy = data;

  g_free (remedy->title);
  g_strfreev (remedy->commands);
  g_free (remedy);
}

/**
 * drover_explain_remedies_new:
 *
 * Returns: (transfer full) (element-type DroverExplainRemedy): an empty list for [func@explain_add_remedies]
 */
GPtrArray *
drover_explain_remedies_new (void)
{
  return g_ptr_array_new_with_free_func (remedy_free);
}

/* Whether `id` is known. Adds each of its variants. */
gboolean
drover_explain_add_recipes (GPtrArray *remedies, const char *id, const DroverExplainWords *words)
{
  gboolean found = FALSE;

  for (gsize t = 0; t < DROVER_EXPLAIN_N_RECIPES; t++)
    for (gsize i = 0; i < drover_explain_recipes[t]->n_recipes; i++)
      {
        const DroverExplainRecipe *recipe = &drover_explain_recipes[t]->recipes[i];

        if (!g_str_equal (recipe->id, id))
          continue;

        g_autoptr (GStrvBuilder) commands = g_strv_builder_new ();
        DroverExplainRemedy *remedy = g_new0 (DroverExplainRemedy, 1);

        remedy->complete = TRUE;
        for (gsize c = 0; recipe->commands != NULL && recipe->commands[c] != NULL; c++)
          {
            g_autofree char *line =
                drover_explain_expand_command (recipe->commands[c], words, &remedy->complete);
            g_strv_builder_add (commands, line);
          }
        remedy->id = recipe->id;
        remedy->variant = recipe->variant;
        remedy->title = drover_explain_expand (_ (recipe->title), words);
        remedy->side = recipe->side;
        remedy->commands = g_strv_builder_end (commands);
        g_ptr_array_add (remedies, remedy);
        found = TRUE;
      }
  return found;
}

/**
 * drover_explain_add_remedies:
 * @remedies: (element-type DroverExplainRemedy): from [func@explain_remedies_new]
 * @id: a remedy's id
 * @words: (nullable) (array zero-terminated=1): names and values in turn, as in [func@explain_with_words]
 *
 * For whoever knows what to advise by its id: adds each way of doing it. Any thread.
 *
 * Returns: whether there is a remedy of this id
 */
gboolean
drover_explain_add_remedies (GPtrArray *remedies, const char *id, const char *const *words)
{
  DroverExplainWords known = { .words = words };

  g_return_val_if_fail (remedies != NULL && id != NULL, FALSE);

  return drover_explain_add_recipes (remedies, id, &known);
}
