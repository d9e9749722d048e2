/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-text.h"

/**
 * drover_text_new:
 * @text: plain text, perhaps long and perhaps a host's own words
 * @css_class: (nullable): how it looks; "monospace" is what a computer says, which is read from left to right
 * in every language
 *
 * Returns: (transfer floating): a label to be read and selected
 */
GtkWidget *
drover_text_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  /* A range of ports would be turned round between words of the other direction. */
  if (g_strcmp0 (css_class, "monospace") == 0)
    gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  return label;
}
