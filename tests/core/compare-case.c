/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare-case.h"

#include <string.h>

#include "check-case.h"

static gboolean
read_host (CompareCase *compare_case, const char *name, GError **error)
{
  g_auto (GStrv) sections = g_key_file_get_groups (compare_case->file, NULL);
  g_autofree char *prefix = g_strconcat (name, " ", NULL);
  g_autoptr (DroverFacts) facts = drover_facts_new ();

  for (gsize i = 0; sections[i] != NULL; i++)
    {
      DroverFacts *more;
      DroverFactId id;

      if (!g_str_has_prefix (sections[i], prefix))
        continue;
      if (!drover_fact_from_name (sections[i] + strlen (prefix), &id))
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "[%s] is no fact", sections[i]);
          return FALSE;
        }
      more = check_case_read_fact (compare_case->file, sections[i], facts, id, DROVER_SIDE_SOURCE, error);
      if (more == NULL)
        return FALSE;
      drover_facts_unref (facts);
      facts = more;
    }
  g_ptr_array_add (compare_case->facts, g_steal_pointer (&facts));
  return TRUE;
}

CompareCase *
compare_case_load (const char *path, GError **error)
{
  g_autoptr (CompareCase) compare_case = g_new0 (CompareCase, 1);

  compare_case->path = g_strdup (path);
  compare_case->file = g_key_file_new ();
  compare_case->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  if (!g_key_file_load_from_file (compare_case->file, path, G_KEY_FILE_NONE, error))
    return NULL;
  compare_case->names = g_key_file_get_string_list (compare_case->file, "case", "hosts", NULL, error);
  for (gsize i = 0; compare_case->names != NULL && compare_case->names[i] != NULL; i++)
    if (!read_host (compare_case, compare_case->names[i], error))
      return NULL;
  return compare_case->names ? g_steal_pointer (&compare_case) : NULL;
}

void
compare_case_free (CompareCase *compare_case)
{
  if (compare_case == NULL)
    return;
  g_free (compare_case->path);
  g_key_file_unref (compare_case->file);
  g_strfreev (compare_case->names);
  g_ptr_array_unref (compare_case->facts);
  g_free (compare_case);
}

void
compare_case_add_all (const char *prefix, GTestDataFunc func)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "compare", NULL);
  g_autoptr (GDir) cases = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (cases);
  while ((name = g_dir_read_name (cases)) != NULL)
    {
      g_autofree char *test_path = g_strdup_printf ("%s/%s", prefix, name);

      if (g_str_has_suffix (name, ".ini"))
        g_test_add_data_func_full (test_path, g_build_filename (folder, name, NULL), func, g_free);
    }
}
