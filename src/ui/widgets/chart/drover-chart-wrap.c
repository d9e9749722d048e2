/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-wrap.h"

/* Lays out children one after the other, on as many rows as they need, as words are. libadwaita's own is
 * newer than what we may use. */
struct _DroverChartWrap {
  GtkLayoutManager parent_instance;
  int spacing;
};

G_DEFINE_FINAL_TYPE (DroverChartWrap, drover_chart_wrap, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
drover_chart_wrap_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
natural_width (GtkWidget *child, int width)
{
  GtkRequisition minimum;
  GtkRequisition natural;

  gtk_widget_get_preferred_size (child, &minimum, &natural);
  return MAX (minimum.width, MIN (natural.width, width));
}

/* Places the children into @width, or only finds out how high they are. */
static int
flow (DroverChartWrap *self, GtkWidget *widget, int width, gboolean allocate)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int row = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_width;
      int child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      child_width = natural_width (child, width);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += row + self->spacing;
          row = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (
            child, &(GtkAllocation){ rtl ? width - x - child_width : x, y, child_width, child_height }, -1);
      x += child_width + self->spacing;
      row = MAX (row, child_height);
    }
  return y + row;
}

static void
measure_width (DroverChartWrap *self, GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
drover_chart_wrap_measure (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  DroverChartWrap *self = DROVER_CHART_WRAP (manager);

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    *minimum = *natural = flow (self, widget, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
}

static void
drover_chart_wrap_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  flow (DROVER_CHART_WRAP (manager), widget, width, TRUE);
}

static void
drover_chart_wrap_class_init (DroverChartWrapClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = drover_chart_wrap_get_request_mode;
  manager_class->measure = drover_chart_wrap_measure;
  manager_class->allocate = drover_chart_wrap_allocate;
}

static void
drover_chart_wrap_init (DroverChartWrap *self)
{
}

/**
 * drover_chart_wrap_new:
 * @spacing: between children and between rows, in pixels
 *
 * Returns: (transfer full): a layout manager
 */
GtkLayoutManager *
drover_chart_wrap_new (int spacing)
{
  DroverChartWrap *self = g_object_new (DROVER_TYPE_CHART_WRAP, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
