/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"
#include "facts/drover-cpu-features.h"
#include "virt/drover-cpu-compare.h"

/* More than any libvirt knows; a host that lies shall not keep us. */
#define MAX_COMPARED 256

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_CAPABILITIES, DROVER_NEED_SAME, FALSE },
};

/* What the host does not tell is a reason; that it is gone is an error of the whole. Takes @local. */
static gboolean
note_reason (GError *local, char **reason, GError **error)
{
  if (drover_error_is_connection (local))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *reason = g_strdup (local->message);
  g_error_free (local);
  return TRUE;
}

static gboolean
fill_bare (DroverFactCpuOffer *fact, DroverConnection *connection, const DroverCpu *cpu, GError **error)
{
  GError *local = NULL;
  g_autofree char *xml = drover_connection_expand_host_cpu (connection, cpu->xml, &local);
  g_autoptr (DroverCpu) expanded = xml ? drover_cpu_parse (xml, &local) : NULL;

  if (expanded == NULL)
    return note_reason (local, &fact->bare_reason, error);
  fact->bare = drover_cpu_list_features (expanded);
  return TRUE;
}

static char *
get_baseline (const DroverDomainCaps *caps,
              DroverConnection *connection,
              const char *cpu,
              gboolean expand,
              GError **error)
{
  const char *const cpus[] = { cpu, NULL };

  return drover_connection_baseline_cpu (connection, caps->emulator, caps->arch, caps->machine,
                                         caps->virt_type, cpus, expand, error);
}

static gboolean
fill_guest (DroverFactCpuOffer *fact, DroverConnection *connection, GError **error)
{
  GError *local = NULL;
  g_autofree char *cpu = drover_cpu_dup_bare_xml (fact->caps->host_cpu, &local);
  g_autofree char *whole = cpu ? get_baseline (fact->caps, connection, cpu, TRUE, &local) : NULL;
  g_autofree char *xml = whole ? get_baseline (fact->caps, connection, cpu, FALSE, &local) : NULL;
  g_autoptr (DroverCpu) expanded = xml ? drover_cpu_parse (whole, &local) : NULL;

  if (expanded == NULL)
    return note_reason (local, &fact->guest_reason, error);
  fact->guest = drover_cpu_list_features (expanded);
  fact->host_model = g_steal_pointer (&xml);
  return TRUE;
}

/* Only newer libvirts name the features that stand in a model's way; the others name them when they refuse a
 * guest of that model. */
static gboolean
ask_blockers (DroverFactCpuModel *model,
              const DroverDomainCaps *caps,
              DroverConnection *connection,
              GError **error)
{
  g_autofree char *xml = drover_cpu_dup_model_xml (model->name);
  g_autofree char *reason = NULL;
  g_autoptr (GError) local = NULL;
  DroverCpuVerdict verdict;

  if (drover_connection_compare_cpu (connection, caps->emulator, caps->arch, caps->machine, caps->virt_type,
                                     xml, &verdict, &reason, &local))
    {
      g_strfreev (model->blockers);
      model->blockers = drover_cpu_features_named_in (reason);
      return TRUE;
    }
  if (!drover_error_is_connection (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
fill_models (DroverFactCpuOffer *fact,
             DroverConnection *connection,
             GCancellable *cancellable,
             GError **error)
{
  guint n_compared = 0;

  fact->models = drover_record_list_new (&drover_fact_cpu_model_type);
  for (guint i = 0; i < fact->caps->models->len; i++)
    {
      const DroverCpuModel *model = fact->caps->models->pdata[i];
      DroverFactCpuModel *entry = drover_record_new (&drover_fact_cpu_model_type);

      entry->name = g_strdup (model->name);
      entry->usable = g_strdup (model->usable);
      entry->blockers = g_strdupv (model->blockers);
      g_ptr_array_add (fact->models, entry);
      if (g_strcmp0 (model->usable, "no") != 0 || (entry->blockers != NULL && entry->blockers[0] != NULL) ||
          n_compared++ >= MAX_COMPARED)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !ask_blockers (entry, fact->caps, connection, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  DroverConnection *connection = context->connections[side];
  const DroverHostCaps *host = drover_facts_get_capabilities (context->facts, side);
  g_autofree char *xml =
      drover_connection_get_domain_capabilities (connection, NULL, NULL, NULL, NULL, error);
  g_autoptr (DroverDomainCaps) caps = xml ? drover_domain_caps_parse (xml, error) : NULL;
  DroverFactCpuOffer *fact;

  if (caps == NULL)
    return NULL;
  fact = drover_record_new (&drover_fact_cpu_offer_type);
  fact->caps = g_steal_pointer (&caps);
  if ((host->cpu == NULL || fill_bare (fact, connection, host->cpu, error)) &&
      (fact->caps->host_cpu == NULL || fill_guest (fact, connection, error)) &&
      fill_models (fact, connection, cancellable, error))
    return fact;
  drover_record_free (&drover_fact_cpu_offer_type, fact);
  return NULL;
}

const DroverFactProvider drover_provider_cpu_offer = {
  .id = DROVER_FACT_CPU_OFFER,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 3,
  .fill = fill,
};
