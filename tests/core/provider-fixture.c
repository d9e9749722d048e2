/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "provider-fixture.h"

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(DroverConnection **) user_data = drover_connection_open_finish (result, &error);
  g_assert_no_error (error);
}

DroverConnection *
provider_fixture_open (const DroverUri *uri, gboolean read_only)
{
  const DroverOpenOptions options = { .timeout_ms = 5000, .read_only = read_only };
  DroverConnection *connection = NULL;

  drover_connection_open_async (uri, &options, NULL, on_opened, &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  return connection;
}

void
provider_fixture_set_up (ProviderFixture *fixture, gconstpointer guest)
{
  const char *host = g_strcmp0 (guest, "san") == 0 ? "san.xml" : "host.xml";
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "providers", host, NULL);
  g_autofree char *uri = g_strdup_printf ("test://%s", file);
  g_autoptr (GError) error = NULL;

  fixture->uri = drover_uri_parse (uri, &error);
  g_assert_no_error (error);
  fixture->connection = provider_fixture_open (fixture->uri, FALSE);
  fixture->plan = drover_plan_new (fixture->uri, fixture->uri, guest, NULL);
  fixture->facts = drover_facts_new ();
}

void
provider_fixture_tear_down (ProviderFixture *fixture, gconstpointer guest)
{
  drover_facts_unref (fixture->facts);
  drover_plan_unref (fixture->plan);
  g_assert_finalize_object (fixture->connection);
  drover_uri_free (fixture->uri);
}

void
provider_fixture_ask_with (ProviderFixture *fixture,
                           DroverConnection *connection,
                           const DroverFactProvider *provider,
                           DroverSide side,
                           GCancellable *cancellable)
{
  const DroverFactContext context = {
    .plan = fixture->plan,
    .facts = fixture->facts,
    .connections = { connection, connection },
    .timeout_ms = 5000,
    .passive = fixture->passive,
  };
  g_autoptr (GError) error = NULL;
  gpointer record = provider->fill (&context, side, cancellable, &error);
  DroverFacts *facts;

  g_assert_true ((record == NULL) == (error != NULL));
  facts = record ? drover_facts_with (fixture->facts, provider->id, side, record, 1)
                 : drover_facts_without (fixture->facts, provider->id, side, error, 1);
  drover_facts_unref (fixture->facts);
  fixture->facts = facts;
}

void
provider_fixture_ask (ProviderFixture *fixture, const DroverFactProvider *provider, DroverSide side)
{
  provider_fixture_ask_with (fixture, fixture->connection, provider, side, NULL);
}
