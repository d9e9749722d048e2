/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations that end well, badly, by a lie, or with a host; and what the window says of them. */
#include "wizard.h"

#define HOSTS WIZARD_HOST "[host beta]\n[host alpha]\nguests=1\n"

/* The source cannot reach the target by itself, so this computer steers. */
#define MANAGED "fail=virDomainMigrateToURI3:unable to connect to server\n"

#define GUEST "alpha-guest-1"

static void
start (Wizard *wizard, const char *script)
{
  wizard_open (wizard, script, "alpha", "beta", NULL);
  wizard_start_moving (wizard, GUEST, "beta");
  g_assert_cmpint (wizard_get_page (wizard), ==, DROVER_PAGE_MOVING);
}

/* One that goes on until it is ended. */
static void
start_endless (Wizard *wizard, const char *also)
{
  g_autofree char *script = g_strconcat (HOSTS "job=fake/endless.job\n", also, NULL);

  start (wizard, script);
  WIZARD_WAIT_FOR (wizard_sees (wizard, "Not converging"));
}

/* One that could start. */
static void
get_ready (Wizard *wizard)
{
  wizard_open (wizard, HOSTS "job=fake/steady.job\n", "alpha", "beta", NULL);
  wizard_go_to_preflight (wizard, GUEST, "beta");
  WIZARD_WAIT_FOR (drover_session_may_start (wizard->session));
}

static void
wait_for_result (Wizard *wizard, DroverJobState state)
{
  WIZARD_WAIT_FOR (wizard_get_page (wizard) == DROVER_PAGE_RESULT);
  g_assert_cmpint (drover_job_get_state (drover_session_get_job (wizard->session)), ==, state);
}

/* Whether the newest run of the history is that of the guest, with all there is to know of it. */
static gboolean
is_kept (const char *state)
{
  g_autoptr (DroverHistory) history = drover_history_open (NULL, NULL);
  g_autoptr (GPtrArray) runs = drover_history_list (history, NULL);
  g_autoptr (DroverRun) run = NULL;
  gint64 id = 0;

  for (guint i = 0; i < runs->len; i++)
    id = MAX (id, ((const DroverRun *) runs->pdata[i])->id);
  run = id > 0 ? drover_history_load (history, id, NULL) : NULL;
  return run != NULL && g_strcmp0 (run->guest, GUEST) == 0 && g_strcmp0 (run->state, state) == 0 &&
         run->samples->len > 0 && run->details->findings->len > 0;
}

/* What is chosen can be read, however long the words beside it. */
static void
test_how (void)
{
  Wizard wizard = { 0 };
  GtkWidget *chosen;

  get_ready (&wizard);
  gtk_window_set_default_size (wizard.window, 360, 720);
  wizard_go_on (&wizard);
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_HOW);
  WIZARD_WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (wizard.window)) < 500);
  WIZARD_WAIT_FOR ((chosen = wizard_find (&wizard, GTK_TYPE_LABEL, "Automatic")) != NULL);
  WIZARD_WAIT_FOR (gtk_widget_get_width (chosen) > 0);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (chosen))));
  wizard_close (&wizard);
}

/* What a remedy or the person chose before stays chosen when its row comes. */
static void
test_advanced (void)
{
  Wizard wizard = { 0 };
  g_autoptr (DroverMigrateOptions) options = NULL;
  const DroverMigrateOptions *chosen;
  GtkWidget *row;

  get_ready (&wizard);
  options = drover_migrate_options_copy (drover_session_get_options (wizard.session));
  g_assert_true (drover_migrate_options_set (options, DROVER_OPTION_DEST_XML, "<domain type='kvm'/>", NULL));
  drover_session_choose_options (wizard.session, options);
  drover_window_show_page (DROVER_WINDOW (wizard.window), DROVER_PAGE_HOW);
  row = wizard_find (&wizard, ADW_TYPE_EXPANDER_ROW, "Advanced");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  WIZARD_WAIT_FOR (wizard_find (&wizard, GTK_TYPE_BUTTON, "Remove") != NULL);
  WIZARD_WAIT_FOR ((row = wizard_find (&wizard, ADW_TYPE_ACTION_ROW, "unsafe")) != NULL);
  gtk_switch_set_active (GTK_SWITCH (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))), TRUE);

  chosen = drover_session_get_options (wizard.session);
  g_assert_true (drover_migrate_options_get_flag (chosen, DROVER_OPTION_UNSAFE));
  g_assert_cmpstr (drover_migrate_options_get_string (chosen, DROVER_OPTION_DEST_XML), ==,
                   "<domain type='kvm'/>");
  wizard_click (&wizard, "Remove");
  g_assert_null (drover_migrate_options_get_string (drover_session_get_options (wizard.session),
                                                    DROVER_OPTION_DEST_XML));
  g_assert_nonnull (wizard_find (&wizard, GTK_TYPE_BUTTON, "Choose File…"));
  wizard_close (&wizard);
}

static void
test_done (void)
{
  Wizard wizard = { 0 };

  start (&wizard, HOSTS "job=fake/steady.job\n");
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (wizard.window), "win.back", NULL) &&
                  wizard_get_page (&wizard) != DROVER_PAGE_MOVING);
  wait_for_result (&wizard, DROVER_JOB_DONE);
  g_assert_true (wizard_sees (&wizard, "“" GUEST "” moved to beta"));
  g_assert_true (wizard_sees (&wizard, "on beta it is running"));
  g_assert_true (wizard_sees (&wizard, "120 ms"));
  g_assert_false (wizard_sees (&wizard, "Try Again"));
  g_assert_true (fake_lab_has_guest (wizard.lab, "beta", GUEST));
  WIZARD_WAIT_FOR (is_kept ("done"));

  /* and back again */
  wizard_click (&wizard, "Move Back");
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_PREFLIGHT);
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  wizard_close (&wizard);
}

static void
test_cancelled (void)
{
  Wizard wizard = { 0 };

  start_endless (&wizard, "slow=virDomainAbortJob:100\n");
  wizard_click (&wizard, "Cancel Migration");
  g_assert_true (wizard_sees (&wizard, "Cancelling: waiting for libvirt's own answer…"));
  wait_for_result (&wizard, DROVER_JOB_CANCELLED);
  g_assert_true (wizard_sees (&wizard, "Cancelled: “" GUEST "” stays on alpha"));
  WIZARD_WAIT_FOR (is_kept ("cancelled"));
  g_assert_true (fake_lab_has_guest (wizard.lab, "alpha", GUEST));
  wizard_close (&wizard);
}

/* Whoever asked to cancel hears why it goes on. */
static void
test_cancel_refused (void)
{
  Wizard wizard = { 0 };

  start_endless (&wizard, "fail=virDomainAbortJob:not <i>now</i>\n");
  wizard_click (&wizard, "Cancel Migration");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "not <i>now</i>"));
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_MOVING);
  fake_lab_set (wizard.lab, "alpha", "fail", "");
  wait_for_result (&wizard, DROVER_JOB_CANCELLED);
  wizard_close (&wizard);
}

static void
test_failed (void)
{
  Wizard wizard = { 0 };

  start (&wizard, HOSTS "job=fake/steady.job\njob-end=internal error: <b>qemu</b> unexpectedly closed\n");
  wait_for_result (&wizard, DROVER_JOB_FAILED);
  g_assert_true (wizard_sees (&wizard, "“" GUEST "” could not be moved"));
  g_assert_true (wizard_sees (&wizard, "<b>qemu</b> unexpectedly closed"));
  g_assert_true (wizard_sees (&wizard, "on alpha it is running"));
  fake_lab_set (wizard.lab, "alpha", "job-end", "done");
  wizard_click (&wizard, "Try Again");
  WIZARD_WAIT_FOR (drover_session_may_start (wizard.session));
  wizard_go_on (&wizard);
  wizard_go_on (&wizard);
  wait_for_result (&wizard, DROVER_JOB_DONE);
  wizard_close (&wizard);
}

/* libvirt says that it is done, and the guest still runs where it was. */
static void
test_lie (void)
{
  Wizard wizard = { 0 };

  start (&wizard, HOSTS "job=fake/steady.job\njob-end=lie\n");
  wait_for_result (&wizard, DROVER_JOB_FAILED);
  g_assert_false (wizard_sees (&wizard, "moved to"));
  g_assert_true (wizard_sees (&wizard, "on alpha it is running"));
  wizard_close (&wizard);
}

static void
test_active_twice (void)
{
  Wizard wizard = { 0 };

  start (&wizard, HOSTS "job=fake/steady.job\njob-end=both\n");
  wait_for_result (&wizard, DROVER_JOB_FAILED);
  g_assert_true (wizard_sees (&wizard, "The guest is active on both hosts."));
  wizard_close (&wizard);
}

static void
test_source_dies (void)
{
  Wizard wizard = { 0 };

  start_endless (&wizard, "");
  fake_lab_kill (wizard.lab, "alpha");
  wait_for_result (&wizard, DROVER_JOB_FAILED);
  g_assert_true (wizard_sees (&wizard, "alpha did not answer"));
  g_assert_false (wizard_sees (&wizard, "stays on"));
  wizard_close (&wizard);
}

/* Where this computer steers, a dead target ends the migration, which would otherwise wait for minutes. */
static void
test_target_dies (void)
{
  Wizard wizard = { 0 };

  start_endless (&wizard, MANAGED);
  fake_lab_kill (wizard.lab, "beta");
  wait_for_result (&wizard, DROVER_JOB_FAILED);
  g_assert_true (wizard_sees (&wizard, "beta did not answer"));
  g_assert_true (wizard_sees (&wizard, "on alpha it is running"));
  wizard_close (&wizard);
}

/* No figures, and still it can be cancelled and ends. */
static void
test_no_figures (void)
{
  Wizard wizard = { 0 };

  get_ready (&wizard);
  fake_lab_set (wizard.lab, "alpha", "never", "virDomainGetJobStats");
  wizard_go_on (&wizard);
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (wizard_find (&wizard, GTK_TYPE_BUTTON, "Cancel Migration") != NULL);
  g_assert_true (gtk_widget_is_sensitive (wizard_find (&wizard, GTK_TYPE_BUTTON, "Cancel Migration")));
  wait_for_result (&wizard, DROVER_JOB_DONE);
  wizard_close (&wizard);
}

/* The last question to the target gets no answer: then nobody may say that it went well. */
static void
test_silent_at_the_end (void)
{
  Wizard wizard = { 0 };

  get_ready (&wizard);
  wizard_hurry (&wizard);
  wizard_go_on (&wizard);
  wizard_go_on (&wizard);
  fake_lab_set (wizard.lab, "beta", "never", "virDomainLookupByUUIDString;virDomainLookupByName");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Both hosts are asked where the guest is."));
  wait_for_result (&wizard, DROVER_JOB_FAILED);
  g_assert_true (wizard_sees (&wizard, "beta did not answer"));
  g_assert_false (wizard_sees (&wizard, "moved to"));
  wizard_close (&wizard);
}

static void
ask_to_close (Wizard *wizard)
{
  gtk_window_close (wizard->window);
  WIZARD_WAIT_FOR (wizard_sees (wizard, "A migration is running"));
}

static void
test_leave (gconstpointer data)
{
  const char *mode = data;
  gboolean managed = g_str_equal (mode, "managed");
  Wizard wizard = { 0 };

  start_endless (&wizard, managed ? MANAGED : "");
  ask_to_close (&wizard);
  g_assert_cmpint (wizard_sees (&wizard, "The source host steers this migration itself"), ==, !managed);
  g_assert_cmpint (wizard_sees (&wizard, "libvirt cancels it"), ==, managed);
  wizard_click (&wizard, "_Keep Open");
  WIZARD_WAIT_FOR (!wizard_sees (&wizard, "A migration is running"));
  g_assert_true (drover_session_is_moving (wizard.session));

  ask_to_close (&wizard);
  wizard_click (&wizard, "_Cancel Migration");
  wait_for_result (&wizard, DROVER_JOB_CANCELLED);

  /* now there is nothing to ask */
  gtk_window_close (wizard.window);
  WIZARD_WAIT_FOR (wizard.window == NULL);
  wizard_close (&wizard);
}

static void
test_leave_running (void)
{
  Wizard wizard = { 0 };

  start_endless (&wizard, "");
  ask_to_close (&wizard);
  wizard_click (&wizard, "C_lose Window");
  WIZARD_WAIT_FOR (wizard.window == NULL);
  g_assert_true (drover_session_is_moving (wizard.session));
  wizard_close (&wizard);
}

/* The job ends while the person still reads the question. */
static void
test_leave_too_late (void)
{
  Wizard wizard = { 0 };

  start_endless (&wizard, "");
  ask_to_close (&wizard);
  drover_job_cancel (drover_session_get_job (wizard.session));
  wait_for_result (&wizard, DROVER_JOB_CANCELLED);
  WIZARD_WAIT_FOR (!wizard_sees (&wizard, "A migration is running"));
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/wizard/how", test_how);
  g_test_add_func ("/wizard/advanced", test_advanced);
  g_test_add_func ("/wizard/moving/done", test_done);
  g_test_add_func ("/wizard/moving/cancelled", test_cancelled);
  g_test_add_func ("/wizard/moving/cancel-refused", test_cancel_refused);
  g_test_add_func ("/wizard/moving/failed", test_failed);
  g_test_add_func ("/wizard/moving/lie", test_lie);
  g_test_add_func ("/wizard/moving/active-twice", test_active_twice);
  g_test_add_func ("/wizard/moving/source-dies", test_source_dies);
  g_test_add_func ("/wizard/moving/target-dies", test_target_dies);
  g_test_add_func ("/wizard/moving/no-figures", test_no_figures);
  g_test_add_func ("/wizard/moving/silent-at-the-end", test_silent_at_the_end);
  g_test_add_data_func ("/wizard/leave/managed", "managed", test_leave);
  g_test_add_data_func ("/wizard/leave/peer-to-peer", "peer-to-peer", test_leave);
  g_test_add_func ("/wizard/leave/running", test_leave_running);
  g_test_add_func ("/wizard/leave/too-late", test_leave_too_late);
  return g_test_run ();
}
