/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts in files: what was saved comes back, and nothing that somebody else wrote does harm. */

#include <string.h>

#include "drover-core.h"

static char *
read_data (const char *folder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Takes @record. */
static void
add (DroverFacts **facts, DroverFactId id, gpointer record)
{
  DroverFacts *more = drover_facts_with (*facts, id, DROVER_SIDE_SOURCE, record, 1);

  drover_facts_unref (*facts);
  *facts = more;
}

static DroverFacts *
make_host (gboolean told)
{
  g_autofree char *caps = read_data ("guests", "host-alpha.xml");
  g_autofree char *domcaps = read_data ("caps", "domain-caps/newer-libvirt.xml");
  DroverFacts *facts = drover_facts_new ();
  DroverFactIdentity *identity = drover_record_new (&drover_fact_identity_type);
  DroverFactCpuOffer *offer = drover_record_new (&drover_fact_cpu_offer_type);
  DroverFactPools *pools = drover_record_new (&drover_fact_pools_type);
  DroverFactPool *pool = drover_record_new (&drover_fact_pool_type);
  DroverFactNetworks *networks = drover_record_new (&drover_fact_networks_type);
  DroverFactNetwork *network = drover_record_new (&drover_fact_network_type);
  DroverFactGuests *guests = drover_record_new (&drover_fact_guests_type);
  DroverFactGuestEntry *guest = drover_record_new (&drover_fact_guest_entry_type);
  DroverFactCpuModel *model = drover_record_new (&drover_fact_cpu_model_type);

  identity->hostname = g_strdup ("alpha");
  identity->libvirt_version = 9000000;
  offer->caps = drover_domain_caps_parse (domcaps, NULL);
  offer->guest = told ? g_strsplit ("avx2 sse2", " ", -1) : NULL;
  offer->guest_reason = told ? NULL : g_strdup ("not told");
  model->name = g_strdup ("EPYC");
  model->usable = g_strdup ("no");
  model->blockers = g_strsplit ("rdseed", " ", -1);
  offer->models = drover_record_list_new (&drover_fact_cpu_model_type);
  g_ptr_array_add (offer->models, model);
  pool->name = g_strdup ("images");
  pools->pools = drover_record_list_new (&drover_fact_pool_type);
  g_ptr_array_add (pools->pools, pool);
  add (&facts, DROVER_FACT_IDENTITY, identity);
  add (&facts, DROVER_FACT_CAPABILITIES, drover_host_caps_parse (caps, NULL));
  add (&facts, DROVER_FACT_CPU_OFFER, offer);
  add (&facts, DROVER_FACT_POOLS, pools);
  network->name = g_strdup ("lan");
  networks->networks = drover_record_list_new (&drover_fact_network_type);
  g_ptr_array_add (networks->networks, network);
  add (&facts, DROVER_FACT_ALL_NETWORKS, networks);
  guest->name = g_strdup ("web");
  guest->active = TRUE;
  guests->guests = drover_record_list_new (&drover_fact_guest_entry_type);
  g_ptr_array_add (guests->guests, guest);
  add (&facts, DROVER_FACT_GUESTS, guests);
  return facts;
}

/* All that compares, with what a file said beside a host that is there. */
static void
compare (const GPtrArray *saved)
{
  g_autoptr (DroverFacts) other = make_host (TRUE);

  for (guint i = 0; i < saved->len; i++)
    {
      const DroverSavedHost *host = saved->pdata[i];
      DroverFacts *const hosts[] = { host->facts, other };
      g_autoptr (GPtrArray) rows = drover_compare_hosts (hosts, G_N_ELEMENTS (hosts));
      g_autoptr (GPtrArray) map = drover_cpu_map_new (hosts, G_N_ELEMENTS (hosts));

      g_assert_cmpuint (rows->len, >, 0);
      g_assert_cmpuint (map->len, >, 0);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (DroverFacts) told = make_host (TRUE);
  g_autoptr (DroverFacts) untold = make_host (FALSE);
  DroverFacts *const hosts[] = { told, untold };
  const char *const names[] = { "one", "<b>two</b>" };
  g_autofree char *text = drover_saved_hosts_to_text (names, hosts, G_N_ELEMENTS (hosts));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) saved = drover_saved_hosts_parse (text, &error);
  DroverFacts *both[2];
  g_autoptr (GPtrArray) rows = NULL;
  const DroverFactCpuOffer *offer;

  g_assert_no_error (error);
  g_assert_cmpuint (saved->len, ==, 2);
  g_assert_cmpstr (((const DroverSavedHost *) saved->pdata[1])->name, ==, "<b>two</b>");
  g_assert_nonnull (((const DroverSavedHost *) saved->pdata[0])->taken);

  /* nothing is lost and nothing made up: beside itself it differs in nothing */
  both[0] = told;
  both[1] = ((const DroverSavedHost *) saved->pdata[0])->facts;
  rows = drover_compare_hosts (both, 2);
  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      g_assert_cmpstr (row->values->pdata[0], ==, row->values->pdata[1]);
    }
  g_assert_cmpuint (drover_facts_get_guests (both[1], DROVER_SIDE_SOURCE)->guests->len, ==, 1);
  offer = drover_facts_get_cpu_offer (both[1], DROVER_SIDE_SOURCE);
  g_assert_true (g_strv_contains ((const char *const *) offer->guest, "avx2"));
  /* what was not known is not known afterwards */
  offer = drover_facts_get_cpu_offer (((const DroverSavedHost *) saved->pdata[1])->facts, DROVER_SIDE_SOURCE);
  g_assert_null (offer->guest);
  g_assert_nonnull (drover_facts_get_error (both[1], DROVER_FACT_MEMORY, DROVER_SIDE_SOURCE));
}

static void
test_virsh (void)
{
  g_autofree char *caps = read_data ("caps", "host-caps/debian12-lab.xml");
  g_autofree char *domcaps = read_data ("caps", "domain-caps/newer-libvirt.xml");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) host = drover_saved_hosts_parse (caps, &error);
  g_autoptr (GPtrArray) emulator = NULL;
  const DroverFactCpuOffer *offer;

  g_assert_no_error (error);
  g_assert_nonnull (
      drover_facts_get_capabilities (((const DroverSavedHost *) host->pdata[0])->facts, DROVER_SIDE_SOURCE));
  compare (host);
  emulator = drover_saved_hosts_parse (domcaps, &error);
  g_assert_no_error (error);
  offer =
      drover_facts_get_cpu_offer (((const DroverSavedHost *) emulator->pdata[0])->facts, DROVER_SIDE_SOURCE);
  g_assert_null (offer->guest);
  g_assert_nonnull (offer->guest_reason);
  g_assert_cmpuint (offer->models->len, >, 1);
  compare (emulator);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "   ",
    "nonsense",
    "{",
    "{}",
    "[]",
    "null",
    "{\"format\":\"drover-hosts\",\"version\":2,\"hosts\":[]}",
    "{\"format\":\"drover-hosts\",\"version\":\"1\",\"hosts\":[{\"name\":\"a\",\"facts\":{}}]}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":[]}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":{}}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":[1]}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":[{\"facts\":{}}]}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":[{\"name\":1,\"facts\":{}}]}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":[{\"name\":\"a\",\"facts\":[]}]}",
    "{\"format\":\"drover-hosts\",\"version\":1,\"hosts\":[{\"name\":\"a\",\"facts\":{\"host.memory\":3}}]}",
    "<domain/>",
    "<capabilities>",
    "\xff",
    "{\"\xff\":1}",
  };
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "caps", "refused", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (drover_saved_hosts_parse (texts[i], &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, !=, "");
    }
  /* a parser that calls itself for every bracket would fall */
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (drover_saved_hosts_parse (deep->str, &error));
    g_assert_nonnull (error);
  }
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (drover_saved_hosts_load (path, &error));
      g_assert_nonnull (error);
      n++;
    }
  g_assert_cmpuint (n, >, 5);
}

/* Every member of @node in turn is left out, or is something else; the text is judged each time. */
static guint
mutate (JsonNode *root, JsonNode *node)
{
  static const char *const others[] = { NULL, "null", "-1", "\"\"", "\"x\"", "[]", "{}", "[null]", "[{}]" };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GList) members = object ? json_object_get_members (object) : NULL;
  GList *names = g_list_copy_deep (members, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
  guint n_accepted = 0;

  for (const GList *name = names; name != NULL; name = name->next)
    {
      const char *key = name->data;
      g_autoptr (JsonNode) whole = json_node_copy (json_object_get_member (object, key));

      for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
        {
          g_autofree char *text = NULL;
          g_autoptr (GPtrArray) saved = NULL;

          if (others[i] == NULL)
            json_object_remove_member (object, key);
          else
            json_object_set_member (object, key, json_from_string (others[i], NULL));
          text = json_to_string (root, FALSE);
          saved = drover_saved_hosts_parse (text, NULL);
          if (saved != NULL)
            {
              compare (saved);
              n_accepted++;
            }
        }
      json_object_set_member (object, key, json_node_copy (whole));
      n_accepted += mutate (root, json_object_get_member (object, key));
    }
  g_list_free_full (names, g_free);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      /* the first few of a kind stand for all */
      for (guint i = 0; i < MIN (json_array_get_length (array), 2); i++)
        n_accepted += mutate (root, json_array_get_element (array, i));
    }
  return n_accepted;
}

static void
test_mutations (void)
{
  g_autoptr (DroverFacts) facts = make_host (TRUE);
  DroverFacts *const hosts[] = { facts };
  const char *const names[] = { "one" };
  g_autofree char *text = drover_saved_hosts_to_text (names, hosts, G_N_ELEMENTS (hosts));
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  guint n_accepted = mutate (root, root);

  g_test_message ("%u changed snapshots were read", n_accepted);
  g_assert_cmpuint (n_accepted, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/saved-host/round-trip", test_round_trip);
  g_test_add_func ("/saved-host/virsh", test_virsh);
  g_test_add_func ("/saved-host/refused", test_refused);
  g_test_add_func ("/saved-host/mutations", test_mutations);
  return g_test_run ();
}
