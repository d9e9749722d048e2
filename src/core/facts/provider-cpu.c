/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"
#include "facts/drover-cpu-features.h"
#include "facts/drover-sent-cpu.h"
#include "virt/drover-cpu-compare.h"

/* The source is asked as well: that is the way back. */
static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_MIGRATABLE, DROVER_NEED_SOURCE, FALSE },
};

typedef struct {
  DroverCpuVerdict verdict;
  char *reason;
} Answer;

static gboolean
compare (DroverConnection *connection,
         const DroverGuest *guest,
         const DroverCpu *cpu,
         gboolean plainly,
         Answer *answer,
         GError **error)
{
  return drover_connection_compare_cpu (connection, plainly ? NULL : guest->emulator, guest->os->arch,
                                        plainly ? NULL : guest->os->machine, guest->virt_type, cpu->xml,
                                        &answer->verdict, &answer->reason, error);
}

static const char *
verdict_to_string (DroverCpuVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_CPU_INCOMPATIBLE:
      return "incompatible";
    case DROVER_CPU_IDENTICAL:
      return "identical";
    case DROVER_CPU_SUPERSET:
      return "superset";
    }
  g_return_val_if_reached ("unsupported");
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  DroverConnection *connection = context->connections[side];
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  const DroverCpu *cpu = drover_sent_cpu (context->facts);
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) plain_error = NULL;
  Answer answer = { DROVER_CPU_INCOMPATIBLE, NULL };
  DroverFactCpu *fact;

  if (guest == NULL)
    return NULL;

  /* An emulator or machine type the host does not have is another finding's matter; its CPU is judged by what
   * it would use instead. */
  if (cpu != NULL && !compare (connection, guest, cpu, FALSE, &answer, &refusal) &&
      !compare (connection, guest, cpu, TRUE, &answer, &plain_error) &&
      !g_error_matches (plain_error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&plain_error));
      return NULL;
    }

  fact = drover_record_new (&drover_fact_cpu_type);
  if (cpu == NULL)
    fact->verdict = g_strdup ("none");
  else if (plain_error != NULL)
    fact->verdict = g_strdup ("unsupported");
  else
    fact->verdict = g_strdup (verdict_to_string (answer.verdict));
  fact->reason = plain_error ? g_strdup (plain_error->message) : answer.reason;
  fact->missing = drover_cpu_features_named_in (answer.reason);
  return fact;
}

const DroverFactProvider drover_provider_cpu = {
  .id = DROVER_FACT_CPU,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 3,
  .fill = fill,
};
