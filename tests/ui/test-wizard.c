/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first pages on hosts that are slow, silent, failing, lying or dying. */
#include "wizard.h"

/* Long enough to be seen, on a busy computer as well. */
#define SLOW "slow=virConnectOpenAuth:150;virConnectListAllDomains:150\n"

static void
test_no_hosts (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\n", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Which hosts do you have?"));
  g_assert_false (wizard_may_go_on (&wizard));
  wizard_close (&wizard);
}

static void
test_slow_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\n" SLOW "[host beta]\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Connecting…"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Connected, looking around…"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable"));
  g_assert_true (wizard_sees (&wizard, "libvirt 9.0.0, QEMU 7.2.0"));
  g_assert_true (wizard_sees (&wizard, "Add the other host too"));
  wizard_close (&wizard);
}

/* A host that never answers keeps nobody from working with the others, and waiting for it can be ended. */
static void
test_silent_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST "[host alpha]\nguests=1\n[host beta]\n[host silent]\nnever=virConnectOpenAuth\n",
               "alpha", "beta", "silent", NULL);
  WIZARD_WAIT_FOR (wizard_may_go_on (&wizard));
  g_assert_true (wizard_sees (&wizard, "Connecting…"));
  wizard_click (&wizard, "Stop Waiting");
  WIZARD_WAIT_FOR (!wizard_sees (&wizard, "Connecting…"));
  g_assert_cmpint (drover_host_get_state (drover_survey_get_host (wizard_get_survey (&wizard, "silent"))), ==,
                   DROVER_HOST_FAILED);
  g_assert_true (wizard_sees (&wizard, "stopped"));
  wizard_close (&wizard);
}

static void
test_silent_host_in_time (void)
{
  Wizard wizard = { .in_a_hurry = TRUE };

  wizard_open (&wizard, WIZARD_HOST "[host silent]\nnever=virConnectOpenAuth\n", "silent", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "no answer within"));
  /* it can be asked again, and then answers */
  fake_lab_set (wizard.lab, "silent", "never", NULL);
  wizard_click (&wizard, "Look Again");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable"));
  wizard_close (&wizard);
}

/* It opens, and then does not say what it has. */
static void
test_host_silent_after_login (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nnever=virConnectListAllDomains\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "looking around…"));
  wizard_click (&wizard, "Stop Waiting");
  WIZARD_WAIT_FOR (!wizard_sees (&wizard, "looking around…"));
  g_assert_false (drover_survey_is_busy (wizard_get_survey (&wizard, "alpha")));
  g_assert_false (wizard_sees (&wizard, "0 guests"));
  wizard_close (&wizard);
}

static void
test_refusing_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST "[host shut]\nports=22\n[host full]\nfail=virConnectOpenAuth:no <b>way</b> in\n",
               "shut", "full", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Connection refused"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "no <b>way</b> in"));
  g_assert_false (wizard_may_go_on (&wizard));
  wizard_close (&wizard);
}

/* Open, but part of what it is asked fails: that is not simply reachable. */
static void
test_failing_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nfail=virConnectListAllDomains:it is on fire\n", "alpha",
               NULL);
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "alpha")) &&
                   !wizard_sees (&wizard, "looking around"));
  g_assert_false (wizard_sees (&wizard, "0 guests"));
  g_assert_true (wizard_sees (&wizard, "it is on fire"));
  wizard_close (&wizard);
}

static void
test_dying_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\ndie=virConnectGetCapabilities\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "client socket is closed"));
  g_assert_false (wizard_sees (&wizard, "Reachable"));
  wizard_close (&wizard);
}

/* Another one every time it is asked. */
static void
test_lying_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST
               "[host alpha]\nguests=1\ncapabilities=guests/host-alpha.xml;caps/refused/truncated.xml\n",
               "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable"));
  wizard_click (&wizard, "Look Again");
  WIZARD_WAIT_FOR (fake_lab_count (wizard.lab, "alpha", "virConnectGetCapabilities") == 2);
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "alpha")));
  wizard_click (&wizard, "Look Again");
  WIZARD_WAIT_FOR (fake_lab_count (wizard.lab, "alpha", "virConnectGetCapabilities") == 3);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable"));
  wizard_close (&wizard);
}

/* Names that would be markup, turn the text round, break the line or never end. */
static void
test_hostile_names (void)
{
  g_autofree char *endless = g_strnfill (3000, 'w');
  g_autofree char *script =
      g_strdup_printf (WIZARD_HOST "[host alpha]\nguest-names=<b>x</b>;a&amp\\;b;two\\nlines;\xe2\x80\xae"
                                   "evil;%s\n"
                                   "[host beta]\n",
                       endless);
  Wizard wizard = { 0 };

  wizard_open (&wizard, script, "alpha", "beta", NULL);
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "<b>x</b>"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "wwwwwwww"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "a&amp;b"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "two lines"));
  g_assert_false (wizard_sees (&wizard, "\xe2\x80\xae"));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (wizard.window)), <=, 1000);
  wizard_choose (&wizard, "<b>x</b>");
  wizard_choose (&wizard, "beta");
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  g_assert_true (drover_session_may_start (wizard.session));
  wizard_close (&wizard);
}

/* A question of the host's, answered wrong, right, and not at all. */
static void
test_login (void)
{
  Wizard wizard = { 0 };
  GtkWidget *entry;

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nlogin=mellon\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Password for alpha"));
  wizard_click (&wizard, "_Cancel");
  WIZARD_WAIT_FOR (!wizard_sees (&wizard, "Password for alpha"));
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "alpha")));
  g_assert_null (drover_survey_get_connection (wizard_get_survey (&wizard, "alpha")));

  wizard_click (&wizard, "Look Again");
  WIZARD_WAIT_FOR ((entry = wizard_find (&wizard, GTK_TYPE_ENTRY, NULL)) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "friend");
  wizard_click (&wizard, "_Sign In");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "That was not right"));
  entry = wizard_find (&wizard, GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "mellon");
  wizard_click (&wizard, "_Sign In");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable"));
  wizard_close (&wizard);
}

/* The question goes with whoever was to answer it. */
static void
test_login_left (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nlogin=mellon\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Password for alpha"));
  wizard_close (&wizard);
}

static void
test_removed_meanwhile (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nnever=virConnectOpenAuth\n", "alpha", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Connecting…"));
  wizard_click (&wizard, "Remove from the List");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Which hosts do you have?"));
  wizard_close (&wizard);
}

static void
test_add_host (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\n", NULL);
  wizard_click (&wizard, "Add Host…");
  WIZARD_WAIT_FOR (wizard_find (&wizard, ADW_TYPE_ENTRY_ROW, "Host Name or Address") != NULL);
  wizard_close (&wizard);
}

static void
test_guests (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST "[host alpha]\nguests=60\noff=20\n[host empty]\n[host late]\n"
                           "slow=virConnectListAllDomains:400\n[host shut]\nports=22\n",
               "alpha", "empty", "late", "shut", NULL);
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Looking…"));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "No guests here."));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Not reachable; its guests are not known."));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "alpha-guest-60"));
  g_assert_true (wizard_sees (&wizard, "Only its definition moves"));
  wizard_choose (&wizard, "alpha-guest-7");
  g_assert_false (wizard_may_go_on (&wizard));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Nothing seen in the way"));
  wizard_choose (&wizard, "empty");
  g_assert_true (wizard_may_go_on (&wizard));
  wizard_close (&wizard);
}

/* A target that answers while the page is shown becomes one. */
static void
test_late_target (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST "[host alpha]\nguests=1\n[host beta]\n[host late]\nnever=virConnectOpenAuth\n",
               "alpha", "beta", "late", NULL);
  wizard_go_on (&wizard);
  wizard_choose (&wizard, "alpha-guest-1");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Connecting…"));
  fake_lab_set (wizard.lab, "late", "never", NULL);
  wizard_choose (&wizard, "late");
  g_assert_true (wizard_may_go_on (&wizard));
  wizard_close (&wizard);
}

/* A guest list that cannot be had is not an empty one. */
static void
test_guests_unknown (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard,
               WIZARD_HOST "[host alpha]\nfail=virConnectListAllDomains:it is on fire\n[host beta]\n",
               "alpha", "beta", NULL);
  wizard_go_on (&wizard);
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (&wizard, "alpha")));
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "it is on fire"));
  wizard_close (&wizard);
}

static void
test_checks (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "delay=10\n[host alpha]\nguests=1\n[host beta]\n", "alpha", "beta", NULL);
  wizard_go_to_preflight (&wizard, "alpha-guest-1", "beta");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Looking at both hosts…"));
  g_assert_false (wizard_may_go_on (&wizard));
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  g_assert_true (drover_session_may_start (wizard.session));
  g_assert_true (wizard_may_go_on (&wizard));
  wizard_close (&wizard);
}

/* Two hosts, of which nothing more is asked until the checks begin. */
static void
open_settled (Wizard *wizard)
{
  wizard_open (wizard, WIZARD_HOST "[host alpha]\nguests=1\n[host beta]\n", "alpha", "beta", NULL);
  WIZARD_WAIT_FOR (wizard_may_go_on (wizard));
  WIZARD_WAIT_FOR (!drover_survey_is_busy (wizard_get_survey (wizard, "beta")));
}

/* What is fine has no rows before somebody looks. */
static void
test_checks_passed (void)
{
  Wizard wizard = { 0 };
  g_autoptr (GPtrArray) findings = NULL;
  GtkWidget *passed;

  open_settled (&wizard);
  wizard_go_to_preflight (&wizard, "alpha-guest-1", "beta");
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  passed = wizard_find (&wizard, GTK_TYPE_EXPANDER, NULL);
  g_assert_true (wizard_sees (&wizard, "checks are fine"));
  /* Rows that came by themselves would come now. */
  for (guint i = 0; i < 50; i++)
    wizard_iterate ();
  g_assert_null (gtk_widget_get_first_child (gtk_expander_get_child (GTK_EXPANDER (passed))));
  gtk_expander_set_expanded (GTK_EXPANDER (passed), TRUE);
  findings = drover_preflight_list_findings (drover_session_get_preflight (wizard.session));
  for (guint i = 0; i < findings->len; i++)
    if (drover_finding_get_verdict (findings->pdata[i]) == DROVER_VERDICT_PASS)
      WIZARD_WAIT_FOR (wizard_sees (&wizard, drover_finding_get_title (findings->pdata[i])));
  wizard_close (&wizard);
}

static void
test_checks_stopped (void)
{
  Wizard wizard = { 0 };

  open_settled (&wizard);
  fake_lab_set (wizard.lab, "beta", "never", "virConnectListAllDomains");
  wizard_go_to_preflight (&wizard, "alpha-guest-1", "beta");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Looking at both hosts…"));
  wizard_click (&wizard, "Stop");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Something that matters could not be learned"));
  g_assert_false (drover_session_may_start (wizard.session));
  wizard_close (&wizard);
}

static void
see_refused (Wizard *wizard)
{
  wizard_go_to_preflight (wizard, "alpha-guest-1", "beta");
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard->session));
  g_assert_false (drover_session_may_start (wizard->session));
}

static void
test_checks_without_answer (void)
{
  Wizard wizard = { 0 };

  open_settled (&wizard);
  fake_lab_set (wizard.lab, "beta", "never", "virConnectGetDomainCapabilities");
  wizard_hurry (&wizard);
  see_refused (&wizard);
  wizard_close (&wizard);
}

static void
test_checks_of_a_dying_host (void)
{
  Wizard wizard = { 0 };

  open_settled (&wizard);
  fake_lab_set (wizard.lab, "beta", "die", "virConnectGetDomainCapabilities");
  see_refused (&wizard);
  wizard_close (&wizard);
}

static void
test_window_closed_while_checking (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, WIZARD_HOST "[host alpha]\nguests=1\n[host beta]\n", "alpha", "beta", NULL);
  WIZARD_WAIT_FOR (wizard_may_go_on (&wizard));
  fake_lab_set (wizard.lab, "beta", "never", "virConnectGetDomainCapabilities");
  wizard_go_to_preflight (&wizard, "alpha-guest-1", "beta");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Looking at both hosts…"));
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/wizard/hosts/none", test_no_hosts);
  g_test_add_func ("/wizard/hosts/slow", test_slow_host);
  g_test_add_func ("/wizard/hosts/silent", test_silent_host);
  g_test_add_func ("/wizard/hosts/silent-in-time", test_silent_host_in_time);
  g_test_add_func ("/wizard/hosts/silent-after-login", test_host_silent_after_login);
  g_test_add_func ("/wizard/hosts/refusing", test_refusing_host);
  g_test_add_func ("/wizard/hosts/failing", test_failing_host);
  g_test_add_func ("/wizard/hosts/dying", test_dying_host);
  g_test_add_func ("/wizard/hosts/lying", test_lying_host);
  g_test_add_func ("/wizard/hosts/hostile-names", test_hostile_names);
  g_test_add_func ("/wizard/hosts/login", test_login);
  g_test_add_func ("/wizard/hosts/login-left", test_login_left);
  g_test_add_func ("/wizard/hosts/removed-meanwhile", test_removed_meanwhile);
  g_test_add_func ("/wizard/hosts/add", test_add_host);
  g_test_add_func ("/wizard/guests/many", test_guests);
  g_test_add_func ("/wizard/guests/late-target", test_late_target);
  g_test_add_func ("/wizard/guests/unknown", test_guests_unknown);
  g_test_add_func ("/wizard/checks/all", test_checks);
  g_test_add_func ("/wizard/checks/passed", test_checks_passed);
  g_test_add_func ("/wizard/checks/stopped", test_checks_stopped);
  g_test_add_func ("/wizard/checks/no-answer", test_checks_without_answer);
  g_test_add_func ("/wizard/checks/dying", test_checks_of_a_dying_host);
  g_test_add_func ("/wizard/checks/closed", test_window_closed_while_checking);
  return g_test_run ();
}
