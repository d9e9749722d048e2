/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/history/drover-pair-view.h"

#include <glib/gi18n.h>

#include "pages/history/drover-run-view.h"
#include "widgets/drover-empty.h"
#include "widgets/drover-text.h"

struct _DroverPairView {
  AdwBin parent_instance;

  GtkLabel *first_headline;
  GtkLabel *second_headline;
  DroverChart *first_chart;
  DroverChart *second_chart;
  GtkBox *lines;
};

G_DEFINE_FINAL_TYPE (DroverPairView, drover_pair_view, ADW_TYPE_BIN)

static void
show_headline (GtkLabel *label, const DroverRun *run)
{
  g_autofree char *headline = drover_run_dup_headline (run);
  g_autofree char *when = drover_run_dup_time (run);
  /* Translators: what became of a migration, and when it was */
  g_autofree char *text = g_strdup_printf (_ ("%s, %s"), headline, when);

  gtk_label_set_text (label, text);
}

static GtkWidget *
create_cell (const char *text, const char *title, const char *css_class)
{
  GtkWidget *cell = drover_text_new (text ? text : "–", css_class);

  gtk_widget_set_hexpand (cell, TRUE);
  gtk_widget_set_valign (cell, GTK_ALIGN_START);
  /* Of a cell alone one does not hear what it is of. */
  if (title != NULL)
    {
      /* Translators: what is compared, and how it was, as in "Duration: 8.2 s" */
      g_autofree char *name = g_strdup_printf (_ ("%s: %s"), title, text ? text : _ ("not known"));

      gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  return cell;
}

static void
add_pair (GtkGrid *grid, int row, const DroverRunPair *pair)
{
  gtk_grid_attach (grid, create_cell (pair->title, NULL, "dim-label"), 0, row, 1, 1);
  if (pair->same)
    {
      gtk_grid_attach (grid, create_cell (pair->first, pair->title, "dim-label"), 1, row, 2, 1);
      return;
    }
  gtk_grid_attach (grid, create_cell (pair->first, pair->title, NULL), 1, row, 1, 1);
  gtk_grid_attach (grid, create_cell (pair->second, pair->title, NULL), 2, row, 1, 1);
}

static GtkWidget *
create_grid (const GPtrArray *pairs)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < pairs->len; i++)
    add_pair (GTK_GRID (grid), (int) i, pairs->pdata[i]);
  return grid;
}

/**
 * drover_pair_view_show:
 * @first: (transfer none): a run with its details and samples
 * @second: (transfer none): another one
 */
void
drover_pair_view_show (DroverPairView *self, const DroverRun *first, const DroverRun *second)
{
  g_autoptr (GPtrArray) pairs = drover_run_pairs_new (first, second);

  g_return_if_fail (DROVER_IS_PAIR_VIEW (self));
  show_headline (self->first_headline, first);
  show_headline (self->second_headline, second);
  drover_run_view_fill_chart (self->first_chart, first);
  drover_run_view_fill_chart (self->second_chart, second);
  drover_chart_share_scale (self->first_chart, self->second_chart);
  drover_empty (self->lines);
  gtk_box_append (self->lines, create_grid (pairs));
}

static void
drover_pair_view_class_init (DroverPairViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DROVER_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/history/drover-pair-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverPairView, first_headline);
  gtk_widget_class_bind_template_child (widget_class, DroverPairView, second_headline);
  gtk_widget_class_bind_template_child (widget_class, DroverPairView, first_chart);
  gtk_widget_class_bind_template_child (widget_class, DroverPairView, second_chart);
  gtk_widget_class_bind_template_child (widget_class, DroverPairView, lines);
}

static void
drover_pair_view_init (DroverPairView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
