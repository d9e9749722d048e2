/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-choice-row.h"

struct _DroverChoiceRow {
  AdwActionRow parent_instance;

  GtkCheckButton *check;
  GtkLabel *badge;
  char *badge_class;
};

G_DEFINE_FINAL_TYPE (DroverChoiceRow, drover_choice_row, ADW_TYPE_ACTION_ROW)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_choice_row_finalize (GObject *object)
{
  g_free (DROVER_CHOICE_ROW (object)->badge_class);
  G_OBJECT_CLASS (drover_choice_row_parent_class)->finalize (object);
}

static void
drover_choice_row_class_init (DroverChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_choice_row_finalize;

  /**
   * DroverChoiceRow::chosen:
   *
   * This row was chosen.
   */
  signals[CHOSEN] =
      g_signal_new ("chosen", DROVER_TYPE_CHOICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
on_toggled (DroverChoiceRow *self)
{
  if (gtk_check_button_get_active (self->check))
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
drover_choice_row_init (DroverChoiceRow *self)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *badge = gtk_label_new (NULL);

  self->check = GTK_CHECK_BUTTON (check);
  self->badge = GTK_LABEL (badge);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (badge, FALSE);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_label_set_wrap (self->badge, TRUE);
  gtk_label_set_natural_wrap_mode (self->badge, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (self->badge, GTK_JUSTIFY_RIGHT);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), badge);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), check);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_toggled), self);
}

/**
 * drover_choice_row_new:
 * @group: (nullable): a button of the rows it stands among
 * @title: plain text
 * @subtitle: plain text
 *
 * Returns: (transfer floating): the row
 */
DroverChoiceRow *
drover_choice_row_new (GtkCheckButton *group, const char *title, const char *subtitle)
{
  DroverChoiceRow *self = g_object_new (DROVER_TYPE_CHOICE_ROW, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_check_button_set_group (self->check, group);
  return self;
}

/**
 * drover_choice_row_is_chosen:
 *
 * Returns: whether this is the one
 */
gboolean
drover_choice_row_is_chosen (DroverChoiceRow *self)
{
  g_return_val_if_fail (DROVER_IS_CHOICE_ROW (self), FALSE);
  return gtk_check_button_get_active (self->check);
}

/**
 * drover_choice_row_choose:
 */
void
drover_choice_row_choose (DroverChoiceRow *self)
{
  g_return_if_fail (DROVER_IS_CHOICE_ROW (self));
  gtk_check_button_set_active (self->check, TRUE);
}

/**
 * drover_choice_row_set_badge:
 * @text: (nullable): the word at the row's end
 * @css_class: (nullable): how it is coloured
 */
void
drover_choice_row_set_badge (DroverChoiceRow *self, const char *text, const char *css_class)
{
  GtkWidget *badge = GTK_WIDGET (self->badge);

  g_return_if_fail (DROVER_IS_CHOICE_ROW (self));

  if (self->badge_class != NULL)
    gtk_widget_remove_css_class (badge, self->badge_class);
  g_free (self->badge_class);
  self->badge_class = g_strdup (css_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (badge, css_class);
  gtk_label_set_text (self->badge, text ? text : "");
  gtk_widget_set_visible (badge, text != NULL);
}
