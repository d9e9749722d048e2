/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drover-core.h"

/* Facts of a host: its capabilities from a data file, or unreached where @file is NULL. */
static DroverFacts *
facts_of (const char *file)
{
  g_autoptr (DroverFacts) facts = drover_facts_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *xml = NULL;
  DroverHostCaps *caps;

  if (file == NULL)
    {
      error = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_UNREACHABLE, "no route");
      return drover_facts_without (facts, DROVER_FACT_CAPABILITIES, DROVER_SIDE_SOURCE, error, 1);
    }
  path = g_test_build_filename (G_TEST_DIST, "guests", file, NULL);
  g_assert_true (g_file_get_contents (path, &xml, NULL, &error));
  caps = drover_host_caps_parse (xml, &error);
  g_assert_no_error (error);
  return drover_facts_with (facts, DROVER_FACT_CAPABILITIES, DROVER_SIDE_SOURCE, caps, 1);
}

static const DroverComparisonRow *
find (const GPtrArray *rows, const char *id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      if (g_str_equal (row->id, id))
        return row;
    }
  g_error ("no row %s", id);
}

static GPtrArray *
compare (const char *first, const char *second, const char *third)
{
  g_autoptr (DroverFacts) a = facts_of (first);
  g_autoptr (DroverFacts) b = facts_of (second);
  g_autoptr (DroverFacts) c = facts_of (third);
  DroverFacts *const hosts[] = { a, b, c };

  return drover_compare_hosts (hosts, G_N_ELEMENTS (hosts));
}

static void
test_differences (void)
{
  g_autoptr (GPtrArray) rows = compare ("host-alpha.xml", "host-beta-other-cpu.xml", "host-beta.xml");
  const DroverComparisonRow *model = find (rows, "cpu.model");

  g_assert_cmpint (model->kind, ==, DROVER_ROW_DIFFERS);
  g_assert_true (model->remarkable);
  g_assert_cmpint (model->relevance, ==, DROVER_RELEVANCE_MOVING);
  g_assert_cmpstr (model->check, ==, "cpu");
  g_assert_cmpuint (model->values->len, ==, 3);
  g_assert_cmpstr (model->values->pdata[0], ==, model->values->pdata[2]);
  g_assert_cmpstr (model->values->pdata[0], !=, model->values->pdata[1]);
  g_assert_cmpint (find (rows, "cpu.arch")->kind, ==, DROVER_ROW_EQUAL);
  g_assert_false (find (rows, "cpu.arch")->remarkable);
}

static void
test_unknown (void)
{
  g_autoptr (GPtrArray) rows = compare ("host-alpha.xml", NULL, "host-beta-arm.xml");
  g_autoptr (GPtrArray) same = compare ("host-alpha.xml", NULL, "host-beta.xml");

  /* one that is not known hides no difference of the others, and is none itself */
  g_assert_cmpint (find (rows, "cpu.arch")->kind, ==, DROVER_ROW_DIFFERS);
  g_assert_null (find (rows, "cpu.arch")->values->pdata[1]);
  g_assert_cmpint (find (same, "cpu.arch")->kind, ==, DROVER_ROW_UNKNOWN);
  g_assert_true (find (same, "cpu.arch")->remarkable);
  /* no host was asked for its memory */
  g_assert_cmpint (find (same, "memory.total")->kind, ==, DROVER_ROW_UNKNOWN);
  g_assert_false (find (same, "memory.total")->remarkable);
}

static void
test_same_uuid (void)
{
  g_autoptr (GPtrArray) apart = compare ("host-alpha.xml", "host-beta.xml", NULL);
  g_autoptr (GPtrArray) clones = compare ("host-alpha.xml", "host-beta.xml", "host-beta-clone.xml");
  const DroverComparisonRow *row = find (clones, "host.uuid");

  g_assert_false (find (apart, "host.uuid")->remarkable);
  g_assert_true (row->remarkable);
  g_assert_cmpint (row->relevance, ==, DROVER_RELEVANCE_MOVING);
}

static void
test_no_kvm (void)
{
  g_autoptr (GPtrArray) rows = compare ("host-alpha.xml", "host-beta-no-kvm.xml", "host-beta.xml");

  g_assert_cmpint (find (rows, "cpu.kvm")->kind, ==, DROVER_ROW_DIFFERS);
}

static DroverFacts *
networked (const char *bridge, const char *links, gint64 clock_offset_ms)
{
  g_autoptr (DroverFacts) facts = drover_facts_new ();
  g_autoptr (DroverFacts) timed = NULL;
  DroverFactNetworks *fact = drover_record_new (&drover_fact_networks_type);
  DroverFactNetwork *network = drover_record_new (&drover_fact_network_type);
  DroverFactSystem *system = drover_record_new (&drover_fact_system_type);

  network->name = g_strdup ("lan");
  network->exists = TRUE;
  network->active = TRUE;
  network->forward = g_strdup ("bridge");
  network->bridge = g_strdup (bridge);
  fact->networks = drover_record_list_new (&drover_fact_network_type);
  g_ptr_array_add (fact->networks, network);
  fact->links_known = links != NULL;
  fact->links = links ? g_strsplit (links, " ", -1) : NULL;
  system->clock_offset_ms = clock_offset_ms;
  system->clock_error_ms = 100;
  timed = drover_facts_with (facts, DROVER_FACT_SYSTEM, DROVER_SIDE_SOURCE, system, 1);
  return drover_facts_with (timed, DROVER_FACT_ALL_NETWORKS, DROVER_SIDE_SOURCE, fact, 1);
}

/* A guest's own taps are no difference of hosts, nor is a clock that nobody would notice. */
static void
test_networks (void)
{
  g_autoptr (DroverFacts) a = networked ("br0", "br0 eth0 lo vnet3", 300);
  g_autoptr (DroverFacts) b = networked ("br1", "br0 eth0 lo", -300);
  g_autoptr (DroverFacts) late = networked ("br0", NULL, -90000);
  DroverFacts *const hosts[] = { a, b, late };
  g_autoptr (GPtrArray) rows = drover_compare_hosts (hosts, 2);
  g_autoptr (GPtrArray) all = drover_compare_hosts (hosts, 3);

  g_assert_cmpint (find (rows, "network.lan")->kind, ==, DROVER_ROW_DIFFERS);
  g_assert_cmpint (find (rows, "network.lan")->relevance, ==, DROVER_RELEVANCE_MOVING);
  g_assert_cmpint (find (rows, "network.links")->kind, ==, DROVER_ROW_EQUAL);
  g_assert_cmpstr (find (rows, "network.links")->values->pdata[0], ==, "br0, eth0");
  g_assert_cmpint (find (rows, "host.clock")->kind, ==, DROVER_ROW_EQUAL);
  g_assert_cmpint (find (all, "host.clock")->kind, ==, DROVER_ROW_DIFFERS);
  g_assert_cmpint (find (all, "network.links")->kind, ==, DROVER_ROW_UNKNOWN);
}

/* Every check that a row leads to is there, every id is told once, every group and relevance has words. */
static void
test_tables (void)
{
  g_autoptr (GPtrArray) rows = compare ("host-alpha.xml", "host-beta-older.xml", "host-beta-fedora.xml");
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      const DroverComparisonRow *row = rows->pdata[i];

      g_assert_true (g_hash_table_add (ids, row->id));
      g_assert_nonnull (drover_comparison_group_get_label (row->group));
      g_assert_nonnull (drover_relevance_get_label (row->relevance));
      if (row->check != NULL)
        g_assert_nonnull (drover_check_find (row->check));
    }
  g_assert_true (g_hash_table_contains (ids, "cpu.tsc"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/differences", test_differences);
  g_test_add_func ("/comparison/unknown", test_unknown);
  g_test_add_func ("/comparison/same-uuid", test_same_uuid);
  g_test_add_func ("/comparison/no-kvm", test_no_kvm);
  g_test_add_func ("/comparison/networks", test_networks);
  g_test_add_func ("/comparison/tables", test_tables);
  return g_test_run ();
}
