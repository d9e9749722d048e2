/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "check-case.h"

/* Finding codes that some case has produced; the last test asks for all of them. */
static GHashTable *seen;

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (GPtrArray *codes)
{
  GString *text = g_string_new (NULL);

  g_ptr_array_sort (codes, compare_text);
  for (guint i = 0; i < codes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *) codes->pdata[i]);
  return g_string_free (text, FALSE);
}

static char *
expected_codes (const CheckCase *test_case)
{
  g_auto (GStrv) expected = check_case_get_expected (test_case);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (gsize i = 0; expected[i] != NULL; i++)
    g_ptr_array_add (codes, expected[i]);
  return join_sorted (codes);
}

static char *
found_codes (GPtrArray *findings)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      const char *code = drover_finding_get_code (findings->pdata[i]);

      g_hash_table_add (seen, g_strdup (code));
      /* what could not be judged never reads as if all were well */
      if (drover_finding_get_verdict (findings->pdata[i]) == DROVER_VERDICT_UNKNOWN)
        g_assert_cmpstr (drover_finding_get_title (findings->pdata[i]), !=,
                         drover_finding_get_check (findings->pdata[i])->title);
      if (drover_finding_get_verdict (findings->pdata[i]) != DROVER_VERDICT_PASS)
        g_ptr_array_add (codes, (gpointer) code);
    }
  return join_sorted (codes);
}

static void
assert_first_value (const CheckCase *test_case, const char *key, const char *value, gboolean part)
{
  g_autofree char *wanted = g_key_file_get_string (test_case->file, "case", key, NULL);

  if (wanted == NULL)
    return;
  if (part ? value == NULL || strstr (value, wanted) == NULL : g_strcmp0 (value, wanted) != 0)
    g_error ("%s: %s is “%s”, not “%s”", test_case->path, key, value ? value : "(nothing)", wanted);
}

static void
assert_remedies (DroverPlan *plan, DroverFacts *facts, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      g_autoptr (GPtrArray) offers = drover_remedies_offer (plan, facts, findings->pdata[i]);
      const char *const *ids = drover_finding_get_remedies (findings->pdata[i]);

      for (gsize k = 0; ids[k] != NULL; k++)
        g_assert_true (drover_remedy_is_known (ids[k]));
      for (guint k = 0; k < offers->len; k++)
        {
          const DroverRemedyOffer *offer = offers->pdata[k];

          g_assert_nonnull (offer->title);
          g_assert_nonnull (offer->commands);
        }
    }
}

static void
test_case_file (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CheckCase) test_case = check_case_load (data, &error);
  g_autofree char *folder = g_path_get_dirname (data);
  g_autofree char *id = g_path_get_basename (folder);
  const DroverCheck *check = drover_check_find (id);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  DroverFinding *first = NULL;

  if (test_case == NULL)
    g_error ("%s: %s", (const char *) data, error->message);
  g_assert_nonnull (check);
  findings =
      drover_check_run (check, &(DroverCheckInput){ test_case->plan, test_case->facts, test_case->passive });
  expected = expected_codes (test_case);
  found = found_codes (findings);
  if (!g_str_equal (expected, found))
    {
      const char *evidence = drover_finding_get_evidence (findings->pdata[0]);

      g_error ("%s: found “%s”, not “%s” (%s)", test_case->path, found, expected, evidence ? evidence : "");
    }
  first = findings->pdata[0];
  assert_first_value (test_case, "source", drover_finding_get_source (first), FALSE);
  assert_first_value (test_case, "target", drover_finding_get_target (first), FALSE);
  assert_first_value (test_case, "evidence", drover_finding_get_evidence (first), TRUE);
  assert_remedies (test_case->plan, test_case->facts, findings);
}

static void
test_complete (void)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pass = g_strdup_printf ("%s.pass", checks[i]->id);
      g_autofree char *unknown = g_strdup_printf ("%s.unknown", checks[i]->id);
      gboolean has_unknown = g_hash_table_contains (seen, unknown);
      gboolean has_pass = g_hash_table_contains (seen, pass);

      for (const DroverFindingCode *row = checks[i]->codes; row->code != NULL; row++)
        {
          if (!g_hash_table_contains (seen, row->code))
            g_error ("no case finds %s", row->code);
          has_unknown |= row->verdict == DROVER_VERDICT_UNKNOWN;
          has_pass |= row->verdict == DROVER_VERDICT_INFO;
        }
      if (!has_pass)
        g_error ("no case passes %s", checks[i]->id);
      if (!has_unknown)
        g_error ("no case leaves %s unknown", checks[i]->id);
    }
}

static void
test_words (void)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("%s.", checks[i]->id);

      g_assert_true (drover_check_find (checks[i]->id) == checks[i]);
      g_assert_cmpstr (checks[i]->title, !=, "");
      g_assert_cmpstr (checks[i]->catalog, !=, "");
      g_assert_nonnull (checks[i]->codes[0].code);
      for (const DroverFindingCode *row = checks[i]->codes; row->code != NULL; row++)
        {
          g_auto (GStrv) remedies = g_strsplit (row->remedies, " ", -1);

          if (!g_str_has_prefix (row->code, prefix) || row->title[0] == '\0' || row->why[0] == '\0' ||
              row->catalog[0] == '\0')
            g_error ("%s lacks words, a catalogue row or its check's name", row->code);
          for (gsize k = 0; row->remedies[0] != '\0' && remedies[k] != NULL; k++)
            if (!drover_remedy_is_known (remedies[k]))
              g_error ("%s names the remedy %s, which does not exist", row->code, remedies[k]);
          if (row->verdict == DROVER_VERDICT_BLOCK && row->remedies[0] == '\0' && !row->never_ignorable)
            g_error ("%s blocks without a way out", row->code);
        }
    }
}

static void
add_cases (const char *folder)
{
  g_autoptr (GDir) checks = g_dir_open (folder, 0, NULL);
  const char *id;

  g_assert_nonnull (checks);
  while ((id = g_dir_read_name (checks)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, id, NULL);
      g_autoptr (GDir) cases = g_dir_open (path, 0, NULL);
      const char *name;

      while (cases != NULL && (name = g_dir_read_name (cases)) != NULL)
        {
          g_autofree char *test_path = g_strdup_printf ("/checks/%s/%s", id, name);

          if (g_str_has_suffix (name, ".ini"))
            g_test_add_data_func_full (test_path, g_build_filename (path, name, NULL), test_case_file,
                                       g_free);
        }
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "checks", NULL);
  add_cases (folder);
  g_test_add_func ("/completeness/words", test_words);
  g_test_add_func ("/completeness/cases", test_complete);
  status = g_test_run ();
  g_hash_table_unref (seen);
  return status;
}
