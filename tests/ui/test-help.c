/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help: every page can be read, in a narrow window too. DROVER_PICTURES=FOLDER leaves pictures to look
 * at. */
#include <adwaita.h>

#include "app/drover-help-topics.h"
#include "app/drover-help-window.h"
#include "ui-picture.h"

static GtkWidget *
find_in (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) &&
      (text == NULL || g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_in (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
take_picture (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("DROVER_PICTURES");

  if (folder != NULL)
    {
      g_autofree char *path = g_strdup_printf ("%s/help-%s.png", folder, name);
      g_autoptr (UiPicture) picture = NULL;

      for (guint i = 0; i < 4; i++)
        ui_wait_for_draw (window);
      picture = ui_picture_new_from_widget (window);
      ui_picture_save (picture, path);
    }
}

static GtkWidget *
open_help (int width)
{
  GtkWidget *window = GTK_WIDGET (drover_help_window_new (NULL));

  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 3; i++)
    ui_wait_for_draw (window);
  return window;
}

static void
test_topics (void)
{
  GtkWidget *window = open_help (820);
  GtkWidget *list = find_in (window, GTK_TYPE_LIST_BOX, NULL);
  guint n;
  const DroverHelpTopic *topics = drover_help_topics_get (&n);

  g_assert_cmpuint (n, >, 5);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      g_signal_emit_by_name (list, "row-activated",
                             gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) i));
      ui_wait_for_draw (window);
      for (const DroverHelpPart *part = topics[i].parts; part->text != NULL || part->commands != NULL; part++)
        if (part->text != NULL)
          g_assert_nonnull (find_in (window, GTK_TYPE_LABEL, part->text));
      take_picture (window, number);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Whoever has selected some of the text, and goes on with the keyboard. */
static void
test_focus_in_the_page (void)
{
  GtkWidget *window = open_help (820);
  GtkWidget *list = find_in (window, GTK_TYPE_LIST_BOX, NULL);
  guint n;
  GtkWidget *text = find_in (window, GTK_TYPE_LABEL, drover_help_topics_get (&n)[0].parts[0].text);

  g_assert_false (gtk_label_get_selection_bounds (GTK_LABEL (text), NULL, NULL));
  g_assert_true (gtk_widget_grab_focus (text));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));
  for (guint i = 0; i < 3; i++)
    ui_wait_for_draw (window);
  g_assert_nonnull (find_in (window, GTK_TYPE_LABEL, drover_help_topics_get (&n)[2].parts[0].text));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_narrow (void)
{
  GtkWidget *window = open_help (360);
  GtkWidget *list = find_in (window, GTK_TYPE_LIST_BOX, NULL);

  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 4));
  for (guint i = 0; i < 3; i++)
    ui_wait_for_draw (window);
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  take_picture (window, "narrow");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/help/topics", test_topics);
  g_test_add_func ("/ui/help/focus", test_focus_in_the_page);
  g_test_add_func ("/ui/help/narrow", test_narrow);
  return g_test_run ();
}
