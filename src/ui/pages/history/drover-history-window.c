/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/history/drover-history-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "pages/history/drover-pair-view.h"
#include "pages/history/drover-run-view.h"

struct _DroverHistoryWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *nothing;
  AdwLeaflet *leaflet;
  GtkListBox *list;
  GtkToggleButton *compare;
  GtkWidget *hint;
  GtkStack *content;
  DroverRunView *view;
  DroverPairView *pair;

  GCancellable *cancellable;
  DroverRun *run; /* what is shown */
  gboolean redact;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (DroverHistoryWindow, drover_history_window, ADW_TYPE_WINDOW)

static void
toast (DroverHistoryWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
show_nothing (DroverHistoryWindow *self, const char *title, const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing, escaped);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

/* What is saved or removed is one run. */
static void
show_content (DroverHistoryWindow *self, const char *name)
{
  gboolean one = g_str_equal (name, "run") && self->run != NULL;

  gtk_stack_set_visible_child_name (self->content, name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.save", one);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.remove", one);
}

static void
show_run (DroverHistoryWindow *self, DroverRun *run)
{
  g_clear_pointer (&self->run, drover_record_unref);
  self->run = run;
  drover_run_view_show (self->view, run);
  show_content (self, "run");
  gtk_widget_set_sensitive (GTK_WIDGET (self->compare),
                            gtk_list_box_get_row_at_index (self->list, 1) != NULL);
}

static void
show_loaded (DroverHistoryWindow *self, DroverRun *run)
{
  if (self->run == NULL || !gtk_toggle_button_get_active (self->compare))
    {
      show_run (self, run);
      return;
    }
  gtk_widget_set_visible (self->hint, FALSE);
  drover_pair_view_show (self->pair, self->run, run);
  show_content (self, "pair");
  drover_record_unref (run);
}

/* The one that is shown is compared with the one that is chosen next. */
static void
on_compare (DroverHistoryWindow *self)
{
  gboolean comparing = gtk_toggle_button_get_active (self->compare);

  gtk_widget_set_visible (self->hint, comparing);
  if (comparing)
    adw_leaflet_set_visible_child_name (self->leaflet, "list");
  else
    show_content (self, "run");
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  DroverRun *run = drover_history_load_finish (result, &error);
  DroverHistoryWindow *self = user_data;

  if (run != NULL)
    show_loaded (self, run);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    toast (self, error->message);
}

static void
start_again (DroverHistoryWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static gint64
id_of (GtkListBoxRow *row)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (row), "id");
}

static void
load_row (DroverHistoryWindow *self, GtkListBoxRow *row)
{
  start_again (self);
  drover_history_load_async (id_of (row), self->cancellable, on_loaded, self);
}

static void
on_row_activated (DroverHistoryWindow *self, GtkListBoxRow *row)
{
  load_row (self, row);
  adw_leaflet_set_visible_child_name (self->leaflet, "run");
}

static void
on_back (DroverHistoryWindow *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static void
add_row (DroverHistoryWindow *self, const DroverRun *run)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean done = g_strcmp0 (run->state, "done") == 0;
  g_autofree char *headline = drover_run_dup_headline (run);
  g_autofree char *when = drover_run_dup_time (run);
  GtkWidget *icon = gtk_image_new_from_icon_name (done ? "object-select-symbolic"
                                                  : g_strcmp0 (run->state, "cancelled") == 0
                                                      ? "media-playback-stop-symbolic"
                                                      : "dialog-error-symbolic");

  /* It is said in the title. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), headline);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), when);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, headline,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, when, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&run->id, sizeof run->id), g_free);
  gtk_list_box_append (self->list, row);
}

static void
fill (DroverHistoryWindow *self, GPtrArray *runs)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < runs->len; i++)
    add_row (self, runs->pdata[i]);
  if (runs->len == 0)
    {
      show_nothing (self, _ ("Nothing Moved Yet"), _ ("What you move is kept here, with its chart."));
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "runs");
  gtk_toggle_button_set_active (self->compare, FALSE);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  load_row (self, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = drover_history_list_finish (result, &error);
  DroverHistoryWindow *self = user_data;

  if (runs != NULL)
    fill (self, runs);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_nothing (self, _ ("The History Cannot Be Read"), error->message);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverHistoryWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->list == NULL)
    return;
  if (!drover_history_remove_finish (result, &error))
    toast (self, error->message);
  drover_history_window_refresh (self);
}

static void
on_remove_answered (AdwMessageDialog *dialog, const char *response, DroverHistoryWindow *self)
{
  if (g_str_equal (response, "remove") && self->run != NULL)
    drover_history_remove_async (self->run->id, on_removed, g_object_ref (self));
}

static void
ask_remove (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverHistoryWindow *self = DROVER_HISTORY_WINDOW (widget);
  GtkWidget *dialog;

  if (self->run == NULL)
    return;
  dialog =
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Remove From History?"),
                              _ ("The chart and what was found are forgotten. The guest is not touched."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                    _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static char *
write_report (DroverHistoryWindow *self, DroverReportFormat format)
{
  g_autoptr (DroverRun) redacted = NULL;

  if (!self->redact)
    return drover_report_write (self->run, format);
  redacted = drover_run_redact (self->run);
  return drover_report_write (redacted, format);
}

static void
on_save_answered (GtkNativeDialog *dialog, int response, DroverHistoryWindow *self)
{
  DroverReportFormat format = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (dialog), "format"));
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT && self->run != NULL)
    {
      g_autofree char *text = write_report (self, format);

      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                                   &error))
        toast (self, _ ("Saved"));
      else
        toast (self, error->message);
    }
  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
ask_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverHistoryWindow *self = DROVER_HISTORY_WINDOW (widget);
  const char *end = g_variant_get_string (parameter, NULL);
  DroverReportFormat format;
  g_autofree char *file_name = NULL;

  if (self->chooser != NULL || self->run == NULL || !drover_report_format_from_string (end, &format))
    return;
  file_name = g_strdup_printf ("migration-%" G_GINT64_FORMAT ".%s", self->run->id, end);
  self->chooser = gtk_file_chooser_native_new (_ ("Save Report"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), file_name);
  g_object_set_data (G_OBJECT (self->chooser), "format", GUINT_TO_POINTER (format));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_answered), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
drover_history_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, DROVER_HISTORY_WINDOW (object)->redact);
}

static void
drover_history_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DroverHistoryWindow *self = DROVER_HISTORY_WINDOW (object);

  if (self->redact == g_value_get_boolean (value))
    return;
  self->redact = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
drover_history_window_dispose (GObject *object)
{
  DroverHistoryWindow *self = DROVER_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->run, drover_record_unref);
  self->list = NULL;
  G_OBJECT_CLASS (drover_history_window_parent_class)->dispose (object);
}

static void
drover_history_window_class_init (DroverHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = drover_history_window_dispose;
  object_class->get_property = drover_history_window_get_property;
  object_class->set_property = drover_history_window_set_property;
  g_object_class_install_property (
      object_class, 1,
      g_param_spec_boolean ("redact", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  g_type_ensure (DROVER_TYPE_PAIR_VIEW);
  g_type_ensure (DROVER_TYPE_RUN_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/history/drover-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, compare);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, content);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, view);
  gtk_widget_class_bind_template_child (widget_class, DroverHistoryWindow, pair);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
  gtk_widget_class_install_action (widget_class, "history.save", "s", ask_save);
  gtk_widget_class_install_action (widget_class, "history.remove", NULL, ask_remove);
  gtk_widget_class_install_property_action (widget_class, "history.redact", "redact");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
drover_history_window_init (DroverHistoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_nothing (self, _ ("Looking…"), "");
  show_content (self, "run");
}

/**
 * drover_history_window_refresh:
 *
 * Reads the history again and shows its newest run.
 */
void
drover_history_window_refresh (DroverHistoryWindow *self)
{
  g_return_if_fail (DROVER_IS_HISTORY_WINDOW (self));

  start_again (self);
  drover_history_list_async (self->cancellable, on_listed, self);
}

/**
 * drover_history_window_new:
 * @application: (nullable): the program
 *
 * Returns: (transfer none): the window, which has begun to read the history
 */
DroverHistoryWindow *
drover_history_window_new (GtkApplication *application)
{
  DroverHistoryWindow *self = g_object_new (DROVER_TYPE_HISTORY_WINDOW, "application", application, NULL);

  drover_history_window_refresh (self);
  return self;
}
