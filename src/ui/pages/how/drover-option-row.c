/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/how/drover-option-row.h"

#include <glib/gi18n.h>

struct _DroverOptionRow {
  AdwActionRow parent_instance;

  const DroverMigrateOptionInfo *info;
  GtkSwitch *toggle; /* of a flag */
  GtkEntry *entry;   /* of a number or a text */
  GtkButton *file;   /* of a definition, which is read from a file */
  char *xml;
  gboolean showing; /* what changes now is not the person's doing */
};

G_DEFINE_FINAL_TYPE (DroverOptionRow, drover_option_row, ADW_TYPE_ACTION_ROW)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_option_row_finalize (GObject *object)
{
  g_free (DROVER_OPTION_ROW (object)->xml);
  G_OBJECT_CLASS (drover_option_row_parent_class)->finalize (object);
}

static void
drover_option_row_class_init (DroverOptionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_option_row_finalize;

  /**
   * DroverOptionRow::changed:
   *
   * The person set the option to something else.
   */
  signals[CHANGED] = g_signal_new ("changed", DROVER_TYPE_OPTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
drover_option_row_init (DroverOptionRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 4);
}

static void
tell_changed (DroverOptionRow *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_xml (DroverOptionRow *self, char *xml)
{
  g_free (self->xml);
  self->xml = xml;
  gtk_button_set_label (self->file, xml ? _ ("Remove") : _ ("Choose File…"));
  tell_changed (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverOptionRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  if (!g_file_load_contents_finish (G_FILE (source), result, &contents, NULL, NULL, &error))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
  else if (self->file != NULL)
    take_xml (self, g_steal_pointer (&contents));
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, DroverOptionRow *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_file_load_contents_async (file, NULL, on_loaded, g_object_ref (self));
    }
  gtk_native_dialog_destroy (dialog);
}

static void
on_file (DroverOptionRow *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autoptr (GtkFileChooserNative) dialog = NULL;

  if (self->xml != NULL)
    {
      take_xml (self, NULL);
      return;
    }
  dialog = gtk_file_chooser_native_new (_ ("Definition of the Guest"), window, GTK_FILE_CHOOSER_ACTION_OPEN,
                                        NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  /* The dialog is kept until it was answered. */
  g_object_set_data_full (G_OBJECT (self), "dialog", g_object_ref (dialog), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static GtkWidget *
add_control (DroverOptionRow *self)
{
  GtkWidget *control;

  if (self->info->kind == DROVER_OPTION_KIND_FLAG)
    {
      control = gtk_switch_new ();
      self->toggle = GTK_SWITCH (control);
      g_signal_connect_swapped (control, "notify::active", G_CALLBACK (tell_changed), self);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), control);
    }
  else if (self->info->kind == DROVER_OPTION_KIND_XML)
    {
      control = gtk_button_new_with_label (_ ("Choose File…"));
      self->file = GTK_BUTTON (control);
      g_signal_connect_swapped (control, "clicked", G_CALLBACK (on_file), self);
    }
  else
    {
      control = gtk_entry_new ();
      self->entry = GTK_ENTRY (control);
      gtk_editable_set_width_chars (GTK_EDITABLE (control), 12);
      if (self->info->argument != NULL)
        gtk_entry_set_placeholder_text (self->entry, _ (self->info->argument));
      g_signal_connect_swapped (control, "changed", G_CALLBACK (tell_changed), self);
    }
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), control);
  return control;
}

/**
 * drover_option_row_new:
 * @id: which option
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
drover_option_row_new (DroverMigrateOption id)
{
  DroverOptionRow *self = g_object_new (DROVER_TYPE_OPTION_ROW, NULL);
  const char *help = drover_migrate_option_get_help (id);
  GtkWidget *control;

  self->info = drover_migrate_option_get_info (id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), self->info->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), help);
  control = add_control (self);
  /* A row names the control it stands for by itself. */
  if (self->toggle == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, self->info->name,
                                    -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help, -1);
  return GTK_WIDGET (self);
}

static char *
dup_text (const DroverMigrateOptionInfo *info, const DroverMigrateOptions *options)
{
  if (!drover_migrate_options_is_set (options, info->id))
    return g_strdup ("");
  switch (info->kind)
    {
    case DROVER_OPTION_KIND_UINT:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, drover_migrate_options_get_uint (options, info->id));
    case DROVER_OPTION_KIND_LIST:
      return g_strjoinv (",", (GStrv) drover_migrate_options_get_list (options, info->id));
    case DROVER_OPTION_KIND_STRING:
    case DROVER_OPTION_KIND_XML:
      return g_strdup (drover_migrate_options_get_string (options, info->id));
    case DROVER_OPTION_KIND_FLAG:
      break;
    }
  return g_strdup ("");
}

/* What is on by default for the usual guest, see DESIGN's default flags. */
static gboolean
is_on (const DroverMigrateOptions *options, const DroverMigrateOptionInfo *info)
{
  if (drover_migrate_options_is_set (options, info->id))
    return drover_migrate_options_get_flag (options, info->id);
  return info->negatable && !(info->id == DROVER_OPTION_LIVE &&
                              drover_migrate_options_get_flag (options, DROVER_OPTION_OFFLINE));
}

static GtkWidget *
get_input (DroverOptionRow *self)
{
  return self->entry ? GTK_WIDGET (self->entry) : GTK_WIDGET (self->file);
}

/* What was said and cannot be meant stays to be mended, with the reason. */
static gboolean
is_wrong (DroverOptionRow *self)
{
  return self->toggle == NULL && gtk_widget_has_css_class (get_input (self), "error");
}

/**
 * drover_option_row_show:
 * @options: what is chosen
 * @versions: (nullable): what the hosts run
 *
 * Shows the option as it is chosen, greyed with the reason where it cannot be.
 */
void
drover_option_row_show (DroverOptionRow *self,
                        const DroverMigrateOptions *options,
                        const DroverPlanVersions *versions)
{
  g_autofree char *why_not = NULL;
  gboolean set;

  g_return_if_fail (DROVER_IS_OPTION_ROW (self));

  set = drover_migrate_options_is_set (options, self->info->id);
  why_not = set ? NULL : drover_migrate_options_why_not (options, self->info->id, versions);
  self->showing = TRUE;
  if (self->toggle != NULL)
    gtk_switch_set_active (self->toggle, is_on (options, self->info));
  else if (self->file != NULL && !is_wrong (self))
    take_xml (self, g_strdup (drover_migrate_options_get_string (options, self->info->id)));
  else if (self->entry != NULL && !is_wrong (self))
    {
      g_autofree char *text = dup_text (self->info, options);

      if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
        gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
    }
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), why_not == NULL);
  if (!is_wrong (self))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                                 why_not ? why_not : drover_migrate_option_get_help (self->info->id));
}

static gboolean
take_text (DroverOptionRow *self, DroverMigrateOptions *options, const char *text)
{
  g_autoptr (GError) error = NULL;

  drover_migrate_options_unset (options, self->info->id);
  if (text == NULL || text[0] == '\0' || drover_migrate_options_set (options, self->info->id, text, &error))
    {
      gtk_widget_remove_css_class (get_input (self), "error");
      return TRUE;
    }
  gtk_widget_add_css_class (get_input (self), "error");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
  return FALSE;
}

static gboolean
read_text (DroverOptionRow *self, DroverMigrateOptions *options)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  return take_text (self, options, text);
}

/**
 * drover_option_row_read:
 * @options: where the option is set, or unset where it stands at its default or is wrong
 *
 * Returns: whether what was typed can be meant; the row says what is wrong with it otherwise
 */
gboolean
drover_option_row_read (DroverOptionRow *self, DroverMigrateOptions *options)
{
  gboolean active;

  g_return_val_if_fail (DROVER_IS_OPTION_ROW (self), FALSE);

  if (self->file != NULL)
    return take_text (self, options, self->xml);
  if (self->entry != NULL)
    return read_text (self, options);
  active = gtk_switch_get_active (self->toggle);
  drover_migrate_options_unset (options, self->info->id);
  if (active != is_on (options, self->info))
    drover_migrate_options_set_flag (options, self->info->id, active);
  return TRUE;
}
