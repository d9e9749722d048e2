/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hosts that the user may want to add: what files, settings and the network say of them, and what is made of
 * it. Avahi is played by this test, on a bus of its own. */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hosts/drover-host-suggestions.h"
#include "hosts/drover-mdns.h"
#include "hosts/drover-ssh-aliases.h"

/* The system's bus, for all tests; NULL where there can be none. */
static GTestDBus *bus_daemon;

#define BROWSER_PATH "/Client1/ServiceBrowser1"

static void
expect_aliases (const char *path, const char *wanted)
{
  g_auto (GStrv) aliases = drover_ssh_aliases_read (path, NULL);
  g_autofree char *got = g_strjoinv (" ", aliases);

  g_assert_cmpstr (got, ==, wanted);
}

static void
test_aliases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ssh-aliases", "config", NULL);

  /* ssh takes names relative to ~/.ssh, whichever file they stand in: so “../deeper” is none of ours */
  expect_aliases (path,
                  "alpha beta.lab.test gamma 192.0.2.7 2001:db8::1 delta from-include in-loop omega tabbed");
  expect_aliases ("/nonexistent/config", "");
}

static void
test_hostile_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("drover-aliases-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "config", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) aliases = NULL;

  /* not the file of the right kind: neither of them is ever waited for */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_set_contents (path, "Include pipe /dev/zero\nHost after\n", -1, NULL));
  expect_aliases (path, "after");
  expect_aliases (folder, "");

  /* no text at all */
  g_assert_true (g_file_set_contents (path, "Host a\0b\n\xff\xfe\nHost c\n", 18, NULL));
  expect_aliases (path, "a");

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "Host h%u\n", i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  aliases = drover_ssh_aliases_read (path, NULL);
  g_assert_cmpuint (g_strv_length (aliases), ==, 500);

  while (text->len < 300 * 1024)
    g_string_append (text, "# much ado\n");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  expect_aliases (path, "");

  g_remove (pipe);
  g_remove (path);
  g_remove (folder);
}

static void
test_stopped (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ssh-aliases", "config", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (GStrv) aliases = NULL;

  g_cancellable_cancel (cancellable);
  aliases = drover_ssh_aliases_read (path, cancellable);
  /* no further file was opened */
  g_assert_false (g_strv_contains ((const char *const *) aliases, "from-include"));
}

static char *
describe (DroverHostSuggestions *suggestions)
{
  static const char *const origins[] = { "ssh", "virt-manager", "network" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (suggestions)); i++)
    {
      g_autoptr (DroverHostSuggestion) suggestion = g_list_model_get_item (G_LIST_MODEL (suggestions), i);
      g_autofree char *origin = drover_host_suggestion_dup_origin_text (suggestion);

      g_assert_nonnull (origin);
      g_string_append_printf (text, "%s=%s(%s) ", drover_host_suggestion_get_label (suggestion),
                              drover_host_suggestion_get_uri (suggestion)->text,
                              origins[drover_host_suggestion_get_origin (suggestion)]);
    }
  return g_string_free (text, FALSE);
}

/* Waits until the list is so; what never comes is the test's time limit. */
static void
expect_list (DroverHostSuggestions *suggestions, const char *wanted)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autofree char *got = describe (suggestions);

  while (g_strcmp0 (got, wanted) != 0 && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
      g_free (got);
      got = describe (suggestions);
    }
  g_assert_cmpstr (got, ==, wanted);
}

static void
add (DroverHostStore *store, const char *text)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

  drover_host_store_add (store, uri);
}

static void
remove_host (DroverHostStore *store, const char *text)
{
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

  g_assert_true (drover_host_store_remove (store, uri));
}

static char *
write_config (const char *text)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("drover-config-XXXXXX", &path, NULL);

  close (fd);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
set_virt_manager_uris (const char *const *uris)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.virt-manager.virt-manager.connections");

  g_assert_true (g_settings_set_strv (settings, "uris", uris));
}

static void
test_list (void)
{
  static const char *const uris[] = { "qemu:///system",
                                      "qemu+ssh://root@delta/system",
                                      "qemu+ssh://root@ALPHA/system",
                                      "qemu+tls://delta/session",
                                      "xen+ssh://xen/",
                                      "qemu+ssh://evil/system?command=/tmp/x",
                                      "not a uri",
                                      NULL };
  g_autofree char *config = write_config ("Host alpha beta\nHost gamma\n");
  g_autoptr (DroverHostStore) store = drover_host_store_new ("/nonexistent/hosts.ini");
  DroverHostSuggestions *suggestions;

  set_virt_manager_uris (uris);
  add (store, "qemu+tcp://Gamma/system");
  suggestions = drover_host_suggestions_new (store, config);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (suggestions)) == DROVER_TYPE_HOST_SUGGESTION);
  drover_host_suggestions_start (suggestions);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (suggestions)), ==, 0);
#define ALPHA "alpha=qemu+ssh://alpha/system(ssh) "
#define BETA "beta=qemu+ssh://beta/system(ssh) "
#define DELTA "delta=qemu+ssh://root@delta/system(virt-manager) delta=qemu+tls://delta/session(virt-manager) "
  expect_list (suggestions, ALPHA BETA DELTA);

  /* the list follows the store */
  add (store, "qemu+ssh://beta/system");
  expect_list (suggestions, ALPHA DELTA);
  remove_host (store, "qemu+tcp://Gamma/system");
  expect_list (suggestions, ALPHA "gamma=qemu+ssh://gamma/system(ssh) " DELTA);

  /* and the files, when it is told to */
  g_assert_true (g_file_set_contents (config, "Host epsilon\n", -1, NULL));
  set_virt_manager_uris ((const char *const[]){ NULL });
  drover_host_suggestions_start (suggestions);
  drover_host_suggestions_start (suggestions);
  expect_list (suggestions, "epsilon=qemu+ssh://epsilon/system(ssh) ");
  g_assert_finalize_object (suggestions);
  g_remove (config);
}

/* Let go of while a worker still reads. */
static void
test_gone_early (void)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (DroverHostStore) store = drover_host_store_new ("/nonexistent/hosts.ini");
      DroverHostSuggestions *suggestions = drover_host_suggestions_new (store, "/nonexistent/config");

      drover_host_suggestions_start (suggestions);
      if (i % 2 == 0)
        g_usleep (i * 50);
      g_assert_finalize_object (suggestions);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
test_no_schema (void)
{
  g_autofree char *config = NULL;
  g_autoptr (DroverHostStore) store = NULL;
  g_autoptr (DroverHostSuggestions) suggestions = NULL;

  if (!g_test_subprocess ())
    {
      /* The sources of schemas are read once in a process. */
      g_autofree char *old = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));
      g_autofree char *old_dirs = g_strdup (g_getenv ("XDG_DATA_DIRS"));

      g_autofree char *bus = g_strdup (g_getenv ("DBUS_SYSTEM_BUS_ADDRESS"));

      g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
      g_unsetenv ("GSETTINGS_SCHEMA_DIR");
      g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_setenv ("GSETTINGS_SCHEMA_DIR", old, TRUE);
      g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", bus, TRUE);
      if (old_dirs != NULL)
        g_setenv ("XDG_DATA_DIRS", old_dirs, TRUE);
      else
        g_unsetenv ("XDG_DATA_DIRS");
      g_test_trap_assert_passed ();
      return;
    }
  config = write_config ("Host alpha\n");
  store = drover_host_store_new ("/nonexistent/hosts.ini");
  suggestions = drover_host_suggestions_new (store, config);
  drover_host_suggestions_start (suggestions);
  expect_list (suggestions, ALPHA);
  g_remove (config);
}

/* --- an Avahi of our own */

typedef struct {
  GDBusConnection *bus;
  GString *calls;
  char *client;
} Avahi;

static const char introspection[] =
    "<node><interface name='org.freedesktop.Avahi.Server'>"
    "<method name='ServiceBrowserNew'><arg direction='in' type='i'/><arg direction='in' type='i'/>"
    "<arg direction='in' type='s'/><arg direction='in' type='s'/><arg direction='in' type='u'/>"
    "<arg direction='out' type='o'/></method>"
    "<method name='ResolveService'><arg direction='in' type='i'/><arg direction='in' type='i'/>"
    "<arg direction='in' type='s'/><arg direction='in' type='s'/><arg direction='in' type='s'/>"
    "<arg direction='in' type='i'/><arg direction='in' type='u'/>"
    "<arg direction='out' type='i'/><arg direction='out' type='i'/><arg direction='out' type='s'/>"
    "<arg direction='out' type='s'/><arg direction='out' type='s'/><arg direction='out' type='s'/>"
    "<arg direction='out' type='i'/><arg direction='out' type='s'/><arg direction='out' type='q'/>"
    "<arg direction='out' type='aay'/><arg direction='out' type='u'/></method></interface>"
    "<interface name='org.freedesktop.Avahi.ServiceBrowser'><method name='Free'/></interface></node>";

static void
announce (Avahi *avahi, const char *signal, int interface, const char *name, guint flags)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (
      avahi->bus, avahi->client, BROWSER_PATH, "org.freedesktop.Avahi.ServiceBrowser", signal,
      g_variant_new ("(iisssu)", interface, 0, name, "_libvirt._tcp", "local", flags), &error);
  g_assert_no_error (error);
}

/* A service “Virtualization Host X” runs on the host X.local. */
static void
answer_resolve (GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *name;
  g_autofree char *host = NULL;

  g_variant_get_child (parameters, 2, "&s", &name);
  if (g_str_has_suffix (name, "mute"))
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.Avahi.TimeoutError",
                                                  "Timeout");
      return;
    }
  host = g_strdup_printf ("%s.local.", strrchr (name, ' ') + 1);
  g_dbus_method_invocation_return_value (
      invocation,
      g_variant_new ("(iissssisq@aayu)", 1, 0, name, "_libvirt._tcp", "local", host, 0, "192.0.2.1", 16509,
                     g_variant_new_array (G_VARIANT_TYPE ("ay"), NULL, 0), 0U));
}

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Avahi *avahi = user_data;
  g_autofree char *text = g_variant_print (parameters, FALSE);

  g_string_append_printf (avahi->calls, "%s%s ", method, g_str_equal (method, "ResolveService") ? "" : text);
  g_free (avahi->client);
  avahi->client = g_strdup (sender);
  if (g_str_equal (method, "ServiceBrowserNew"))
    {
      /* what is known already may be told before the call has returned */
      announce (avahi, "ItemNew", 2, "Virtualization Host early", 0);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", BROWSER_PATH));
    }
  else if (g_str_equal (method, "ResolveService"))
    answer_resolve (parameters, invocation);
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
avahi_up (Avahi *avahi)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  *avahi = (Avahi){ .calls = g_string_new (NULL) };
  avahi->bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus_daemon),
                                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                           G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                       NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (
      g_dbus_connection_register_object (avahi->bus, "/", node->interfaces[0], &vtable, avahi, NULL, NULL), >,
      0);
  g_assert_cmpuint (g_dbus_connection_register_object (avahi->bus, BROWSER_PATH, node->interfaces[1], &vtable,
                                                       avahi, NULL, NULL),
                    >, 0);
  reply = g_dbus_connection_call_sync (
      avahi->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", "org.freedesktop.Avahi", 4U), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
avahi_down (Avahi *avahi)
{
  g_assert_true (g_dbus_connection_close_sync (avahi->bus, NULL, NULL));
  g_clear_object (&avahi->bus);
  g_string_free (avahi->calls, TRUE);
  g_free (avahi->client);
}

static void
expect_calls (Avahi *avahi, const char *wanted)
{
  while (strstr (avahi->calls->str, wanted) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_network (void)
{
  g_autofree char *config = write_config ("Host eta.local\n");
  g_autoptr (DroverHostStore) store = drover_host_store_new ("/nonexistent/hosts.ini");
  g_autoptr (GDBusConnection) kept = NULL;
  DroverHostSuggestions *suggestions;
  Avahi avahi;

  avahi_up (&avahi);
  /* somebody else in the program uses the bus, too */
  kept = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  suggestions = drover_host_suggestions_new (store, config);
  drover_host_suggestions_start (suggestions);
#define ETA "eta.local=qemu+ssh://eta.local/system(ssh) "
#define EARLY "early.local=qemu+ssh://early.local/system(network) "
#define ZETA "zeta.local=qemu+ssh://zeta.local/system(network) "
  expect_list (suggestions, ETA EARLY);
  expect_calls (&avahi, "ServiceBrowserNew(-1, -1, '_libvirt._tcp', 'local', 0)");

  announce (&avahi, "ItemNew", 2, "Virtualization Host zeta", 0);
  announce (&avahi, "ItemNew", 3, "Virtualization Host zeta", 0);
  /* known by another name of the same spelling; this computer itself; what is no name; what says nothing */
  announce (&avahi, "ItemNew", 2, "Virtualization Host eta", 0);
  announce (&avahi, "ItemNew", 2, "Virtualization Host myself", 8 | 4);
  announce (&avahi, "ItemNew", 2, "Virtualization Host -oProxyCommand=x", 0);
  announce (&avahi, "ItemNew", 2, "Virtualization Host mute", 0);
  announce (&avahi, "ItemNew", 2, "Virtualization Host last", 0);
#define LAST "last.local=qemu+ssh://last.local/system(network) "
  expect_list (suggestions, ETA EARLY LAST ZETA);

  /* gone on one of two interfaces is not gone */
  announce (&avahi, "ItemRemove", 2, "Virtualization Host last", 0);
  announce (&avahi, "ItemRemove", 2, "Virtualization Host zeta", 0);
  expect_list (suggestions, ETA EARLY ZETA);
  announce (&avahi, "ItemRemove", 3, "Virtualization Host zeta", 0);
  expect_list (suggestions, ETA EARLY);

  g_assert_finalize_object (suggestions);
  expect_calls (&avahi, "Free");
  g_remove (config);
  avahi_down (&avahi);
}

/* A network that shouts fills no list without end. */
static void
test_flood (void)
{
  g_autoptr (DroverMdns) mdns = NULL;
  g_auto (GStrv) hosts = NULL;
  Avahi avahi;

  avahi_up (&avahi);
  mdns = drover_mdns_new ();
  expect_calls (&avahi, "ResolveService");
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("Virtualization Host h%u", i);

      announce (&avahi, "ItemNew", 2, name, 0);
    }
  announce (&avahi, "ItemRemove", 2, "Virtualization Host early", 0);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_strfreev (hosts);
      hosts = drover_mdns_list_hosts (mdns);
    }
  while (g_strv_length (hosts) < 63 || g_strv_contains ((const char *const *) hosts, "early.local"));
  g_assert_cmpuint (g_strv_length (hosts), ==, 63);
  g_clear_object (&mdns);
  avahi_down (&avahi);
}

/* Settings as virt-manager has them, kept in memory. */
static char *
compile_schema (void)
{
  static const char schema[] =
      "<schemalist><schema id='org.virt-manager.virt-manager.connections' path='/org/virt-manager/x/'>"
      "<key name='uris' type='as'><default>[]</default></key></schema></schemalist>";
  g_autofree char *folder = g_dir_make_tmp ("drover-schemas-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "vm.gschema.xml", NULL);
  const char *argv[] = { "glib-compile-schemas", folder, NULL };
  int status = -1;

  g_assert_true (g_file_set_contents (path, schema, -1, NULL));
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL);
  g_remove (path);
  return g_spawn_check_wait_status (status, NULL) ? g_steal_pointer (&folder) : NULL;
}

int
main (int argc, char **argv)
{
  g_autofree char *dbus = g_find_program_in_path ("dbus-daemon");
  g_autofree char *schemas = NULL;
  gboolean in_subprocess;
  int status;

  g_test_init (&argc, &argv, NULL);
  in_subprocess = g_test_subprocess ();
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_add_func ("/host-suggestions/aliases", test_aliases);
  g_test_add_func ("/host-suggestions/hostile-files", test_hostile_files);
  g_test_add_func ("/host-suggestions/stopped", test_stopped);
  if (!in_subprocess)
    schemas = compile_schema ();
  if (schemas != NULL)
    {
      g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE);
      g_test_add_func ("/host-suggestions/list", test_list);
    }
  if (schemas != NULL || in_subprocess)
    g_test_add_func ("/host-suggestions/no-schema", test_no_schema);
  g_test_add_func ("/host-suggestions/gone-early", test_gone_early);
  if (dbus != NULL && !in_subprocess)
    {
      bus_daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
      g_test_dbus_up (bus_daemon);
      g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus_daemon), TRUE);
      g_test_add_func ("/host-suggestions/network", test_network);
      g_test_add_func ("/host-suggestions/flood", test_flood);
    }
  status = g_test_run ();
  if (bus_daemon != NULL)
    g_test_dbus_stop (bus_daemon);
  g_clear_object (&bus_daemon);
  if (schemas != NULL)
    {
      g_autofree char *compiled = g_build_filename (schemas, "gschemas.compiled", NULL);

      g_remove (compiled);
      g_remove (schemas);
    }
  return status;
}
