/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/guests/drover-guest-group.h"

#include <glib/gi18n.h>

#include "model/drover-trickle.h"
#include "widgets/drover-choice-row.h"

struct _DroverGuestGroup {
  GtkBox parent_instance;

  DroverSurvey *survey;
  GtkCheckButton *group;
  GtkListBox *list;
  GtkLabel *note;
  char *chosen; /* UUID, so that a look at the host does not lose the choice */
};

G_DEFINE_FINAL_TYPE (DroverGuestGroup, drover_guest_group, GTK_TYPE_BOX)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_chosen (DroverChoiceRow *row, DroverGuestGroup *self)
{
  DroverGuestItem *item = g_object_get_data (G_OBJECT (row), "item");

  g_free (self->chosen);
  self->chosen = g_strdup (drover_guest_item_get_uuid (item));
  g_signal_emit (self, signals[CHOSEN], 0, item);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  DroverGuestGroup *self = user_data;
  g_autofree char *description = drover_guest_item_dup_description (item);
  DroverChoiceRow *row = drover_choice_row_new (self->group, drover_guest_item_get_name (item), description);

  g_object_set_data_full (G_OBJECT (row), "item", g_object_ref (item), g_object_unref);
  if (!drover_guest_item_is_active (item))
    drover_choice_row_set_badge (row, _ ("Only its definition moves"), "dim-label");
  g_signal_connect (row, "chosen", G_CALLBACK (on_chosen), self);
  if (g_strcmp0 (self->chosen, drover_guest_item_get_uuid (item)) == 0)
    drover_choice_row_choose (row);
  return GTK_WIDGET (row);
}

/* Why the host did not tell of its guests, if that is so. */
static char *
dup_reason (DroverGuestGroup *self)
{
  DroverFacts *facts = drover_survey_get_facts (self->survey);
  const GError *error = facts ? drover_facts_get_error (facts, DROVER_FACT_GUESTS, DROVER_SIDE_SOURCE) : NULL;
  g_autofree char *raw = error ? drover_printable (error->message) : NULL;

  return raw ? g_strdup_printf (_ ("Its guests are not known: %s"), raw) : NULL;
}

static void
update (DroverGuestGroup *self)
{
  guint n = g_list_model_get_n_items (drover_survey_get_guests (self->survey));
  gboolean connected = drover_survey_get_connection (self->survey) != NULL;
  g_autofree char *reason = dup_reason (self);
  const char *note = NULL;

  if (drover_survey_is_busy (self->survey))
    note = n == 0 ? _ ("Looking…") : NULL;
  else if (!connected)
    note = _ ("Not reachable; its guests are not known.");
  else if (reason != NULL)
    note = reason;
  else if (n == 0)
    note = _ ("No guests here.");
  gtk_label_set_text (self->note, note ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
}

static void
drover_guest_group_dispose (GObject *object)
{
  DroverGuestGroup *self = DROVER_GUEST_GROUP (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->survey);
  g_clear_object (&self->group);
  G_OBJECT_CLASS (drover_guest_group_parent_class)->dispose (object);
}

static void
drover_guest_group_finalize (GObject *object)
{
  g_free (DROVER_GUEST_GROUP (object)->chosen);
  G_OBJECT_CLASS (drover_guest_group_parent_class)->finalize (object);
}

static void
drover_guest_group_class_init (DroverGuestGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_guest_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_guest_group_finalize;

  /**
   * DroverGuestGroup::chosen:
   * @item: a #DroverGuestItem
   *
   * A guest was chosen.
   */
  signals[CHOSEN] = g_signal_new ("chosen", DROVER_TYPE_GUEST_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, DROVER_TYPE_GUEST_ITEM);
}

static void
drover_guest_group_init (DroverGuestGroup *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *note = gtk_label_new (NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  self->list = GTK_LIST_BOX (list);
  self->note = GTK_LABEL (note);
  gtk_box_append (GTK_BOX (self), list);
  gtk_box_append (GTK_BOX (self), note);
}

/**
 * drover_guest_group_new:
 * @survey: (transfer none): the host
 * @group: (transfer none): a button of all rows among which one is chosen
 *
 * Returns: (transfer floating): its guests
 */
GtkWidget *
drover_guest_group_new (DroverSurvey *survey, GtkCheckButton *group)
{
  DroverGuestGroup *self = g_object_new (DROVER_TYPE_GUEST_GROUP, NULL);
  g_autoptr (GListModel) guests = drover_trickle_new (drover_survey_get_guests (survey));

  self->survey = g_object_ref (survey);
  self->group = g_object_ref (group);
  gtk_list_box_bind_model (self->list, guests, create_row, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  drover_survey_get_name (survey), -1);
  g_signal_connect_object (survey, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * drover_guest_group_get_survey:
 *
 * Returns: (transfer none): the host
 */
DroverSurvey *
drover_guest_group_get_survey (DroverGuestGroup *self)
{
  g_return_val_if_fail (DROVER_IS_GUEST_GROUP (self), NULL);
  return self->survey;
}
