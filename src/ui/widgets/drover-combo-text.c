/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-combo-text.h"

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (string));
}

/**
 * drover_combo_row_show_whole:
 * @row: a row to choose a text from
 *
 * Shows what is chosen in whole, on two lines where it must. By itself the row cuts it off beside a long
 * subtitle, with room to spare. The list that it opens stays as it is.
 */
void
drover_combo_row_show_whole (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) usual = g_object_ref (adw_combo_row_get_factory (row));
  g_autoptr (GtkListItemFactory) whole = gtk_signal_list_item_factory_new ();

  g_signal_connect (whole, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (whole, "bind", G_CALLBACK (on_bind), NULL);
  adw_combo_row_set_list_factory (row, usual);
  adw_combo_row_set_factory (row, whole);
}
