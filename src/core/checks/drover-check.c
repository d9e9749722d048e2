/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
  const char *name;
  const char *label;
} groups[] = {
  [DROVER_GROUP_REACH] = { "reach", N_ ("Reach") },
  [DROVER_GROUP_NAMES] = { "names", N_ ("Names") },
  [DROVER_GROUP_FIREWALL] = { "firewall", N_ ("Firewall") },
  [DROVER_GROUP_CPU] = { "cpu", N_ ("CPU") },
  [DROVER_GROUP_MACHINE] = { "machine", N_ ("Machine") },
  [DROVER_GROUP_SECURITY] = { "security", N_ ("Security") },
  [DROVER_GROUP_STORAGE] = { "storage", N_ ("Storage") },
  [DROVER_GROUP_NETWORK] = { "network", N_ ("Network") },
  [DROVER_GROUP_DEVICES] = { "devices", N_ ("Devices") },
  [DROVER_GROUP_CAPACITY] = { "capacity", N_ ("Capacity") },
  [DROVER_GROUP_GUEST] = { "guest", N_ ("Guest") },
};

/**
 * drover_check_group_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_check_group_to_string (DroverCheckGroup group)
{
  g_return_val_if_fail ((guint) group < G_N_ELEMENTS (groups), NULL);
  return groups[group].name;
}

/**
 * drover_check_group_get_label:
 *
 * Returns: the translated heading
 */
const char *
drover_check_group_get_label (DroverCheckGroup group)
{
  g_return_val_if_fail ((guint) group < G_N_ELEMENTS (groups), NULL);
  return _ (groups[group].label);
}

/**
 * drover_check_find:
 *
 * Returns: (transfer none) (nullable): the check of that id
 */
const DroverCheck *
drover_check_find (const char *id)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (checks[i]->id, id) == 0)
      return checks[i];
  return NULL;
}

static gboolean
list_contains (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      return TRUE;
  return FALSE;
}

/**
 * drover_check_matches:
 * @id: a check id, a finding code or a catalogue id
 *
 * Returns: whether the check can produce what @id names
 */
gboolean
drover_check_matches (const DroverCheck *check, const char *id)
{
  if (strcmp (check->id, id) == 0 || list_contains (check->catalog, id))
    return TRUE;
  for (const DroverFindingCode *row = check->codes; row->code != NULL; row++)
    if (strcmp (row->code, id) == 0 || g_ascii_strcasecmp (row->catalog, id) == 0)
      return TRUE;
  if (!g_str_has_prefix (id, check->id) || id[strlen (check->id)] != '.')
    return FALSE;
  return g_str_equal (id + strlen (check->id) + 1, "unknown");
}

/**
 * drover_check_id_is_known:
 * @id: what was typed behind `--only` or `--ignore`
 *
 * Returns: whether any check answers to it
 */
gboolean
drover_check_id_is_known (const char *id)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  for (guint i = 0; i < n; i++)
    if (drover_check_matches (checks[i], id))
      return TRUE;
  return FALSE;
}

/**
 * drover_check_can_block:
 *
 * Returns: whether any finding of the check is a blocker
 */
gboolean
drover_check_can_block (const DroverCheck *check)
{
  for (const DroverFindingCode *row = check->codes; row->code != NULL; row++)
    if (row->verdict == DROVER_VERDICT_BLOCK)
      return TRUE;
  return FALSE;
}

/**
 * drover_check_is_ready:
 *
 * Returns: whether all facts the check reads are settled
 */
gboolean
drover_check_is_ready (const DroverCheck *check, const DroverFacts *facts)
{
  for (guint i = 0; i < check->n_needs; i++)
    if (!drover_facts_is_settled (facts, check->needs[i].id,
                                  drover_fact_need_get_side (&check->needs[i], DROVER_SIDE_SOURCE)))
      return FALSE;
  return TRUE;
}
