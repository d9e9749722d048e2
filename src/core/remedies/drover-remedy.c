/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remedies/drover-remedy.h"

#include <string.h>

#include "explain/drover-explain.h"
#include "remedies/drover-fix.h"
#include "remedies/drover-remedy-private.h"

static const DroverRemedyTable *const tables[] = {
  &drover_remedies_migration, &drover_remedies_login,       &drover_remedies_names,
  &drover_remedies_firewall,  &drover_remedies_host,        &drover_remedies_guest,
  &drover_remedies_copy,      &drover_remedies_overlay,     &drover_remedies_storage,
  &drover_remedies_network,   &drover_remedies_graphics,    &drover_remedies_link,
  &drover_remedies_state,     &drover_remedies_convergence,
};

static void
offer_free (gpointer data)
{
  DroverRemedyOffer *offer = data;

  g_free (offer->title);
  g_strfreev (offer->commands);
  g_clear_pointer (&offer->options, drover_migrate_options_free);
  g_free (offer);
}

/**
 * drover_remedy_find:
 * @id: a remedy's id
 *
 * Returns: (transfer none) (nullable): the first remedy of this id among those that know the plan; other ids
 * may still be recipes, see [func@remedy_is_known]
 */
const DroverRemedy *
drover_remedy_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (gsize i = 0; i < tables[t]->n_remedies; i++)
      if (strcmp (tables[t]->remedies[i].id, id) == 0)
        return &tables[t]->remedies[i];
  return NULL;
}

/**
 * drover_remedy_is_known:
 *
 * Returns: whether there is anything to do under this id, here or among the explain room's recipes
 */
gboolean
drover_remedy_is_known (const char *id)
{
  g_autoptr (GPtrArray) recipes = NULL;

  if (drover_remedy_find (id) != NULL)
    return TRUE;
  recipes = drover_explain_remedies_new ();
  return drover_explain_add_remedies (recipes, id, NULL);
}

static GStrv
build (const DroverRemedy *remedy, const DroverRemedyContext *context)
{
  GPtrArray *commands = g_ptr_array_new ();

  remedy->build (context, commands);
  g_ptr_array_add (commands, NULL);
  return (GStrv) g_ptr_array_free (commands, FALSE);
}

/**
 * drover_remedy_get_commands:
 * @finding: (nullable): what it shall mend
 *
 * Returns: (transfer full): lines for a POSIX shell; none where this way does not fit the case
 */
GStrv
drover_remedy_get_commands (const DroverRemedy *remedy,
                            const DroverPlan *plan,
                            const DroverFacts *facts,
                            DroverFinding *finding)
{
  DroverRemedyContext context = { plan, facts, finding, NULL };

  g_return_val_if_fail (remedy != NULL && plan != NULL && facts != NULL, NULL);
  return build (remedy, &context);
}

/* A check that found the trouble on the source says so; recipes are written for the target. */
static DroverSide
get_side (DroverSide side, DroverFinding *finding)
{
  const char *argument = finding ? drover_finding_get_argument (finding, "side") : NULL;

  if (side == DROVER_SIDE_TARGET && g_strcmp0 (argument, "source") == 0)
    return DROVER_SIDE_SOURCE;
  return side;
}

/* The words in capitals that the tables of this room leave to the reader. */
static gboolean
is_complete (char *const *commands)
{
  for (gsize i = 0; commands[i] != NULL; i++)
    if (g_regex_match_simple ("\\b(ADDRESS|NAME|NEW-[A-Z]+)\\b", commands[i], 0, 0))
      return FALSE;
  return TRUE;
}

static gboolean
add_own (GPtrArray *offers, const char *id, const DroverRemedyContext *context)
{
  gboolean found = FALSE;

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (gsize i = 0; i < tables[t]->n_remedies; i++)
      {
        const DroverRemedy *remedy = &tables[t]->remedies[i];
        g_autoptr (DroverMigrateOptions) options = NULL;
        DroverRemedyContext own = { context->plan, context->facts, context->finding, &options };
        g_auto (GStrv) commands = NULL;
        DroverRemedyOffer *offer;

        if (strcmp (remedy->id, id) != 0)
          continue;
        found = TRUE;
        commands = build (remedy, &own);
        if (commands[0] == NULL)
          continue;
        offer = g_new0 (DroverRemedyOffer, 1);
        offer->id = remedy->id;
        offer->variant = remedy->variant;
        offer->title = g_strdup (_ (remedy->title));
        offer->side = get_side (remedy->side, context->finding);
        offer->automatic = drover_fix_is_possible (remedy->id, remedy->variant);
        offer->complete = is_complete (commands);
        /* With further lines there is something to be done before, which the options alone do not do. */
        if (commands[1] == NULL && offer->complete)
          offer->options = g_steal_pointer (&options);
        offer->commands = g_steal_pointer (&commands);
        g_ptr_array_add (offers, offer);
      }
  return found;
}

static void
add_recipes (GPtrArray *offers, const char *id, const DroverRemedyContext *context)
{
  g_autoptr (GPtrArray) recipes = drover_explain_remedies_new ();
  g_auto (GStrv) words = drover_remedy_get_words (context);

  drover_explain_add_remedies (recipes, id, (const char *const *) words);
  for (guint i = 0; i < recipes->len; i++)
    {
      const DroverExplainRemedy *recipe = recipes->pdata[i];
      DroverRemedyOffer *offer = g_new0 (DroverRemedyOffer, 1);

      offer->id = recipe->id;
      offer->variant = recipe->variant;
      offer->title = g_strdup (recipe->title);
      offer->side = get_side (recipe->side, context->finding);
      offer->automatic = drover_fix_is_possible (recipe->id, recipe->variant);
      offer->commands = g_strdupv (recipe->commands);
      offer->complete = recipe->complete;
      g_ptr_array_add (offers, offer);
    }
}

/**
 * drover_remedies_offer_for_id:
 * @id: a remedy's id
 * @finding: (nullable): what it shall mend
 *
 * Returns: (transfer full) (element-type DroverRemedyOffer): its ways, one of which is enough, for what the
 * hosts told of themselves; empty where none fits
 */
GPtrArray *
drover_remedies_offer_for_id (const char *id,
                              const DroverPlan *plan,
                              const DroverFacts *facts,
                              DroverFinding *finding)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (offer_free);
  DroverRemedyContext context = { plan, facts, finding, NULL };

  if (!add_own (offers, id, &context))
    add_recipes (offers, id, &context);
  for (guint i = offers->len; i > 0; i--)
    {
      const DroverRemedyOffer *offer = offers->pdata[i - 1];

      if (!drover_remedy_fits (facts, offer->side, offer->variant))
        g_ptr_array_remove_index (offers, i - 1);
    }
  return offers;
}

/**
 * drover_remedies_offer:
 * @plan: the migration
 * @facts: what is known
 * @finding: a finding of it
 *
 * Pure; any thread.
 *
 * Returns: (transfer full) (element-type DroverRemedyOffer): the ways out of @finding, the least invasive
 * first
 */
GPtrArray *
drover_remedies_offer (const DroverPlan *plan, const DroverFacts *facts, DroverFinding *finding)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (offer_free);
  const char *const *ids = drover_finding_get_remedies (finding);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) some = drover_remedies_offer_for_id (ids[i], plan, facts, finding);

      g_ptr_array_extend_and_steal (offers, g_steal_pointer (&some));
    }
  return offers;
}
