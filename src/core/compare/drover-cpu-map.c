/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-cpu-map.h"

static const char *const has_names[] = {
  [DROVER_CPU_HAS_UNKNOWN] = "unknown",
  [DROVER_CPU_HAS_NOT] = "no",
  [DROVER_CPU_HAS_BARE] = "processor",
  [DROVER_CPU_HAS_GUEST] = "guest",
};

/**
 * drover_cpu_has_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_cpu_has_to_string (DroverCpuHas has)
{
  g_return_val_if_fail ((guint) has < G_N_ELEMENTS (has_names), NULL);
  return has_names[has];
}

static void
feature_free (gpointer data)
{
  DroverCpuMapFeature *feature = data;

  g_free (feature->name);
  g_free (feature->has);
  g_free (feature);
}

static const DroverFactCpuOffer *
offer_of (const DroverFacts *facts)
{
  return drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);
}

static gboolean
contains (GStrv names, const char *name)
{
  return names != NULL && g_strv_contains ((const char *const *) names, name);
}

static void
add_names (GHashTable *set, GStrv names)
{
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    g_hash_table_add (set, names[i]);
}

/* A feature that guests get is there whether or not the processor was told; one that they do not get says
 * nothing of a processor that was not. */
static DroverCpuHas
look (const DroverFactCpuOffer *offer, const char *name, gboolean bare)
{
  if (offer == NULL)
    return DROVER_CPU_HAS_UNKNOWN;
  if (contains (offer->guest, name))
    return DROVER_CPU_HAS_GUEST;
  if (contains (offer->bare, name))
    return offer->guest == NULL && !bare ? DROVER_CPU_HAS_UNKNOWN : DROVER_CPU_HAS_BARE;
  return (bare ? offer->bare : offer->guest) == NULL ? DROVER_CPU_HAS_UNKNOWN : DROVER_CPU_HAS_NOT;
}

/**
 * drover_cpu_map_feature_is_on:
 * @host: its place
 *
 * Returns: whether the host has what is compared: the feature for guests, or in its processor where no host
 *   gives it to guests
 */
gboolean
drover_cpu_map_feature_is_on (const DroverCpuMapFeature *feature, guint host)
{
  g_return_val_if_fail (host < feature->n_hosts, FALSE);
  return feature->has[host] == DROVER_CPU_HAS_GUEST ||
         (feature->bare && feature->has[host] == DROVER_CPU_HAS_BARE);
}

static void
count (const DroverCpuMapFeature *feature, guint *n_on, guint *n_off)
{
  *n_on = 0;
  *n_off = 0;
  for (guint i = 0; i < feature->n_hosts; i++)
    if (drover_cpu_map_feature_is_on (feature, i))
      (*n_on)++;
    else if (feature->has[i] != DROVER_CPU_HAS_UNKNOWN)
      (*n_off)++;
}

/**
 * drover_cpu_map_feature_get_standing:
 * @host: its place
 *
 * Returns: how the feature of that host stands among the others; those that could not be asked do not count
 */
DroverCpuStanding
drover_cpu_map_feature_get_standing (const DroverCpuMapFeature *feature, guint host)
{
  guint n_on;
  guint n_off;

  g_return_val_if_fail (host < feature->n_hosts, DROVER_CPU_STANDING_UNKNOWN);
  count (feature, &n_on, &n_off);
  if (feature->has[host] == DROVER_CPU_HAS_UNKNOWN)
    return DROVER_CPU_STANDING_UNKNOWN;
  if (!drover_cpu_map_feature_is_on (feature, host))
    return n_off == 1 ? DROVER_CPU_STANDING_MISSING_HERE : DROVER_CPU_STANDING_NOT_HERE;
  if (n_off == 0)
    return DROVER_CPU_STANDING_EVERYWHERE;
  return n_on == 1 ? DROVER_CPU_STANDING_ONLY_HERE : DROVER_CPU_STANDING_HERE;
}

static void
judge (DroverCpuMapFeature *feature)
{
  guint n_on;
  guint n_off;

  count (feature, &n_on, &n_off);
  if (n_on > 0 && n_off > 0)
    feature->kind = DROVER_ROW_DIFFERS;
  else
    feature->kind = n_on + n_off < feature->n_hosts ? DROVER_ROW_UNKNOWN : DROVER_ROW_EQUAL;
}

static gboolean
any_passes_through (DroverFacts *const *hosts, guint n_hosts)
{
  for (guint i = 0; i < n_hosts; i++)
    {
      const DroverFactCpuOffer *offer = offer_of (hosts[i]);

      if (offer != NULL && offer->caps != NULL &&
          drover_domain_caps_is_supported (offer->caps, "cpu.host-passthrough") == DROVER_CAPS_YES)
        return TRUE;
    }
  return FALSE;
}

static int
compare_features (gconstpointer a, gconstpointer b)
{
  const DroverCpuMapFeature *x = *(const DroverCpuMapFeature *const *) a;
  const DroverCpuMapFeature *y = *(const DroverCpuMapFeature *const *) b;

  return x->family != y->family ? (int) x->family - (int) y->family : g_strcmp0 (x->name, y->name);
}

/**
 * drover_cpu_map_new:
 * @hosts: (array length=n_hosts): what is known of each host, under %DROVER_SIDE_SOURCE
 * @n_hosts: how many
 *
 * Every CPU feature that any of the hosts has, by family and name. What guests can be given is what matters
 * for moving; what only the processors have is seen by guests with host-passthrough alone, so it matters only
 * where some host can do that. A pure function; may be called from any thread.
 *
 * Returns: (transfer full) (element-type DroverCpuMapFeature): the features
 */
GPtrArray *
drover_cpu_map_new (DroverFacts *const *hosts, guint n_hosts)
{
  g_autoptr (GHashTable) guest = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *map = g_ptr_array_new_with_free_func (feature_free);
  gboolean passes_through = any_passes_through (hosts, n_hosts);
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < n_hosts; i++)
    {
      const DroverFactCpuOffer *offer = offer_of (hosts[i]);

      if (offer == NULL)
        continue;
      add_names (guest, offer->guest);
      add_names (all, offer->guest);
      add_names (all, offer->bare);
    }

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      DroverCpuMapFeature *feature = g_new0 (DroverCpuMapFeature, 1);

      feature->name = g_strdup (name);
      feature->family = drover_cpu_family_of (name);
      feature->bare = !g_hash_table_contains (guest, name);
      feature->n_hosts = n_hosts;
      feature->has = g_new (DroverCpuHas, n_hosts);
      for (guint i = 0; i < n_hosts; i++)
        feature->has[i] = look (offer_of (hosts[i]), name, feature->bare);
      judge (feature);
      feature->relevance = feature->bare && !passes_through ? DROVER_RELEVANCE_NONE : DROVER_RELEVANCE_MOVING;
      feature->check = feature->relevance == DROVER_RELEVANCE_MOVING ? "cpu" : NULL;
      g_ptr_array_add (map, feature);
    }
  g_ptr_array_sort (map, compare_features);
  return map;
}
