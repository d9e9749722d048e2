/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was chosen when the program ran before. */
#include "app/drover-application.h"
#include "app/drover-last-choice.h"
#include "wizard.h"

#define HOSTS WIZARD_HOST "[host beta]\n[host alpha]\nguests=2\n"
#define SLOW_HOSTS WIZARD_HOST "[host beta]\nnever=virConnectOpenAuth\n[host alpha]\nguests=2\n"
#define GUEST "alpha-guest-1"

static GSettings *
open_settings (void)
{
  GSettings *settings = drover_settings_new (DROVER_APP_ID, "last-guest", G_VARIANT_TYPE_STRING);

  g_assert_nonnull (settings);
  return settings;
}

static const char *
uri_of (Wizard *wizard, const char *host)
{
  return drover_host_get_uri (drover_survey_get_host (wizard_get_survey (wizard, host)))->text;
}

static void
set_last (Wizard *wizard, const char *guest)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_settings_set_string (settings, "last-source", uri_of (wizard, "alpha"));
  g_settings_set_string (settings, "last-target", uri_of (wizard, "beta"));
  g_settings_set_string (settings, "last-guest", guest);
}

static void
assert_last (const char *key, const char *value)
{
  g_autoptr (GSettings) settings = open_settings ();
  g_autofree char *found = g_settings_get_string (settings, key);

  g_assert_cmpstr (found, ==, value);
}

static gboolean
is_looked_at (Wizard *wizard, const char *host)
{
  DroverSurvey *survey = wizard_get_survey (wizard, host);

  return !drover_survey_is_busy (survey) && drover_survey_get_facts (survey) != NULL;
}

static void
test_chosen_again (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, HOSTS, "alpha", "beta", NULL);
  set_last (&wizard, GUEST);
  drover_last_choice_remember (wizard.session);
  WIZARD_WAIT_FOR (drover_session_get_target (wizard.session) != NULL);
  g_assert_cmpstr (drover_guest_item_get_name (drover_session_get_guest (wizard.session)), ==, GUEST);
  g_assert_true (drover_session_get_source (wizard.session) == wizard_get_survey (&wizard, "alpha"));
  g_assert_true (drover_session_get_target (wizard.session) == wizard_get_survey (&wizard, "beta"));
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_HOSTS);
  g_assert_null (drover_session_get_preflight (wizard.session));
  assert_last ("last-guest", drover_guest_item_get_uuid (drover_session_get_guest (wizard.session)));
  wizard_close (&wizard);
}

static void
test_gone (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, HOSTS, "alpha", "beta", NULL);
  set_last (&wizard, "no-such-guest");
  drover_last_choice_remember (wizard.session);
  WIZARD_WAIT_FOR (is_looked_at (&wizard, "alpha") && is_looked_at (&wizard, "beta"));
  g_assert_null (drover_session_get_guest (wizard.session));
  g_assert_null (drover_session_get_target (wizard.session));
  wizard_close (&wizard);
}

/* Who is faster than the hosts keeps what was chosen. */
static void
test_gives_way (void)
{
  Wizard wizard = { .in_a_hurry = TRUE };
  g_autoptr (DroverGuestItem) other = NULL;

  wizard_open (&wizard, SLOW_HOSTS, "alpha", "beta", NULL);
  set_last (&wizard, GUEST);
  drover_last_choice_remember (wizard.session);
  WIZARD_WAIT_FOR (is_looked_at (&wizard, "alpha"));
  g_assert_null (drover_session_get_guest (wizard.session));
  other = g_list_model_get_item (drover_survey_get_guests (wizard_get_survey (&wizard, "alpha")), 1);
  drover_session_choose_guest (wizard.session, wizard_get_survey (&wizard, "alpha"), other);
  WIZARD_WAIT_FOR (drover_survey_get_error (wizard_get_survey (&wizard, "beta")) != NULL);
  g_assert_true (drover_session_get_guest (wizard.session) == other);
  g_assert_null (drover_session_get_target (wizard.session));
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/last-choice/again", test_chosen_again);
  g_test_add_func ("/last-choice/gone", test_gone);
  g_test_add_func ("/last-choice/gives-way", test_gives_way);
  return g_test_run ();
}
