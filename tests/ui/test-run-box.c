/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A remedy's commands are run on its host only when somebody has seen them and said yes. The host is this
 * computer, behind an ssh of the test's own. */

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "pages/drover-run-box.h"

typedef struct {
  DroverRemedyOffer offer;
  char *folder;
  GtkWindow *window;
  GtkWidget *box;
  guint ran;
} Fixture;

static void
on_ran (Fixture *fixture)
{
  fixture->ran++;
}

static void
iterate (void)
{
  g_main_context_iteration (NULL, TRUE);
}

/* What stands behind "--" and the host is run here. */
static void
install_ssh (Fixture *fixture)
{
  g_autofree char *path = NULL;
  g_autofree char *search = NULL;

  fixture->folder = g_dir_make_tmp ("drover-run-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "ssh", NULL);
  g_assert_true (g_file_set_contents (
      path, "#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\necho \"on $2\"\nshift 2\nexec \"$@\"\n", -1,
      NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  search = g_strdup_printf ("%s:%s", fixture->folder, g_getenv ("PATH"));
  g_setenv ("PATH", search, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer command)
{
  g_autoptr (DroverUri) source = drover_uri_parse ("qemu+ssh://alpha.lab.test/system", NULL);
  g_autoptr (DroverUri) target = drover_uri_parse ("qemu+ssh://beta.lab.test/system", NULL);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = drover_plan_new (source, target, "demo", options);
  g_autoptr (GPtrArray) offers = g_ptr_array_new ();

  install_ssh (fixture);
  fixture->offer = (DroverRemedyOffer){ .id = "open-migration-ports",
                                        .title = (char *) "Open the ports <b>",
                                        .side = DROVER_SIDE_TARGET,
                                        .commands = g_strsplit (command, "\n", -1),
                                        .complete = TRUE };
  g_ptr_array_add (offers, &fixture->offer);
  g_assert_true (drover_remedy_offer_can_run (&fixture->offer, plan));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->box = drover_run_box_new (plan, offers, &fixture->offer);
  g_signal_connect_swapped (fixture->box, "ran", G_CALLBACK (on_ran), fixture);
  gtk_window_set_child (fixture->window, fixture->box);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer command)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ssh", NULL);

  gtk_window_destroy (fixture->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_strfreev (fixture->offer.commands);
}

static GtkWidget *
find_by_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_type (child, type);
  return found;
}

/* All text under a widget. */
static void
collect (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, text);
}

static gboolean
says (Fixture *fixture, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  collect (fixture->box, text);
  return strstr (text->str, wanted) != NULL;
}

static AdwMessageDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (const GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      return link->data;
  return NULL;
}

/* Presses the button and answers the question. */
static void
answer (Fixture *fixture, const char *response)
{
  GtkWidget *button = find_by_type (fixture->box, GTK_TYPE_BUTTON);
  AdwMessageDialog *dialog;

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Run over SSH…");
  g_signal_emit_by_name (button, "clicked");
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_declined (Fixture *fixture, gconstpointer command)
{
  answer (fixture, "cancel");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->ran, ==, 0);
  g_assert_false (says (fixture, "on beta.lab.test"));
}

static void
test_run (Fixture *fixture, gconstpointer command)
{
  answer (fixture, "run");
  while (fixture->ran == 0)
    iterate ();
  g_assert_true (says (fixture, "on beta.lab.test\n$ echo well | tr w W\nWell"));
  g_assert_true (says (fixture, "Done"));
}

static void
test_failed (Fixture *fixture, gconstpointer command)
{
  answer (fixture, "run");
  while (!says (fixture, "A command failed"))
    iterate ();
  g_assert_cmpuint (fixture->ran, ==, 0);
  g_assert_true (says (fixture, "first"));
  g_assert_false (says (fixture, "third"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  drover_virt_init ();

  g_test_add ("/run-box/declined", Fixture, "echo well", set_up, test_declined, tear_down);
  g_test_add ("/run-box/run", Fixture, "echo well | tr w W", set_up, test_run, tear_down);
  g_test_add ("/run-box/failed", Fixture, "echo first\nfalse\necho third", set_up, test_failed, tear_down);
  return g_test_run ();
}
