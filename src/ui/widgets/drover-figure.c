/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drover-figure.h"

struct _DroverFigure {
  GtkBox parent_instance;

  GtkLabel *value;
  GtkLabel *name;
};

G_DEFINE_FINAL_TYPE (DroverFigure, drover_figure, GTK_TYPE_BOX)

static void
drover_figure_class_init (DroverFigureClass *klass)
{
}

static void
drover_figure_init (DroverFigure *self)
{
  GtkWidget *value = gtk_label_new ("–");
  GtkWidget *name = gtk_label_new (NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (value, "title-4");
  gtk_widget_add_css_class (value, "numeric");
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_justify (GTK_LABEL (name), GTK_JUSTIFY_CENTER);
  self->value = GTK_LABEL (value);
  self->name = GTK_LABEL (name);
  gtk_box_append (GTK_BOX (self), value);
  gtk_box_append (GTK_BOX (self), name);
}

/**
 * drover_figure_new:
 * @name: what it is a figure of, translated
 *
 * Returns: (transfer floating): the figure, not known yet
 */
GtkWidget *
drover_figure_new (const char *name)
{
  DroverFigure *self = g_object_new (DROVER_TYPE_FIGURE, NULL);

  gtk_label_set_text (self->name, name);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->name, NULL, -1);
  return GTK_WIDGET (self);
}

/**
 * drover_figure_append:
 * @box: where it stands among others
 *
 * A figure is read, not reached with the keyboard.
 */
void
drover_figure_append (DroverFigure *self, GtkFlowBox *box)
{
  GtkWidget *place = gtk_flow_box_child_new ();

  g_return_if_fail (DROVER_IS_FIGURE (self));

  gtk_widget_set_focusable (place, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (place), GTK_WIDGET (self));
  gtk_flow_box_append (box, place);
}

/**
 * drover_figure_set_value:
 * @value: (nullable): %NULL where it is not known
 */
void
drover_figure_set_value (DroverFigure *self, const char *value)
{
  g_return_if_fail (DROVER_IS_FIGURE (self));
  gtk_label_set_text (self->value, value ? value : "–");
}
