/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The check that the README shows how to write, over the case it shows. */

#include <string.h>

#include "check-case.h"

extern const DroverCheck drover_check_large_guest;

static GPtrArray *
judge (const CheckCase *test_case)
{
  return drover_check_run (&drover_check_large_guest,
                           &(DroverCheckInput){ test_case->plan, test_case->facts, test_case->passive });
}

static CheckCase *
load (const char *wanted, const char *instead)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "readme-case.ini", NULL);
  g_autofree char *other = g_test_build_filename (G_TEST_BUILT, "readme-case-changed.ini", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;
  CheckCase *test_case;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  if (wanted != NULL)
    g_assert_cmpuint (g_string_replace (changed, wanted, instead, 1), ==, 1);
  g_file_set_contents (other, changed->str, -1, &error);
  g_assert_no_error (error);
  test_case = check_case_load (other, &error);
  g_assert_no_error (error);
  return test_case;
}

static void
test_shown (void)
{
  g_autoptr (CheckCase) test_case = load (NULL, NULL);
  g_auto (GStrv) expected = check_case_get_expected (test_case);
  g_autofree char *evidence = g_key_file_get_string (test_case->file, "case", "evidence", NULL);
  g_autoptr (GPtrArray) findings = judge (test_case);
  DroverFinding *finding = findings->pdata[0];

  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (drover_finding_get_code (finding), ==, expected[0]);
  g_assert_nonnull (strstr (drover_finding_get_evidence (finding), evidence));
}

static void
test_other (gconstpointer data)
{
  const char *const *words = data;
  g_autoptr (CheckCase) test_case = load (words[0], words[1]);
  g_autoptr (GPtrArray) findings = judge (test_case);

  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (drover_finding_get_code (findings->pdata[0]), ==, words[2]);
}

int
main (int argc, char **argv)
{
  static const char *const pass[] = { "total=6442450944", "total=9442450944", "large-guest.pass" };
  static const char *const unknown[] = { "total=6442450944\navailable=5368709120", "absent=timed out",
                                         "large-guest.unknown" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readme/shown", test_shown);
  g_test_add_data_func ("/readme/pass", pass, test_other);
  g_test_add_data_func ("/readme/unknown", unknown, test_other);
  return g_test_run ();
}
