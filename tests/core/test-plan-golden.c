/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cases are groups of the files in tests/data/plan: `option.NAME` is what a user types, `expect.…` what must
 * come of it. A case without `expect.conflicts` must have none, one without `expect.error` no error. */

#include <gio/gio.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-uri.h"
#include "plan/drover-conflicts.h"
#include "plan/drover-plan.h"

typedef struct {
  char *path;
  char *group;
} Case;

static GHashTable *rows_seen;

static void
case_free (gpointer data)
{
  Case *c = data;

  g_free (c->path);
  g_free (c->group);
  g_free (c);
}

static char *
get (GKeyFile *file, const char *group, const char *key, const char *otherwise)
{
  char *value = g_key_file_get_string (file, group, key, NULL);

  return value ? value : g_strdup (otherwise);
}

static DroverUri *
get_uri (GKeyFile *file, const char *group, const char *key, const char *otherwise)
{
  g_autofree char *text = get (file, group, key, otherwise);
  g_autoptr (GError) error = NULL;
  DroverUri *uri = drover_uri_parse (text, &error);

  g_assert_no_error (error);
  return uri;
}

/* Also refuses a key that means nothing, so that a slip of the pen cannot pass for a test. */
static gboolean
set_options (GKeyFile *file, const char *group, DroverMigrateOptions *options, GError **error)
{
  static const char *const known[] = {
    "source",
    "target",
    "guest",
    "uuid",
    "persistent",
    "active",
    "source-libvirt",
    "target-libvirt",
    "source-qemu",
    "target-qemu",
    "expect.flags",
    "expect.params",
    "expect.virsh",
    "expect.virsh.2",
    "expect.conflicts",
    "expect.error",
    "expect.text",
    "expect.copied",
    "expect.migration-host",
    "expect.migration-port",
    "expect.disks-port",
    "expect.needs-ports",
    NULL,
  };
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], NULL);
      const DroverMigrateOptionInfo *info = NULL;

      if (!g_str_has_prefix (keys[i], "option."))
        {
          if (!g_strv_contains (known, keys[i]))
            g_error ("[%s]: the key “%s” means nothing", group, keys[i]);
          continue;
        }
      info = drover_migrate_option_find (keys[i] + strlen ("option."));
      if (info == NULL)
        g_error ("[%s]: there is no option “%s”", group, keys[i]);
      if (!drover_migrate_options_set (options, info->id, value, error))
        return FALSE;
    }
  return TRUE;
}

static guint64
get_version (GKeyFile *file, const char *group, const char *key)
{
  return g_key_file_get_uint64 (file, group, key, NULL);
}

static void
check_conflicts (GKeyFile *file, const char *group, const DroverMigrateOptions *options)
{
  DroverPlanVersions versions = {
    .source_libvirt = get_version (file, group, "source-libvirt"),
    .target_libvirt = get_version (file, group, "target-libvirt"),
    .source_qemu = get_version (file, group, "source-qemu"),
    .target_qemu = get_version (file, group, "target-qemu"),
  };
  g_autoptr (GPtrArray) conflicts = drover_migrate_options_check (options, &versions);
  g_autofree char *expected = get (file, group, "expect.conflicts", "");
  g_autofree char *text = get (file, group, "expect.text", NULL);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GString) texts = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < conflicts->len; i++)
    {
      DroverConflict *conflict = g_ptr_array_index (conflicts, i);

      g_hash_table_add (rows_seen, (gpointer) conflict->id);
      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", conflict->id);
      g_string_append_printf (texts, "%s\n", conflict->text);
      g_assert_cmpuint (conflict->n_options, >, 0);
      g_assert_true (g_utf8_validate (conflict->text, -1, NULL));
      g_assert_nonnull (strstr (conflict->text, drover_migrate_option_get_info (conflict->options[0])->name));
    }
  g_test_message ("%s", texts->str);
  g_assert_cmpstr (found->str, ==, expected);
  if (text != NULL)
    g_assert_nonnull (strstr (texts->str, text));
  g_assert_true (drover_migrate_options_verify (options, &versions, &error) == (conflicts->len == 0));
  if (conflicts->len > 0)
    g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
}

static void
check_flags_and_params (GKeyFile *file, const char *group, const DroverPlan *plan)
{
  g_autofree char *expected_flags = get (file, group, "expect.flags", NULL);
  g_autofree char *expected_params = get (file, group, "expect.params", NULL);
  g_autofree char *flags = drover_migrate_flags_to_string (drover_plan_get_flags (plan));
  g_autoptr (GVariant) params = drover_plan_get_params (plan);

  g_assert_false (g_variant_is_floating (params));
  if (expected_flags != NULL)
    g_assert_cmpstr (flags, ==, expected_flags);
  if (expected_params != NULL)
    {
      g_autofree char *text = g_variant_print (params, TRUE);

      g_assert_cmpstr (text, ==, expected_params);
    }
}

/* Lets the installed virsh read the line. It reads all of it before it connects, and the connection is made
 * to fail: what virsh has against it must be that, not an option. */
static void
let_virsh_read (const char *line, const DroverMigrateOptions *options)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  /* what is behind is for the shell */
  g_auto (GStrv) parts = g_strsplit (line, " > ", 2);
  g_autofree char *virsh = g_find_program_in_path ("virsh");
  g_autoptr (GError) error = NULL;

  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    if (drover_migrate_options_is_set (options, id) && drover_migrate_option_get_info (id)->since > 9000000)
      return;
  g_assert_true (g_shell_parse_argv (parts[0], NULL, &argv, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (argv), >, 5);
  if (virsh == NULL)
    return;

  g_free (argv[2]);
  argv[2] = g_strdup ("test:///dev/null");
  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, NULL, &error));
  g_assert_no_error (error);
  if (strstr (err, "failed to connect") == NULL)
    g_error ("virsh does not take “%s”: %s", line, err);
}

static void
check_virsh (GKeyFile *file, const char *group, const DroverPlan *plan)
{
  g_autofree char *first = get (file, group, "expect.virsh", NULL);
  g_autofree char *second = get (file, group, "expect.virsh.2", NULL);
  g_auto (GStrv) lines = drover_plan_to_virsh (plan, "dest one.xml", NULL);

  if (first == NULL)
    return;
  g_assert_cmpstr (lines[0], ==, first);
  g_assert_cmpstr (lines[1], ==, second);
  let_virsh_read (first, drover_plan_get_options (plan));
}

static void
check_queries (GKeyFile *file, const char *group, const DroverPlan *plan)
{
  g_autofree char *host = get (file, group, "expect.migration-host", NULL);
  g_autofree char *ports = get (file, group, "expect.needs-ports", NULL);
  g_autofree char *real_host = drover_plan_get_migration_host (plan);

  if (host != NULL)
    g_assert_cmpstr (real_host, ==, host);
  if (g_key_file_has_key (file, group, "expect.migration-port", NULL))
    g_assert_cmpuint (drover_plan_get_migration_port (plan), ==,
                      g_key_file_get_integer (file, group, "expect.migration-port", NULL));
  if (g_key_file_has_key (file, group, "expect.disks-port", NULL))
    g_assert_cmpuint (drover_plan_get_disks_port (plan), ==,
                      g_key_file_get_integer (file, group, "expect.disks-port", NULL));
  if (ports != NULL)
    {
      g_autofree char *real = g_strconcat (drover_plan_needs_migration_port (plan) ? "memory" : "",
                                           drover_plan_needs_disks_port (plan) ? " disks" : "", NULL);

      g_assert_cmpstr (g_strstrip (real), ==, ports);
    }
}

/* vda is an ordinary disk, vdb shareable, vdc read-only, sda an empty drive. */
static const char guest_xml[] =
    "<domain type='kvm'><name>g</name><uuid>1c9c1b1e-6a5f-4b8e-9a3b-2f1f4e6d7c8b</uuid>"
    "<memory>1048576</memory><vcpu>1</vcpu><os><type>hvm</type></os><devices>"
    "<disk type='file' device='disk'><source file='/a'/><target dev='vda'/></disk>"
    "<disk type='file' device='disk'><source file='/b'/><target dev='vdb'/><shareable/></disk>"
    "<disk type='file' device='disk'><source file='/c'/><target dev='vdc'/><readonly/></disk>"
    "<disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>"
    "</devices></domain>";

static void
check_copied (GKeyFile *file, const char *group, const DroverPlan *plan)
{
  g_autofree char *expected = get (file, group, "expect.copied", NULL);
  g_autoptr (DroverGuest) guest = NULL;
  g_autoptr (GPtrArray) copied = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (expected == NULL)
    return;
  guest = drover_guest_parse (guest_xml, &error);
  g_assert_no_error (error);
  copied = drover_plan_list_copied_disks (plan, guest);
  for (guint i = 0; i < copied->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            ((DroverDisk *) g_ptr_array_index (copied, i))->target_dev);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
run_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) source = NULL;
  g_autoptr (DroverUri) target = NULL;
  g_autoptr (DroverPlan) bare = NULL;
  g_autoptr (DroverPlan) plan = NULL;
  g_autofree char *expected_error = NULL;
  g_autofree char *guest = NULL;
  g_autofree char *uuid = NULL;

  g_key_file_load_from_file (file, c->path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);

  expected_error = get (file, c->group, "expect.error", NULL);
  if (!set_options (file, c->group, options, &error))
    {
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
      g_assert_null (strchr (error->message, '\n'));
      g_test_message ("%s", error->message);
      if (expected_error == NULL || strstr (error->message, expected_error) == NULL)
        g_error ("[%s] expected “%s”, got “%s”", c->group, expected_error, error->message);
      return;
    }
  if (expected_error != NULL)
    g_error ("[%s] expected “%s”, got no error", c->group, expected_error);

  check_conflicts (file, c->group, options);

  source = get_uri (file, c->group, "source", "qemu:///system");
  target = get_uri (file, c->group, "target", "qemu+ssh://beta/system");
  guest = get (file, c->group, "guest", "demo");
  uuid = get (file, c->group, "uuid", NULL);
  bare = drover_plan_new (source, target, "as typed", options);
  plan = drover_plan_with_guest (bare, guest, uuid,
                                 !g_key_file_has_key (file, c->group, "persistent", NULL) ||
                                     g_key_file_get_boolean (file, c->group, "persistent", NULL),
                                 !g_key_file_has_key (file, c->group, "active", NULL) ||
                                     g_key_file_get_boolean (file, c->group, "active", NULL));
  check_flags_and_params (file, c->group, plan);
  check_virsh (file, c->group, plan);
  check_queries (file, c->group, plan);
  check_copied (file, c->group, plan);
}

/* Comes last: every row of the table must have been hit by a case. */
static void
test_every_row_was_hit (void)
{
  for (guint row = 0; row < drover_conflicts_get_n_rows (); row++)
    if (!g_hash_table_contains (rows_seen, drover_conflicts_get_row_id (row)))
      g_test_fail_printf ("no case hits the conflict “%s”", drover_conflicts_get_row_id (row));
}

static void
test_plan_is_unchanged_by_its_copies (void)
{
  g_autoptr (DroverUri) source = drover_uri_parse ("qemu:///system", NULL);
  g_autoptr (DroverUri) target = drover_uri_parse ("qemu+ssh://beta/system", NULL);
  g_autoptr (DroverPlan) plan = drover_plan_new (source, target, "demo", NULL);
  g_autoptr (DroverPlan) transient = drover_plan_with_guest (plan, "other", "u", FALSE, TRUE);
  g_autoptr (DroverPlan) p2p = drover_plan_with_mode (transient, DROVER_MIGRATE_MODE_P2P);
  g_autoptr (DroverPlan) same = drover_plan_ref (plan);

  g_assert_false (drover_plan_guest_is_known (plan));
  g_assert_true (drover_plan_guest_is_persistent (plan));
  g_assert_cmpstr (drover_plan_get_guest_name (plan), ==, "demo");
  g_assert_cmpuint (drover_plan_get_flags (plan), ==,
                    DROVER_MIGRATE_LIVE | DROVER_MIGRATE_PERSIST_DEST | DROVER_MIGRATE_UNDEFINE_SOURCE);
  g_assert_true (drover_plan_guest_is_known (transient));
  g_assert_cmpuint (drover_plan_get_flags (transient), ==, DROVER_MIGRATE_LIVE);
  g_assert_false (drover_plan_is_p2p (transient));
  g_assert_cmpuint (drover_plan_get_flags (p2p), ==, DROVER_MIGRATE_LIVE | DROVER_MIGRATE_PEER2PEER);
  g_assert_cmpstr (drover_plan_get_guest_name (p2p), ==, "other");
  g_assert_true (same == plan);
}

static void
add_cases (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name = NULL;
  guint files = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_auto (GStrv) groups = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".ini"))
        continue;
      files++;
      g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
      g_assert_no_error (error);
      groups = g_key_file_get_groups (file, NULL);
      for (guint i = 0; groups[i] != NULL; i++)
        {
          g_autofree char *test = g_strdup_printf ("/plan/golden/%s/%s", name, groups[i]);
          Case *c = g_new0 (Case, 1);

          c->path = g_strdup (path);
          c->group = g_strdup (groups[i]);
          g_test_add_data_func_full (test, c, run_case, case_free);
        }
    }
  g_assert_cmpuint (files, >, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = NULL;
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  rows_seen = g_hash_table_new (g_str_hash, g_str_equal);
  directory = g_test_build_filename (G_TEST_DIST, "plan", NULL);
  add_cases (directory);
  g_test_add_func ("/plan/copies", test_plan_is_unchanged_by_its_copies);
  /* A suite of its own, added last: GTest runs a level's cases before its suites, and those as added. */
  g_test_add_func ("/plan/zz/every-row-was-hit", test_every_row_was_hit);
  result = g_test_run ();
  g_hash_table_unref (rows_seen);
  return result;
}
