/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-empty.h"

/**
 * drover_empty:
 * @box: a box whose children are to go
 *
 * Removes all that is in a box. Where the focus is in it, nobody has it afterwards: GTK 4.8 would look for it
 * in what is gone.
 */
void
drover_empty (GtkBox *box)
{
  GtkRoot *root;
  GtkWidget *focus;
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (box));

  root = gtk_widget_get_root (GTK_WIDGET (box));
  focus = root ? gtk_root_get_focus (root) : NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (box)))
    gtk_root_set_focus (root, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}
