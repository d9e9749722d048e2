/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"

typedef char *(*Adapt) (const char *xml, GPtrArray *there, GPtrArray *notes, GError **error);

/* A definition as another host can take it, case by case: *.ini with "source", "there" and either "adapted"
 * or "error". */
static void
check_adapted (const char *path, const char *group, Adapt adapt)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *source = NULL;
  g_autofree char *other = NULL;
  g_autofree char *adapted = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  source = g_key_file_get_string (file, group, "source", NULL);
  other = g_key_file_get_string (file, group, "there", NULL);
  expected = g_key_file_get_string (file, group, "adapted", NULL);
  refusal = g_key_file_get_string (file, group, "error", NULL);
  g_assert_true ((expected != NULL) != (refusal != NULL));
  if (other != NULL)
    g_ptr_array_add (there, g_steal_pointer (&other));
  adapted = adapt (source, there, notes, &error);
  g_assert_cmpstr (adapted, ==, expected);
  g_assert_cmpstr (error ? error->message : NULL, ==, refusal);
  g_assert_cmpuint (notes->len, ==, (guint) g_key_file_get_integer (file, group, "notes", NULL));
}

static void
test_network (gconstpointer data)
{
  check_adapted (data, "network", drover_fix_adapt_network);
}

static void
test_pool (gconstpointer data)
{
  check_adapted (data, "pool", drover_fix_adapt_pool);
}

/* A pool is not stopped under a guest, whichever way its disk names it. */
static void
test_pool_use (void)
{
  static const struct {
    const char *source;
    gboolean used;
  } cases[] = {
    { "<source pool='vms' volume='a'/>", TRUE },
    { "<source pool='other' volume='vms'/>", FALSE },
    { "<source file='/srv/vms/a.qcow2'/>", TRUE },
    { "<source file='/srv/vms2/a.qcow2'/>", FALSE },
    { "<source dev='/srv/vms/lun'/>", TRUE },
    { "<source file='/a'/><backingStore><source file='/srv/vms/base'/></backingStore>", TRUE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *xml =
          g_strdup_printf ("<domain><devices><disk>%s</disk></devices></domain>", cases[i].source);

      g_assert_cmpint (drover_fix_guest_uses_pool (xml, "vms", "/srv/vms"), ==, cases[i].used);
    }
  g_assert_false (drover_fix_guest_uses_pool ("<domain", "vms", NULL));
}

/* Only a drive that has a disc is emptied, and only its disc is taken. */
static void
test_drive (void)
{
  static const char xml[] = "<domain><devices>"
                            "<disk device='disk'><source file='/a'/><target dev='sda'/></disk>"
                            "<disk device='cdrom'><source file='/b.iso'><x/></source><backingStore/><target "
                            "dev='sdb'/><readonly/></disk>"
                            "<disk device='cdrom'><target dev='sdc'/></disk>"
                            "</devices></domain>";
  g_autofree char *full = NULL;
  g_autofree char *empty = NULL;

  g_assert_true (drover_fix_empty_drive (xml, "sdb", &full, &empty));
  g_assert_nonnull (strstr (full, "/b.iso"));
  g_assert_cmpstr (empty, ==, "<disk device=\"cdrom\"><target dev=\"sdb\"/><readonly/></disk>");
  g_assert_false (drover_fix_empty_drive (xml, "sda", &full, &empty));
  g_assert_false (drover_fix_empty_drive (xml, "sdc", &full, &empty));
  g_assert_false (drover_fix_empty_drive (xml, "sdd", &full, &empty));
  g_assert_false (drover_fix_empty_drive ("<domain", "sdb", &full, &empty));
}

/* A snapshot is of the guest, and told to the target in words that name it. */
static void
test_follow_title (void)
{
  g_autoptr (DroverStep) step =
      drover_step_new ("snapshot-forget", DROVER_SIDE_SOURCE, "snapshot", "before %s", NULL);
  g_autofree char *title = drover_step_get_follow_title (step);

  g_assert_cmpstr (title, ==, "Define the snapshot “before %s” again");
}

/* Names from a host stay text on their way to the undo record and back. */
static void
test_step (void)
{
  g_autoptr (DroverStep) step = drover_step_new ("network-define", DROVER_SIDE_TARGET, "network", "a%s\"b",
                                                 "xml", "<network/>\n", NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (DroverStep) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = drover_step_get_title (step);
  g_autofree char *preview = drover_step_get_preview (step);

  step->state = DROVER_STEP_DONE;
  drover_step_build_json (step, builder);
  node = json_builder_get_root (builder);
  again = drover_step_from_json (node, &error);
  g_assert_no_error (error);
  g_assert_true (again->kind == step->kind);
  g_assert_cmpint (again->side, ==, DROVER_SIDE_TARGET);
  g_assert_cmpint (again->state, ==, DROVER_STEP_DONE);
  g_assert_cmpstr (drover_step_get_word (again, "network"), ==, "a%s\"b");
  g_assert_cmpstr (drover_step_get_word (again, "xml"), ==, "<network/>\n");
  g_assert_cmpstr (title, ==, "Define the network “a%s\"b”");
  g_assert_cmpstr (preview, ==, "virNetworkDefineXML (a%s\"b)\n+ <network/>");
}

static void
test_bad_records (void)
{
  static const char *const names[] = { "", "../../etc/passwd", "20200101-000000-ffffffff" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (drover_fix_load (names[i], &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
    }
}

static void
add_cases (const char *name, GTestDataFunc function)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      g_autofree char *path = g_strdup_printf ("/%s/%s", name, file);

      g_test_add_data_func_full (path, g_build_filename (folder, file, NULL), function, g_free);
    }
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name = dir ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

int
main (int argc, char **argv)
{
  /* G_TEST_OPTION_ISOLATE_DIRS of GLib 2.74 leaks, and the sanitizer says so. */
  g_autofree char *state = g_dir_make_tmp ("drover-fix-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  add_cases ("fix", test_network);
  add_cases ("fix-pool", test_pool);
  g_test_add_func ("/fix/pool-use", test_pool_use);
  g_test_add_func ("/fix/drive", test_drive);
  g_test_add_func ("/fix/follow-title", test_follow_title);
  g_test_add_func ("/fix/step", test_step);
  g_test_add_func ("/fix/bad-records", test_bad_records);
  status = g_test_run ();
  remove_tree (state);
  return status;
}
