/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-comparison.h"

#include <glib/gi18n-lib.h>

#include "compare/drover-comparison-private.h"

static const struct {
  const char *name;
  const char *label;
} relevances[] = {
  [DROVER_RELEVANCE_NONE] = { "none", N_ ("does not matter") },
  [DROVER_RELEVANCE_NEW_GUESTS] = { "new-guests", N_ ("matters for new guests only") },
  [DROVER_RELEVANCE_MOVING] = { "moving", N_ ("matters for moving") },
};

static const char *const kinds[] = {
  [DROVER_ROW_EQUAL] = "equal",
  [DROVER_ROW_DIFFERS] = "differs",
  [DROVER_ROW_UNKNOWN] = "unknown",
};

static const struct {
  const char *name;
  const char *label;
} groups[] = {
  { "host", N_ ("Host") },
  { "versions", N_ ("Versions") },
  { "cpu", N_ ("CPU") },
  { "models", N_ ("CPU models") },
  { "memory", N_ ("Memory") },
  { "security", N_ ("Security") },
  { "machines", N_ ("Machine types") },
  { "devices", N_ ("Devices") },
  { "storage", N_ ("Storage") },
  { "network", N_ ("Network") },
};

/**
 * drover_row_kind_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_row_kind_to_string (DroverRowKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);
  return kinds[kind];
}

/**
 * drover_relevance_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_relevance_to_string (DroverRelevance relevance)
{
  g_return_val_if_fail ((guint) relevance < G_N_ELEMENTS (relevances), NULL);
  return relevances[relevance].name;
}

/**
 * drover_relevance_get_label:
 *
 * Returns: the translated words
 */
const char *
drover_relevance_get_label (DroverRelevance relevance)
{
  g_return_val_if_fail ((guint) relevance < G_N_ELEMENTS (relevances), NULL);
  return _ (relevances[relevance].label);
}

/**
 * drover_comparison_group_get_label:
 * @group: the group of a row
 *
 * Returns: the translated heading
 */
const char *
drover_comparison_group_get_label (const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].name, group))
      return _ (groups[i].label);
  g_return_val_if_reached (NULL);
}

static void
row_free (gpointer data)
{
  DroverComparisonRow *row = data;

  g_free (row->id);
  g_free (row->label);
  g_ptr_array_unref (row->values);
  g_free (row);
}

/* (transfer full): a row with no values yet. */
DroverComparisonRow *
drover_comparison_row_new (
    const char *group, const char *id, const char *label, DroverRelevance relevance, const char *check)
{
  DroverComparisonRow *row = g_new0 (DroverComparisonRow, 1);

  row->group = group;
  row->id = g_strdup (id);
  row->label = g_strdup (label);
  row->relevance = relevance;
  row->check = check;
  row->values = g_ptr_array_new_with_free_func (g_free);
  return row;
}

static gboolean
any_two (const DroverComparisonRow *row, gboolean equal)
{
  for (guint i = 0; i < row->values->len; i++)
    for (guint k = i + 1; k < row->values->len; k++)
      if (row->values->pdata[i] != NULL && row->values->pdata[k] != NULL &&
          (g_strcmp0 (row->values->pdata[i], row->values->pdata[k]) == 0) == equal)
        return TRUE;
  return FALSE;
}

static gboolean
is_known_at_all (const DroverComparisonRow *row)
{
  for (guint i = 0; i < row->values->len; i++)
    if (row->values->pdata[i] != NULL)
      return TRUE;
  return FALSE;
}

/* Says whether the hosts agree, once every value is there. */
void
drover_comparison_row_judge (DroverComparisonRow *row, gboolean must_differ)
{
  row->kind = DROVER_ROW_EQUAL;
  if (any_two (row, FALSE))
    row->kind = DROVER_ROW_DIFFERS;
  else
    for (guint i = 0; i < row->values->len; i++)
      if (row->values->pdata[i] == NULL)
        row->kind = DROVER_ROW_UNKNOWN;
  /* what no host tells sets none apart */
  row->remarkable = row->kind != DROVER_ROW_EQUAL && is_known_at_all (row);
  if (!must_differ)
    return;
  /* two hosts of one identity refuse each other */
  row->remarkable = any_two (row, TRUE);
  if (row->remarkable)
    row->relevance = DROVER_RELEVANCE_MOVING;
}

static void
add_sources (GPtrArray *rows, DroverFacts *const *hosts, guint n_hosts)
{
  guint n;
  const DroverRowSource *sources = drover_row_sources_get (&n);

  for (guint i = 0; i < n; i++)
    {
      const DroverRowSource *source = &sources[i];
      DroverComparisonRow *row = drover_comparison_row_new (source->group, source->id, _ (source->label),
                                                            source->relevance, source->check);

      for (guint k = 0; k < n_hosts; k++)
        g_ptr_array_add (row->values, source->read (hosts[k]));
      drover_comparison_row_judge (row, source->must_differ);
      g_ptr_array_add (rows, row);
    }
}

/**
 * drover_compare_hosts:
 * @hosts: (array length=n_hosts): what is known of each host, under %DROVER_SIDE_SOURCE
 * @n_hosts: how many
 *
 * Lays the hosts side by side. A pure function; may be called from any thread, with facts that are still
 * awaited on some hosts: what is not known is a %NULL value, and no difference.
 *
 * A difference of machine types matters for moving, since a guest keeps the type it was started with; one of
 * the aliases (`q35`) only for guests that are defined anew, since libvirt writes down what the alias stands
 * for.
 *
 * Returns: (transfer full) (element-type DroverComparisonRow): the rows
 */
GPtrArray *
drover_compare_hosts (DroverFacts *const *hosts, guint n_hosts)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  add_sources (rows, hosts, n_hosts);
  drover_comparison_add_named (rows, hosts, n_hosts);
  drover_comparison_add_devices (rows, hosts, n_hosts);
  return rows;
}

/**
 * drover_comparison_forgive_same_identity:
 * @rows: (element-type DroverComparisonRow): a comparison with what was saved
 *
 * A host and what was saved of it are of one identity, as they should.
 */
void
drover_comparison_forgive_same_identity (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      DroverComparisonRow *row = rows->pdata[i];

      if (g_strcmp0 (row->check, "same-host") == 0)
        row->remarkable = FALSE;
    }
}
