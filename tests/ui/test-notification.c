/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop is told at the end of a migration that nobody looks at, and what its buttons do. */
#include "app/drover-application.h"
#include "wizard.h"

#define HOSTS WIZARD_HOST "[host beta]\n[host alpha]\nguests=1\njob=fake/steady.job\n"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define ID 4711

static const char interface[] =
    "<node><interface name='" NAME "'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";

/* The desktop, on a bus of its own. */
typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  GVariant *shown; /* the last notification */
  gboolean named;
} Desktop;

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *name,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Desktop *desktop = user_data;

  if (!g_str_equal (method, "Notify"))
    {
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  g_clear_pointer (&desktop->shown, g_variant_unref);
  desktop->shown = g_variant_ref (parameters);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ID));
}

static void
on_named (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Desktop *) user_data)->named = TRUE;
}

static void
desktop_start (Desktop *desktop)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GError) error = NULL;

  desktop->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desktop->bus);
  desktop->connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (desktop->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL,
      NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (desktop->connection, PATH, node->interfaces[0], &table, desktop, NULL,
                                     &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (desktop->connection, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, on_named, NULL,
                                desktop, NULL);
  WIZARD_WAIT_FOR (desktop->named);
}

static void
press (Desktop *desktop, const char *action)
{
  g_dbus_connection_emit_signal (desktop->connection, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", ID, action), NULL);
}

static void
test_end (gconstpointer data)
{
  gboolean fails = GPOINTER_TO_INT (data);
  static Desktop desktop;
  static GApplication *application;
  GtkWindow *other = GTK_WINDOW (gtk_window_new ());
  Wizard wizard = { 0 };
  const char *summary;
  const char *body;
  g_autofree const char **actions = NULL;
  g_autoptr (GError) error = NULL;

  if (application == NULL)
    {
      desktop_start (&desktop);
      application = G_APPLICATION (drover_application_new ());
      g_assert_true (g_application_register (application, NULL, &error));
      g_assert_no_error (error);
    }
  g_clear_pointer (&desktop.shown, g_variant_unref);
  wizard_open (&wizard, fails ? HOSTS "job-end=internal error: no more\n" : HOSTS, "alpha", "beta", NULL);
  gtk_window_set_application (wizard.window, GTK_APPLICATION (application));
  gtk_window_present (other);
  WIZARD_WAIT_FOR (!gtk_window_is_active (wizard.window));
  wizard_start_moving (&wizard, "alpha-guest-1", "beta");
  WIZARD_WAIT_FOR (desktop.shown != NULL);
  g_variant_get (desktop.shown, "(&su&s&s&s^a&sa{sv}i)", NULL, NULL, NULL, &summary, &body, &actions, NULL,
                 NULL);
  g_assert_cmpstr (summary, ==,
                   fails ? "“alpha-guest-1” could not be moved" : "“alpha-guest-1” moved to beta");
  g_assert_nonnull (strstr (body, fails ? "on alpha it is running" : "on beta it is running"));
  g_assert_cmpuint (g_strv_length ((char **) actions), ==, 4);
  g_assert_cmpstr (actions[0], ==, "default");
  g_assert_cmpstr (actions[3], ==, fails ? "Show What Happened" : "Show Result");

  /* The notification itself, or its button. */
  gtk_widget_set_visible (GTK_WIDGET (wizard.window), FALSE);
  press (&desktop, actions[fails ? 2 : 0]);
  WIZARD_WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (wizard.window)));
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_RESULT);
  gtk_window_destroy (other);
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  g_test_add_data_func ("/ui/notification/done", GINT_TO_POINTER (FALSE), test_end);
  g_test_add_data_func ("/ui/notification/failed", GINT_TO_POINTER (TRUE), test_end);
  return g_test_run ();
}
