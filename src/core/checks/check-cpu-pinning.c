/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "cpu-pinning.no-such-cpu", "R3", DROVER_VERDICT_BLOCK,
    N_ ("The guest is tied to CPUs that the target does not have"),
    N_ ("The target would refuse to start it: “cannot set CPU affinity on process”."),
    "undo-cpu-pinning", FALSE },
  { "cpu-pinning.no-such-node", "R3", DROVER_VERDICT_BLOCK,
    N_ ("The guest's memory is tied to NUMA nodes that the target does not have"),
    N_ ("The target would refuse to start it."),
    "undo-cpu-pinning", FALSE },
  { "cpu-pinning.some-missing", "R3", DROVER_VERDICT_WARN,
    N_ ("The guest is tied to some CPUs that the target does not have"),
    N_ ("The kernel then uses those of the list that are there, so the guest may get fewer CPUs than it had; "
        "with cgroups of version 1 the target refuses to start it."),
    "undo-cpu-pinning", FALSE },
  { NULL },
};
/* clang-format on */

/* No host has more CPUs or nodes; a range that goes on for ever is no reason to count for ever. */
#define MAX_NUMBER 65535

/* libvirt's lists: "0-3,^2,8". (transfer full) (nullable): the numbers; %NULL where it is no such list. */
static GHashTable *
parse_list (const char *list)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      gboolean without = part[0] == '^';
      g_auto (GStrv) ends = g_strsplit (without ? part + 1 : part, "-", 2);
      guint64 first;
      guint64 last;

      if (ends[0] == NULL || !g_ascii_string_to_unsigned (ends[0], 10, 0, MAX_NUMBER, &first, NULL))
        return NULL;
      last = first;
      if (ends[1] != NULL && !g_ascii_string_to_unsigned (ends[1], 10, first, MAX_NUMBER, &last, NULL))
        return NULL;
      for (guint64 number = first; number <= last; number++)
        if (without)
          g_hash_table_remove (numbers, GUINT_TO_POINTER ((guint) number));
        else
          g_hash_table_add (numbers, GUINT_TO_POINTER ((guint) number));
    }
  return g_steal_pointer (&numbers);
}

static GHashTable *
list_cpus (const DroverHostCaps *caps)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < caps->cells->len; i++)
    {
      const DroverHostCell *cell = caps->cells->pdata[i];

      for (gsize k = 0; cell->cpus[k] != NULL; k++)
        g_hash_table_add (numbers, GUINT_TO_POINTER ((guint) g_ascii_strtoull (cell->cpus[k], NULL, 10)));
    }
  return numbers;
}

static GHashTable *
list_nodes (const DroverHostCaps *caps)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < caps->cells->len; i++)
    g_hash_table_add (numbers, GUINT_TO_POINTER ((guint) ((DroverHostCell *) caps->cells->pdata[i])->id));
  return numbers;
}

static char *
describe (GHashTable *numbers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint number = 0, left = g_hash_table_size (numbers); left > 0 && number <= MAX_NUMBER; number++)
    if (g_hash_table_contains (numbers, GUINT_TO_POINTER (number)))
      {
        g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", number);
        left--;
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
count_missing (GHashTable *wanted, GHashTable *offered)
{
  GHashTableIter iter;
  gpointer number;
  guint missing = 0;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    missing += !g_hash_table_contains (offered, number);
  return missing;
}

/* sched_setaffinity(2) takes a list of CPUs of which one exists, and refuses one of which none does; libvirt
 * wants every node of a list to be there. */
static void
judge_list (DroverFindings *findings, const char *what, const char *list, GHashTable *offered, gboolean nodes)
{
  g_autoptr (GHashTable) wanted = list ? parse_list (list) : NULL;
  g_autofree char *there = NULL;
  const char *code = nodes ? "cpu-pinning.no-such-node" : "cpu-pinning.some-missing";
  DroverFinding *finding;
  guint missing;

  if (list == NULL || list[0] == '\0')
    return;
  if (wanted == NULL)
    {
      drover_findings_add_unknown (findings, _ ("%s: “%s” is no list of numbers"), what, list);
      return;
    }
  missing = count_missing (wanted, offered);
  if (missing == 0)
    return;
  if (!nodes && missing == g_hash_table_size (wanted))
    code = "cpu-pinning.no-such-cpu";
  there = describe (offered);
  finding = drover_findings_add (findings, code);
  drover_finding_set_subject (finding, what);
  drover_finding_set_source (finding, list);
  drover_finding_set_target (finding, there);
  drover_finding_set_evidence (finding, _ ("%s: the guest wants %s, the target has %s"), what, list, there);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GHashTable) cpus = list_cpus (caps);
  g_autoptr (GHashTable) nodes = list_nodes (caps);

  if (guest == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  if (g_hash_table_size (cpus) == 0)
    {
      drover_findings_add_unknown (findings, _ ("the target does not tell which CPUs it has"));
      return;
    }
  if (g_strcmp0 (guest->vcpu_placement, "auto") != 0)
    judge_list (findings, "vcpu", guest->cpuset, cpus, FALSE);
  for (guint i = 0; i < guest->pins->len; i++)
    {
      const DroverCpuPin *pin = guest->pins->pdata[i];
      g_autofree char *what =
          pin->id < 0 ? g_strdup (pin->kind) : g_strdup_printf ("%s %" G_GINT64_FORMAT, pin->kind, pin->id);

      judge_list (findings, what, pin->cpuset, cpus, FALSE);
    }
  judge_list (findings, "numatune", guest->memory_backing->numa_nodeset, nodes, TRUE);
  for (gsize i = 0; guest->memory_backing->numa_cell_nodesets[i] != NULL; i++)
    judge_list (findings, "memnode", guest->memory_backing->numa_cell_nodesets[i], nodes, TRUE);
}

const DroverCheck drover_check_cpu_pinning = {
  .id = "cpu-pinning",
  .catalog = "R3",
  .group = DROVER_GROUP_CAPACITY,
  .title = N_ ("The target has the CPUs and nodes the guest is tied to"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_MIGRATABLE, DROVER_NEED_SOURCE, TRUE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
