/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-message-dialog.h"

static GtkWidget *
new_label (const char *text, const char *css_class, int max_chars)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), max_chars);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * drover_message_dialog_new:
 * @window: the window it belongs to
 * @heading: plain text, perhaps with a host's own words
 * @body: the same
 * @more: (nullable) (transfer floating): what stands below them
 *
 * A message whose heading wraps, however long it is. That of libadwaita does not in every version: 1.7 keeps
 * one for wide windows on a single line, asks its height for widths it does not have, and GTK since 4.18
 * warns of that (adw-message-dialog.c, measure_heading(); gtksizerequest.c, gtk_widget_measure()).
 *
 * Returns: (transfer none): the dialog, which has no responses yet and is not shown; it lives until it is
 * closed
 */
AdwMessageDialog *
drover_message_dialog_new (GtkWindow *window, const char *heading, const char *body, GtkWidget *more)
{
  GtkWidget *dialog = adw_message_dialog_new (window, NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_box_append (GTK_BOX (box), new_label (heading, "title-2", 20));
  gtk_box_append (GTK_BOX (box), new_label (body, NULL, 40));
  if (more != NULL)
    gtk_box_append (GTK_BOX (box), more);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  /* which is its name for who does not see it */
  gtk_window_set_title (GTK_WINDOW (dialog), heading);
  return ADW_MESSAGE_DIALOG (dialog);
}
