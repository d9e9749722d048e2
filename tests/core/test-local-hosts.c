/* SPDX-License-Identifier: GPL-3.0-or-later */

/* This computer's libvirts, judged by the files of an installation that tests/data/local-hosts describes. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/drover-distribution.h"
#include "hosts/drover-local-host.h"

#if defined(__x86_64__)
#define DEBIAN_QEMU "qemu-system-x86"
#else
#define DEBIAN_QEMU NULL
#endif

static void
write_file (const char *root, const char *path, const char *text)
{
  g_autofree char *full = g_build_filename (root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_file_set_contents (full, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Builds the tree and tells what the socket turned out to be. */
static struct stat
build_tree (GKeyFile *keys, const char *root)
{
  g_autofree char *os_release = g_key_file_get_string (keys, "tree", "os-release", NULL);
  g_autofree char *usr_os_release = g_key_file_get_string (keys, "tree", "usr-os-release", NULL);
  g_autofree char *socket = g_key_file_get_string (keys, "tree", "socket", NULL);
  g_autofree char *mode = g_key_file_get_string (keys, "tree", "mode", NULL);
  g_autofree char *group = g_key_file_get_string (keys, "tree", "group", NULL);
  g_autofree char *members = g_key_file_get_string (keys, "tree", "members", NULL);
  g_auto (GStrv) files = g_key_file_get_string_list (keys, "tree", "files", NULL, NULL);
  struct stat info = { 0 };

  if (os_release != NULL)
    write_file (root, "etc/os-release", os_release);
  if (usr_os_release != NULL)
    write_file (root, "usr/lib/os-release", usr_os_release);
  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    write_file (root, files[i], "");
  if (socket != NULL)
    {
      g_autofree char *full = g_build_filename (root, socket, NULL);

      write_file (root, socket, "");
      g_assert_cmpint (g_chmod (full, (int) g_ascii_strtoull (mode, NULL, 8)), ==, 0);
      g_assert_cmpint (stat (full, &info), ==, 0);
      /* The group that the test runs in may be root's, which is nobody's to join. */
      if (info.st_gid == 0 && geteuid () == 0)
        {
          g_assert_cmpint (chown (full, 0, 4711), ==, 0);
          info.st_gid = 4711;
        }
    }
  if (group != NULL)
    {
      g_autofree char *text = g_strdup_printf ("root:x:0:\nmalformed\nother:x:99:anna\n%s:x:%u:%s\n", group,
                                               (guint) info.st_gid, members ? members : "");

      write_file (root, "etc/group", text);
    }
  return info;
}

static const char *
name_state (DroverLocalHostState state)
{
  switch (state)
    {
    case DROVER_LOCAL_HOST_READY:
      return "ready";
    case DROVER_LOCAL_HOST_MAY_ASK:
      return "may-ask";
    case DROVER_LOCAL_HOST_FORBIDDEN:
      return "forbidden";
    case DROVER_LOCAL_HOST_STOPPED:
      return "stopped";
    case DROVER_LOCAL_HOST_MISSING:
      return "missing";
    }
  g_assert_not_reached ();
}

static void
expect (GKeyFile *keys, const char *group, const DroverLocalHost *host)
{
  g_autofree char *uri = g_strconcat ("qemu:///", group, NULL);
  g_autofree char *state = g_key_file_get_string (keys, group, "state", NULL);
  g_autofree char *sentence = g_key_file_get_string (keys, group, "sentence", NULL);
  g_auto (GStrv) commands = g_key_file_get_string_list (keys, group, "commands", NULL, NULL);

  g_assert_cmpstr (host->uri->text, ==, uri);
  g_assert_cmpstr (name_state (host->state), ==, state);
  g_test_message ("%s: %s", group, host->sentence);
  g_assert_nonnull (strstr (host->sentence, sentence));
  g_assert_cmpuint (g_strv_length (host->commands), ==, g_strv_length (commands));
  for (gsize i = 0; commands[i] != NULL; i++)
    {
      g_autoptr (GString) wanted = g_string_new (commands[i]);

      if (strstr (commands[i], "QEMU") != NULL && DEBIAN_QEMU == NULL)
        continue;
      g_string_replace (wanted, "QEMU", DEBIAN_QEMU, 0);
      g_assert_cmpstr (host->commands[i], ==, wanted->str);
    }
}

static void
test_case (gconstpointer data)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *root = g_dir_make_tmp ("drover-local-XXXXXX", NULL);
  g_autofree char *groups = NULL;
  g_autoptr (GPtrArray) hosts = NULL;
  g_autoptr (GError) error = NULL;
  DroverLocalUser user = { .name = "anna" };
  struct stat socket;
  gid_t gids[2] = { 12345 };

  g_key_file_load_from_file (keys, data, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  socket = build_tree (keys, root);
  groups = g_key_file_get_string (keys, "user", "groups", NULL);
  gids[1] = socket.st_gid;
  user.groups = gids;
  user.n_groups = g_strcmp0 (groups, "socket") == 0 ? 2 : 1;
  if (!g_key_file_get_boolean (keys, "user", "root", NULL))
    user.uid = socket.st_uid + 1000;

  hosts = drover_local_hosts_list_in (root, &user);
  g_assert_cmpuint (hosts->len, ==, 2);
  expect (keys, "system", hosts->pdata[0]);
  expect (keys, "session", hosts->pdata[1]);
  remove_tree (root);
}

static void
test_distribution (void)
{
  static const struct {
    const char *text;
    DroverDistribution distribution;
  } rows[] = {
    { "", DROVER_DISTRIBUTION_OTHER },
    { "ID=debian", DROVER_DISTRIBUTION_DEBIAN },
    { "NAME=x\n  ID='ubuntu'  \n", DROVER_DISTRIBUTION_DEBIAN },
    { "ID=pop\nID_LIKE=\"ubuntu debian\"\n", DROVER_DISTRIBUTION_DEBIAN },
    { "ID=rocky\nID_LIKE=\"rhel centos fedora\"\n", DROVER_DISTRIBUTION_FEDORA },
    { "ID=opensuse-leap", DROVER_DISTRIBUTION_SUSE },
    { "ID=endeavouros\nID_LIKE=arch\n", DROVER_DISTRIBUTION_ARCH },
    { "IDX=debian\nID_LIKE=x\nID=arch\n", DROVER_DISTRIBUTION_ARCH },
    { "VARIANT_ID=debian\nID=nixos\n", DROVER_DISTRIBUTION_OTHER },
    { "ID=\"unfinished\nID_LIKE=\n", DROVER_DISTRIBUTION_OTHER },
    { "debian", DROVER_DISTRIBUTION_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (drover_distribution_parse (rows[i].text), ==, rows[i].distribution);
    }
}

/* What it says of the computer the test runs on depends on that; but it says something of both. */
static void
test_here (void)
{
  g_autoptr (GPtrArray) hosts = drover_local_hosts_list ();

  g_assert_cmpuint (hosts->len, ==, 2);
  for (guint i = 0; i < hosts->len; i++)
    {
      const DroverLocalHost *host = hosts->pdata[i];

      g_test_message ("%s: %s", host->uri->text, host->sentence);
      g_assert_cmpuint (strlen (host->sentence), >, 10);
      g_assert_nonnull (host->commands);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-hosts/distribution", test_distribution);
  g_test_add_func ("/local-hosts/here", test_here);
  folder = g_test_build_filename (G_TEST_DIST, "local-hosts", NULL);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/local-hosts/%.*s", (int) strcspn (name, "."), name);

      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
      g_test_add_data_func (path, files->pdata[files->len - 1], test_case);
    }
  g_assert_cmpuint (files->len, >, 10);
  return g_test_run ();
}
