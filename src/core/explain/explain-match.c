/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain-private.h"

/* The order decides between rows that match the same text: the nearer a table is to one certain cause, the
 * earlier it comes. */
const DroverExplainTable *const drover_explain_tables[DROVER_EXPLAIN_N_TABLES] = {
  &drover_explain_login,   &drover_explain_network,  &drover_explain_cpu,
  &drover_explain_host,    &drover_explain_guest,    &drover_explain_resources,
  &drover_explain_storage, &drover_explain_symptoms, &drover_explain_general,
};

#define MAX_ROWS_A_TABLE 64

/* (transfer none) (nullable): the row's pattern, compiled on first use; safe in every thread. */
static const GRegex *
get_regex (gsize table, gsize row)
{
  static gsize compiled[DROVER_EXPLAIN_N_TABLES][MAX_ROWS_A_TABLE];
  gsize *slot = &compiled[table][row];

  g_assert (row < MAX_ROWS_A_TABLE);
  if (g_once_init_enter (slot))
    {
      g_autoptr (GError) error = NULL;
      GRegex *regex = g_regex_new (drover_explain_tables[table]->rows[row].pattern,
                                   G_REGEX_DOTALL | G_REGEX_DUPNAMES, 0, &error);

      if (regex == NULL)
        g_error ("%s: %s", drover_explain_tables[table]->rows[row].code, error->message);
      g_once_init_leave (slot, (gsize) regex);
    }
  return (const GRegex *) *slot;
}

/* A row without a code comes from more than one place and is as good as one that agrees. */
static int
agreement (const DroverExplainRow *row, int virt_domain, int virt_code)
{
  if (row->virt_code == 0)
    return 2;
  if (virt_code == 0 || row->virt_code != virt_code)
    return 0;
  return row->virt_domain == virt_domain ? 2 : 1;
}

/*
 * (transfer none) (nullable): the row that explains `text`, which must be valid UTF-8, and in `match` what
 * its groups captured.
 */
const DroverExplainRow *
drover_explain_match (const char *text, int virt_domain, int virt_code, GMatchInfo **match)
{
  const DroverExplainRow *best = NULL;
  int best_agreement = -1;

  for (gsize t = 0; t < DROVER_EXPLAIN_N_TABLES; t++)
    {
      const DroverExplainTable *table = drover_explain_tables[t];

      if (table->fallback && best != NULL)
        break;
      for (gsize r = 0; r < table->n_rows; r++)
        {
          const DroverExplainRow *row = &table->rows[r];
          g_autoptr (GMatchInfo) info = NULL;

          if (agreement (row, virt_domain, virt_code) <= best_agreement)
            continue;
          /* Patterns are written so that none runs away; where PCRE gives up all the same, that is no match.
           */
          if (!g_regex_match_full (get_regex (t, r), text, -1, 0, 0, &info, NULL))
            continue;
          best = row;
          best_agreement = agreement (row, virt_domain, virt_code);
          g_clear_pointer (match, g_match_info_unref);
          *match = g_steal_pointer (&info);
        }
    }
  return best;
}
