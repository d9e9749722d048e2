/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tour.h"

#include "app/drover-help-window.h"
#include "history-runs.h"
#include "pages/history/drover-history-window.h"
#include "pages/preflight/drover-finding-row.h"
#include "widgets/drover-message-dialog.h"
#include "widgets/table/drover-table-field.h"
#include "wizard.h"

#define RESOURCES "/io/github/drovervm/Drover/"

#define SETTLES_MS 300 /* until what changed is laid out */

#define GUEST "alpha-guest-1"

#define MOVING WIZARD_HOST "[host beta]\n[host alpha]\nguests=1\n"

/* Two that differ, and a guest whose disk only one of them has: findings of every kind. */
#define DIFFERENT                                                                                            \
  WIZARD_HOST                                                                                                \
  "baseline=fake/cpu-tcg.xml\nbaseline-whole=fake/cpu-tcg-whole.xml\n"                                       \
  "processor-whole=fake/cpu-tcg-whole.xml\n"                                                                 \
  "[host alpha]\nguests=2\ndisks=1\nmemory=8192\n"                                                           \
  "[host beta]\nqemu=8002002\nmemory=4096\nguests=1\noff=1\n"                                                \
  "capabilities=guests/host-beta-other-cpu.xml\nbaseline-whole=fake/cpu-common-whole.xml\n"

static void
load_style (const char *name)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/**
 * tour_init:
 *
 * Before any leg: the program's own style, as its application would load it.
 */
void
tour_init (int *argc, char ***argv)
{
  wizard_test_init (argc, argv);
  load_style ("style.css");
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    load_style ("style-hc.css");
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + SETTLES_MS * 1000;

  while (g_get_monotonic_time () < end)
    wizard_iterate ();
}

/* The newest window is the one a person looks at. */
static void
stop_at (TourVisit visit, const char *stop)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *newest = NULL;

  settle ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (window))
        newest = window;
    }
  visit (stop, newest);
}

static void
close_newest (Wizard *wizard)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (windows);
  g_autoptr (GtkWindow) window = g_list_model_get_item (windows, n - 1);

  g_assert_true (window != wizard->window);
  gtk_window_close (window);
  WIZARD_WAIT_FOR (g_list_model_get_n_items (windows) < n);
}

static void
go_without_hosts (TourVisit visit)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\n", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Which hosts do you have?"));
  stop_at (visit, "no host");
  wizard_click (&wizard, "Add Host…");
  WIZARD_WAIT_FOR (wizard_find (&wizard, ADW_TYPE_ENTRY_ROW, "Host Name or Address") != NULL);
  stop_at (visit, "add a host");
  wizard_close (&wizard);
}

static void
go_to_hosts (TourVisit visit)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST
               "[host alpha]\nguests=1\n[host beta]\nfail=virConnectListAllDomains:it is on fire\n"
               "[host shut]\nports=22\n[host silent]\nnever=virConnectOpenAuth\n",
               "alpha", "beta", "shut", "silent", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable") && wizard_sees (&wizard, "it is on fire") &&
                   wizard_sees (&wizard, "Connection refused"));
  stop_at (visit, "hosts in every state");
  wizard_close (&wizard);
}

static void
go_to_login (TourVisit visit)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nlogin=mellon\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_find (&wizard, GTK_TYPE_ENTRY, NULL) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (wizard_find (&wizard, GTK_TYPE_ENTRY, NULL)), "friend");
  wizard_click (&wizard, "_Sign In");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "That was not right"));
  stop_at (visit, "password");
  wizard_close (&wizard);
}

static void
go_to_guests (TourVisit visit)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST "[host alpha]\nguests=3\noff=1\n[host beta]\n[host gamma]\nqemu=6002000\n"
                           "[host shut]\nports=22\n",
               "alpha", "beta", "gamma", "shut", NULL);
  wizard_go_on (&wizard);
  wizard_choose (&wizard, GUEST);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Nothing seen in the way"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Not reachable; its guests are not known."));
  wizard_choose (&wizard, "beta");
  stop_at (visit, "what moves");
  wizard_close (&wizard);
}

/* Opens one finding of that verdict, and returns whether there is one. */
static gboolean
open_finding (GtkWidget *widget, DroverVerdict verdict)
{
  if (DROVER_IS_FINDING_ROW (widget) && gtk_widget_get_mapped (widget) &&
      drover_finding_get_verdict (drover_finding_row_get_finding (DROVER_FINDING_ROW (widget))) == verdict)
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
      return TRUE;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (open_finding (child, verdict))
      return TRUE;
  return FALSE;
}

static void
go_to_preflight (TourVisit visit)
{
  static const DroverVerdict verdicts[] = { DROVER_VERDICT_BLOCK, DROVER_VERDICT_UNKNOWN, DROVER_VERDICT_WARN,
                                            DROVER_VERDICT_INFO };
  Wizard wizard = { 0 };
  GtkWidget *passed;

  wizard_open (&wizard, DIFFERENT "fail=virConnectGetDomainCapabilities:it is on fire\n", "alpha", "beta",
               NULL);
  wizard_go_to_preflight (&wizard, GUEST, "beta");
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  WIZARD_WAIT_FOR ((passed = wizard_find (&wizard, GTK_TYPE_EXPANDER, NULL)) != NULL);
  gtk_expander_set_expanded (GTK_EXPANDER (passed), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    WIZARD_WAIT_FOR (open_finding (GTK_WIDGET (wizard.window), verdicts[i]));
  stop_at (visit, "preflight");
  wizard_click (&wizard, "Shared Storage…");
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_STORAGE);
  stop_at (visit, "shared storage");
  wizard_close (&wizard);
}

static void
go_to_how (TourVisit visit)
{
  Wizard wizard = { 0 };
  GtkWidget *row;

  wizard_open (&wizard, MOVING, "alpha", "beta", NULL);
  wizard_go_to_preflight (&wizard, GUEST, "beta");
  WIZARD_WAIT_FOR (drover_session_may_start (wizard.session));
  stop_at (visit, "ready");
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_HOW);
  stop_at (visit, "how");
  row = wizard_find (&wizard, ADW_TYPE_EXPANDER_ROW, "Advanced");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  WIZARD_WAIT_FOR (wizard_find (&wizard, ADW_TYPE_ACTION_ROW, "unsafe") != NULL);
  stop_at (visit, "every option");
  wizard_close (&wizard);
}

static void
go_through_a_migration (TourVisit visit)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, MOVING "job=fake/endless.job\n", "alpha", "beta", NULL);
  wizard_start_moving (&wizard, GUEST, "beta");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Not converging"));
  stop_at (visit, "moving");
  gtk_window_close (wizard.window);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "A migration is running"));
  stop_at (visit, "leave");
  wizard_click (&wizard, "_Cancel Migration");
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_RESULT);
  stop_at (visit, "cancelled");
  wizard_close (&wizard);
}

static void
go_to_result (TourVisit visit, const char *script, const char *stop)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, script, "alpha", "beta", NULL);
  wizard_start_moving (&wizard, GUEST, "beta");
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_RESULT);
  stop_at (visit, stop);
  wizard_close (&wizard);
}

static void
go_to_results (TourVisit visit)
{
  go_to_result (visit, MOVING "job=fake/steady.job\n", "moved");
  go_to_result (visit, MOVING "job=fake/steady.job\njob-end=internal error: qemu unexpectedly closed\n",
                "failed");
}

static void
go_to_comparison (TourVisit visit)
{
  Wizard wizard = { 0 };
  GtkWidget *cell = NULL;

  wizard_open (&wizard, DIFFERENT, "alpha", "beta", NULL);
  wizard_click (&wizard, "Compare Hosts");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Versions: QEMU"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "rows have nothing to note"));
  stop_at (visit, "compare: differences");
  wizard_show_section (&wizard, "CPU Features");
  stop_at (visit, "compare: CPU features");
  wizard_show_section (&wizard, "Common CPU");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "It gives up"));
  stop_at (visit, "compare: common CPU");
  wizard_show_section (&wizard, "Who Can Move");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Guests of alpha"));
  WIZARD_WAIT_FOR ((cell = wizard_find (&wizard, DROVER_TYPE_TABLE_FIELD, "✓ yes")) != NULL);
  stop_at (visit, "compare: who can move");
  g_signal_emit_by_name (gtk_widget_get_ancestor (cell, GTK_TYPE_BUTTON), "clicked");
  settle ();
  stop_at (visit, "compare: why");
  close_newest (&wizard);
  wizard_close (&wizard);
}

static void
close_window (GtkWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (window);
  WIZARD_WAIT_FOR (window == NULL);
}

static GtkWidget *
present (GtkWindow *window)
{
  gtk_window_present (window);
  settle ();
  return GTK_WIDGET (window);
}

static void
go_to_history (TourVisit visit)
{
  Wizard nobody = { 0 };
  GtkWidget *window = present (GTK_WINDOW (drover_history_window_new (NULL)));
  GtkWidget *compare = NULL;
  GtkWidget *list;

  WIZARD_WAIT_FOR (wizard_sees (&nobody, "Nothing Moved Yet"));
  stop_at (visit, "no history");
  close_window (GTK_WINDOW (window));

  history_runs_keep ("web", "done", 1700000000);
  history_runs_keep ("mail", "failed", 1700000900);
  history_runs_keep ("later", "cancelled", 1700009000);
  window = present (GTK_WINDOW (drover_history_window_new (NULL)));
  WIZARD_WAIT_FOR (wizard_sees (&nobody, "Both hosts were asked"));
  stop_at (visit, "history");
  WIZARD_WAIT_FOR ((compare = wizard_find (&nobody, GTK_TYPE_LABEL, "Compare")) != NULL);
  compare = gtk_widget_get_ancestor (compare, GTK_TYPE_TOGGLE_BUTTON);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (compare), TRUE);
  WIZARD_WAIT_FOR (wizard_sees (&nobody, "Choose the run to compare it with."));
  list = wizard_find (&nobody, GTK_TYPE_LIST_BOX, NULL);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));
  WIZARD_WAIT_FOR (wizard_sees (&nobody, "8.2 s"));
  stop_at (visit, "history: two runs");
  close_window (GTK_WINDOW (window));
}

static void
go_to_help (TourVisit visit)
{
  GtkWidget *window = present (GTK_WINDOW (drover_help_window_new (NULL)));
  Wizard nobody = { 0 };
  GtkWidget *list = wizard_find (&nobody, GTK_TYPE_LIST_BOX, NULL);

  stop_at (visit, "help");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 3));
  stop_at (visit, "help with commands");
  close_window (GTK_WINDOW (window));
}

/* The history comes while nothing has moved yet. */
const TourLeg tour_legs[] = {
  { "history", go_to_history }, { "without-hosts", go_without_hosts },
  { "hosts", go_to_hosts },     { "login", go_to_login },
  { "guests", go_to_guests },   { "preflight", go_to_preflight },
  { "how", go_to_how },         { "migration", go_through_a_migration },
  { "results", go_to_results }, { "comparison", go_to_comparison },
  { "help", go_to_help },
};

const guint n_tour_legs = G_N_ELEMENTS (tour_legs);
