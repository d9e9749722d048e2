/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-command-box.h"

#include <glib/gi18n.h>
#include <string.h>

struct _DroverCommandBox {
  GtkBox parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (DroverCommandBox, drover_command_box, GTK_TYPE_BOX)

static void
on_copy (DroverCommandBox *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->label));
}

static void
drover_command_box_class_init (DroverCommandBoxClass *klass)
{
}

static void
drover_command_box_init (DroverCommandBox *self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  self->label = GTK_LABEL (label);
  gtk_label_set_selectable (self->label, TRUE);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (label, TRUE);
  /* Commands are read from left to right in every language. */
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (label, "monospace");

  gtk_widget_set_valign (copy, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (copy, _ ("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy"), -1);
  gtk_widget_add_css_class (copy, "flat");
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (on_copy), self);

  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "command-box");
  gtk_box_append (GTK_BOX (self), label);
  gtk_box_append (GTK_BOX (self), copy);
}

/**
 * drover_command_box_new:
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
drover_command_box_new (void)
{
  return g_object_new (DROVER_TYPE_COMMAND_BOX, NULL);
}

/* What is longer has to be broken in a narrow window: addresses and paths, not options. */
#define LONGEST_WHOLE_WORD 24

/* A line may be broken between its words, not at the hyphens of an option. */
static PangoAttrList *
keep_words_whole (const char *text)
{
  PangoAttrList *list = pango_attr_list_new ();

  for (const char *word = text; *word != '\0';)
    {
      gsize length = strcspn (word, " \n");

      if (length <= LONGEST_WHOLE_WORD)
        {
          PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);

          whole->start_index = (guint) (word - text);
          whole->end_index = whole->start_index + (guint) length;
          pango_attr_list_insert (list, whole);
        }
      word += length + strspn (word + length, " \n");
    }
  return list;
}

/**
 * drover_command_box_set_lines:
 * @lines: (array zero-terminated=1): what is shown, and copied as it is
 */
void
drover_command_box_set_lines (DroverCommandBox *self, const char *const *lines)
{
  g_autofree char *text = NULL;
  g_autoptr (PangoAttrList) words = NULL;

  g_return_if_fail (DROVER_IS_COMMAND_BOX (self));

  text = g_strjoinv ("\n", (GStrv) lines);
  gtk_label_set_text (self->label, text);
  words = keep_words_whole (text);
  gtk_label_set_attributes (self->label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/**
 * drover_command_box_get_text:
 *
 * Returns: (transfer none): what would be copied
 */
const char *
drover_command_box_get_text (DroverCommandBox *self)
{
  g_return_val_if_fail (DROVER_IS_COMMAND_BOX (self), NULL);
  return gtk_label_get_text (self->label);
}
