/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hosts the user knows, and the file they are kept in: whatever is in it that we did not change stays. */

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/drover-error.h"
#include "hosts/drover-host-store.h"

typedef struct {
  char *folder;
  char *path;
} Place;

static void
place_init (Place *place, const char *text)
{
  place->folder = g_dir_make_tmp ("drover-hosts-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "hosts.ini", NULL);
  if (text != NULL)
    g_assert_true (g_file_set_contents (place->path, text, -1, NULL));
}

static void
place_clear (Place *place)
{
  g_remove (place->path);
  g_assert_cmpint (g_remove (place->folder), ==, 0);
  g_free (place->path);
  g_free (place->folder);
}

static void
expect_text (const Place *place, const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (place->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static void
expect_hosts (DroverHostStore *store, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (DroverHost) host = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_string_append_printf (text, "%s ", drover_host_get_uri (host)->text);
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static DroverHostStore *
load (const Place *place)
{
  DroverHostStore *store = drover_host_store_new (place->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (drover_host_store_load (store, &error));
  g_assert_no_error (error);
  return store;
}

static void
save (DroverHostStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (drover_host_store_save (store, &error));
  g_assert_no_error (error);
}

static void
add (DroverHostStore *store, const char *text)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

  drover_host_store_add (store, uri);
}

static gboolean
forget (DroverHostStore *store, const char *text)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

  return drover_host_store_remove (store, uri);
}

#define A "qemu+ssh://a/system"
#define B "qemu+tcp://b/system"
#define C "qemu+ssh://root@c/system"

static void
test_list (void)
{
  g_autoptr (DroverHostStore) store = drover_host_store_new ("/nonexistent/hosts.ini");
  g_autoptr (DroverUri) uri = drover_uri_parse (A, NULL);
  DroverHost *host;

  g_assert_cmpstr (drover_host_store_get_path (store), ==, "/nonexistent/hosts.ini");
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (store)) == DROVER_TYPE_HOST);
  g_assert_null (drover_host_store_find (store, uri));
  host = drover_host_store_add (store, uri);
  g_assert_true (drover_host_store_add (store, uri) == host);
  g_assert_true (drover_host_store_find (store, uri) == host);
  add (store, B);
  expect_hosts (store, A " " B " ");
  g_assert_true (forget (store, A));
  g_assert_false (forget (store, A));
  expect_hosts (store, B " ");
}

static void
test_new_file (void)
{
  g_autoptr (DroverHostStore) store = NULL;
  g_autoptr (DroverHostStore) again = NULL;
  struct stat info;
  Place place;

  place_init (&place, NULL);
  store = load (&place);
  expect_hosts (store, "");
  add (store, A);
  add (store, B);
  save (store);
  expect_text (&place, "[host 1]\nuri=" A "\n[host 2]\nuri=" B "\n");
  g_assert_cmpint (stat (place.path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  again = load (&place);
  expect_hosts (again, A " " B " ");

  /* a number that is free is not taken by two */
  forget (again, A);
  add (again, C);
  save (again);
  expect_text (&place, "[host 2]\nuri=" B "\n[host 3]\nuri=" C "\n");
  place_clear (&place);
}

/* What is bad, what is not known, and what people write in between. */
#define MIXED                                                                                                \
  "# my hosts\nstray\n"                                                                                      \
  "[host 1]\nuri=" A "\n\n"                                                                                  \
  "# does not work yet\n[host 2]\nuri=qemu+ssh://x/system?command=/bin/sh\n"                                 \
  "[host 3]\nno key at all\n"                                                                                \
  "[host 4]\nuri=" B "\nlabel=of a later release\n"                                                          \
  "[host 5\nuri=" C "\n"                                                                                     \
  "[window]\nwidth=900\n"                                                                                    \
  "[host 6]\nuri=\xff\xfe\n"                                                                                 \
  "[host 7]\n"                                                                                               \
  "# the end"

static void
test_bad_entries (void)
{
  g_autoptr (DroverHostStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Place place;

  place_init (&place, MIXED);
  store = drover_host_store_new (place.path);
  g_assert_false (drover_host_store_load (store, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
  g_assert_true (g_str_has_prefix (error->message, place.path));
  g_assert_nonnull (strstr (error->message, "[]: "));
  expect_hosts (store, A " " B " ");

  save (store);
  expect_text (&place, MIXED);

  add (store, C);
  forget (store, A);
  save (store);
  {
    g_autoptr (GString) wanted = g_string_new (MIXED "\n[host 8]\nuri=" C "\n");

    g_string_replace (wanted, "[host 1]\nuri=" A "\n\n", "", 0);
    expect_text (&place, wanted->str);
  }
  place_clear (&place);
}

/* The first mistake is told by its group's name. */
static void
test_first_error (void)
{
  g_autoptr (DroverHostStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Place place;

  place_init (&place, "[host 1]\nuri=" A "\n[host 2]\nuri=evil://x\n[host 3]\nuri=\n");
  store = drover_host_store_new (place.path);
  g_assert_false (drover_host_store_load (store, &error));
  g_assert_nonnull (strstr (error->message, ": [host 2]: "));
  g_assert_nonnull (strstr (error->message, "evil://x"));
  g_assert_false (drover_host_store_load (store, NULL));
  expect_hosts (store, A " ");
  place_clear (&place);
}

/* What a value with a bad escape means, GLibs do not agree on; it is no host, and stays in the file. */
static void
test_bad_escape (void)
{
  static const char text[] = "[host 1]\nuri=qemu+tcp://alpha\\q.lab.test/system\n[host 2]\nuri=" A "\n";
  g_autoptr (DroverHostStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Place place;

  place_init (&place, text);
  store = drover_host_store_new (place.path);
  g_assert_false (drover_host_store_load (store, &error));
  g_assert_nonnull (strstr (error->message, ": [host 1]: "));
  expect_hosts (store, A " ");
  expect_text (&place, text);
  place_clear (&place);
}

/* Two programs change the list at the same time. */
static void
test_two_writers (void)
{
  g_autoptr (DroverHostStore) mine = NULL;
  g_autoptr (DroverHostStore) theirs = NULL;
  Place place;

  place_init (&place, "[host 1]\nuri=" A "\n[host 2]\nuri=" B "\n");
  mine = load (&place);
  theirs = load (&place);

  /* what they added stays, and comes into my list */
  add (theirs, C);
  save (theirs);
  forget (mine, B);
  add (mine, "qemu+ssh://d/system");
  save (mine);
  expect_text (&place, "[host 1]\nuri=" A "\n[host 3]\nuri=" C "\n[host 4]\nuri=qemu+ssh://d/system\n");
  expect_hosts (mine, A " qemu+ssh://d/system " C " ");

  /* what I removed does not come back when they save; nor what they removed when I do */
  forget (theirs, A);
  save (theirs);
  expect_text (&place, "[host 3]\nuri=" C "\n[host 4]\nuri=qemu+ssh://d/system\n");
  save (mine);
  expect_text (&place, "[host 3]\nuri=" C "\n[host 4]\nuri=qemu+ssh://d/system\n");

  /* what I take up again is there again */
  forget (mine, A);
  save (mine);
  add (mine, A);
  save (mine);
  expect_text (&place, "[host 3]\nuri=" C "\n[host 4]\nuri=qemu+ssh://d/system\n[host 5]\nuri=" A "\n");
  place_clear (&place);
}

/* A list that was never read drops nothing either. */
static void
test_not_loaded (void)
{
  g_autoptr (DroverHostStore) store = NULL;
  Place place;

  place_init (&place, "[host 1]\nuri=" A "\n");
  store = drover_host_store_new (place.path);
  add (store, B);
  save (store);
  expect_text (&place, "[host 1]\nuri=" A "\n[host 2]\nuri=" B "\n");
  place_clear (&place);
}

static void
test_file_gone (void)
{
  g_autoptr (DroverHostStore) store = NULL;
  Place place;

  place_init (&place, "[host 1]\nuri=" A "\n");
  store = load (&place);
  g_assert_cmpint (g_remove (place.path), ==, 0);
  add (store, B);
  save (store);
  expect_text (&place, "[host 1]\nuri=" A "\n[host 2]\nuri=" B "\n");
  place_clear (&place);
}

static void
test_link (void)
{
  g_autoptr (DroverHostStore) store = NULL;
  g_autofree char *real = NULL;
  Place place;

  place_init (&place, NULL);
  real = g_build_filename (place.folder, "elsewhere.ini", NULL);
  g_assert_true (g_file_set_contents (real, "", -1, NULL));
  g_assert_cmpint (symlink ("elsewhere.ini", place.path), ==, 0);
  store = load (&place);
  add (store, A);
  save (store);
  g_assert_true (g_file_test (place.path, G_FILE_TEST_IS_SYMLINK));
  expect_text (&place, "[host 1]\nuri=" A "\n");
  g_assert_cmpint (g_remove (real), ==, 0);
  place_clear (&place);
}

/* What cannot be read is not written over. */
static void
test_unreadable (void)
{
  static const char binary[] = "[host 1]\0uri";
  g_autoptr (DroverHostStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  Place place;

  place_init (&place, NULL);
  store = drover_host_store_new (place.path);
  add (store, A);
  g_assert_true (g_file_set_contents (place.path, binary, sizeof binary, NULL));
  g_assert_false (drover_host_store_load (store, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (drover_host_store_save (store, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (place.path, &text, &length, NULL));
  g_assert_cmpmem (text, length, binary, sizeof binary);

  g_assert_cmpint (g_remove (place.path), ==, 0);
  g_assert_cmpint (g_mkdir (place.path, 0700), ==, 0);
  g_assert_false (drover_host_store_load (store, &error));
  g_assert_nonnull (strstr (error->message, place.path));
  g_clear_error (&error);
  g_assert_false (drover_host_store_save (store, &error));
  g_assert_nonnull (error);
  place_clear (&place);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_false (drover_host_connect_finish (DROVER_HOST (source), result, error));
  g_assert_nonnull (*error);
}

/* A connection that was given up says so in our own words, and the host knows. */
static void
test_cancelled_connection (void)
{
  g_autoptr (DroverUri) uri = drover_uri_parse ("test:///default", NULL);
  g_autoptr (DroverHost) host = drover_host_new (uri);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *name = drover_host_dup_name (host);
  DroverOpenOptions options = { .timeout_ms = 5000 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (name, ==, "this computer");
  g_assert_cmpint (drover_host_get_state (host), ==, DROVER_HOST_IDLE);
  g_cancellable_cancel (cancellable);
  drover_host_connect_async (host, &options, cancellable, on_connected, &error);
  g_assert_cmpint (drover_host_get_state (host), ==, DROVER_HOST_CONNECTING);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_CANCELLED);
  g_assert_cmpint (drover_host_get_state (host), ==, DROVER_HOST_FAILED);
  g_assert_error (drover_host_get_error (host), DROVER_ERROR, DROVER_ERROR_CANCELLED);
  g_assert_null (drover_host_get_connection (host));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-store/list", test_list);
  g_test_add_func ("/host-store/new-file", test_new_file);
  g_test_add_func ("/host-store/bad-entries", test_bad_entries);
  g_test_add_func ("/host-store/first-error", test_first_error);
  g_test_add_func ("/host-store/bad-escape", test_bad_escape);
  g_test_add_func ("/host-store/two-writers", test_two_writers);
  g_test_add_func ("/host-store/not-loaded", test_not_loaded);
  g_test_add_func ("/host-store/file-gone", test_file_gone);
  g_test_add_func ("/host-store/link", test_link);
  g_test_add_func ("/host-store/unreadable", test_unreadable);
  g_test_add_func ("/host-store/cancelled-connection", test_cancelled_connection);
  return g_test_run ();
}
