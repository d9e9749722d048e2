/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No callback of ours keeps the window: the whole wizard, on sixteen hosts of which some are slow, silent,
 * failing or dying, with many guests and many findings. */
#include "watchdog.h"
#include "wizard.h"

/* A frame of 60 Hz, of the main thread's CPU time. */
#define LIMIT_US 16000

#define N_HOSTS 16

static char *
write_script (void)
{
  GString *script = g_string_new (WIZARD_HOST "guests=60\noff=20\njob=fake/steady.job\n");

  for (guint i = 1; i <= N_HOSTS; i++)
    g_string_append_printf (script, "[host h%u]\n%s", i,
                            i == 1   ? "disks=40\n"
                            : i == 3 ? "delay=5\n"
                            : i == 4 ? "never=virConnectOpenAuth\n"
                            : i == 5 ? "never=virConnectListAllDomains\n"
                            : i == 6 ? "die=virDomainGetXMLDesc@30\n"
                            : i == 7 ? "fail=virConnectGetCapabilities:it is on fire\n"
                            : i == 8 ? "ports=22\n"
                            : i == 9 ? "qemu=8002002\n"
                                     : "");
  return g_string_free (script, FALSE);
}

static gboolean
is_settled (Wizard *wizard)
{
  GListModel *surveys = drover_surveys_get_list (drover_session_get_hosts (wizard->session));
  guint n_busy = 0;

  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      n_busy += drover_survey_is_busy (survey);
    }
  return n_busy <= 2;
}

/* What the page scrolls, frames and redraws meanwhile is GTK's own. */
static void
run_for_ms (gint64 ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    wizard_iterate ();
}

/* All that answer, side by side; some answer no more while they are asked. */
static void
compare (Wizard *wizard)
{
  wizard_click (wizard, "Compare Hosts");
  WIZARD_WAIT_FOR (wizard_sees (wizard, "Matters for moving"));
  run_for_ms (300);
  if (wizard_sees (wizard, "Waiting for what"))
    wizard_click (wizard, "Stop Waiting");
  wizard_show_section (wizard, "Who Can Move");
  run_for_ms (100);
  WIZARD_WAIT_FOR (wizard_sees (wizard, "How many guests can move to"));
  run_for_ms (300);
  wizard_show_section (wizard, "CPU Features");
  run_for_ms (100);
  wizard_show_section (wizard, "Common CPU");
  run_for_ms (100);
  wizard_show_section (wizard, "Differences");
  run_for_ms (100);
  wizard_click (wizard, "Show them");
  run_for_ms (300);
  gtk_widget_activate_action (GTK_WIDGET (wizard->window), "win.back", NULL);
}

static void
drive (Wizard *wizard)
{
  g_autofree char *script = write_script ();

  wizard_open (wizard, script, "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9", "h10", "h11", "h12",
               "h13", "h14", "h15", "h16", NULL);
  WIZARD_WAIT_FOR (is_settled (wizard));
  compare (wizard);
  wizard_go_on (wizard);
  run_for_ms (100);
  watchdog_let (TRUE);
  drover_surveys_refresh (drover_session_get_hosts (wizard->session));
  watchdog_let (FALSE);
  WIZARD_WAIT_FOR (is_settled (wizard));

  /* one with many disks, which the target has not */
  wizard_choose (wizard, "h1-guest-1");
  run_for_ms (200);
  wizard_choose (wizard, "h9");
  wizard_go_on (wizard);
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard->session));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (drover_session_get_preflight (wizard->session))),
                    >, 60);
  run_for_ms (200);
  gtk_widget_activate_action (GTK_WIDGET (wizard->window), "win.back", NULL);

  wizard_choose (wizard, "h2-guest-1");
  wizard_choose (wizard, "h9");
  wizard_go_on (wizard);
  WIZARD_WAIT_FOR (drover_session_may_start (wizard->session));
  wizard_go_on (wizard);
  run_for_ms (100);
  wizard_go_on (wizard);
  WIZARD_WAIT_FOR (wizard_get_page (wizard) == DROVER_PAGE_RESULT);
  run_for_ms (100);
}

static void
test_callbacks (void)
{
  Wizard wizard = { 0 };
  WatchdogReport report;

  wizard_watch = watchdog_let;
  drive (&wizard);
  wizard_close (&wizard);
  report = watchdog_get_report ();
  g_test_message ("%u callbacks of the main thread's CPU time: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max "
                  "%.2f ms",
                  report.n, (double) report.p50 / 1000, (double) report.p99 / 1000,
                  (double) report.p999 / 1000, (double) report.max / 1000);
  g_test_message ("apart from these, %u first mappings, the longest %.2f ms", report.n_mappings,
                  (double) report.longest_mapping / 1000);
  g_test_message ("slowest: %s", report.slowest);
  g_assert_cmpuint (report.n, >, 100);
#ifdef WATCHDOG_BITES
  g_assert_cmpint (report.p999, <=, LIMIT_US);
#endif
  g_free (report.slowest);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  watchdog_start ();
  g_test_add_func ("/watchdog/callbacks", test_callbacks);
  return g_test_run ();
}
