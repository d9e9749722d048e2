/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fact providers against a host of libvirt's test driver, tests/data/providers/host.xml. What that driver
 * cannot do (CPU compare, domain capabilities, node memory) must come out as absent, with its reason. */

#include <string.h>

#include "base/drover-error.h"
#include "facts/drover-marks.h"
#include "facts/providers-private.h"
#include "virt/drover-storage.h"
#include "virt/drover-virt.h"

typedef struct {
  DroverUri *uri;
  DroverConnection *connection;
  DroverPlan *plan;
  DroverFacts *facts;
  gboolean passive;
} Fixture;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(DroverConnection **) user_data = drover_connection_open_finish (result, &error);
  g_assert_no_error (error);
}

static DroverConnection *
open_host (const DroverUri *uri, gboolean read_only)
{
  const DroverOpenOptions options = { .timeout_ms = 5000, .read_only = read_only };
  DroverConnection *connection = NULL;

  drover_connection_open_async (uri, &options, NULL, on_opened, &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  return connection;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer guest)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "providers", "host.xml", NULL);
  g_autofree char *uri = g_strdup_printf ("test://%s", file);
  g_autoptr (GError) error = NULL;

  fixture->uri = drover_uri_parse (uri, &error);
  g_assert_no_error (error);
  fixture->connection = open_host (fixture->uri, FALSE);
  fixture->plan = drover_plan_new (fixture->uri, fixture->uri, guest, NULL);
  fixture->facts = drover_facts_new ();
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer guest)
{
  drover_facts_unref (fixture->facts);
  drover_plan_unref (fixture->plan);
  g_assert_finalize_object (fixture->connection);
  drover_uri_free (fixture->uri);
}

static void
ask_with (Fixture *fixture,
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

static void
ask (Fixture *fixture, const DroverFactProvider *provider, DroverSide side)
{
  ask_with (fixture, fixture->connection, provider, side, NULL);
}

static void
test_host (Fixture *fixture, gconstpointer guest)
{
  const DroverFactIdentity *identity;

  ask (fixture, &drover_provider_identity, DROVER_SIDE_TARGET);
  identity = drover_facts_get_identity (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_nonnull (identity);
  g_assert_cmpstr (identity->hostname, !=, NULL);
  g_assert_cmpint (identity->libvirt_version, >=, 9000000);

  ask (fixture, &drover_provider_capabilities, DROVER_SIDE_TARGET);
  g_assert_cmpstr (drover_facts_get_capabilities (fixture->facts, DROVER_SIDE_TARGET)->arch, ==, "i686");
}

static void
test_guest (Fixture *fixture, gconstpointer guest)
{
  const DroverFactGuestState *state;
  const DroverFactDisks *disks;

  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_migratable, DROVER_SIDE_SOURCE);
  g_assert_cmpstr (drover_facts_get_guest (fixture->facts)->name, ==, "mail");
  g_assert_cmpstr (drover_facts_get_migratable (fixture->facts)->name, ==, "mail");

  ask (fixture, &drover_provider_guest_state, DROVER_SIDE_SOURCE);
  state = drover_facts_get_guest_state (fixture->facts);
  g_assert_cmpstr (state->state, ==, "running");
  g_assert_true (state->active && state->persistent && !state->autostart && !state->managed_save);
  /* that driver has no job statistics: nobody knows */
  g_assert_cmpstr (state->job, ==, NULL);

  ask (fixture, &drover_provider_disks, DROVER_SIDE_SOURCE);
  disks = drover_facts_get_disks (fixture->facts);
  g_assert_cmpuint (disks->disks->len, ==, 6);
  g_assert_cmpstr (((const DroverFactDisk *) disks->disks->pdata[0])->target, ==, "vda");
}

static void
test_by_uuid (Fixture *fixture, gconstpointer guest)
{
  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  g_assert_cmpstr (drover_facts_get_guest (fixture->facts)->name, ==, "web");
}

static void
test_missing_guest (Fixture *fixture, gconstpointer guest)
{
  const DroverFactProvider *const providers[] = { &drover_provider_guest_xml, &drover_provider_migratable,
                                                  &drover_provider_guest_state };

  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      const GError *error;

      ask (fixture, providers[i], DROVER_SIDE_SOURCE);
      error = drover_facts_get_error (fixture->facts, providers[i]->id, DROVER_SIDE_SOURCE);
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND);
      /* libvirt's own code stays, and the nearest name comes first */
      g_assert_cmpint (drover_error_get_virt_code (error), ==, 42);
      g_assert_true (g_str_has_suffix (error->message, "has: web, mail"));
      g_assert_nonnull (strstr (error->message, "“wbe”"));
    }
}

static void
test_unsupported (Fixture *fixture, gconstpointer guest)
{
  const DroverFactCpu *cpu;

  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_migratable, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_domcaps, DROVER_SIDE_TARGET);
  g_assert_null (drover_facts_get_domcaps (fixture->facts, DROVER_SIDE_TARGET));
  g_assert_nonnull (drover_facts_get_reason (fixture->facts, DROVER_FACT_DOMCAPS, DROVER_SIDE_TARGET));
  ask (fixture, &drover_provider_memory, DROVER_SIDE_TARGET);
  g_assert_null (drover_facts_get_memory (fixture->facts, DROVER_SIDE_TARGET));

  ask (fixture, &drover_provider_cpu, DROVER_SIDE_TARGET);
  cpu = drover_facts_get_cpu (fixture->facts, DROVER_SIDE_TARGET);
  g_assert_cmpstr (cpu->verdict, ==, "none");
}

static void
test_guests (Fixture *fixture, gconstpointer guest)
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
  ask (fixture, &drover_provider_guests, DROVER_SIDE_TARGET);
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
test_networks (Fixture *fixture, gconstpointer guest)
{
  const DroverFactNetworks *fact;
  const DroverFactNetwork *network;
  g_autofree char *addresses = NULL;

  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_networks, DROVER_SIDE_TARGET);
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
test_pools (Fixture *fixture, gconstpointer guest)
{
  const DroverFactPools *fact;
  const DroverFactPool *pool;
  g_autofree char *mark = drover_mark_new_name ("pool");
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPoolHandle) ours =
      drover_storage_create_dir_pool (fixture->connection, mark, "/elsewhere", &error);

  g_assert_no_error (error);
  ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
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

static guint
count_pools (Fixture *fixture)
{
  g_autoptr (GPtrArray) pools = drover_storage_list_pools (fixture->connection, NULL);

  return pools->len;
}

static const DroverFactFile *
find_file (Fixture *fixture, const char *path)
{
  const DroverFactFiles *fact = drover_facts_get_files (fixture->facts, DROVER_SIDE_TARGET);

  for (guint i = 0; i < fact->files->len; i++)
    if (g_str_equal (((const DroverFactFile *) fact->files->pdata[i])->path, path))
      return fact->files->pdata[i];
  return NULL;
}

static void
ask_for_files (Fixture *fixture)
{
  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  ask (fixture, &drover_provider_files, DROVER_SIDE_TARGET);
  g_assert_nonnull (drover_facts_get_files (fixture->facts, DROVER_SIDE_TARGET));
}

static void
test_files (Fixture *fixture, gconstpointer guest)
{
  const DroverFactFile *file;

  ask_for_files (fixture);

  file = find_file (fixture, "/images//mail.qcow2");
  g_assert_cmpstr (file->exists, ==, "yes");
  g_assert_cmpstr (file->directory, ==, "yes");
  g_assert_cmpstr (file->pool, ==, "images");
  g_assert_cmpstr (file->format, ==, "qcow2");
  g_assert_cmpint (file->capacity, ==, 1073741824);
  g_assert_cmpint (file->owner, ==, 64055);
  g_assert_cmpint (file->group, ==, 992);
  g_assert_cmpint (file->mode, ==, 0640);

  /* the definition does not tell the chain, the image does */
  file = find_file (fixture, "/images/base.qcow2");
  g_assert_nonnull (file);
  g_assert_cmpstr (file->kind, ==, "backing");
  g_assert_cmpstr (file->target, ==, "vda");
  g_assert_cmpstr (file->exists, ==, "yes");

  /* a raw disk's content is the guest's, and names nothing on the host */
  g_assert_cmpstr (find_file (fixture, "/images/trap.raw")->exists, ==, "yes");
  g_assert_null (find_file (fixture, "/etc/shadow"));

  file = find_file (fixture, "images/gone.qcow2");
  g_assert_cmpstr (file->exists, ==, "no");
  g_assert_cmpstr (file->pool, ==, "images");

  /* a pool over /dev would open every device there */
  file = find_file (fixture, "/dev/vg0/mail");
  g_assert_cmpstr (file->exists, ==, "unknown");
  g_assert_nonnull (file->reason);

  /* the pool does not know it, a fresh look does not see it */
  file = find_file (fixture, "/iso/setup.iso");
  g_assert_cmpstr (file->kind, ==, "cdrom");
  g_assert_cmpstr (file->exists, ==, "no");
  g_assert_cmpstr (file->directory, ==, "yes");

  g_assert_cmpstr (find_file (fixture, "/boot/vmlinuz")->exists, ==, "no");
  g_assert_cmpuint (count_pools (fixture), ==, 2);
}

static void
test_files_passive (Fixture *fixture, gconstpointer guest)
{
  fixture->passive = TRUE;
  ask_for_files (fixture);
  g_assert_cmpstr (find_file (fixture, "/images//mail.qcow2")->exists, ==, "yes");
  g_assert_cmpstr (find_file (fixture, "/iso/setup.iso")->exists, ==, "unknown");
  g_assert_cmpstr (find_file (fixture, "/iso/setup.iso")->directory, ==, "yes");
  g_assert_cmpstr (find_file (fixture, "/boot/vmlinuz")->exists, ==, "unknown");
  g_assert_cmpstr (find_file (fixture, "/boot/vmlinuz")->directory, ==, "unknown");
  g_assert_nonnull (find_file (fixture, "/boot/vmlinuz")->reason);
}

static void
test_files_read_only (Fixture *fixture, gconstpointer guest)
{
  g_autoptr (DroverConnection) connection = open_host (fixture->uri, TRUE);

  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  ask_with (fixture, connection, &drover_provider_files, DROVER_SIDE_TARGET, NULL);
  g_assert_cmpstr (find_file (fixture, "/images//mail.qcow2")->exists, ==, "yes");
  g_assert_cmpstr (find_file (fixture, "/boot/vmlinuz")->exists, ==, "unknown");
  g_assert_nonnull (strstr (find_file (fixture, "/boot/vmlinuz")->reason, "read only"));
}

static void
test_files_cancelled (Fixture *fixture, gconstpointer guest)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  ask (fixture, &drover_provider_guest_xml, DROVER_SIDE_SOURCE);
  ask (fixture, &drover_provider_pools, DROVER_SIDE_TARGET);
  g_cancellable_cancel (cancellable);
  ask_with (fixture, fixture->connection, &drover_provider_files, DROVER_SIDE_TARGET, cancellable);
  g_assert_null (drover_facts_get_files (fixture->facts, DROVER_SIDE_TARGET));
  g_assert_cmpuint (count_pools (fixture), ==, 2);
}

/* A guest that somebody else's Drover made long ago. */
static void
make_guest (Fixture *fixture, const char *name, gboolean with_metadata)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = g_strdup_printf ("<domain type='test'><name>%s</name><memory>1024</memory>"
                                          "<os><type>hvm</type></os></domain>",
                                          name);
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "domain", &error);
  g_autoptr (DroverDomain) domain = NULL;
  g_autofree char *text = NULL;

  if (with_metadata)
    drover_mark_add_metadata (xmlDocGetRootElement (doc), name);
  text = drover_xml_doc_to_text (doc);
  domain = drover_domain_create_transient (fixture->connection, text, FALSE, FALSE, &error);
  g_assert_no_error (error);
}

static gboolean
has_guest (Fixture *fixture, const char *name)
{
  g_autoptr (DroverDomain) domain = drover_domain_lookup_by_name (fixture->connection, name, NULL);

  return domain != NULL;
}

static gboolean
has_pool (Fixture *fixture, const char *name)
{
  g_autoptr (DroverPoolHandle) pool = drover_storage_lookup_pool (fixture->connection, name, NULL);

  return pool != NULL;
}

#define OLD "drover-probe-1-00000000-1-1-00000000"
#define UNMARKED "drover-probe-1-00000000-1-1-00000001"

static void
test_sweep (Fixture *fixture, gconstpointer guest)
{
  g_autofree char *mine = drover_mark_new_name ("probe");
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverPoolHandle) old_pool =
      drover_storage_create_dir_pool (fixture->connection, OLD, "/old", &error);
  g_autoptr (DroverPoolHandle) my_pool =
      drover_storage_create_dir_pool (fixture->connection, mine, "/new", &error);

  g_assert_no_error (error);
  make_guest (fixture, OLD, TRUE);
  make_guest (fixture, UNMARKED, FALSE);
  make_guest (fixture, mine, TRUE);

  g_assert_cmpuint (drover_marks_sweep (fixture->connection, NULL), ==, 2);
  g_assert_false (has_guest (fixture, OLD));
  g_assert_false (has_pool (fixture, OLD));
  /* a name alone is not enough to end a guest for */
  g_assert_true (has_guest (fixture, UNMARKED));
  g_assert_true (has_guest (fixture, mine));
  g_assert_true (has_pool (fixture, mine));
  g_assert_true (has_guest (fixture, "mail"));
  g_assert_true (has_pool (fixture, "images"));
  g_assert_cmpuint (drover_marks_sweep (fixture->connection, NULL), ==, 0);
}

static void
test_names (Fixture *fixture, gconstpointer guest)
{
  const DroverFactNames *names;

  /* without the target's name there is nothing to resolve, and that is told */
  ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  names = drover_facts_get_names (fixture->facts);
  g_assert_cmpstr (names->name, ==, NULL);
  g_assert_cmpstr (names->connection_host, ==, NULL);

  ask (fixture, &drover_provider_identity, DROVER_SIDE_TARGET);
  ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  names = drover_facts_get_names (fixture->facts);
  g_assert_cmpstr (names->name, ==, drover_facts_get_identity (fixture->facts, DROVER_SIDE_TARGET)->hostname);
  g_assert_cmpstr (names->origin, ==, "hostname");
  g_assert_false (names->ssh_alias);

  /* nobody can knock at their own door from outside */
  ask (fixture, &drover_provider_ports, DROVER_SIDE_TARGET);
  g_assert_null (drover_facts_get_ports (fixture->facts));
}

static void
set_option (Fixture *fixture, DroverMigrateOption id, const char *text)
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
test_ports (Fixture *fixture, gconstpointer guest)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  const DroverFactPorts *ports;
  const DroverFactPort *first;

  g_assert_no_error (error);
  set_option (fixture, DROVER_OPTION_MIGRATE_URI, uri);
  ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  g_assert_cmpstr (drover_facts_get_names (fixture->facts)->origin, ==, "migration-uri");
  ask (fixture, &drover_provider_ports, DROVER_SIDE_TARGET);
  ports = drover_facts_get_ports (fixture->facts);
  g_assert_cmpstr (ports->address, ==, "127.0.0.1");
  g_assert_cmpuint (ports->ports->len, ==, 1);
  first = ports->ports->pdata[0];
  g_assert_cmpint (first->port, ==, port);
  g_assert_cmpstr (first->result, ==, "open");

  /* the whole range where libvirt chooses */
  set_option (fixture, DROVER_OPTION_MIGRATE_URI, "tcp://127.0.0.1");
  ask (fixture, &drover_provider_names, DROVER_SIDE_TARGET);
  ask (fixture, &drover_provider_ports, DROVER_SIDE_TARGET);
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

#define ADD(name, guest, func)                                                                               \
  g_test_add ("/providers/" name, Fixture, guest, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/providers/table", test_table);
  ADD ("host", "mail", test_host);
  ADD ("guest", "mail", test_guest);
  ADD ("by-uuid", "22222222-2222-4222-8222-222222222222", test_by_uuid);
  ADD ("missing-guest", "wbe", test_missing_guest);
  ADD ("unsupported", "mail", test_unsupported);
  ADD ("guests", "mail", test_guests);
  ADD ("networks", "mail", test_networks);
  ADD ("pools", "mail", test_pools);
  ADD ("files", "mail", test_files);
  ADD ("files-passive", "mail", test_files_passive);
  ADD ("files-read-only", "mail", test_files_read_only);
  ADD ("files-cancelled", "mail", test_files_cancelled);
  ADD ("sweep", "mail", test_sweep);
  ADD ("names", "mail", test_names);
  ADD ("ports", "mail", test_ports);
  return g_test_run ();
}
