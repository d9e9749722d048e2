/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fact providers against a host of libvirt's test driver, tests/data/providers/host.xml. What that driver
 * cannot do (CPU compare, domain capabilities, node memory) must come out as absent, with its reason. */

#include <string.h>

#include "base/drover-error.h"
#include "facts/drover-marks.h"
#include "provider-fixture.h"
#include "virt/drover-storage.h"
#include "virt/drover-virt.h"

static void
test_host (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactIdentity *identity;

  provider_fixture_ask (fixture, &drover_provider_identity, DROVER_SIDE_TARGET);
  identity = drover_facts_get_identity (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_nonnull (identity);
  g_assert_cmpstr (identity->hostname, !=, NULL);
  g_assert_cmpint (identity->libvirt_version, >=, 9000000);

  provider_fixture_ask (fixture, &drover_provider_capabilities, DROVER_SIDE_TARGET);
  g_assert_cmpstr (drover_facts_get_capabilities (fixture->facts, DROVER_SIDE_TARGET)->arch, ==, "i686");
}

static void
test_guest (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactGuestState *state;
  const DroverFactDisks *disks;

  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_migratable, DROVER_SIDE_SOURCE);
  g_assert_cmpstr (drover_facts_get_guest (fixture->facts)->name, ==, "mail");
  g_assert_cmpstr (drover_facts_get_migratable (fixture->facts)->name, ==, "mail");

  provider_fixture_ask (fixture, &drover_provider_guest_state, DROVER_SIDE_SOURCE);
  state = drover_facts_get_guest_state (fixture->facts);
  g_assert_cmpstr (state->state, ==, "running");
  g_assert_true (state->active && state->persistent && !state->autostart && !state->managed_save);
  /* that driver has no job statistics: nobody knows */
  g_assert_cmpstr (state->job, ==, NULL);

  provider_fixture_ask (fixture, &drover_provider_disks, DROVER_SIDE_SOURCE);
  disks = drover_facts_get_disks (fixture->facts);
  g_assert_cmpuint (disks->disks->len, ==, 6);
  g_assert_cmpstr (((const DroverFactDisk *) disks->disks->pdata[0])->target, ==, "vda");
}

static void
test_by_uuid (ProviderFixture *fixture, gconstpointer guest)
{
  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  g_assert_cmpstr (drover_facts_get_guest (fixture->facts)->name, ==, "web");
}

static void
test_missing_guest (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactProvider *const providers[] = { &drover_provider_guest_xml, &drover_provider_migratable,
                                                  &drover_provider_guest_state };

  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      const GError *error;

      provider_fixture_ask (fixture, providers[i], DROVER_SIDE_SOURCE);
      error = drover_facts_get_error (fixture->facts, providers[i]->id, DROVER_SIDE_SOURCE);
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
      /* libvirt's own code stays, and the nearest name comes first */
      g_assert_cmpint (drover_error_get_virt_code (error), ==, 42);
      g_assert_true (g_str_has_suffix (error->message, "has: web, mail"));
      g_assert_nonnull (strstr (error->message, "“wbe”"));
    }
}

static void
test_unsupported (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactDomcaps *domcaps;
  const DroverFactCpu *cpu;

  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_migratable, DROVER_SIDE_SOURCE);
  /* The test driver of libvirt 11.3 has learned to answer this. */
  provider_fixture_ask (fixture, &drover_provider_domcaps, DROVER_SIDE_TARGET);
  domcaps = drover_facts_get_domcaps (fixture->facts, DROVER_SIDE_TARGET);
  if (domcaps != NULL)
    g_assert_true (domcaps->caps != NULL || domcaps->plain != NULL);
  else
    g_assert_nonnull (drover_facts_get_reason (fixture->facts, DROVER_FACT_DOMCAPS, DROVER_SIDE_TARGET));
  provider_fixture_ask (fixture, &drover_provider_memory, DROVER_SIDE_TARGET);
  g_assert_null (drover_facts_get_memory (fixture->facts, DROVER_SIDE_TARGET));

  provider_fixture_ask (fixture, &drover_provider_cpu, DROVER_SIDE_TARGET);
  cpu = drover_facts_get_cpu (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_cmpstr (cpu->verdict, ==, "none");
}

static void
test_guests (ProviderFixture *fixture, gconstpointer guest)
{
  g_autofree char *mark = drover_mark_new_name ("probe");
  g_autofree char *xml = g_strdup_printf ("<domain type='test'><name>%s</name><memory>1024</memory>"
                                          "<os><type>hvm</type></os></domain>",
                                          mark);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverDomain) probe =
      drover_domain_create_transient (fixture->connection, xml, FALSE, FALSE, &error);
  const DroverFactGuests *guests;
  const DroverFactGuestEntry *entry = NULL;
  g_autofree char *sources = NULL;
  g_autofree char *macs = NULL;
  g_autofree char *ports = NULL;

  g_assert_no_error (error);
  provider_fixture_ask (fixture, &drover_provider_guests, DROVER_SIDE_TARGET);
  guests = drover_facts_get_guests (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_cmpuint (guests->guests->len, ==, 2);
  for (guint i = 0; i < guests->guests->len; i++)
    if (g_str_equal (((const DroverFactGuestEntry *) guests->guests->pdata[i])->name, "mail"))
      entry = guests->guests->pdata[i];
  g_assert_nonnull (entry);
  g_assert_cmpstr (entry->uuid, ==, "11111111-1111-4111-8111-111111111111");
  g_assert_cmpstr (entry->state, ==, "running");
  g_assert_true (entry->active);
  sources = g_strjoinv (" ", entry->sources);
  g_assert_cmpstr (sources, ==,
                   "/dev/vg0/mail /images//mail.qcow2 /images/trap.raw /iso/setup.iso images/gone.qcow2 "
                   "rbd:pool/image @ mon1");
  macs = g_strjoinv (" ", entry->macs);
  g_assert_cmpstr (macs, ==, "52:54:00:ab:cd:01 52:54:00:ab:cd:02 52:54:00:ab:cd:03 52:54:00:ab:cd:04");
  ports = g_strjoinv (" ", entry->graphics_ports);
  g_assert_cmpstr (ports, ==, "5907");
}

static void
test_objects_and_pages (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactObjects *objects;
  const DroverFactPages *pages;

  /* That driver keeps neither secrets nor network filters: nobody knows, which is not "no". */
  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_migratable, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_objects, DROVER_SIDE_TARGET);
  objects = drover_facts_get_objects (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_cmpuint (objects->objects->len, ==, 1);
  for (guint i = 0; i < objects->objects->len; i++)
    g_assert_cmpstr (((const DroverFactObject *) objects->objects->pdata[i])->exists, ==, "unknown");

  provider_fixture_ask (fixture, &drover_provider_pages, DROVER_SIDE_TARGET);
  pages = drover_facts_get_pages (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_nonnull (pages);
  g_assert_cmpuint (pages->pages->len, ==, 0);
}

static void
test_networks (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactNetworks *fact;
  const DroverFactNetwork *network;
  g_autofree char *addresses = NULL;

  provider_fixture_ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  provider_fixture_ask (fixture, &drover_provider_networks, DROVER_SIDE_TARGET);
  fact = drover_facts_get_networks (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_cmpuint (fact->networks->len, ==, 3);

  network = fact->networks->pdata[0];
  g_assert_cmpstr (network->name, ==, "default");
  g_assert_true (network->exists && network->active);
  g_assert_cmpstr (network->forward, ==, "nat");
  g_assert_cmpstr (network->bridge, ==, "virbr0");
  addresses = g_strjoinv (" ", network->addresses);
  g_assert_cmpstr (addresses, ==, "192.168.122.1/24 fd00:122::1/64");

  network = fact->networks->pdata[1];
  g_assert_cmpstr (network->forward, ==, "isolated");
  g_assert_cmpstr (network->addresses[0], ==, "10.9.0.1/20");

  network = fact->networks->pdata[2];
  g_assert_cmpstr (network->name, ==, "nowhere");
  g_assert_false (network->exists || network->active);

  /* no interface of this guest needs them, so they were not asked for, and nobody may take that for "none" */
  g_assert_false (fact->links_known);
  g_assert_nonnull (fact->links_reason);
}

static void
test_pools (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactPools *fact;
  const DroverFactPool *pool;
  g_autofree char *mark = drover_mark_new_name ("pool");
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPoolHandle) ours =
      drover_storage_create_dir_pool (fixture->connection, mark, "/elsewhere", &error);

  g_assert_no_error (error);
  provider_fixture_ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  fact = drover_facts_get_pools (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_cmpuint (fact->pools->len, ==, 2);

  pool = fact->pools->pdata[g_str_equal (((DroverFactPool *) fact->pools->pdata[0])->name, "iso") ? 0 : 1];
  g_assert_cmpstr (pool->type, ==, "netfs");
  g_assert_cmpstr (pool->path, ==, "/iso");
  g_assert_cmpstr (pool->source, ==, "filer.example.org:/export/iso");
  g_assert_true (pool->active);
  g_assert_false (pool->autostart);
  g_assert_cmpint (pool->available, >, 0);
}

static void
test_names (ProviderFixture *fixture, gconstpointer guest)
{
  const DroverFactNames *names;

  /* without the target's name there is nothing to resolve, and that is told */
  provider_fixture_ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  names = drover_facts_get_names (fixture->facts);
  g_assert_cmpstr (names->name, ==, NULL);
  g_assert_cmpstr (names->connection_host, ==, NULL);

  provider_fixture_ask (fixture, &drover_provider_identity, DROVER_SIDE_TARGET);
  provider_fixture_ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  names = drover_facts_get_names (fixture->facts);
  g_assert_cmpstr (names->name, ==, drover_facts_get_identity (fixture->facts, DROVER_SIDE_TARGET)->hostname);
  g_assert_cmpstr (names->origin, ==, "hostname");
  g_assert_false (names->ssh_alias);

  /* nobody can knock at their own door from outside */
  provider_fixture_ask (fixture, &drover_provider_ports, DROVER_SIDE_TARGET);
  g_assert_null (drover_facts_get_ports (fixture->facts));
}

static void
set_option (ProviderFixture *fixture, DroverMigrateOption id, const char *text)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (GError) error = NULL;
  DroverPlan *plan;

  drover_migrate_options_set (options, id, text, &error);
  g_assert_no_error (error);
  plan = drover_plan_with_options (fixture->plan, options);
  drover_plan_unref (fixture->plan);
  fixture->plan = plan;
}

static void
test_ports (ProviderFixture *fixture, gconstpointer guest)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  const DroverFactPorts *ports;
  const DroverFactPort *first;

  g_assert_no_error (error);
  set_option (fixture, DROVER_OPTION_MIGRATE_URI, uri);
  provider_fixture_ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  g_assert_cmpstr (drover_facts_get_names (fixture->facts)->origin, ==, "migration-uri");
  provider_fixture_ask (fixture, &drover_provider_ports, DROVER_SIDE_TARGET);
  ports = drover_facts_get_ports (fixture->facts);
  g_assert_cmpstr (ports->address, ==, "127.0.0.1");
  g_assert_cmpuint (ports->ports->len, ==, 1);
  first = ports->ports->pdata[0];
  g_assert_cmpint (first->port, ==, port);
  g_assert_cmpstr (first->result, ==, "open");

  /* the whole range where libvirt chooses */
  set_option (fixture, DROVER_OPTION_MIGRATE_URI, "tcp://127.0.0.1");
  provider_fixture_ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  provider_fixture_ask (fixture, &drover_provider_ports, DROVER_SIDE_TARGET);
  ports = drover_facts_get_ports (fixture->facts);
  g_assert_cmpuint (ports->ports->len, ==, 64);
  g_assert_cmpint (((const DroverFactPort *) ports->ports->pdata[63])->port, ==, 49215);
}

static void
test_table (void)
{
  guint n;
  const DroverFactProvider *const *providers = drover_fact_providers_get (&n);
  guint filled[2][DROVER_N_FACTS] = { { 0 } };

  for (guint i = 0; i < n; i++)
    {
      g_test_message ("%s", drover_fact_get_name (providers[i]->id));
      g_assert_nonnull (providers[i]->fill);
      g_assert_cmpuint (providers[i]->sides, !=, 0);
      for (guint side = 0; side < 2; side++)
        if (providers[i]->sides & (1u << side))
          filled[side][providers[i]->id]++;
    }
  for (guint id = 0; id < DROVER_N_FACTS; id++)
    {
      gboolean expected = id != DROVER_FACT_CONNECTION && id != DROVER_FACT_REHEARSAL;

      g_test_message ("%s", drover_fact_get_name (id));
      g_assert_cmpuint (filled[0][id], <=, 1);
      g_assert_cmpuint (filled[1][id], <=, 1);
      g_assert_cmpint (filled[0][id] + filled[1][id] > 0, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/providers/table", test_table);
  PROVIDER_TEST_ADD ("host", "mail", test_host);
  PROVIDER_TEST_ADD ("guest", "mail", test_guest);
  PROVIDER_TEST_ADD ("by-uuid", "22222222-2222-4222-8222-222222222222", test_by_uuid);
  PROVIDER_TEST_ADD ("missing-guest", "wbe", test_missing_guest);
  PROVIDER_TEST_ADD ("unsupported", "mail", test_unsupported);
  PROVIDER_TEST_ADD ("guests", "mail", test_guests);
  PROVIDER_TEST_ADD ("objects-and-pages", "mail", test_objects_and_pages);
  PROVIDER_TEST_ADD ("networks", "mail", test_networks);
  PROVIDER_TEST_ADD ("pools", "mail", test_pools);
  PROVIDER_TEST_ADD ("names", "mail", test_names);
  PROVIDER_TEST_ADD ("ports", "mail", test_ports);
  return g_test_run ();
}
