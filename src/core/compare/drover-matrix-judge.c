/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks of a matrix: those of Preflight, as far as what they read can be learned once for many guests.
 */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"
#include "compare/drover-matrix-subject.h"

/* What the matrix learns. Nothing of it touches a host. */
static const DroverFactId learned[] = {
  DROVER_FACT_CONNECTION, DROVER_FACT_IDENTITY,  DROVER_FACT_CAPABILITIES, DROVER_FACT_DOMCAPS,
  DROVER_FACT_CPU,        DROVER_FACT_CPU_OFFER, DROVER_FACT_MEMORY,       DROVER_FACT_GUESTS,
  DROVER_FACT_POOLS,      DROVER_FACT_GUEST_XML, DROVER_FACT_MIGRATABLE,   DROVER_FACT_GUEST_STATE,
};

static gboolean
is_learned (DroverFactId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (learned); i++)
    if (learned[i] == id)
      return TRUE;
  return FALSE;
}

static gboolean
is_wholly_learned (const DroverCheck *check)
{
  for (guint i = 0; i < check->n_needs; i++)
    if (!is_learned (check->needs[i].id))
      return FALSE;
  return TRUE;
}

/**
 * drover_matrix_looks_at:
 *
 * Returns: whether a matrix lets the check judge: it learns all that the check cannot do without
 */
gboolean
drover_matrix_looks_at (const DroverCheck *check)
{
  guint n_required = 0;

  for (guint i = 0; i < check->n_needs; i++)
    {
      if (check->needs[i].optional)
        continue;
      if (!is_learned (check->needs[i].id))
        return FALSE;
      n_required++;
    }
  return n_required > 0 || is_wholly_learned (check);
}

/* What is not known because a matrix does not look there is no finding of its. */
static gboolean
counts (DroverFinding *finding)
{
  switch (drover_finding_get_verdict (finding))
    {
    case DROVER_VERDICT_BLOCK:
    case DROVER_VERDICT_WARN:
      return TRUE;
    case DROVER_VERDICT_UNKNOWN:
      return is_wholly_learned (drover_finding_get_check (finding));
    case DROVER_VERDICT_PASS:
    case DROVER_VERDICT_INFO:
    case DROVER_VERDICT_NOT_APPLICABLE:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/* One that is off moves as its definition alone. */
static DroverPlan *
make_plan (const DroverMatrixSubject *subject, const DroverUri *source, const DroverUri *target)
{
  const DroverFactGuestState *state = drover_facts_get_guest_state (subject->facts);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverPlan) bare = NULL;

  drover_migrate_options_set_flag (options, DROVER_OPTION_OFFLINE, !subject->active);
  bare = drover_plan_new (source, target, subject->name, options);
  return drover_plan_with_guest (bare, subject->name, state ? state->uuid : NULL,
                                 state == NULL || state->persistent, subject->active);
}

/**
 * drover_matrix_judge:
 * @subject: one of which the facts are there
 * @source: its host
 * @target: where it might go
 * @there: the target and its answers, under %DROVER_SIDE_TARGET
 * @here: (nullable): the answers of the subject's own host, for the way back, under %DROVER_SIDE_TARGET
 *
 * Lets the checks of Preflight judge, in their passive form. A pure function; may be called from any thread.
 *
 * Returns: (transfer full): what they say
 */
DroverMatrixCell *
drover_matrix_judge (const DroverMatrixSubject *subject,
                     const DroverUri *source,
                     const DroverUri *target,
                     const DroverFacts *there,
                     const DroverFacts *here)
{
  g_autoptr (DroverPlan) plan = make_plan (subject, source, target);
  g_autoptr (DroverFacts) own =
      here ? drover_facts_with_side (subject->facts, DROVER_SIDE_SOURCE, here, DROVER_SIDE_TARGET)
           : drover_facts_ref (subject->facts);
  g_autoptr (DroverFacts) facts = drover_facts_with_side (own, DROVER_SIDE_TARGET, there, DROVER_SIDE_TARGET);
  const DroverCheckInput input = { .plan = plan, .facts = facts, .passive = TRUE };
  DroverMatrixCell *cell = g_new0 (DroverMatrixCell, 1);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  cell->findings = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      if (!drover_matrix_looks_at (checks[i]))
        continue;
      drover_check_run_into (checks[i], &input, findings);
      for (guint k = 0; k < findings->len; k++)
        if (counts (findings->pdata[k]))
          g_ptr_array_add (cell->findings, g_object_ref (findings->pdata[k]));
      g_ptr_array_set_size (findings, 0);
    }
  cell->verdict = drover_findings_get_verdict (cell->findings, NULL);
  return cell;
}

/**
 * drover_matrix_cell_free:
 * @cell: (nullable) (transfer full): what to release
 */
void
drover_matrix_cell_free (DroverMatrixCell *cell)
{
  if (cell == NULL)
    return;
  g_clear_pointer (&cell->findings, g_ptr_array_unref);
  g_free (cell);
}

/**
 * drover_matrix_cell_get_label:
 * @cell: (nullable): of the matrix
 *
 * Returns: whether the guest can move, in a word
 */
const char *
drover_matrix_cell_get_label (const DroverMatrixCell *cell)
{
  if (cell == NULL)
    return _ ("unknown");
  switch (cell->verdict)
    {
    case DROVER_RUN_READY:
      return _ ("yes");
    case DROVER_RUN_WARNINGS:
      /* Translators: a guest can move, with warnings; one short word for a table */
      return _ ("warns");
    case DROVER_RUN_BLOCKED:
      return _ ("no");
    case DROVER_RUN_UNKNOWN:
      return _ ("unknown");
    }
  g_return_val_if_reached (NULL);
}
