/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "cli-migrate-options.h"

/* Parses words as droverctl would those of a command. */
static gboolean
parse (DroverMigrateOptions *options, CliMigrateFiles *files, const char *words, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) argv = NULL;

  g_assert_true (g_shell_parse_argv (words, NULL, &argv, NULL));
  g_option_context_add_group (context, cli_migrate_options_group_with_files (options, files));
  return g_option_context_parse_strv (context, &argv, error);
}

static void
test_takes_virshs_names (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (parse (options, NULL,
                        "migrate --live --no-undefinesource --p2p --bandwidth 100 --migrate-disks=vda,vdb "
                        "--timeout 30 --timeout-suspend --max-downtime 200 --mode p2p",
                        &error));
  g_assert_no_error (error);
  g_assert_true (drover_migrate_options_get_flag (options, DROVER_OPTION_LIVE));
  g_assert_true (drover_migrate_options_is_set (options, DROVER_OPTION_UNDEFINE_SOURCE));
  g_assert_false (drover_migrate_options_get_flag (options, DROVER_OPTION_UNDEFINE_SOURCE));
  g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_PERSISTENT));
  g_assert_cmpuint (drover_migrate_options_get_uint (options, DROVER_OPTION_BANDWIDTH), ==, 100);
  g_assert_cmpuint (drover_migrate_options_get_uint (options, DROVER_OPTION_TIMEOUT), ==, 30);
  g_assert_cmpstr (drover_migrate_options_get_list (options, DROVER_OPTION_MIGRATE_DISKS)[1], ==, "vdb");
}

static void
test_takes_every_option (void)
{
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);
      g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
      g_autofree char *flag = g_strdup_printf ("migrate --%s", info->name);
      g_autofree char *number = g_strdup_printf ("%s %" G_GUINT64_FORMAT, flag, info->max);
      g_autoptr (GError) error = NULL;

      if (info->kind == DROVER_OPTION_KIND_FLAG)
        g_assert_true (parse (options, NULL, flag, &error));
      else
        g_assert_false (parse (options, NULL, flag, NULL)); /* a value is missing */
      if (info->kind == DROVER_OPTION_KIND_UINT)
        g_assert_true (parse (options, NULL, number, &error));
      g_assert_no_error (error);
    }
}

static void
test_refuses_nonsense (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (parse (options, NULL, "migrate --bandwidth fast", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_true (g_str_has_prefix (error->message, "--bandwidth: “fast”"));
  g_assert_false (parse (options, NULL, "migrate --no-tls", NULL));
  g_assert_false (parse (options, NULL, "migrate --nonsense", NULL));
}

static void
assert_refused (const char *path, const char *reason)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autofree char *words = g_strdup_printf ("migrate --xml '%s'", path);
  g_autoptr (GError) error = NULL;

  g_assert_false (parse (options, NULL, words, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "--xml"));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, reason));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_DEST_XML));
}

static void
test_reads_files (void)
{
  g_autofree char *dir = g_dir_make_tmp ("drover-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (dir, "to be.xml", NULL);
  g_autofree char *bad = g_build_filename (dir, "bad", NULL);
  g_autofree char *missing = g_build_filename (dir, "missing", NULL);
  g_autofree char *words = g_strdup_printf ("migrate --xml '%s' --persistent-xml='%s'", good, good);
  g_autofree char *filler = g_strnfill (DROVER_OPTION_XML_MAX_BYTES + 100, ' ');
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_auto (CliMigrateFiles) files = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (good, "<domain type='kvm'/>", -1, NULL));
  g_assert_true (parse (options, &files, words, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (drover_migrate_options_get_string (options, DROVER_OPTION_DEST_XML), ==,
                   "<domain type='kvm'/>");
  g_assert_cmpstr (files.xml, ==, good);
  g_assert_cmpstr (files.persistent_xml, ==, good);

  assert_refused (missing, "cannot be read");
  assert_refused (dir, "cannot be read");
  g_assert_true (g_file_set_contents (bad, "a\0b", 3, NULL));
  assert_refused (bad, "no text");
  g_assert_true (g_file_set_contents (bad, "<network/>", -1, NULL));
  assert_refused (bad, "no guest");
  g_assert_true (g_file_set_contents (bad, filler, -1, NULL));
  assert_refused (bad, "longer than 1048576 bytes");
  g_unlink (bad);
  assert_refused ("/dev/zero", "no text");
  g_unlink (good);
  g_rmdir (dir);
}

static void
test_help_names_all (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *help = NULL;

  g_option_context_add_group (context, cli_migrate_options_group (options));
  help = g_option_context_get_help (context, FALSE, NULL);
  g_assert_nonnull (strstr (help, "--copy-storage-synchronous-writes"));
  g_assert_nonnull (strstr (help, "--max-downtime=MS"));
  g_assert_nonnull (strstr (help, "--no-live"));
  g_assert_null (strstr (help, "--direct"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/cli/takes-virshs-names", test_takes_virshs_names);
  g_test_add_func ("/plan/cli/takes-every-option", test_takes_every_option);
  g_test_add_func ("/plan/cli/refuses-nonsense", test_refuses_nonsense);
  g_test_add_func ("/plan/cli/reads-files", test_reads_files);
  g_test_add_func ("/plan/cli/help-names-all", test_help_names_all);
  return g_test_run ();
}
