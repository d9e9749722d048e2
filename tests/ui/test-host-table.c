/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of hosts by itself: what is scrolled into view is drawn, from whichever side one reads. */
#include "ui-picture.h"
#include "widgets/table/drover-host-table.h"
#include "widgets/table/drover-table-row.h"
#include <adwaita.h>

#define N_HOSTS 12U
#define WIDTH 600
#define HEIGHT 200

/* A field for the last host alone. */
static GListModel *
new_rows (DroverTablePattern pattern)
{
  GListStore *rows = g_list_store_new (DROVER_TYPE_TABLE_ROW);
  g_autoptr (DroverTableRow) row = drover_table_row_new (DROVER_TABLE_HOSTS, "row", "the row", N_HOSTS);

  drover_table_row_set_cell (row, N_HOSTS - 1, "last", DROVER_TABLE_PLAIN);
  drover_table_row_get_cell (row, N_HOSTS - 1)->pattern = pattern;
  g_list_store_append (rows, row);
  return G_LIST_MODEL (rows);
}

static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget))
    return gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAdjustment *adjustment = find_adjustment (child);

      if (adjustment != NULL)
        return adjustment;
    }
  return NULL;
}

static GdkRGBA
mix (GtkWidget *widget, const char *name, float alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA front;
  GdkRGBA back;

  g_assert_true (gtk_style_context_lookup_color (context, name, &front));
  g_assert_true (gtk_style_context_lookup_color (context, "window_bg_color", &back));
  return (GdkRGBA){ front.red * alpha + back.red * (1 - alpha),
                    front.green * alpha + back.green * (1 - alpha),
                    front.blue * alpha + back.blue * (1 - alpha), 1 };
}

static gboolean
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* It learns how wide it is as it is drawn, and adapts after that: to force a frame would be too early. */
static void
settle (void)
{
  gboolean done = FALSE;

  g_timeout_add (500, on_timeout, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* How much of the table has the colour of the field. */
static guint
count (GtkWidget *table, const char *color, float alpha)
{
  g_autoptr (UiPicture) picture = ui_picture_new_from_widget (table);
  GdkRGBA wanted = mix (table, color, alpha);

  return ui_picture_count (picture, NULL, &wanted, 3);
}

static GtkWidget *
find_title (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), "the row"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_title (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What a row is called stays where one begins to read. */
static void
assert_title_in_view (GtkWidget *table)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_title (table), table, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (table));
  if (gtk_widget_get_direction (table) == GTK_TEXT_DIR_RTL)
    g_assert_cmpfloat (bounds.origin.x, >, WIDTH / 2);
  else
    g_assert_cmpfloat (bounds.origin.x, <, WIDTH / 2);
}

static void
scroll_to_end (DroverTablePattern pattern, const char *color, float alpha, guint least)
{
  g_autoptr (GListModel) rows = new_rows (pattern);
  const char *names[N_HOSTS + 1] = { 0 };
  GtkWidget *table = drover_host_table_new (rows, "table", FALSE);
  GtkAdjustment *adjustment;
  GtkWidget *window = gtk_window_new ();

  for (guint i = 0; i < N_HOSTS; i++)
    names[i] = "h";
  drover_host_table_set_hosts (DROVER_HOST_TABLE (table), names, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), table);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  adjustment = find_adjustment (table);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, WIDTH);
  g_assert_cmpuint (count (table, color, alpha), <, least / 20);
  assert_title_in_view (table);
  gtk_adjustment_set_value (adjustment, gtk_widget_get_direction (table) == GTK_TEXT_DIR_RTL
                                            ? gtk_adjustment_get_lower (adjustment)
                                            : gtk_adjustment_get_upper (adjustment));
  settle ();
  g_assert_cmpuint (count (table, color, alpha), >, least);
  assert_title_in_view (table);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_scrolled (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      gtk_widget_set_default_direction (directions[i]);
      scroll_to_end (DROVER_TABLE_SOME, "accent_bg_color", 0.45f, 1000);
      scroll_to_end (DROVER_TABLE_HATCHED, "warning_bg_color", 0.4f, 300);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/host-table/scrolled", test_scrolled);
  return g_test_run ();
}
