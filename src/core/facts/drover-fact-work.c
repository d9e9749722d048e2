/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-fact-work.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"

/* One run of one provider. */
typedef struct {
  const DroverFactProvider *provider;
  DroverSide side;
  DroverFactContext context;
  DroverSlots *slots;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  drover_slots_give (work->slots, drover_fact_provider_get_hosts (work->provider, work->side));
  drover_plan_unref ((DroverPlan *) work->context.plan);
  drover_facts_unref ((DroverFacts *) work->context.facts);
  for (guint i = 0; i < G_N_ELEMENTS (work->context.connections); i++)
    g_clear_object (&work->context.connections[i]);
  drover_slots_unref (work->slots);
  g_free (work);
}

static gpointer
run_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return work->provider->fill (&work->context, work->side, cancellable, error);
}

/**
 * drover_fact_work_async:
 * @provider: who is to learn a fact
 * @side: of this side
 * @host: what the host is called in an error
 * @context: what it may use; copied
 * @slots: where a call was taken for each host of the provider; given back when the provider is through, even
 *   when nobody waits for it any more
 * @cancellable: (nullable): gives it up
 * @callback: called in the thread-default main context, at the latest at the provider's time limit
 *
 * Runs a provider in a thread of its own.
 */
void
drover_fact_work_async (const DroverFactProvider *provider,
                        DroverSide side,
                        const char *host,
                        const DroverFactContext *context,
                        DroverSlots *slots,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autofree char *what = g_strdup_printf ("%s: %s", host, drover_fact_get_name (provider->id));
  Work *work = g_new0 (Work, 1);

  work->provider = provider;
  work->side = side;
  work->slots = drover_slots_ref (slots);
  work->context = *context;
  drover_plan_ref ((DroverPlan *) context->plan);
  drover_facts_ref ((DroverFacts *) context->facts);
  for (guint i = 0; i < G_N_ELEMENTS (work->context.connections); i++)
    if (work->context.connections[i] != NULL)
      g_object_ref (work->context.connections[i]);
  drover_call_async (what, run_work, work, work_free, drover_record_unref,
                     context->timeout_ms * MAX (provider->limit_factor, 1), cancellable, callback, user_data);
}

/**
 * drover_fact_work_finish:
 * @error: why nothing was learned
 *
 * Returns: (transfer full): the record of the fact
 */
gpointer
drover_fact_work_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local = NULL;
  gpointer record = drover_call_finish (result, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (record == NULL)
    g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("nothing was learned"));
  return record;
}
