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
  { "host", N_ ("Host") },       { "versions", N_ ("Versions") }, { "cpu", N_ ("CPU") },
  { "memory", N_ ("Memory") },   { "security", N_ ("Security") }, { "machines", N_ ("Machine types") },
  { "storage", N_ ("Storage") },
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

static DroverComparisonRow *
row_new (const char *group, const char *id, const char *label, DroverRelevance relevance, const char *check)
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

static void
judge (DroverComparisonRow *row, gboolean must_differ)
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
      DroverComparisonRow *row =
          row_new (source->group, source->id, _ (source->label), source->relevance, source->check);

      for (guint k = 0; k < n_hosts; k++)
        g_ptr_array_add (row->values, source->read (hosts[k]));
      judge (row, source->must_differ);
      g_ptr_array_add (rows, row);
    }
}

/* A name that at least one host has, asked of each. */
typedef void (*ListNames) (const DroverFacts *facts, GHashTable *names);
typedef char *(*ReadNamed) (const DroverFacts *facts, const char *name);

static void
add_named (GPtrArray *rows,
           DroverFacts *const *hosts,
           guint n_hosts,
           const DroverRowSource *kind,
           ListNames list,
           ReadNamed read)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) sorted = NULL;

  for (guint k = 0; k < n_hosts; k++)
    list (hosts[k], names);
  sorted = g_list_sort (g_hash_table_get_keys (names), (GCompareFunc) g_strcmp0);
  for (const GList *name = sorted; name != NULL; name = name->next)
    {
      g_autofree char *id = g_strconcat (kind->id, ".", name->data, NULL);
      DroverComparisonRow *row = row_new (kind->group, id, name->data, kind->relevance, kind->check);

      for (guint k = 0; k < n_hosts; k++)
        g_ptr_array_add (row->values, read (hosts[k], name->data));
      judge (row, FALSE);
      g_ptr_array_add (rows, row);
    }
}

static const DroverGuestArch *
arch_of (const DroverFacts *facts)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (facts, DROVER_SIDE_SOURCE);

  return caps != NULL && caps->arch != NULL ? drover_host_caps_find_guest_arch (caps, caps->arch) : NULL;
}

static void
list_machines (const DroverFacts *facts, GHashTable *names, gboolean aliases)
{
  const DroverGuestArch *arch = arch_of (facts);

  for (guint i = 0; arch != NULL && i < arch->machines->len; i++)
    {
      const DroverMachine *machine = arch->machines->pdata[i];

      if (machine->name != NULL && (machine->canonical != NULL) == aliases)
        g_hash_table_add (names, machine->name);
    }
}

static void
list_types (const DroverFacts *facts, GHashTable *names)
{
  list_machines (facts, names, FALSE);
}

static void
list_aliases (const DroverFacts *facts, GHashTable *names)
{
  list_machines (facts, names, TRUE);
}

static char *
read_machine (const DroverFacts *facts, const char *name)
{
  const DroverGuestArch *arch = arch_of (facts);

  if (arch == NULL)
    return NULL;
  for (guint i = 0; i < arch->machines->len; i++)
    {
      const DroverMachine *machine = arch->machines->pdata[i];

      if (g_strcmp0 (machine->name, name) == 0)
        return g_strdup (machine->canonical ? machine->canonical : _ ("yes"));
    }
  return g_strdup (_ ("no"));
}

static void
list_pools (const DroverFacts *facts, GHashTable *names)
{
  const DroverFactPools *pools = drover_facts_get_pools (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; pools != NULL && pools->pools != NULL && i < pools->pools->len; i++)
    g_hash_table_add (names, ((const DroverFactPool *) pools->pools->pdata[i])->name);
}

static char *
read_pool (const DroverFacts *facts, const char *name)
{
  const DroverFactPools *pools = drover_facts_get_pools (facts, DROVER_SIDE_SOURCE);

  if (pools == NULL)
    return NULL;
  for (guint i = 0; pools->pools != NULL && i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (g_strcmp0 (pool->name, name) != 0)
        continue;
      return g_strdup_printf ("%s, %s, %s%s%s", pool->type ? pool->type : "?",
                              pool->active ? _ ("started") : _ ("stopped"), pool->path ? pool->path : "?",
                              pool->source ? " ← " : "", pool->source ? pool->source : "");
    }
  return g_strdup (_ ("none"));
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
  static const DroverRowSource types = {
    .group = "machines", .id = "machine", .relevance = DROVER_RELEVANCE_MOVING, .check = "machine"
  };
  static const DroverRowSource aliases = { .group = "machines",
                                           .id = "alias",
                                           .relevance = DROVER_RELEVANCE_NEW_GUESTS };
  static const DroverRowSource pools = {
    .group = "storage", .id = "pool", .relevance = DROVER_RELEVANCE_MOVING, .check = "storage-paths"
  };
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  add_sources (rows, hosts, n_hosts);
  add_named (rows, hosts, n_hosts, &types, list_types, read_machine);
  add_named (rows, hosts, n_hosts, &aliases, list_aliases, read_machine);
  add_named (rows, hosts, n_hosts, &pools, list_pools, read_pool);
  return rows;
}
