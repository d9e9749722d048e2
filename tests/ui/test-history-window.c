/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of the history, over the history itself. DROVER_PICTURES=FOLDER leaves pictures to look at. */
#include <adwaita.h>

#include "history-runs.h"
#include "pages/history/drover-history-window.h"
#include "pages/history/drover-run-view.h"
#include "ui-picture.h"

static GtkWidget *
find_in (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) &&
      (text == NULL ||
       (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)))
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
wait_for_text (DroverHistoryWindow *window, const char *text)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (find_in (GTK_WIDGET (window), GTK_TYPE_LABEL, text) == NULL)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("“%s” is not shown", text);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
take_picture (DroverHistoryWindow *window, const char *name)
{
  const char *folder = g_getenv ("DROVER_PICTURES");

  if (folder != NULL)
    {
      g_autofree char *path = g_strdup_printf ("%s/history-%s.png", folder, name);
      g_autoptr (UiPicture) picture = NULL;

      for (guint i = 0; i < 4; i++)
        ui_wait_for_draw (GTK_WIDGET (window));
      picture = ui_picture_new_from_widget (GTK_WIDGET (window));
      ui_picture_save (picture, path);
    }
}

static DroverHistoryWindow *
open_window (int width)
{
  DroverHistoryWindow *window = drover_history_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), width, 640);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

static void
close_window (DroverHistoryWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  for (guint i = 0; window != NULL && i < 2000; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_null (window);
}

static void
test_empty (void)
{
  DroverHistoryWindow *window = open_window (900);

  wait_for_text (window, "Nothing Moved Yet");
  take_picture (window, "empty");
  close_window (window);
}

static void
test_runs (void)
{
  DroverHistoryWindow *window;
  GtkWidget *list;

  history_runs_keep ("web", "done", 1700000000);
  history_runs_keep ("mail & <i>more</i>", "failed", 1700000900);
  window = open_window (900);
  wait_for_text (window, "The target <b>refused</b> & closed.");
  g_assert_nonnull (find_in (GTK_WIDGET (window), GTK_TYPE_LABEL,
                             "“mail & <i>more</i>” could not be moved from alpha.lab.test to beta.lab.test"));
  take_picture (window, "failed");

  list = find_in (GTK_WIDGET (window), GTK_TYPE_LIST_BOX, NULL);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  wait_for_text (window, "Both hosts were asked: the guest is on the target.");
  g_assert_nonnull (find_in (GTK_WIDGET (window), g_type_from_name ("DroverChart"), NULL));
  take_picture (window, "done");

  /* Another program keeps a run meanwhile. */
  history_runs_keep ("later", "cancelled", 1700009000);
  drover_history_window_refresh (window);
  wait_for_text (window, "“later” was to move from alpha.lab.test to beta.lab.test: cancelled");
  close_window (window);
}

static GtkWidget *
find_in_window (DroverHistoryWindow *window, const char *type)
{
  return find_in (GTK_WIDGET (window), g_type_from_name (type), NULL);
}

/* The newest is the one that was cancelled. */
static void
test_compare (void)
{
  DroverHistoryWindow *window = open_window (900);
  GtkWidget *list;
  GtkWidget *compare;

  wait_for_text (window, "Both hosts were asked: the guest is on the source.");
  compare = gtk_widget_get_ancestor (find_in (GTK_WIDGET (window), GTK_TYPE_LABEL, "Compare"),
                                     GTK_TYPE_TOGGLE_BUTTON);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (compare), TRUE);
  wait_for_text (window, "Choose the run to compare it with.");
  list = find_in_window (window, "GtkListBox");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));
  wait_for_text (window, "“web” moved from alpha.lab.test to beta.lab.test, 11/14/23 22:13");
  g_assert_null (find_in (GTK_WIDGET (window), GTK_TYPE_LABEL, "Choose the run to compare it with."));
  g_assert_nonnull (find_in (GTK_WIDGET (window), GTK_TYPE_LABEL, "cancelled"));
  g_assert_nonnull (find_in (GTK_WIDGET (window), GTK_TYPE_LABEL, "8.2 s"));
  take_picture (window, "compare");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (compare), FALSE);
  wait_for_text (window, "Both hosts were asked: the guest is on the source.");
  g_assert_null (find_in_window (window, "DroverPairView"));
  close_window (window);
}

static void
test_narrow (void)
{
  DroverHistoryWindow *window = open_window (360);

  wait_for_text (window, "“web” moved from alpha.lab.test to beta.lab.test");
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 360);
  take_picture (window, "narrow");
  close_window (window);
}

/* Before the history has answered. */
static void
test_closed_at_once (void)
{
  DroverHistoryWindow *window = drover_history_window_new (NULL);

  gtk_window_present (GTK_WINDOW (window));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/history/empty", test_empty);
  g_test_add_func ("/ui/history/runs", test_runs);
  g_test_add_func ("/ui/history/compare", test_compare);
  g_test_add_func ("/ui/history/narrow", test_narrow);
  g_test_add_func ("/ui/history/closed-at-once", test_closed_at_once);
  return g_test_run ();
}
