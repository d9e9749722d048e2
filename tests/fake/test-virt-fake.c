/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That the scripted hosts do what their script says, seen through virt/. */
#include "virt-fake.h"

#include "base/drover-error.h"
#include "virt/drover-domain-overview.h"
#include "virt/drover-migration.h"
#include "virt/drover-virt.h"

#define PATIENCE_MS 300

typedef struct {
  gboolean done;
  DroverConnection *connection;
  GError *error;
} Opening;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;

  opening->connection = drover_connection_open_finish (result, &opening->error);
  opening->done = TRUE;
}

static DroverConnection *
open_host (FakeLab *lab, const char *name, GError **error)
{
  g_autofree char *text = fake_lab_dup_uri (lab, name);
  g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);
  const DroverOpenOptions options = { .timeout_ms = PATIENCE_MS };
  Opening opening = { 0 };

  drover_connection_open_async (uri, &options, NULL, on_opened, &opening);
  while (!opening.done)
    g_main_context_iteration (NULL, TRUE);
  if (opening.error != NULL)
    g_propagate_error (error, opening.error);
  return opening.connection;
}

static void
test_guests (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new ("[host a]\nguest-xml=fake/diskless.xml\n"
                                          "guest-names=web;<b>x</b>\\n\xe2\x80\xae/evil\\;;off\noff=1\n");
  g_autoptr (GError) error = NULL;
  DroverConnection *connection = open_host (lab, "a", &error);
  g_autoptr (GPtrArray) guests = NULL;
  g_autofree char *hostname = NULL;

  g_assert_no_error (error);
  hostname = drover_connection_get_hostname (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hostname, ==, "a");
  guests = drover_domain_list_overview (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guests->len, ==, 3);
  for (guint i = 0; i < guests->len; i++)
    {
      const DroverDomainOverview *guest = guests->pdata[i];
      g_autofree char *xml = drover_domain_get_xml (guest->domain, DROVER_XML_LIVE, &error);
      g_autoptr (DroverDomain) again = drover_domain_lookup_by_name (connection, guest->name, &error);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (xml, guest->uuid));
      g_assert_cmpint (drover_domain_state_is_active (guest->state), ==, !g_str_equal (guest->name, "off"));
      g_assert_true (g_str_equal (guest->name, "web") || g_str_equal (guest->name, "off") ||
                     g_str_equal (guest->name, "<b>x</b>\n\xe2\x80\xae/evil;"));
    }
  g_clear_pointer (&guests, g_ptr_array_unref);
  g_assert_finalize_object (connection);
}

static void
test_rules (void)
{
  g_autoptr (FakeLab) lab = fake_lab_new ("[host a]\nfail=virConnectGetCapabilities@2:no\\sway\n"
                                          "slow=virConnectGetHostname:60\ndie=virConnectGetSysinfo\n"
                                          "capabilities=guests/host-alpha.xml;guests/host-beta-arm.xml\n"
                                          "[host never]\nnever=virConnectOpenAuth\n"
                                          "[host refused]\nports=22\n");
  g_autoptr (GError) error = NULL;
  DroverConnection *connection = open_host (lab, "a", &error);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *hostname = NULL;
  gint64 start;

  g_assert_no_error (error);
  first = drover_connection_get_capabilities (connection, &error);
  g_assert_no_error (error);
  g_assert_null (drover_connection_get_capabilities (connection, &error));
  g_assert_cmpstr (error->message, ==, "no way");
  g_clear_error (&error);
  third = drover_connection_get_capabilities (connection, &error);
  g_assert_cmpstr (first, !=, third);
  g_assert_cmpuint (fake_lab_count (lab, "a", "virConnectGetCapabilities"), ==, 3);

  start = g_get_monotonic_time ();
  hostname = drover_connection_get_hostname (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 60 * 1000);

  g_assert_true (drover_connection_is_alive (connection));
  g_assert_null (drover_connection_get_sysinfo (connection, &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_false (drover_connection_is_alive (connection));
  g_assert_finalize_object (connection);

  g_assert_null (open_host (lab, "never", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT);
  g_clear_error (&error);
  g_assert_null (open_host (lab, "refused", &error));
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE);
}

static void
assert_migration (const char *end, gboolean well, gboolean on_a, gboolean on_b)
{
  g_autofree char *script = g_strdup_printf ("[host a]\nguest-names=web\nguest-xml=fake/diskless.xml\n"
                                             "job=fake/steady.job\njob-end=%s\n[host b]\n",
                                             end);
  g_autoptr (FakeLab) lab = fake_lab_new (script);
  g_autoptr (GError) error = NULL;
  DroverConnection *a = open_host (lab, "a", &error);
  DroverConnection *b = open_host (lab, "b", &error);
  g_autoptr (DroverDomain) domain = drover_domain_lookup_by_name (a, "web", &error);
  g_autoptr (DroverDomain) moved = drover_domain_migrate_direct (domain, b, NULL, 1, &error);

  g_assert_cmpint (moved != NULL, ==, well);
  if (!well)
    g_assert_cmpstr (error->message, ==, end);
  g_assert_cmpint (fake_lab_has_guest (lab, "a", "web"), ==, on_a);
  g_assert_cmpint (fake_lab_has_guest (lab, "b", "web"), ==, on_b);
  g_clear_pointer (&domain, drover_domain_free);
  g_clear_pointer (&moved, drover_domain_free);
  g_assert_finalize_object (a);
  g_assert_finalize_object (b);
}

static void
test_migration (void)
{
  assert_migration ("done", TRUE, FALSE, TRUE);
  assert_migration ("lie", TRUE, TRUE, FALSE);
  assert_migration ("both", TRUE, TRUE, TRUE);
  assert_migration ("internal error: qemu ended", FALSE, TRUE, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/virt-fake/guests", test_guests);
  g_test_add_func ("/virt-fake/rules", test_rules);
  g_test_add_func ("/virt-fake/migration", test_migration);
  return g_test_run ();
}
