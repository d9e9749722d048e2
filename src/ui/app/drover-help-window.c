/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-help-window.h"

#include <glib/gi18n.h>

#include "app/drover-help-topics.h"
#include "widgets/drover-command-box.h"
#include "widgets/drover-empty.h"
#include "widgets/drover-text.h"

struct _DroverHelpWindow {
  AdwWindow parent_instance;

  AdwLeaflet *leaflet;
  GtkListBox *list;
  GtkLabel *title;
  GtkBox *page;
  GtkScrolledWindow *scrolled;
};

G_DEFINE_FINAL_TYPE (DroverHelpWindow, drover_help_window, ADW_TYPE_WINDOW)

static void
add_part (DroverHelpWindow *self, const DroverHelpPart *part)
{
  GtkWidget *box;
  g_auto (GStrv) lines = NULL;

  if (part->text != NULL)
    gtk_box_append (self->page, drover_text_new (_ (part->text), NULL));
  if (part->commands == NULL)
    return;
  lines = g_strsplit (part->commands, "\n", -1);
  box = drover_command_box_new ();
  drover_command_box_set_lines (DROVER_COMMAND_BOX (box), (const char *const *) lines);
  gtk_box_append (self->page, box);
}

static void
show_topic (DroverHelpWindow *self, guint index)
{
  guint n;
  const DroverHelpTopic *topic = &drover_help_topics_get (&n)[index];

  drover_empty (self->page);
  gtk_label_set_text (self->title, _ (topic->title));
  for (const DroverHelpPart *part = topic->parts; part->text != NULL || part->commands != NULL; part++)
    add_part (self, part);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

static void
on_row_activated (DroverHelpWindow *self, GtkListBoxRow *row)
{
  show_topic (self, (guint) gtk_list_box_row_get_index (row));
  adw_leaflet_set_visible_child_name (self->leaflet, "topic");
}

static void
on_back (DroverHelpWindow *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

/* Not in the text, all of which would be selected. */
static void
drover_help_window_map (GtkWidget *widget)
{
  DroverHelpWindow *self = DROVER_HELP_WINDOW (widget);

  gtk_widget_set_can_focus (GTK_WIDGET (self->page), FALSE);
  GTK_WIDGET_CLASS (drover_help_window_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
  gtk_widget_set_can_focus (GTK_WIDGET (self->page), TRUE);
}

static void
drover_help_window_class_init (DroverHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = drover_help_window_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/app/drover-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DroverHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DroverHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DroverHelpWindow, page);
  gtk_widget_class_bind_template_child (widget_class, DroverHelpWindow, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
drover_help_window_init (DroverHelpWindow *self)
{
  guint n;
  const DroverHelpTopic *topics = drover_help_topics_get (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (topics[i].title));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (topics[i].title), -1);
      gtk_list_box_append (self->list, row);
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  show_topic (self, 0);
}

/**
 * drover_help_window_new:
 * @application: (nullable): the program
 *
 * Returns: (transfer none): the help, on its first page
 */
DroverHelpWindow *
drover_help_window_new (GtkApplication *application)
{
  return g_object_new (DROVER_TYPE_HELP_WINDOW, "application", application, NULL);
}
