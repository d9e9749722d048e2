/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/compare/drover-compare-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/drover-guest-item.h"
#include "model/drover-side-by-side.h"
#include "pages/compare/drover-compare-cpu.h"
#include "pages/compare/drover-compare-files.h"
#include "pages/compare/drover-compare-rows.h"
#include "pages/compare/drover-compare-section.h"
#include "pages/compare/drover-compare-why.h"
#include "pages/drover-fix-dialog.h"
#include "pages/drover-fix-toast.h"
#include "widgets/table/drover-table-row.h"

struct _DroverComparePage {
  DroverPage parent_instance;

  GtkLabel *summary;
  GtkWidget *waiting_box;
  GtkSpinner *spinner;
  GtkLabel *waiting;
  GtkPopover *chooser;
  GtkBox *choices;
  AdwViewStack *sections;
  DroverCompareSection *differences;
  DroverCompareSection *features;
  DroverCompareSection *movers;
  DroverCompareCpu *cpu;

  DroverSideBySide *hosts; /* (nullable) */
  GPtrArray *chosen;       /* DroverSurvey */
  GPtrArray *saved;        /* DroverSavedHost */
  gboolean shows_equal;
  guint update_id;
  guint next_show; /* which part is brought up to date next */
  GtkFileChooserNative *file_chooser;
  DroverCompareForm form; /* of what is saved */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DroverComparePage, drover_compare_page, DROVER_TYPE_PAGE)

static const char *
say_empty (DroverComparePage *self, const char *searched)
{
  if (drover_side_by_side_is_busy (self->hosts))
    return _ ("Looking…");
  return searched[0] != '\0' ? _ ("Nothing is called so.") : _ ("There is nothing to show.");
}

static void
show_differences (DroverComparePage *self)
{
  const char *search = drover_compare_section_get_search (self->differences);
  g_autoptr (GPtrArray) rows = drover_compare_list_differences (self->hosts, search, self->shows_equal);
  g_auto (GStrv) badges = drover_compare_list_badges (self->hosts);

  drover_compare_section_show (self->differences, drover_side_by_side_get_names (self->hosts),
                               (const char *const *) badges, rows, say_empty (self, search));
}

static void
show_features (DroverComparePage *self)
{
  const char *search = drover_compare_section_get_search (self->features);
  DroverFeatureFilter filter = (DroverFeatureFilter) drover_compare_section_get_filter (self->features);
  g_autoptr (GPtrArray) rows = drover_compare_list_features (self->hosts, search, filter);
  g_auto (GStrv) badges = drover_compare_list_feature_badges (self->hosts);
  const char *empty = say_empty (self, search);

  if (search[0] == '\0' && filter == DROVER_FEATURES_DIFFERING && !drover_side_by_side_is_busy (self->hosts))
    empty = _ ("The hosts differ in no CPU feature.");
  drover_compare_section_show (self->features, drover_side_by_side_get_names (self->hosts),
                               (const char *const *) badges, rows, empty);
}

static void
show_movers (DroverComparePage *self)
{
  const char *search = drover_compare_section_get_search (self->movers);
  g_autoptr (GPtrArray) rows = drover_compare_list_movers (self->hosts, search);
  const char *empty = say_empty (self, search);

  if (drover_side_by_side_get_n_asked (self->hosts) < 2)
    empty = _ ("Guests move between two hosts that can be asked.");
  drover_compare_section_show (self->movers, drover_side_by_side_get_names (self->hosts), NULL, rows, empty);
}

static void
show_waiting (DroverComparePage *self)
{
  g_autofree char *waiting = drover_side_by_side_describe_waiting (self->hosts);
  g_autofree char *summary = drover_compare_summarize (self->hosts);

  gtk_label_set_text (self->summary, summary ? summary : _ ("Looking…"));
  gtk_label_set_text (self->waiting, waiting ? waiting : "");
  gtk_spinner_set_spinning (self->spinner, waiting != NULL);
  gtk_widget_set_visible (self->waiting_box, waiting != NULL);
}

/* Each in its own turn, so that none of them takes the other's frame. */
static gboolean
on_update (gpointer user_data)
{
  static void (*const shows[]) (DroverComparePage *) = { show_waiting, show_differences, show_features,
                                                         show_movers };
  DroverComparePage *self = user_data;

  shows[self->next_show++](self);
  if (self->next_show < G_N_ELEMENTS (shows))
    return G_SOURCE_CONTINUE;
  drover_compare_cpu_show (self->cpu, self->hosts);
  self->update_id = 0;
  return G_SOURCE_REMOVE;
}

static void
update (DroverComparePage *self)
{
  self->next_show = 0;
  if (self->update_id == 0)
    self->update_id = g_idle_add (on_update, self);
}

static void
drop_hosts (DroverComparePage *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->hosts == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->hosts, self);
  g_clear_object (&self->hosts);
}

static void
look (DroverComparePage *self)
{
  DroverSurveys *surveys = drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self)));

  drop_hosts (self);
  self->hosts = drover_side_by_side_new (drover_surveys_get_open_options (surveys));
  for (guint i = 0; i < self->chosen->len; i++)
    drover_side_by_side_add_survey (self->hosts, self->chosen->pdata[i]);
  for (guint i = 0; i < self->saved->len; i++)
    {
      const DroverSavedHost *saved = self->saved->pdata[i];

      drover_side_by_side_add_saved (self->hosts, saved->name, saved->facts);
    }
  g_signal_connect_swapped (self->hosts, "changed", G_CALLBACK (update), self);
  drover_side_by_side_start (self->hosts);
  update (self);
}

static void
on_stop (DroverComparePage *self)
{
  if (self->hosts != NULL)
    drover_side_by_side_stop (self->hosts);
}

static void
on_note_clicked (DroverComparePage *self, DroverTableRow *row)
{
  const char *id = drover_table_row_get_id (row);
  const char *check = NULL;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (g_str_equal (id, DROVER_COMPARE_FOLD))
    {
      self->shows_equal = !self->shows_equal;
      show_differences (self);
      return;
    }
  check = drover_compare_find_check (self->hosts, id);
  if (check != NULL)
    drover_compare_why_check (window, self->hosts, drover_table_row_get_title (row), check);
}

static void
on_feature_clicked (DroverComparePage *self, DroverTableRow *row)
{
  drover_compare_why_check (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->hosts,
                            drover_table_row_get_title (row), "cpu");
}

static void
on_mover_clicked (DroverComparePage *self, DroverTableRow *row, guint host)
{
  guint subject;

  if (drover_compare_find_mover (self->hosts, drover_table_row_get_id (row), &subject))
    drover_compare_why_move (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->hosts, subject,
                             host);
}

/* Nothing here depends on it: the hosts stay what they are. */
static void
on_undone (DroverPage *page)
{
}

static void
on_applied (DroverFixDialog *dialog, DroverFix *fix, DroverComparePage *self)
{
  DroverConnection *connection = g_object_get_data (G_OBJECT (dialog), "connection");

  drover_fix_toast_show (DROVER_PAGE (self), fix, connection, connection, on_undone);
}

static void
on_use (DroverComparePage *self, guint host, DroverGuestItem *guest)
{
  DroverConnection *connection =
      drover_survey_get_connection (drover_side_by_side_get_survey (self->hosts, host));
  GtkWidget *dialog;

  if (connection == NULL)
    {
      drover_page_toast (DROVER_PAGE (self), _ ("Not reachable; its guests are not known."));
      return;
    }
  dialog = drover_fix_dialog_new_for_cpu (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), connection, drover_guest_item_get_uuid (guest),
      drover_guest_item_get_name (guest),
      drover_common_cpu_get_xml (drover_side_by_side_get_common_cpu (self->hosts)));
  g_object_set_data_full (G_OBJECT (dialog), "connection", g_object_ref (connection), g_object_unref);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (on_applied), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_toggled (GtkCheckButton *check, DroverComparePage *self)
{
  DroverSurvey *survey = g_object_get_data (G_OBJECT (check), "survey");

  if (!gtk_check_button_get_active (check))
    g_ptr_array_remove (self->chosen, survey);
  else if (self->chosen->len + self->saved->len < DROVER_SIDE_BY_SIDE_MAX)
    g_ptr_array_add (self->chosen, g_object_ref (survey));
  else
    {
      drover_page_toast (DROVER_PAGE (self), _ ("No more hosts can be compared at once"));
      gtk_check_button_set_active (check, FALSE);
      return;
    }
  look (self);
}

static void
add_choice (DroverComparePage *self, DroverSurvey *survey)
{
  GtkWidget *check = gtk_check_button_new_with_label (drover_survey_get_name (survey));

  g_object_set_data_full (G_OBJECT (check), "survey", g_object_ref (survey), g_object_unref);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_ptr_array_find (self->chosen, survey, NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  drover_survey_get_name (survey), -1);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (self->choices, check);
}

static void
on_unsave (GtkButton *button, DroverComparePage *self)
{
  g_ptr_array_remove (self->saved, g_object_get_data (G_OBJECT (button), "saved"));
  gtk_popover_popdown (self->chooser);
  look (self);
}

static void
add_saved_choice (DroverComparePage *self, DroverSavedHost *saved)
{
  g_autofree char *name = drover_printable (saved->name);
  /* Translators: the name of a host in a file */
  g_autofree char *text = g_strdup_printf (_ ("Remove %s"), name);
  GtkWidget *button = gtk_button_new_with_label (text);

  g_object_set_data (G_OBJECT (button), "saved", saved);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_MIDDLE);
  g_signal_connect (button, "clicked", G_CALLBACK (on_unsave), self);
  gtk_box_append (self->choices, button);
}

static void
on_choose (DroverComparePage *self)
{
  GListModel *surveys =
      drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self))));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      add_choice (self, survey);
    }
  for (guint i = 0; i < self->saved->len; i++)
    add_saved_choice (self, self->saved->pdata[i]);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverComparePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loaded = drover_compare_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (loaded == NULL)
    {
      drover_page_toast (DROVER_PAGE (self), error->message);
      return;
    }
  while (loaded->len > 0 && self->chosen->len + self->saved->len < DROVER_SIDE_BY_SIDE_MAX)
    g_ptr_array_add (self->saved, g_ptr_array_steal_index (loaded, 0));
  if (loaded->len > 0)
    drover_page_toast (DROVER_PAGE (self), _ ("No more hosts can be compared at once"));
  look (self);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverComparePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = drover_compare_save_finish (result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    drover_page_toast (DROVER_PAGE (self), saved ? _ ("Saved") : error->message);
}

static void
on_file_answered (GtkNativeDialog *dialog, int response, DroverComparePage *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (gtk_file_chooser_get_action (GTK_FILE_CHOOSER (dialog)) == GTK_FILE_CHOOSER_ACTION_OPEN)
        drover_compare_load_async (file, self->cancellable, on_loaded, g_object_ref (self));
      else
        drover_compare_save_async (self->hosts, self->form, file, self->cancellable, on_saved,
                                   g_object_ref (self));
    }
  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->file_chooser);
}

static void
choose_file (DroverComparePage *self, const char *title, GtkFileChooserAction action, const char *name)
{
  if (self->file_chooser != NULL)
    return;
  self->file_chooser = gtk_file_chooser_native_new (
      title, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->file_chooser), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->file_chooser), name);
  g_signal_connect_object (self->file_chooser, "response", G_CALLBACK (on_file_answered), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_chooser));
}

static void
on_open (DroverComparePage *self)
{
  gtk_popover_popdown (self->chooser);
  choose_file (self, _ ("Open Snapshot"), GTK_FILE_CHOOSER_ACTION_OPEN, NULL);
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverComparePage *self = DROVER_COMPARE_PAGE (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  g_autofree char *file_name = g_strdup_printf ("hosts.%s", format);

  self->form = g_str_equal (format, "png")   ? DROVER_COMPARE_PNG
               : g_str_equal (format, "svg") ? DROVER_COMPARE_SVG
                                             : DROVER_COMPARE_SNAPSHOT;
  choose_file (self, _ ("Save Comparison"), GTK_FILE_CHOOSER_ACTION_SAVE, file_name);
}

/* The table that is in view: who can move to whom is another one. */
static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverComparePage *self = DROVER_COMPARE_PAGE (widget);
  gboolean movers = adw_view_stack_get_visible_child (self->sections) == GTK_WIDGET (self->movers);
  g_autofree char *text = drover_compare_to_table (self->hosts, movers,
                                                   g_str_equal (g_variant_get_string (parameter, NULL), "csv")
                                                       ? DROVER_TABLE_FORM_CSV
                                                       : DROVER_TABLE_FORM_MARKDOWN);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  drover_page_toast (DROVER_PAGE (self), text ? _ ("Copied") : _ ("The hosts have not answered yet."));
}

/* (transfer full): those that answered; who could not be reached would only be waited for. */
static GPtrArray *
list_reachable (DroverComparePage *self)
{
  GListModel *surveys =
      drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self))));
  GPtrArray *reachable = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (surveys) && reachable->len < DROVER_SIDE_BY_SIDE_MAX; i++)
    {
      DroverSurvey *survey = g_list_model_get_item (surveys, i);

      if (drover_survey_get_connection (survey) != NULL)
        g_ptr_array_add (reachable, survey);
      else
        g_object_unref (survey);
    }
  return reachable;
}

static gboolean
are_known (DroverComparePage *self)
{
  GListModel *surveys =
      drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self))));

  for (guint i = 0; i < self->chosen->len; i++)
    {
      gboolean known = FALSE;

      for (guint k = 0; k < g_list_model_get_n_items (surveys); k++)
        {
          g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, k);

          known |= survey == self->chosen->pdata[i];
        }
      if (!known)
        return FALSE;
    }
  return self->chosen->len > 0;
}

/* What was chosen stays chosen while those hosts are there; what was seen is looked at again on demand. */
static void
drover_compare_page_shown (DroverPage *page)
{
  DroverComparePage *self = DROVER_COMPARE_PAGE (page);

  if (self->hosts != NULL && are_known (self))
    return;
  g_ptr_array_unref (self->chosen);
  self->chosen = list_reachable (self);
  look (self);
}

static DroverPageId
drover_compare_page_forward (DroverPage *page)
{
  return DROVER_PAGE_GUESTS;
}

static void
free_saved (gpointer host)
{
  drover_saved_host_free (host);
}

static void
drover_compare_page_dispose (GObject *object)
{
  DroverComparePage *self = DROVER_COMPARE_PAGE (object);

  drop_hosts (self);
  g_clear_object (&self->file_chooser);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (drover_compare_page_parent_class)->dispose (object);
}

static void
drover_compare_page_finalize (GObject *object)
{
  DroverComparePage *self = DROVER_COMPARE_PAGE (object);

  g_ptr_array_unref (self->chosen);
  g_ptr_array_unref (self->saved);
  G_OBJECT_CLASS (drover_compare_page_parent_class)->finalize (object);
}

static void
drover_compare_page_class_init (DroverComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_compare_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_compare_page_finalize;
  DROVER_PAGE_CLASS (klass)->shown = drover_compare_page_shown;
  DROVER_PAGE_CLASS (klass)->forward = drover_compare_page_forward;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/compare/drover-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, summary);
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, waiting);
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, chooser);
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, choices);
  gtk_widget_class_bind_template_child (widget_class, DroverComparePage, sections);
  gtk_widget_class_bind_template_callback (widget_class, look);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_install_action (widget_class, "compare.save", "s", save);
  gtk_widget_class_install_action (widget_class, "compare.copy", "s", copy);
}

static void
add_section (DroverComparePage *self, gpointer section, const char *name, const char *title, const char *icon)
{
  adw_view_stack_add_titled (self->sections, GTK_WIDGET (section), name, title);
  adw_view_stack_page_set_icon_name (adw_view_stack_get_page (self->sections, GTK_WIDGET (section)), icon);
}

static void
drover_compare_page_init (DroverComparePage *self)
{
  const char *const filters[] = {
    [DROVER_FEATURES_DIFFERING] = _ ("Differing"),
    [DROVER_FEATURES_ONLY_ONE] = _ ("Only on One Host"),
    [DROVER_FEATURES_MISSING_ONE] = _ ("Missing on One Host"),
    [DROVER_FEATURES_ALL] = _ ("All"),
    NULL,
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->chosen = g_ptr_array_new_with_free_func (g_object_unref);
  self->saved = g_ptr_array_new_with_free_func (free_saved);
  self->differences = drover_compare_section_new (_ ("What differs"), NULL, FALSE);
  self->features = drover_compare_section_new (_ ("CPU features"), filters, FALSE);
  self->movers = drover_compare_section_new (_ ("Who can move to whom"), NULL, TRUE);
  self->cpu = DROVER_COMPARE_CPU (drover_compare_cpu_new ());
  add_section (self, self->differences, "differences", _ ("Differences"), "view-list-symbolic");
  add_section (self, self->features, "features", _ ("CPU Features"), "application-x-executable-symbolic");
  add_section (self, self->movers, "movers", _ ("Who Can Move"), "media-playlist-repeat-symbolic");
  add_section (self, self->cpu, "cpu", _ ("Common CPU"), "emblem-system-symbolic");
  g_signal_connect_swapped (self->differences, "wanted", G_CALLBACK (show_differences), self);
  g_signal_connect_swapped (self->features, "wanted", G_CALLBACK (show_features), self);
  g_signal_connect_swapped (self->movers, "wanted", G_CALLBACK (show_movers), self);
  g_signal_connect_swapped (self->differences, "note-clicked", G_CALLBACK (on_note_clicked), self);
  g_signal_connect_swapped (self->features, "note-clicked", G_CALLBACK (on_feature_clicked), self);
  g_signal_connect_swapped (self->cpu, "use", G_CALLBACK (on_use), self);
  g_signal_connect_swapped (self->movers, "cell-clicked", G_CALLBACK (on_mover_clicked), self);
  drover_page_set_action (DROVER_PAGE (self), _ ("Choose Guest"));
  drover_page_set_complete (DROVER_PAGE (self), TRUE);
}
