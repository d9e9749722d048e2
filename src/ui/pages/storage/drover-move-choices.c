/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-move-choices.h"

#include <glib/gi18n.h>

#include "widgets/drover-combo-text.h"

#define MAX_MIB 100000

struct _DroverMoveChoices {
  AdwBin parent_instance;

  GtkWidget *backing;
  GtkWidget *bandwidth;
};

G_DEFINE_FINAL_TYPE (DroverMoveChoices, drover_move_choices, ADW_TYPE_BIN)

/* In the order of the menu. */
static const struct {
  DroverMoveBacking backing;
  const char *name;
} backings[] = {
  { DROVER_MOVE_BACKING_AUTO, N_ ("Keep them where the pool has them") },
  { DROVER_MOVE_BACKING_KEEP, N_ ("Keep them where they are") },
  { DROVER_MOVE_BACKING_FLATTEN, N_ ("Copy what they hold") },
};

static void
drover_move_choices_class_init (DroverMoveChoicesClass *klass)
{
}

static GtkWidget *
create_backing (void)
{
  const char *names[G_N_ELEMENTS (backings) + 1] = { NULL };
  g_autoptr (GtkStringList) list = NULL;
  GtkWidget *row = adw_combo_row_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (backings); i++)
    names[i] = _ (backings[i].name);
  list = gtk_string_list_new (names);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Files a Disk Builds On"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  drover_combo_row_show_whole (ADW_COMBO_ROW (row));
  return row;
}

static void
drover_move_choices_init (DroverMoveChoices *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *expander = adw_expander_row_new ();
  GtkWidget *limit = adw_action_row_new ();

  self->backing = create_backing ();
  self->bandwidth = gtk_spin_button_new_with_range (0, MAX_MIB, 1);
  gtk_widget_set_valign (self->bandwidth, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bandwidth), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy No Faster Than, in MiB/s"), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (limit), _ ("Copy No Faster Than, in MiB/s"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (limit), _ ("0 for as fast as it goes"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (limit), self->bandwidth);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _ ("How They Move"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How They Move"), -1);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), limit);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), self->backing);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), expander);
  adw_bin_set_child (ADW_BIN (self), list);
}

/**
 * drover_move_choices_new:
 *
 * Returns: (transfer floating): the usual way, folded
 */
GtkWidget *
drover_move_choices_new (void)
{
  return g_object_new (DROVER_TYPE_MOVE_CHOICES, NULL);
}

/**
 * drover_move_choices_apply:
 * @options: gets what is chosen
 */
void
drover_move_choices_apply (DroverMoveChoices *self, DroverMoveOptions *options)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->backing));

  g_return_if_fail (chosen < G_N_ELEMENTS (backings));
  gtk_spin_button_update (GTK_SPIN_BUTTON (self->bandwidth)); /* what is being typed counts */
  options->backing = backings[chosen].backing;
  options->bandwidth =
      (guint64) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->bandwidth)) * 1024 * 1024;
}
