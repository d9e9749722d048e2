/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "check-case.h"

/* The commands people are told to type, for cases of the checks' own data. A golden file's first line names
 * the case; the rest is what is offered for all its findings. With DROVER_TEST_WRITE set it is written anew.
 */

static void
render_offer (const DroverRemedyOffer *offer, GString *text)
{
  g_string_append_printf (text, "\n%s%s%s (%s)\n", offer->id, offer->variant ? "/" : "",
                          offer->variant ? offer->variant : "", drover_side_to_string (offer->side));
  for (gsize i = 0; offer->commands[i] != NULL; i++)
    g_string_append_printf (text, "  %s\n", offer->commands[i]);
}

static char *
render (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".ini", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "checks", file, NULL);
  g_autofree char *id = g_path_get_dirname (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (CheckCase) test_case = check_case_load (path, &error);
  const DroverCheck *check = drover_check_find (id);
  g_autoptr (GPtrArray) findings = NULL;
  GString *text = g_string_new (name);

  g_assert_no_error (error);
  g_assert_nonnull (check);
  findings =
      drover_check_run (check, &(DroverCheckInput){ test_case->plan, test_case->facts, test_case->passive });
  g_string_append_c (text, '\n');
  for (guint i = 0; i < findings->len; i++)
    {
      g_autoptr (GPtrArray) offers =
          drover_remedies_offer (test_case->plan, test_case->facts, findings->pdata[i]);

      for (guint k = 0; k < offers->len; k++)
        render_offer (offers->pdata[k], text);
    }
  return g_string_free (text, FALSE);
}

static void
test_golden (gconstpointer data)
{
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (data, &expected, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (expected, "\n", 2);
  found = render (lines[0]);
  if (g_getenv ("DROVER_TEST_WRITE") != NULL)
    {
      g_file_set_contents (data, found, -1, &error);
      g_assert_no_error (error);
      return;
    }
  if (!g_str_equal (expected, found))
    g_error ("%s: offered\n%s", (const char *) data, found);
}

/* Every line must be one a POSIX shell can read: names from hosts never break out of their word. */
static void
test_hostile_names (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "checks", "target-guest", "name-taken.ini", NULL);
  g_autoptr (CheckCase) test_case = check_case_load (path, &error);
  g_autoptr (DroverPlan) plan = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const char *name = "demo; touch $(id) '\"`\n-rf";

  g_assert_no_error (error);
  plan = drover_plan_with_guest (test_case->plan, name, NULL, TRUE, TRUE);
  findings = drover_check_run (drover_check_find ("target-guest"),
                               &(DroverCheckInput){ plan, test_case->facts, FALSE });
  for (guint i = 0; i < findings->len; i++)
    {
      g_autoptr (GPtrArray) offers = drover_remedies_offer (plan, test_case->facts, findings->pdata[i]);

      for (guint k = 0; k < offers->len; k++)
        for (gsize c = 0; ((DroverRemedyOffer *) offers->pdata[k])->commands[c] != NULL; c++)
          {
            const char *line = ((DroverRemedyOffer *) offers->pdata[k])->commands[c];
            g_auto (GStrv) argv = NULL;

            g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
            g_assert_no_error (error);
            for (gsize w = 0; argv[w] != NULL; w++)
              g_assert_cmpstr (argv[w], !=, "touch");
          }
    }
}

/* An agent on this terminal is asked by the polkit of this computer, and by that of no other. Who is to join
 * the group differs from user to user, so that this is not a golden file. */
static void
test_polkit_agent (void)
{
  g_autofree char *here = render ("connect/polkit-here");
  g_autofree char *there = render ("connect/polkit");

  g_assert_nonnull (strstr (here, "\nlibvirt-group (source)\n  sudo usermod -aG libvirt "));
  g_assert_nonnull (strstr (here, g_get_user_name ()));
  g_assert_nonnull (strstr (here, "\npolkit-agent/debian (client)\n  sudo apt-get install polkitd\n"));
  g_assert_nonnull (strstr (here, "\npolkit-agent/fedora (client)\n  sudo dnf install polkit\n"));
  g_assert_nonnull (strstr (there, "\nlibvirt-group (target)\n"));
  g_assert_null (strstr (there, "polkit-agent"));
}

static void
add_golden (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test_path = g_strdup_printf ("/remedies/%s", name);

      if (g_str_has_suffix (name, ".txt"))
        g_test_add_data_func_full (test_path, g_build_filename (folder, name, NULL), test_golden, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "remedies", NULL);
  add_golden (folder);
  g_test_add_func ("/remedies/hostile-names", test_hostile_names);
  g_test_add_func ("/remedies/polkit-agent", test_polkit_agent);
  return g_test_run ();
}
