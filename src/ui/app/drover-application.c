/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-application.h"

#include <glib/gi18n.h>

#include "app/drover-help-window.h"
#include "app/drover-last-choice.h"
#include "app/drover-requests.h"
#include "app/drover-window.h"
#include "drover-config.h"
#include "model/drover-bug-details.h"
#include "pages/history/drover-history-window.h"
#include "widgets/drover-message-dialog.h"

struct _DroverApplication {
  AdwApplication parent_instance;

  DroverHostStore *store;
  DroverHistoryWindow *history; /* while it is open */
  DroverHelpWindow *help;       /* likewise */
};

G_DEFINE_FINAL_TYPE (DroverApplication, drover_application, ADW_TYPE_APPLICATION)

static void
show_load_error (GtkWindow *window, const GError *error)
{
  AdwMessageDialog *dialog =
      drover_message_dialog_new (window, _ ("The list of hosts could not be read"), error->message, NULL);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWindow *
find_main_window (DroverApplication *self)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL; item = item->next)
    if (DROVER_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

/* With the wizard gone, what stood beside it goes too. */
static void
close_others (DroverApplication *self)
{
  if (self->history != NULL)
    gtk_window_destroy (GTK_WINDOW (self->history));
  if (self->help != NULL)
    gtk_window_destroy (GTK_WINDOW (self->help));
}

static void
drover_application_activate (GApplication *application)
{
  DroverApplication *self = DROVER_APPLICATION (application);
  GtkWindow *window = find_main_window (self);
  g_autoptr (DroverSession) session = NULL;
  g_autoptr (GError) error = NULL;

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  if (self->store == NULL)
    {
      self->store = drover_host_store_new (NULL);
      drover_host_store_load (self->store, &error);
    }
  session = drover_session_new (self->store);
  window = GTK_WINDOW (drover_window_new (GTK_APPLICATION (self), session));
  g_signal_connect_object (window, "destroy", G_CALLBACK (close_others), self, G_CONNECT_SWAPPED);
  gtk_window_present (window);
  drover_surveys_refresh (drover_session_get_hosts (session));
  drover_last_choice_remember (session);
  if (error != NULL)
    show_load_error (window, error);
}

static int
drover_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  g_auto (DroverRequest) request = { 0 };
  g_autoptr (GError) error = NULL;

  if (!drover_request_read (&request, g_application_command_line_get_options_dict (line), &error))
    {
      g_application_command_line_printerr (line, "drover: %s\n", error->message);
      return 2;
    }
  g_application_activate (application);
  drover_request_carry_out (&request, DROVER_WINDOW (find_main_window (DROVER_APPLICATION (application))));
  return 0;
}

static int
drover_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("drover %s\n", DROVER_VERSION);
  return 0;
}

static void
show_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static char *
dup_bug_details (DroverApplication *self)
{
  return drover_bug_details_dup (
      drover_session_get_hosts (drover_window_get_session (DROVER_WINDOW (find_main_window (self)))));
}

static void
copy_details (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DroverApplication *self = DROVER_APPLICATION (user_data);
  GtkWindow *window = find_main_window (self);
  g_autofree char *details = window ? dup_bug_details (self) : NULL;

  if (details == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), details);
  drover_window_tell (DROVER_WINDOW (window), _ ("Copied. No host is named in it."));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = find_main_window (DROVER_APPLICATION (user_data));
  g_autofree char *details = window ? dup_bug_details (DROVER_APPLICATION (user_data)) : NULL;

  adw_show_about_window (window, "application-name", _ ("Drover"), "application-icon", DROVER_APP_ID,
                         "version", DROVER_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "developer-name",
                         _ ("The Drover developers"), "website", "https://github.com/drovervm/drover",
                         "issue-url", "https://github.com/drovervm/drover/issues", "debug-info", details,
                         "debug-info-filename", "drover-details.txt", "comments",
                         _ ("Moves running virtual machines between the hosts of a small KVM lab, and tells "
                            "you beforehand whether that will work."),
                         NULL);
}

static void
show_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DroverApplication *self = DROVER_APPLICATION (user_data);

  if (self->help == NULL)
    g_set_weak_pointer (&self->help, drover_help_window_new (GTK_APPLICATION (self)));
  gtk_window_present (GTK_WINDOW (self->help));
}

static void
show_history (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DroverApplication *self = DROVER_APPLICATION (user_data);

  if (self->history == NULL)
    {
      g_set_weak_pointer (&self->history, drover_history_window_new (GTK_APPLICATION (self)));
    }
  else
    drover_history_window_refresh (self->history);
  gtk_window_present (GTK_WINDOW (self->history));
}

/* Made only when it is asked for: GTK 4.8 gives a window that was never shown to whoever reads the tree of
 * windows through AT-SPI, and crashes over it. */
static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/drovervm/Drover/app/drover-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = find_main_window (DROVER_APPLICATION (user_data));

  /* The window may have something to say to that. */
  if (window != NULL)
    gtk_window_close (window);
}

static void
drover_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = show_about }, { .name = "copy-details", .activate = copy_details },
    { .name = "help", .activate = show_help },   { .name = "history", .activate = show_history },
    { .name = "quit", .activate = quit },        { .name = "shortcuts", .activate = show_shortcuts },
    { .name = "show", .activate = show_window },
  };

  G_APPLICATION_CLASS (drover_application_parent_class)->startup (application);
  drover_virt_init ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         (const char *const[]){ "<Primary>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.help",
                                         (const char *const[]){ "F1", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.history",
                                         (const char *const[]){ "<Primary>h", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.shortcuts",
                                         (const char *const[]){ "<Primary>question", NULL });
}

static void
drover_application_finalize (GObject *object)
{
  DroverApplication *self = DROVER_APPLICATION (object);

  g_clear_weak_pointer (&self->help);
  g_clear_weak_pointer (&self->history);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (drover_application_parent_class)->finalize (object);
}

static void
drover_application_class_init (DroverApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_application_finalize;
  G_APPLICATION_CLASS (klass)->activate = drover_application_activate;
  G_APPLICATION_CLASS (klass)->command_line = drover_application_command_line;
  G_APPLICATION_CLASS (klass)->handle_local_options = drover_application_handle_local_options;
  G_APPLICATION_CLASS (klass)->startup = drover_application_startup;
}

static void
drover_application_init (DroverApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), drover_request_options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[URI]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self), _ ("Moves running virtual machines between your hosts. With a URI, that "
                               "host is opened; with --from, --to and --guest, the checks of "
                               "that move."));
}

/**
 * drover_application_new:
 *
 * Returns: (transfer full): the program
 */
DroverApplication *
drover_application_new (void)
{
  return g_object_new (DROVER_TYPE_APPLICATION, "application-id", DROVER_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/io/github/drovervm/Drover",
                       NULL);
}
