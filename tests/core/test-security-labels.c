/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every security label a guest can be sent with, against every set of models a target can have. */
#include <string.h>

#include "drover-core.h"

/* The columns of tests/data/security/labels.txt. */
static const char *const targets[] = { "apparmor,dac", "selinux,dac", "dac", "-" };
enum { MODEL, TYPE, LIBVIRT, FIRST_TARGET, N_COLUMNS = FIRST_TARGET + G_N_ELEMENTS (targets) };

static DroverGuest *
guest_with_label (const char *model, const char *type)
{
  g_autoptr (GString) label = g_string_new (NULL);
  g_autofree char *xml = NULL;

  if (!g_str_equal (type, "-"))
    {
      g_string_append_printf (label, "<seclabel type='%s'", type);
      if (!g_str_equal (model, "-"))
        g_string_append_printf (label, " model='%s'", model);
      g_string_append (label, "/>");
    }
  xml = g_strdup_printf (
      "<domain type='kvm'><name>demo</name><uuid>5f2b7c1e-8d34-4a6b-9c0f-1e2d3c4b5a69</uuid>"
      "<memory>1024</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><devices/>%s</domain>",
      label->str);
  return drover_guest_parse (xml, NULL);
}

static DroverHostCaps *
caps_with_models (const char *models)
{
  g_auto (GStrv) names = g_strsplit (models, ",", -1);
  g_autoptr (GString) xml = g_string_new ("<capabilities><host><cpu><arch>x86_64</arch></cpu>");

  for (gsize i = 0; names[i] != NULL; i++)
    if (!g_str_equal (names[i], "-"))
      g_string_append_printf (xml, "<secmodel><model>%s</model><doi>0</doi></secmodel>", names[i]);
  g_string_append (xml, "</host></capabilities>");
  return drover_host_caps_parse (xml->str, NULL);
}

static DroverFactIdentity *
identity_of (const char *libvirt)
{
  DroverFactIdentity *identity = drover_record_new (&drover_fact_identity_type);
  g_auto (GStrv) parts = g_strsplit (libvirt, ".", -1);

  identity->libvirt_version = g_ascii_strtoll (parts[0], NULL, 10) * 1000000 +
                              g_ascii_strtoll (parts[1], NULL, 10) * 1000 +
                              g_ascii_strtoll (parts[2], NULL, 10);
  return identity;
}

/* Takes the record. */
static void
add_fact (DroverFacts **facts, DroverFactId id, DroverSide side, gpointer record)
{
  DroverFacts *more;

  g_assert_nonnull (record);
  more = drover_facts_with (*facts, id, side, record, 0);
  drover_facts_unref (*facts);
  *facts = more;
}

static void
assert_way_out (DroverPlan *plan, DroverFacts *facts, DroverFinding *finding, const char *row)
{
  g_autoptr (GPtrArray) offers = drover_remedies_offer (plan, facts, finding);
  g_autofree char *change =
      g_strdup_printf ("without-seclabel=%s", drover_finding_get_argument (finding, "model"));
  const DroverRemedyOffer *first = offers->len > 0 ? offers->pdata[0] : NULL;

  if (first == NULL || first->options == NULL || strstr (first->commands[0], change) == NULL)
    g_error ("%s: the first way out is “%s”", row, first ? first->commands[0] : "none");
}

static void
check_cell (const char *row, char *const *cells, gsize target)
{
  g_autoptr (DroverUri) source = drover_uri_parse ("qemu+ssh://alpha/system", NULL);
  g_autoptr (DroverUri) there = drover_uri_parse ("qemu+ssh://beta/system", NULL);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) plan = drover_plan_new (source, there, "demo", options);
  g_autoptr (DroverFacts) facts = drover_facts_new ();
  g_autoptr (GPtrArray) findings = NULL;
  DroverFinding *first;

  add_fact (&facts, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE, guest_with_label (cells[MODEL], cells[TYPE]));
  add_fact (&facts, DROVER_FACT_CAPABILITIES, DROVER_SIDE_TARGET, caps_with_models (targets[target]));
  add_fact (&facts, DROVER_FACT_IDENTITY, DROVER_SIDE_TARGET, identity_of (cells[LIBVIRT]));
  findings =
      drover_check_run (drover_check_find ("security-model"), &(DroverCheckInput){ plan, facts, FALSE });
  first = findings->pdata[0];
  if (g_strcmp0 (drover_verdict_to_string (drover_finding_get_verdict (first)),
                 cells[FIRST_TARGET + target]) != 0)
    g_error ("%s: to a target with %s it says %s (%s)", row, targets[target], drover_finding_get_code (first),
             drover_finding_get_evidence (first) ? drover_finding_get_evidence (first) : "");
  if (drover_finding_get_verdict (first) == DROVER_VERDICT_BLOCK)
    assert_way_out (plan, facts, first, row);
}

static void
test_labels (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "security", "labels.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  rows = g_strsplit (text, "\n", -1);
  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (rows[i], " \t", -1);
      g_autoptr (GPtrArray) cells = g_ptr_array_new ();

      if (rows[i][0] == '#' || rows[i][0] == '\0')
        continue;
      for (gsize k = 0; words[k] != NULL; k++)
        if (words[k][0] != '\0')
          g_ptr_array_add (cells, words[k]);
      g_assert_cmpuint (cells->len, ==, N_COLUMNS);
      for (gsize target = 0; target < G_N_ELEMENTS (targets); target++)
        check_cell (rows[i], (char *const *) cells->pdata, target);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security/labels", test_labels);
  return g_test_run ();
}
