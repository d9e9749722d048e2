/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page and widget of the wizard comes to be from its template, and goes away again. */
#include <adwaita.h>

#include "app/drover-window.h"
#include "model/drover-trickle.h"
#include "pages/compare/drover-compare-page.h"
#include "pages/guests/drover-guests-page.h"
#include "pages/hosts/drover-add-host.h"
#include "pages/hosts/drover-hosts-page.h"
#include "pages/how/drover-how-page.h"
#include "pages/how/drover-option-row.h"
#include "pages/moving/drover-moving-page.h"
#include "pages/moving/drover-outlook.h"
#include "pages/preflight/drover-preflight-page.h"
#include "pages/result/drover-result-page.h"
#include "widgets/drover-command-box.h"
#include "widgets/drover-host-card.h"
#include "widgets/drover-message-dialog.h"
#include "widgets/drover-text.h"

static DroverSession *
new_session (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "test-hosts.ini", NULL);
  g_autoptr (DroverHostStore) store = drover_host_store_new (path);

  return drover_session_new (store);
}

static void
test_page (gconstpointer data)
{
  GType (*get_type) (void) = (GType (*) (void)) data;
  DroverSession *session = new_session ();
  GtkWidget *page = g_object_ref_sink (g_object_new (get_type (), NULL));

  int width;

  drover_page_attach (DROVER_PAGE (page), session);
  drover_page_shown (DROVER_PAGE (page));
  /* Nothing may be wider than the narrowest screen. */
  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 360);
  g_assert_finalize_object (page);
  g_assert_finalize_object (session);
}

static void
test_window (void)
{
  DroverSession *session = new_session ();
  GtkWindow *window = GTK_WINDOW (drover_window_new (NULL, session));

  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (window);
  g_assert_finalize_object (session);
}

/* The header bar neither. */
static void
test_narrow (void)
{
  g_autoptr (DroverSession) session = new_session ();
  GtkWindow *window = GTK_WINDOW (drover_window_new (NULL, session));

  gtk_window_set_default_size (window, 360, 720);
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 360);
  gtk_window_destroy (window);
}

/* As it was left, so it comes again. */
static void
test_size (void)
{
  g_autoptr (DroverSession) session = new_session ();
  GtkWindow *left = GTK_WINDOW (drover_window_new (NULL, session));
  GtkWindow *again;
  int width;
  int height;

  gtk_window_set_default_size (left, 777, 555);
  gtk_window_destroy (left);
  again = GTK_WINDOW (drover_window_new (NULL, session));
  gtk_window_get_default_size (again, &width, &height);
  gtk_window_destroy (again);
  g_assert_cmpint (width, ==, 777);
  g_assert_cmpint (height, ==, 555);
}

static void
test_card (void)
{
  GtkWidget *card = g_object_ref_sink (drover_host_card_new ("<b>alpha</b>", "qemu+ssh://alpha/system"));

  drover_host_card_set_status (DROVER_HOST_CARD (card), DROVER_HOST_CARD_BAD, "&lt;gone");
  drover_host_card_set_memory (DROVER_HOST_CARD (card), 4096, 8192);
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, "<b>alpha</b>");
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "&lt;gone");
  g_assert_finalize_object (card);
}

static void
test_commands (void)
{
  static const char *const lines[] = { "virsh migrate --live", "echo 'a  b'", NULL };
  GtkWidget *box = g_object_ref_sink (drover_command_box_new ());

  drover_command_box_set_lines (DROVER_COMMAND_BOX (box), lines);
  g_assert_cmpstr (drover_command_box_get_text (DROVER_COMMAND_BOX (box)), ==,
                   "virsh migrate --live\necho 'a  b'");
  g_assert_finalize_object (box);
}

static int
x_of (GtkWidget *label, int index)
{
  PangoRectangle place;

  pango_layout_index_to_pos (gtk_label_get_layout (GTK_LABEL (label)), index, &place);
  return place.x;
}

/* Where one reads from right to left, a range of ports still goes up. */
static void
test_text_of_a_computer (void)
{
  static const char ports[] = "49152-49215 …";
  GtkWidget *seen;
  GtkWidget *words;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  seen = g_object_ref_sink (drover_text_new (ports, "monospace"));
  words = g_object_ref_sink (drover_text_new (ports, NULL));
  gtk_label_set_wrap (GTK_LABEL (seen), FALSE);
  g_assert_cmpint (x_of (seen, 0), <, x_of (seen, 6));
  g_assert_cmpint (x_of (seen, 6), <, x_of (seen, 12));
  g_assert_cmpint (gtk_widget_get_direction (words), ==, GTK_TEXT_DIR_RTL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_assert_finalize_object (seen);
  g_assert_finalize_object (words);
}

/* Greyed with the reason, and never set by being shown. */
static void
test_option_conflict (void)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverMigrateOptions) read = drover_migrate_options_new ();
  GtkWidget *row = g_object_ref_sink (drover_option_row_new (DROVER_OPTION_POSTCOPY));

  drover_option_row_show (DROVER_OPTION_ROW (row), options, NULL);
  g_assert_true (gtk_widget_get_sensitive (row));
  g_assert_true (drover_option_row_read (DROVER_OPTION_ROW (row), read));
  g_assert_false (drover_migrate_options_is_set (read, DROVER_OPTION_POSTCOPY));

  drover_migrate_options_set_flag (options, DROVER_OPTION_TUNNELLED, TRUE);
  drover_migrate_options_set_mode (options, DROVER_MIGRATE_MODE_P2P);
  drover_option_row_show (DROVER_OPTION_ROW (row), options, NULL);
  g_assert_false (gtk_widget_get_sensitive (row));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "--tunnelled"));
  g_assert_finalize_object (row);
}

static void
add_sample (
    DroverSampleRing *ring, gint64 t_ms, gint64 remaining, gint64 rate, gint64 dirty_rate, gint64 iteration)
{
  DroverSample sample = {
    .t_ms = t_ms,
    .phase = DROVER_PHASE_COPYING,
    .total = 1000 << 20,
    .remaining = drover_range (remaining),
    .rate = drover_range (rate),
    .dirty_rate = drover_range (dirty_rate),
    .iteration = iteration,
  };

  drover_sample_ring_add (ring, &sample);
}

static void
test_outlook (void)
{
  g_autoptr (DroverSampleRing) converging = drover_sample_ring_new (16);
  g_autoptr (DroverSampleRing) endless = drover_sample_ring_new (16);
  g_autofree char *left = NULL;
  g_autofree char *never = NULL;

  add_sample (converging, 1000, 100 << 20, 60 << 20, 10 << 20, 2);
  left = drover_outlook_describe (converging);
  g_assert_cmpstr (left, ==, "About 2.0 s left");

  add_sample (endless, 1000, 100 << 20, 60 << 20, 59 << 20, 2);
  never = drover_outlook_describe (endless);
  g_assert_true (g_str_has_prefix (never, "Not converging"));
}

static void
add_objects (GListStore *store, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);

      g_list_store_append (store, object);
    }
}

static void
assert_follows (GListModel *trickle, GListStore *store)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (trickle), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) shown = g_list_model_get_item (trickle, i);
      g_autoptr (GObject) wanted = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_assert_true (shown == wanted);
    }
}

static void
on_trickled (GListModel *trickle, guint position, guint removed, guint added, guint *most)
{
  *most = MAX (*most, removed + added);
}

/* Inserts, moves or takes away. */
static void
change (GListStore *store, GRand *rand)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint position = (guint) g_rand_int_range (rand, 0, (gint32) n + 1);
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);

  if (position < n && g_rand_boolean (rand))
    {
      g_autoptr (GObject) moved = g_list_model_get_item (G_LIST_MODEL (store), position);

      g_list_store_remove (store, position);
      g_list_store_insert (store, (guint) g_rand_int_range (rand, 0, (gint32) n), moved);
    }
  else if (g_rand_boolean (rand))
    g_list_store_insert (store, position, object);
  else
    g_list_store_splice (store, position, MIN (n - position, 40), NULL, 0);
}

/* Many at once come little by little, and all of them, in their order, after any change. */
static void
test_trickle (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  GListModel *trickle;
  guint most = 0;

  add_objects (store, 3);
  trickle = drover_trickle_new (G_LIST_MODEL (store));
  g_assert_cmpuint (g_list_model_get_n_items (trickle), ==, 3);
  g_signal_connect (trickle, "items-changed", G_CALLBACK (on_trickled), &most);
  add_objects (store, 100);
  g_assert_cmpuint (g_list_model_get_n_items (trickle), <, 20);
  assert_follows (trickle, store);
  for (guint round = 0; round < 200; round++)
    {
      change (store, rand);
      if (g_rand_boolean (rand))
        g_main_context_iteration (NULL, FALSE);
      if (round % 20 == 0)
        add_objects (store, 50);
    }
  assert_follows (trickle, store);
  g_list_store_remove_all (store);
  assert_follows (trickle, store);
  g_assert_cmpuint (most, <, 20);
  add_objects (store, 100);
  g_assert_finalize_object (trickle);
}

/* Words of a host's, which are no markup and make no dialog wider than its window. */
static void
test_message (void)
{
  g_autofree char *endless = g_strnfill (300, 'w');
  g_autofree char *heading = g_strdup_printf ("Password for <b>%s", endless);
  GtkWindow *window = GTK_WINDOW (adw_window_new ());
  AdwMessageDialog *dialog;

  gtk_window_set_default_size (window, 500, 400);
  gtk_window_present (window);
  dialog = drover_message_dialog_new (window, heading, "a & <i>b</i>", gtk_entry_new ());
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_message_dialog_add_response (dialog, "close", "Close");
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, heading);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), >, 0);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), <=, 500);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (dialog);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  drover_virt_init ();

  g_test_add_data_func ("/window/page/hosts", drover_hosts_page_get_type, test_page);
  g_test_add_data_func ("/window/page/guests", drover_guests_page_get_type, test_page);
  g_test_add_data_func ("/window/page/compare", drover_compare_page_get_type, test_page);
  g_test_add_data_func ("/window/page/preflight", drover_preflight_page_get_type, test_page);
  g_test_add_data_func ("/window/page/how", drover_how_page_get_type, test_page);
  g_test_add_data_func ("/window/page/moving", drover_moving_page_get_type, test_page);
  g_test_add_data_func ("/window/page/result", drover_result_page_get_type, test_page);
  g_test_add_func ("/window/whole", test_window);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/size", test_size);
  g_test_add_func ("/window/host-card", test_card);
  g_test_add_func ("/window/command-box", test_commands);
  g_test_add_func ("/window/text-of-a-computer", test_text_of_a_computer);
  g_test_add_func ("/window/message", test_message);
  g_test_add_func ("/window/option-conflict", test_option_conflict);
  g_test_add_func ("/window/outlook", test_outlook);
  g_test_add_func ("/window/trickle", test_trickle);
  return g_test_run ();
}
