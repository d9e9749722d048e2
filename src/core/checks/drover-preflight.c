/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-preflight.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/* One check of this run and what it found; %NULL while its facts are awaited. */
typedef struct {
  const DroverCheck *check;
  GPtrArray *findings;
} Slot;

struct _DroverPreflight {
  GObject parent_instance;

  DroverGatherer *gatherer;
  gboolean passive;
  GArray *slots;
  GStrv ignored;
  gint64 start_us;
  gint64 end_us;
};

static void preflight_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DroverPreflight,
                               drover_preflight,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, preflight_list_model_init))

enum {
  FINDING,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_slot (gpointer data)
{
  g_clear_pointer (&((Slot *) data)->findings, g_ptr_array_unref);
}

static void
drover_preflight_finalize (GObject *object)
{
  DroverPreflight *self = DROVER_PREFLIGHT (object);

  g_clear_object (&self->gatherer);
  g_clear_pointer (&self->slots, g_array_unref);
  g_clear_pointer (&self->ignored, g_strfreev);
  G_OBJECT_CLASS (drover_preflight_parent_class)->finalize (object);
}

static void
drover_preflight_class_init (DroverPreflightClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_preflight_finalize;

  /**
   * DroverPreflight::finding:
   * @finding: a #DroverFinding
   *
   * A check found something, or found that all is well.
   */
  signals[FINDING] = g_signal_new ("finding", DROVER_TYPE_PREFLIGHT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, DROVER_TYPE_FINDING);

  /**
   * DroverPreflight::finished:
   *
   * All checks have judged.
   */
  signals[FINISHED] = g_signal_new ("finished", DROVER_TYPE_PREFLIGHT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
drover_preflight_init (DroverPreflight *self)
{
  guint n;
  const DroverCheck *const *checks = drover_checks_get (&n);

  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  g_array_set_clear_func (self->slots, clear_slot);
  for (guint i = 0; i < n; i++)
    {
      Slot slot = { checks[i], NULL };

      g_array_append_val (self->slots, slot);
    }
}

static guint
preflight_get_n_items (GListModel *model)
{
  DroverPreflight *self = DROVER_PREFLIGHT (model);
  guint n = 0;

  for (guint i = 0; i < self->slots->len; i++)
    {
      GPtrArray *findings = g_array_index (self->slots, Slot, i).findings;

      n += findings ? findings->len : 0;
    }
  return n;
}

static gpointer
preflight_get_item (GListModel *model, guint position)
{
  DroverPreflight *self = DROVER_PREFLIGHT (model);

  for (guint i = 0; i < self->slots->len; i++)
    {
      GPtrArray *findings = g_array_index (self->slots, Slot, i).findings;
      guint len = findings ? findings->len : 0;

      if (position < len)
        return g_object_ref (findings->pdata[position]);
      position -= len;
    }
  return NULL;
}

static GType
preflight_get_item_type (GListModel *model)
{
  return DROVER_TYPE_FINDING;
}

static void
preflight_list_model_init (GListModelInterface *iface)
{
  iface->get_n_items = preflight_get_n_items;
  iface->get_item = preflight_get_item;
  iface->get_item_type = preflight_get_item_type;
}

static void
replace_findings (DroverPreflight *self, guint index, GPtrArray *findings)
{
  Slot *slot = &g_array_index (self->slots, Slot, index);
  guint position = 0;
  guint removed = slot->findings ? slot->findings->len : 0;

  for (guint i = 0; i < index; i++)
    {
      GPtrArray *before = g_array_index (self->slots, Slot, i).findings;

      position += before ? before->len : 0;
    }
  g_clear_pointer (&slot->findings, g_ptr_array_unref);
  slot->findings = findings;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, findings ? findings->len : 0);
}

static void
judge (DroverPreflight *self, guint index)
{
  const DroverCheck *check = g_array_index (self->slots, Slot, index).check;
  DroverCheckInput input = {
    .plan = drover_gatherer_get_plan (self->gatherer),
    .facts = drover_gatherer_get_facts (self->gatherer),
    .passive = self->passive,
  };
  g_autoptr (GPtrArray) findings = drover_check_run (check, &input);

  g_debug ("check %s: %u finding(s) at %" G_GINT64_FORMAT " ms", check->id, findings->len,
           (g_get_monotonic_time () - self->start_us) / 1000);
  replace_findings (self, index, g_ptr_array_ref (findings));
  for (guint i = 0; i < findings->len; i++)
    g_signal_emit (self, signals[FINDING], 0, findings->pdata[i]);
}

static void
on_settled (DroverGatherer *gatherer, guint id, guint side, DroverPreflight *self)
{
  DroverFacts *facts = drover_gatherer_get_facts (gatherer);

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = &g_array_index (self->slots, Slot, i);

      if (slot->findings == NULL && drover_check_is_ready (slot->check, facts))
        judge (self, i);
    }
}

static void
on_gathered (DroverGatherer *gatherer, DroverPreflight *self)
{
  self->end_us = g_get_monotonic_time ();
  g_signal_emit (self, signals[FINISHED], 0);
}

/**
 * drover_preflight_new:
 * @gatherer: (transfer none): knows the plan; not started yet
 * @passive: nothing may be created on any host
 *
 * Returns: (transfer full): a run of all checks
 */
DroverPreflight *
drover_preflight_new (DroverGatherer *gatherer, gboolean passive)
{
  DroverPreflight *self = g_object_new (DROVER_TYPE_PREFLIGHT, NULL);

  self->gatherer = g_object_ref (gatherer);
  self->passive = passive;
  g_signal_connect_object (gatherer, "settled", G_CALLBACK (on_settled), self, 0);
  g_signal_connect_object (gatherer, "finished", G_CALLBACK (on_gathered), self, 0);
  return self;
}

static gboolean
check_ids (const char *option, const char *const *ids, GError **error)
{
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!drover_check_id_is_known (ids[i]))
      {
        g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                     _ ("%s: no check, finding or catalogue row is called “%s”"), option, ids[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * drover_preflight_set_only:
 * @ids: (nullable): check ids, finding codes or catalogue ids
 * @error: %DROVER_ERROR_INVALID_INPUT for an unknown id
 *
 * Leaves out all other checks, and the facts only they would need.
 *
 * Returns: whether all ids are known
 */
gboolean
drover_preflight_set_only (DroverPreflight *self, const char *const *ids, GError **error)
{
  if (!check_ids ("--only", ids, error))
    return FALSE;
  if (ids == NULL || ids[0] == NULL)
    return TRUE;
  for (guint i = self->slots->len; i > 0; i--)
    {
      gboolean wanted = FALSE;

      for (gsize k = 0; ids[k] != NULL; k++)
        wanted |= drover_check_matches (g_array_index (self->slots, Slot, i - 1).check, ids[k]);
      if (!wanted)
        g_array_remove_index (self->slots, i - 1);
    }
  return TRUE;
}

/**
 * drover_preflight_set_ignored:
 * @ids: (nullable): check ids, finding codes or catalogue ids the user goes over
 * @error: %DROVER_ERROR_INVALID_INPUT for an unknown id
 *
 * Returns: whether all ids are known
 */
gboolean
drover_preflight_set_ignored (DroverPreflight *self, const char *const *ids, GError **error)
{
  if (!check_ids ("--ignore", ids, error))
    return FALSE;
  g_strfreev (self->ignored);
  self->ignored = g_strdupv ((GStrv) ids);
  return TRUE;
}

/**
 * drover_preflight_start:
 *
 * Sets out. Findings come through [signal@Preflight::finding] and the list model.
 */
void
drover_preflight_start (DroverPreflight *self)
{
  self->start_us = g_get_monotonic_time ();
  self->end_us = 0;
  /* The plan is not whole without the guest's state: flags and defaults hang on it. */
  drover_gatherer_want (self->gatherer, DROVER_FACT_GUEST_STATE, DROVER_SIDE_SOURCE);
  for (guint i = 0; i < self->slots->len; i++)
    {
      const DroverCheck *check = g_array_index (self->slots, Slot, i).check;

      for (guint k = 0; k < check->n_needs; k++)
        drover_gatherer_want (self->gatherer, check->needs[k].id,
                              drover_fact_need_get_side (&check->needs[k], DROVER_SIDE_SOURCE));
    }
  drover_gatherer_start (self->gatherer);
}

/**
 * drover_preflight_check_again:
 * @check: a check of this run
 *
 * Learns the facts that check reads once more, and lets it and all others that read them judge again.
 */
void
drover_preflight_check_again (DroverPreflight *self, const DroverCheck *check)
{
  DroverFacts *facts;

  for (guint k = 0; k < check->n_needs; k++)
    drover_gatherer_forget (self->gatherer, check->needs[k].id,
                            drover_fact_need_get_side (&check->needs[k], DROVER_SIDE_SOURCE));
  facts = drover_gatherer_get_facts (self->gatherer);
  for (guint i = 0; i < self->slots->len; i++)
    if (!drover_check_is_ready (g_array_index (self->slots, Slot, i).check, facts))
      replace_findings (self, i, NULL);
  drover_preflight_start (self);
}

/**
 * drover_preflight_cancel:
 *
 * Stops learning. The checks that still wait will say "unknown: stopped".
 */
void
drover_preflight_cancel (DroverPreflight *self)
{
  drover_gatherer_cancel (self->gatherer);
}

/**
 * drover_preflight_is_finished:
 *
 * Returns: whether all checks have judged
 */
gboolean
drover_preflight_is_finished (DroverPreflight *self)
{
  return self->end_us != 0;
}

/**
 * drover_preflight_count_judged:
 *
 * Returns: how many checks have judged
 */
guint
drover_preflight_count_judged (DroverPreflight *self)
{
  guint n = 0;

  for (guint i = 0; i < self->slots->len; i++)
    n += g_array_index (self->slots, Slot, i).findings != NULL;
  return n;
}

/**
 * drover_preflight_get_gatherer:
 *
 * Returns: (transfer none): what learns the facts
 */
DroverGatherer *
drover_preflight_get_gatherer (DroverPreflight *self)
{
  return self->gatherer;
}

/**
 * drover_preflight_list_findings:
 *
 * Returns: (transfer full) (element-type DroverFinding): all findings so far, in the order of the checks
 */
GPtrArray *
drover_preflight_list_findings (DroverPreflight *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->slots->len; i++)
    {
      GPtrArray *findings = g_array_index (self->slots, Slot, i).findings;

      for (guint k = 0; findings != NULL && k < findings->len; k++)
        g_ptr_array_add (list, g_object_ref (findings->pdata[k]));
    }
  return list;
}

/**
 * drover_preflight_get_verdict:
 *
 * Returns: the verdict over all findings so far, less those that are ignored
 */
DroverRunVerdict
drover_preflight_get_verdict (DroverPreflight *self)
{
  g_autoptr (GPtrArray) findings = drover_preflight_list_findings (self);

  return drover_findings_get_verdict (findings, (const char *const *) self->ignored);
}

/**
 * drover_preflight_is_refused:
 * @finding: (out) (transfer none) (optional): the finding that says so
 *
 * Returns: whether something was found that no option goes over
 */
gboolean
drover_preflight_is_refused (DroverPreflight *self, DroverFinding **finding)
{
  g_autoptr (GPtrArray) findings = drover_preflight_list_findings (self);

  for (guint i = 0; i < findings->len; i++)
    {
      DroverVerdict verdict = drover_finding_get_verdict (findings->pdata[i]);

      if (drover_finding_is_ignorable (findings->pdata[i]) ||
          (verdict != DROVER_VERDICT_BLOCK && verdict != DROVER_VERDICT_UNKNOWN))
        continue;
      if (finding != NULL)
        *finding = findings->pdata[i];
      return TRUE;
    }
  return FALSE;
}

/**
 * drover_preflight_dup_settled_plan:
 *
 * Settles who steers where that was left open: peer-to-peer survives the death of this program, so it is
 * chosen where it was seen to work.
 *
 * Returns: (transfer full): the plan as it can be carried out
 */
DroverPlan *
drover_preflight_dup_settled_plan (DroverPreflight *self)
{
  DroverPlan *plan = drover_gatherer_get_plan (self->gatherer);
  const DroverFactRehearsal *rehearsal =
      drover_facts_get_rehearsal (drover_gatherer_get_facts (self->gatherer));

  if (drover_plan_get_mode (plan) != DROVER_MIGRATE_MODE_AUTO)
    return drover_plan_ref (plan);
  return drover_plan_with_mode (plan, rehearsal != NULL && g_strcmp0 (rehearsal->p2p, "done") == 0
                                          ? DROVER_MIGRATE_MODE_P2P
                                          : DROVER_MIGRATE_MODE_MANAGED);
}

/**
 * drover_preflight_get_elapsed_ms:
 *
 * Returns: how long the run took or has taken so far, in milliseconds
 */
gint64
drover_preflight_get_elapsed_ms (DroverPreflight *self)
{
  return ((self->end_us ? self->end_us : g_get_monotonic_time ()) - self->start_us) / 1000;
}
