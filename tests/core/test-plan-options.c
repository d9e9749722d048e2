/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/drover-error.h"
#include "plan/drover-conflicts.h"
#include "plan/drover-migrate-options.h"

static void
test_table_is_complete (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);

      g_assert_cmpint (info->id, ==, id);
      g_assert_nonnull (info->name);
      g_assert_true (g_hash_table_add (names, (gpointer) info->name));
      g_assert_true (drover_migrate_option_find (info->name) == info);
      g_assert_nonnull (info->help);
      g_assert_cmpuint (strlen (drover_migrate_option_get_help (id)), >, 10);
      g_assert_cmpint (strlen (info->help), <, 100);
      g_assert_false (g_str_has_suffix (info->help, "."));
      g_assert_true ((info->kind == DROVER_OPTION_KIND_FLAG) == (info->argument == NULL));
      g_assert_true (info->flag == 0 || info->kind == DROVER_OPTION_KIND_FLAG);
      g_assert_true (!info->negatable || info->flag != 0);
      g_assert_true ((info->flag != 0 || info->param != NULL) == (info->since != 0));
      if (info->kind == DROVER_OPTION_KIND_UINT)
        g_assert_cmpuint (info->min, <, info->max);
      if (info->param_type == 'i')
        g_assert_cmpuint (info->max, <=, G_MAXINT);
      g_assert_true ((info->format == DROVER_OPTION_FORMAT_CHOICE) == (info->choices != NULL));
    }
  g_assert_null (drover_migrate_option_find ("--no-such-thing"));
  g_assert_nonnull (drover_migrate_option_find ("--bandwidth"));
}

static void
test_set_and_get (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverMigrateOptions) copy = NULL;
  g_autoptr (GError) error = NULL;
  const char *const *disks = NULL;

  g_assert_false (drover_migrate_options_is_set (options, DROVER_OPTION_LIVE));
  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_POSTCOPY, NULL, &error));
  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_LIVE, "no", &error));
  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_BANDWIDTH, "250", &error));
  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_DISKS, "vda, vdb", &error));
  g_assert_true (
      drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_URI, "tcp://[2001:db8::7]:49160", &error));
  g_assert_no_error (error);

  copy = drover_migrate_options_copy (options);
  drover_migrate_options_unset (options, DROVER_OPTION_MIGRATE_DISKS);
  g_assert_null (drover_migrate_options_get_list (options, DROVER_OPTION_MIGRATE_DISKS));

  g_assert_true (drover_migrate_options_get_flag (copy, DROVER_OPTION_POSTCOPY));
  g_assert_true (drover_migrate_options_is_set (copy, DROVER_OPTION_LIVE));
  g_assert_false (drover_migrate_options_get_flag (copy, DROVER_OPTION_LIVE));
  g_assert_cmpuint (drover_migrate_options_get_uint (copy, DROVER_OPTION_BANDWIDTH), ==, 250);
  g_assert_cmpstr (drover_migrate_options_get_string (copy, DROVER_OPTION_MIGRATE_URI), ==,
                   "tcp://[2001:db8::7]:49160");
  disks = drover_migrate_options_get_list (copy, DROVER_OPTION_MIGRATE_DISKS);
  g_assert_cmpuint (g_strv_length ((char **) disks), ==, 2);
  g_assert_cmpstr (disks[1], ==, "vdb");
}

static void
test_failure_changes_nothing (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_BANDWIDTH, "250", NULL));
  g_assert_false (drover_migrate_options_set (options, DROVER_OPTION_BANDWIDTH, "lots", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_cmpuint (drover_migrate_options_get_uint (options, DROVER_OPTION_BANDWIDTH), ==, 250);
}

static void
test_mode (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

  g_assert_cmpint (drover_migrate_options_get_mode (options), ==, DROVER_MIGRATE_MODE_AUTO);
  drover_migrate_options_set_flag (options, DROVER_OPTION_P2P, TRUE);
  g_assert_cmpint (drover_migrate_options_get_mode (options), ==, DROVER_MIGRATE_MODE_P2P);
  drover_migrate_options_set_mode (options, DROVER_MIGRATE_MODE_MANAGED);
  g_assert_cmpint (drover_migrate_options_get_mode (options), ==, DROVER_MIGRATE_MODE_MANAGED);
  drover_migrate_options_set_mode (options, DROVER_MIGRATE_MODE_P2P);
  g_assert_cmpint (drover_migrate_options_get_mode (options), ==, DROVER_MIGRATE_MODE_P2P);
  drover_migrate_options_set_mode (options, DROVER_MIGRATE_MODE_AUTO);
  g_assert_cmpint (drover_migrate_options_get_mode (options), ==, DROVER_MIGRATE_MODE_AUTO);
}

/* The source's daemon is given this URI: as a whole one, and never with what would run a program there. */
static void
test_destination_uri (void)
{
  static const char *const parameters[] = { "command",   "netcat",    "proxy",       "socket",
                                            "pkipath",   "keyfile",   "known_hosts", "known_hosts_verify",
                                            "sshauth",   "no_verify", "no_sanity",   "COMMAND",
                                            "c%6fmmand", NULL };
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_DEST_URI, "2001:db8::7", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (drover_migrate_options_get_string (options, DROVER_OPTION_DEST_URI), ==,
                   "qemu+ssh://[2001:db8::7]/system");
  for (guint i = 0; parameters[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("qemu+ssh://beta/system?no_tty=1&%s=/tmp/x", parameters[i]);
      g_autofree char *plain = g_uri_unescape_string (parameters[i], NULL);
      g_autofree char *named = g_strdup_printf ("the parameter “%s”", plain);

      g_assert_false (drover_migrate_options_set (options, DROVER_OPTION_DEST_URI, text, &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
      g_assert_true (g_str_has_prefix (error->message, "--desturi: "));
      g_assert_nonnull (strstr (error->message, named));
      g_assert_null (strchr (error->message, '\n'));
      g_clear_error (&error);
    }
  g_assert_cmpstr (drover_migrate_options_get_string (options, DROVER_OPTION_DEST_URI), ==,
                   "qemu+ssh://[2001:db8::7]/system");
}

static void
test_xml_is_bounded (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autofree char *filler = g_strnfill (DROVER_OPTION_XML_MAX_BYTES, ' ');
  g_autofree char *long_xml = g_strconcat ("<domain>", filler, "</domain>", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      drover_migrate_options_set (options, DROVER_OPTION_DEST_XML, "<domain type='kvm'/>", &error));
  g_assert_no_error (error);
  g_assert_false (drover_migrate_options_set (options, DROVER_OPTION_DEST_XML, long_xml, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "--xml"));
  g_clear_error (&error);
  g_assert_false (drover_migrate_options_set (options, DROVER_OPTION_PERSIST_XML, "<network/>", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "--persistent-xml"));
}

/* Every numeric option, just inside and just outside its range, and what is no number at all. */
static void
test_numbers (void)
{
  static const char *const nonsense[] = { "",    "-1",   "+1", " 1",    "1 ", "1.5",
                                          "1e3", "0x10", "1k", "viele", "٣",  "99999999999999999999",
                                          NULL };
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);
      g_autofree char *min = g_strdup_printf ("%" G_GUINT64_FORMAT, info->min);
      g_autofree char *max = g_strdup_printf ("%" G_GUINT64_FORMAT, info->max);
      g_autofree char *above = g_strdup_printf ("%" G_GUINT64_FORMAT, info->max + 1);
      g_autofree char *what = g_strdup_printf ("--%s: ", info->name);
      g_autoptr (GError) error = NULL;

      if (info->kind != DROVER_OPTION_KIND_UINT)
        continue;
      g_assert_true (drover_migrate_options_set (options, id, min, &error));
      g_assert_cmpuint (drover_migrate_options_get_uint (options, id), ==, info->min);
      g_assert_true (drover_migrate_options_set (options, id, max, &error));
      g_assert_cmpuint (drover_migrate_options_get_uint (options, id), ==, info->max);
      g_assert_false (drover_migrate_options_set (options, id, above, &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
      g_assert_true (g_str_has_prefix (error->message, what));
      g_assert_nonnull (strstr (error->message, above));
      g_assert_nonnull (strstr (error->message, max));
      if (info->min > 0)
        g_assert_false (drover_migrate_options_set (options, id, "0", NULL));
      for (guint i = 0; nonsense[i] != NULL; i++)
        g_assert_false (drover_migrate_options_set (options, id, nonsense[i], NULL));
      g_assert_cmpuint (drover_migrate_options_get_uint (options, id), ==, info->max);
    }
}

/* What was typed is repeated in the error, but never so that it drives the terminal. */
static void
test_errors_are_harmless (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (
      drover_migrate_options_set (options, DROVER_OPTION_DEST_NAME, "a/\033[2J\342\200\256b", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_null (strchr (error->message, '\033'));
  g_assert_null (strstr (error->message, "\342\200\256"));
  g_clear_error (&error);
  g_assert_false (drover_migrate_options_set (options, DROVER_OPTION_DEST_NAME, "\377\376", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_why_not (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  DroverPlanVersions old = { .source_libvirt = 9000000, .target_libvirt = 8000000 };
  g_autofree char *tunnelled = NULL;
  g_autofree char *zerocopy = NULL;
  g_autofree char *postcopy = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;

  tunnelled = drover_migrate_options_why_not (options, DROVER_OPTION_TUNNELLED, NULL);
  g_assert_true (g_str_has_prefix (tunnelled, "--tunnelled needs --p2p: "));
  g_assert_null (drover_migrate_options_why_not (options, DROVER_OPTION_PARALLEL, NULL));

  drover_migrate_options_set_flag (options, DROVER_OPTION_PARALLEL, TRUE);
  g_assert_null (drover_migrate_options_why_not (options, DROVER_OPTION_ZEROCOPY, NULL));
  zerocopy = drover_migrate_options_why_not (options, DROVER_OPTION_ZEROCOPY, &old);
  g_assert_cmpstr (zerocopy, ==,
                   "--zerocopy needs libvirt 8.5.0: the target has 8.0.0; leave it out or upgrade");

  g_assert_null (drover_migrate_options_why_not (options, DROVER_OPTION_POSTCOPY, &old));
  old.target_qemu = 7002000;
  postcopy = drover_migrate_options_why_not (options, DROVER_OPTION_POSTCOPY, &old);
  g_assert_true (g_str_has_prefix (postcopy, "--postcopy cannot go with --parallel: "));

  conflicts = drover_migrate_options_check (options, &old);
  g_assert_cmpuint (conflicts->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/options/table-is-complete", test_table_is_complete);
  g_test_add_func ("/plan/options/set-and-get", test_set_and_get);
  g_test_add_func ("/plan/options/failure-changes-nothing", test_failure_changes_nothing);
  g_test_add_func ("/plan/options/mode", test_mode);
  g_test_add_func ("/plan/options/destination-uri", test_destination_uri);
  g_test_add_func ("/plan/options/xml-is-bounded", test_xml_is_bounded);
  g_test_add_func ("/plan/options/numbers", test_numbers);
  g_test_add_func ("/plan/options/errors-are-harmless", test_errors_are_harmless);
  g_test_add_func ("/plan/options/why-not", test_why_not);
  return g_test_run ();
}
