/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks find and how errors are explained, in a language that nobody speaks. */
#include <string.h>

#include "../core/check-case.h"
#include "explain/drover-explain.h"
#include "language-test.h"
#include "remedies/drover-remedy-run.h"

/* All that is wrong shall be seen at once. */
static void
expect_whole (const char *where, const char *what, const char *text)
{
  if (text == NULL || text[0] == '\0' || language_is_whole (text))
    return;
  g_test_message ("%s: %s is not translated: %s", where, what, text);
  g_test_fail ();
}

static gboolean
has_words (const char *facts, const char *found)
{
  g_auto (GStrv) words = g_strsplit (found, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (facts, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* Elements of XML, names, numbers and what a host said stand as they are; two English words in a row that are
 * not in the facts do not. */
static void
expect_no_words (const char *where, const char *what, const char *text, const char *facts)
{
  static GRegex *words = NULL, *elements = NULL, *name = NULL;
  g_autofree char *outside = text ? language_dup_rest (text) : g_strdup ("");
  g_autofree char *rest = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (words == NULL)
    words = g_regex_new ("[A-Za-z]{2,} [a-z]{2,}\\b", G_REGEX_OPTIMIZE, 0, NULL);
  if (elements == NULL)
    elements = g_regex_new ("<[^>]*>", G_REGEX_OPTIMIZE, 0, NULL);
  if (name == NULL)
    name = g_regex_new ("^[\\w-]+ [\\w-]+$", G_REGEX_OPTIMIZE, 0, NULL);
  rest = g_regex_replace_literal (elements, outside, -1, 0, "", 0, NULL);
  for (g_regex_match (words, rest, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);

      if (has_words (facts, found) || g_regex_match (name, rest, 0, NULL))
        continue;
      g_test_message ("%s: %s has “%s”, which is not translated: %s", where, what, found, text);
      g_test_fail ();
    }
}

static void
check_remedies (const CheckCase *test_case, DroverFinding *finding)
{
  g_autoptr (GPtrArray) offers = drover_remedies_offer (test_case->plan, test_case->facts, finding);

  for (guint i = 0; i < offers->len; i++)
    {
      const DroverRemedyOffer *offer = offers->pdata[i];

      expect_whole (test_case->path, offer->id, offer->title);
      expect_whole (test_case->path, offer->id, drover_remedy_offer_get_risk (offer));
    }
}

static void
test_check (const DroverCheck *check, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CheckCase) test_case = check_case_load (path, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *facts = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &facts, NULL, NULL));
  findings =
      drover_check_run (check, &(DroverCheckInput){ test_case->plan, test_case->facts, test_case->passive });
  for (guint i = 0; i < findings->len; i++)
    {
      DroverFinding *finding = findings->pdata[i];
      const char *code = drover_finding_get_code (finding);

      expect_whole (path, code, drover_finding_get_title (finding));
      expect_whole (path, code, drover_finding_get_why (finding));
      expect_no_words (path, code, drover_finding_get_source (finding), facts);
      expect_no_words (path, code, drover_finding_get_target (finding), facts);
      expect_no_words (path, code, drover_finding_get_evidence (finding), facts);
      check_remedies (test_case, finding);
    }
}

static void
test_checks (void)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);
  guint n_cases = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "checks", checks[i]->id, NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          if (!g_str_has_suffix (name, ".ini"))
            continue;
          test_check (checks[i], path);
          n_cases++;
        }
    }
  g_assert_cmpuint (n_cases, >, n);
}

static void
check_explanation (const char *where, const DroverExplanation *self)
{
  expect_whole (where, "the cause", self->cause);
  expect_whole (where, "what is safe", self->safe);
  expect_whole (where, "where to look", self->where_to_look);
  for (guint i = 0; i < self->remedies->len; i++)
    {
      const DroverExplainRemedy *remedy = g_ptr_array_index (self->remedies, i);

      expect_whole (where, remedy->id, remedy->title);
    }
  for (guint i = 0; self->halves != NULL && i < self->halves->len; i++)
    check_explanation (where, g_ptr_array_index (self->halves, i));
}

static void
test_explanations (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "explain", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_cases = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_auto (GStrv) groups = NULL;

      g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
      groups = g_key_file_get_groups (file, NULL);
      for (gsize i = 0; groups[i] != NULL; i++, n_cases++)
        {
          g_autofree char *text = g_key_file_get_string (file, groups[i], "text", NULL);
          g_autoptr (DroverExplanation) self = drover_explain (text, 0, 0);

          check_explanation (groups[i], self);
        }
    }
  g_assert_cmpuint (n_cases, >, 150);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  language_test_init ();
  g_test_add_func ("/languages/checks", test_checks);
  g_test_add_func ("/languages/explanations", test_explanations);
  return g_test_run ();
}
