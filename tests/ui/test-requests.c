/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command line asks for, and what a bug report is told. */
#include "app/drover-requests.h"
#include "model/drover-bug-details.h"
#include "wizard.h"

#define HOSTS WIZARD_HOST "[host beta]\n[host alpha]\nguests=1\n"
#define GUEST "alpha-guest-1"

static DroverUri *
uri_of (Wizard *wizard, const char *host)
{
  return drover_uri_copy (drover_host_get_uri (drover_survey_get_host (wizard_get_survey (wizard, host))));
}

static void
ask (Wizard *wizard, const char *guest)
{
  g_auto (DroverRequest) request = { .source = uri_of (wizard, "alpha"),
                                     .target = uri_of (wizard, "beta"),
                                     .guest = g_strdup (guest) };

  drover_request_carry_out (&request, DROVER_WINDOW (wizard->window));
}

/* Before the hosts have answered, too. */
static void
test_move (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, HOSTS, "alpha", "beta", NULL);
  ask (&wizard, GUEST);
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_PREFLIGHT);
  g_assert_cmpstr (drover_guest_item_get_name (drover_session_get_guest (wizard.session)), ==, GUEST);
  g_assert_true (drover_session_get_target (wizard.session) == wizard_get_survey (&wizard, "beta"));
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard.session));
  g_assert_false (drover_session_is_moving (wizard.session));
  wizard_close (&wizard);
}

static void
test_no_such_guest (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, HOSTS, "alpha", "beta", NULL);
  ask (&wizard, "<b>nobody</b>");
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "There is no guest “<b>nobody</b>” on alpha."));
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_HOSTS);
  g_assert_null (drover_session_get_guest (wizard.session));
  wizard_close (&wizard);
}

/* What is under way stays in view. */
static void
test_while_moving (void)
{
  Wizard wizard = { 0 };

  wizard_open (&wizard, HOSTS "job=fake/endless.job\n", "alpha", "beta", NULL);
  wizard_start_moving (&wizard, GUEST, "beta");
  ask (&wizard, GUEST);
  g_assert_cmpint (wizard_get_page (&wizard), ==, DROVER_PAGE_MOVING);
  wizard_click (&wizard, "Cancel Migration");
  WIZARD_WAIT_FOR (wizard_get_page (&wizard) == DROVER_PAGE_RESULT);
  wizard_close (&wizard);
}

static void
test_open_host (void)
{
  Wizard wizard = { 0 };
  g_auto (DroverRequest) request = { 0 };
  GListModel *list;

  wizard_open (&wizard, HOSTS, "alpha", "beta", NULL);
  list = drover_surveys_get_list (drover_session_get_hosts (wizard.session));
  request.host = uri_of (&wizard, "alpha");
  drover_request_carry_out (&request, DROVER_WINDOW (wizard.window));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  g_clear_pointer (&request.host, drover_uri_free);
  request.host = drover_uri_parse ("test:///default", NULL);
  drover_request_carry_out (&request, DROVER_WINDOW (wizard.window));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);
  wizard_close (&wizard);
}

static void
assert_refused (const char *words)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  g_auto (GStrv) pairs = g_strsplit (words, " ", -1);
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  g_auto (GStrv) hosts = NULL;
  g_auto (DroverRequest) request = { 0 };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      if (pair[1] != NULL && strchr (pair[0], ':') == NULL)
        g_variant_dict_insert (dict, pair[0], "s", pair[1]);
      else
        g_strv_builder_add (rest, pairs[i]);
    }
  hosts = g_strv_builder_end (rest);
  g_variant_dict_insert (dict, G_OPTION_REMAINING, "^as", hosts);
  g_assert_false (drover_request_read (&request, dict, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT);
}

static void
test_refused (void)
{
  assert_refused ("from=alpha");
  assert_refused ("from=alpha to=beta");
  assert_refused ("from=alpha to=alpha guest=demo");
  assert_refused ("alpha from=alpha to=beta guest=demo");
  assert_refused ("alpha beta");
  assert_refused ("qemu+ssh://alpha/system?command=evil");
  assert_refused ("from=:// to=beta guest=demo");
}

static void
test_bug_details (void)
{
  Wizard wizard = { 0 };
  g_autofree char *details = NULL;

  wizard_open (&wizard, HOSTS, "alpha", "beta", NULL);
  WIZARD_WAIT_FOR (wizard_sees (&wizard, "Reachable"));
  details = drover_bug_details_dup (drover_session_get_hosts (wizard.session));
  g_test_message ("%s", details);
  g_assert_true (g_str_has_prefix (details, "Drover "));
  g_assert_nonnull (strstr (details, "host-A"));
  g_assert_nonnull (strstr (details, "host-B"));
  g_assert_null (strstr (details, "alpha"));
  g_assert_null (strstr (details, "beta"));
  wizard_close (&wizard);
}

int
main (int argc, char **argv)
{
  wizard_test_init (&argc, &argv);
  g_test_add_func ("/ui/requests/move", test_move);
  g_test_add_func ("/ui/requests/no-such-guest", test_no_such_guest);
  g_test_add_func ("/ui/requests/while-moving", test_while_moving);
  g_test_add_func ("/ui/requests/open-host", test_open_host);
  g_test_add_func ("/ui/requests/refused", test_refused);
  g_test_add_func ("/ui/requests/bug-details", test_bug_details);
  return g_test_run ();
}
