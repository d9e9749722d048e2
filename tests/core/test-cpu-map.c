/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of CPU features over the cases of tests/data/compare. */

#include <string.h>

#include "compare-case.h"

#define SECTION "expect"

static const char *const standings[] = {
  [DROVER_CPU_STANDING_EVERYWHERE] = "everywhere",     [DROVER_CPU_STANDING_HERE] = "here",
  [DROVER_CPU_STANDING_ONLY_HERE] = "only-here",       [DROVER_CPU_STANDING_NOT_HERE] = "not-here",
  [DROVER_CPU_STANDING_MISSING_HERE] = "missing-here", [DROVER_CPU_STANDING_UNKNOWN] = "unknown",
};

static char *
describe (const DroverCpuMapFeature *feature)
{
  GString *text = g_string_new (drover_cpu_family_to_string (feature->family));

  for (guint i = 0; i < feature->n_hosts; i++)
    g_string_append_printf (text, " %s", standings[drover_cpu_map_feature_get_standing (feature, i)]);
  return g_string_free (text, FALSE);
}

static const DroverCpuMapFeature *
find (const GPtrArray *map, const char *name)
{
  for (guint i = 0; i < map->len; i++)
    if (g_str_equal (((const DroverCpuMapFeature *) map->pdata[i])->name, name))
      return map->pdata[i];
  g_error ("no feature %s", name);
}

/* How the hosts stand in a row of the comparison, and what each of them says. */
static char *
describe_row (const CompareCase *compare_case, const char *id)
{
  g_autoptr (GPtrArray) rows =
      drover_compare_hosts ((DroverFacts *const *) compare_case->facts->pdata, compare_case->facts->len);

  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];
      GString *text;

      if (!g_str_equal (row->id, id))
        continue;
      text = g_string_new (row->remarkable ? "shown " : "folded ");
      g_string_append (text, drover_row_kind_to_string (row->kind));
      for (guint k = 0; k < row->values->len; k++)
        g_string_append_printf (text, " | %s", row->values->pdata[k] ? (char *) row->values->pdata[k] : "?");
      return g_string_free (text, FALSE);
    }
  g_error ("no row %s", id);
}

static char *
read_found (const CompareCase *compare_case, const GPtrArray *map, const char *key)
{
  guint n_differing = 0;

  for (guint i = 0; i < map->len; i++)
    n_differing += ((const DroverCpuMapFeature *) map->pdata[i])->kind == DROVER_ROW_DIFFERS;
  if (g_str_equal (key, "total"))
    return g_strdup_printf ("%u", map->len);
  if (g_str_equal (key, "differing"))
    return g_strdup_printf ("%u", n_differing);
  if (g_str_has_prefix (key, "relevance."))
    return g_strdup (drover_relevance_to_string (find (map, key + strlen ("relevance."))->relevance));
  if (g_str_has_prefix (key, "kind."))
    return g_strdup (drover_row_kind_to_string (find (map, key + strlen ("kind."))->kind));
  if (g_str_has_prefix (key, "row."))
    return describe_row (compare_case, key + strlen ("row."));
  return describe (find (map, key));
}

static void
test_case_file (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CompareCase) compare_case = compare_case_load (data, &error);
  g_autoptr (GPtrArray) map = NULL;
  g_auto (GStrv) keys = NULL;

  g_assert_no_error (error);
  map = drover_cpu_map_new ((DroverFacts *const *) compare_case->facts->pdata, compare_case->facts->len);
  keys = g_key_file_get_keys (compare_case->file, SECTION, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *wanted = g_key_file_get_string (compare_case->file, SECTION, keys[i], NULL);
      g_autofree char *found = read_found (compare_case, map, keys[i]);

      if (!g_str_equal (wanted, found))
        g_error ("%s: %s is “%s”, not “%s”", compare_case->path, keys[i], found, wanted);
    }
  for (guint i = 1; i < map->len; i++)
    g_assert_cmpint (((const DroverCpuMapFeature *) map->pdata[i - 1])->family, <=,
                     ((const DroverCpuMapFeature *) map->pdata[i])->family);
}

/* Every family has its words, and a name of its own. */
static void
test_families (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < DROVER_N_CPU_FAMILIES; i++)
    {
      g_assert_true (g_hash_table_add (names, (gpointer) drover_cpu_family_to_string (i)));
      g_assert_nonnull (drover_cpu_family_get_label (i));
    }
  g_assert_cmpint (drover_cpu_family_of ("amx-tile"), ==, DROVER_CPU_FAMILY_AMX);
  g_assert_cmpint (drover_cpu_family_of ("avx-vnni"), ==, DROVER_CPU_FAMILY_AVX);
  g_assert_cmpint (drover_cpu_family_of ("avx512-fp16"), ==, DROVER_CPU_FAMILY_AVX512);
  g_assert_cmpint (drover_cpu_family_of ("vmx-ept"), ==, DROVER_CPU_FAMILY_VIRTUALISATION);
  g_assert_cmpint (drover_cpu_family_of ("sve2"), ==, DROVER_CPU_FAMILY_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cpu-map/families", test_families);
  compare_case_add_all ("/cpu-map", test_case_file);
  return g_test_run ();
}
