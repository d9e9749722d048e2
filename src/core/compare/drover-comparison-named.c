/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that each host has names for: machine types, CPU models, pools. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "compare/drover-comparison-private.h"

/* A name that at least one host has, asked of each. */
typedef void (*ListNames) (const DroverFacts *facts, GHashTable *names);
typedef char *(*ReadNamed) (const DroverFacts *facts, const char *name);
typedef void (*JudgeNamed) (DroverComparisonRow *row, DroverFacts *const *hosts);

static void
add_named (GPtrArray *rows,
           DroverFacts *const *hosts,
           guint n_hosts,
           const DroverRowSource *kind,
           ListNames list,
           ReadNamed read,
           JudgeNamed judge)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) sorted = NULL;

  for (guint k = 0; k < n_hosts; k++)
    list (hosts[k], names);
  sorted = g_list_sort (g_hash_table_get_keys (names), (GCompareFunc) g_strcmp0);
  for (const GList *name = sorted; name != NULL; name = name->next)
    {
      g_autofree char *id = g_strconcat (kind->id, ".", name->data, NULL);
      DroverComparisonRow *row =
          drover_comparison_row_new (kind->group, id, name->data, kind->relevance, kind->check);

      for (guint k = 0; k < n_hosts; k++)
        g_ptr_array_add (row->values, read (hosts[k], name->data));
      drover_comparison_row_judge (row, FALSE);
      if (judge != NULL)
        judge (row, hosts);
      g_ptr_array_add (rows, row);
    }
}

static const DroverGuestArch *
arch_of (const DroverFacts *facts)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (facts, DROVER_SIDE_SOURCE);

  return caps != NULL && caps->arch != NULL ? drover_host_caps_find_guest_arch (caps, caps->arch) : NULL;
}

static void
list_machines (const DroverFacts *facts, GHashTable *names, gboolean aliases)
{
  const DroverGuestArch *arch = arch_of (facts);

  for (guint i = 0; arch != NULL && i < arch->machines->len; i++)
    {
      const DroverMachine *machine = arch->machines->pdata[i];

      if (machine->name != NULL && (machine->canonical != NULL) == aliases)
        g_hash_table_add (names, machine->name);
    }
}

static void
list_types (const DroverFacts *facts, GHashTable *names)
{
  list_machines (facts, names, FALSE);
}

static void
list_aliases (const DroverFacts *facts, GHashTable *names)
{
  list_machines (facts, names, TRUE);
}

static char *
read_machine (const DroverFacts *facts, const char *name)
{
  const DroverGuestArch *arch = arch_of (facts);

  if (arch == NULL)
    return NULL;
  for (guint i = 0; i < arch->machines->len; i++)
    {
      const DroverMachine *machine = arch->machines->pdata[i];

      if (g_strcmp0 (machine->name, name) == 0)
        return g_strdup (machine->canonical ? machine->canonical : _ ("yes"));
    }
  return g_strdup (_ ("no"));
}

static void
list_pools (const DroverFacts *facts, GHashTable *names)
{
  const DroverFactPools *pools = drover_facts_get_pools (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; pools != NULL && pools->pools != NULL && i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (pool->name != NULL)
        g_hash_table_add (names, pool->name);
    }
}

static char *
read_pool (const DroverFacts *facts, const char *name)
{
  const DroverFactPools *pools = drover_facts_get_pools (facts, DROVER_SIDE_SOURCE);

  if (pools == NULL)
    return NULL;
  for (guint i = 0; pools->pools != NULL && i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (g_strcmp0 (pool->name, name) != 0)
        continue;
      return g_strdup_printf ("%s, %s, %s%s%s", pool->type ? pool->type : "?",
                              pool->active ? _ ("started") : _ ("stopped"), pool->path ? pool->path : "?",
                              pool->source ? " ← " : "", pool->source ? pool->source : "");
    }
  return g_strdup (_ ("none"));
}

static void
list_networks (const DroverFacts *facts, GHashTable *names)
{
  const DroverFactNetworks *fact = drover_facts_get_all_networks (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; fact != NULL && fact->networks != NULL && i < fact->networks->len; i++)
    {
      const DroverFactNetwork *network = fact->networks->pdata[i];

      if (network->name != NULL)
        g_hash_table_add (names, network->name);
    }
}

/* The bridge that libvirt makes for it is its own affair; one that it only names is the host's. */
static char *
read_network (const DroverFacts *facts, const char *name)
{
  const DroverFactNetworks *fact = drover_facts_get_all_networks (facts, DROVER_SIDE_SOURCE);

  if (fact == NULL)
    return NULL;
  for (guint i = 0; fact->networks != NULL && i < fact->networks->len; i++)
    {
      const DroverFactNetwork *network = fact->networks->pdata[i];
      gboolean bridged = g_strcmp0 (network->forward, "bridge") == 0 && network->bridge != NULL;
      g_autofree char *addresses = network->addresses ? g_strjoinv (", ", network->addresses) : NULL;

      if (g_strcmp0 (network->name, name) == 0)
        return g_strdup_printf (
            "%s%s%s, %s%s%s", network->forward ? network->forward : "?", bridged ? " " : "",
            bridged ? network->bridge : "", network->active ? _ ("started") : _ ("stopped"),
            addresses != NULL && addresses[0] != '\0' ? ", " : "", addresses ? addresses : "");
    }
  return g_strdup (_ ("none"));
}

static void
list_models (const DroverFacts *facts, GHashTable *names)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; offer != NULL && offer->models != NULL && i < offer->models->len; i++)
    {
      const DroverFactCpuModel *model = offer->models->pdata[i];

      if (model->name != NULL)
        g_hash_table_add (names, model->name);
    }
}

static char *
describe_model (const DroverFactCpuModel *model)
{
  g_autofree char *blockers = NULL;

  if (g_strcmp0 (model->usable, "yes") == 0)
    return g_strdup (_ ("usable"));
  /* one that nobody judged is no difference */
  if (g_strcmp0 (model->usable, "no") != 0)
    return NULL;
  if (model->blockers == NULL || model->blockers[0] == NULL)
    return g_strdup (_ ("not usable"));
  blockers = g_strjoinv (", ", model->blockers);
  /* Translators: the features that a host lacks for a CPU model */
  return g_strdup_printf (_ ("lacks %s"), blockers);
}

static char *
read_cpu_model (const DroverFacts *facts, const char *name)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);

  if (offer == NULL || offer->models == NULL || offer->models->len == 0)
    return NULL;
  for (guint i = 0; i < offer->models->len; i++)
    {
      const DroverFactCpuModel *model = offer->models->pdata[i];

      if (g_strcmp0 (model->name, name) == 0)
        return describe_model (model);
    }
  return g_strdup (_ ("not known"));
}

/* One of QEMU's versions of a model, as in Nehalem-v1. */
static gboolean
is_versioned (const char *model)
{
  const char *version = g_strrstr (model, "-v");

  return version != NULL && version[2] != '\0' && strspn (version + 2, "0123456789") == strlen (version + 2);
}

/**
 * drover_comparison_has_versions:
 *
 * Returns: whether the host's libvirt knows QEMU's versions of CPU models, which newer ones do
 */
gboolean
drover_comparison_has_versions (const DroverFacts *facts)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; offer != NULL && offer->models != NULL && i < offer->models->len; i++)
    {
      const DroverFactCpuModel *model = offer->models->pdata[i];

      if (model->name != NULL && is_versioned (model->name))
        return TRUE;
    }
  return FALSE;
}

/* Usable, but for libvirts that have no versions of models. */
static gboolean
is_only_unheard_of (const DroverComparisonRow *row, DroverFacts *const *hosts)
{
  for (guint i = 0; i < row->values->len; i++)
    {
      const char *value = row->values->pdata[i];

      if (value != NULL && g_strcmp0 (value, _ ("usable")) != 0 &&
          (g_strcmp0 (value, _ ("not known")) != 0 || drover_comparison_has_versions (hosts[i])))
        return FALSE;
    }
  return TRUE;
}

/* A model that no host can give differs in nothing: what stands in its way is no matter of who has it. That a
 * libvirt has no versions of models is said in one row, not for each.
 */
static void
judge_model (DroverComparisonRow *row, DroverFacts *const *hosts)
{
  gboolean known = TRUE;

  if (is_versioned (row->label) && is_only_unheard_of (row, hosts))
    row->remarkable = FALSE;
  for (guint i = 0; i < row->values->len; i++)
    if (g_strcmp0 (row->values->pdata[i], _ ("usable")) == 0)
      return;
    else if (row->values->pdata[i] == NULL)
      known = FALSE;
  row->kind = known ? DROVER_ROW_EQUAL : DROVER_ROW_UNKNOWN;
  row->remarkable = FALSE;
}

static const struct {
  DroverRowSource kind;
  ListNames list;
  ReadNamed read;
  JudgeNamed judge; /* NULL: any two values that are not the same differ */
} named_rows[] = {
  { { .group = "models", .id = "model", .relevance = DROVER_RELEVANCE_MOVING, .check = "cpu" },
    list_models,
    read_cpu_model,
    judge_model },
  { { .group = "machines", .id = "machine", .relevance = DROVER_RELEVANCE_MOVING, .check = "machine" },
    list_types,
    read_machine },
  { { .group = "machines", .id = "alias", .relevance = DROVER_RELEVANCE_NEW_GUESTS },
    list_aliases,
    read_machine },
  { { .group = "storage", .id = "pool", .relevance = DROVER_RELEVANCE_MOVING, .check = "storage-paths" },
    list_pools,
    read_pool },
  { { .group = "network", .id = "network", .relevance = DROVER_RELEVANCE_MOVING, .check = "network" },
    list_networks,
    read_network },
};

/* Adds a row for every name that any host has. */
void
drover_comparison_add_named (GPtrArray *rows, DroverFacts *const *hosts, guint n_hosts)
{
  for (guint i = 0; i < G_N_ELEMENTS (named_rows); i++)
    add_named (rows, hosts, n_hosts, &named_rows[i].kind, named_rows[i].list, named_rows[i].read,
               named_rows[i].judge);
}
