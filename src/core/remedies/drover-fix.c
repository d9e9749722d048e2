/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remedies/drover-fix.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-call.h"
#include "remedies/drover-fix-private.h"

/* How long both hosts are looked at before somebody sees what would be done. */
#define PREPARE_MS 30000

static const DroverFixActions *const tables[] = {
  &drover_fix_actions_block_job,  &drover_fix_actions_definition, &drover_fix_actions_device,
  &drover_fix_actions_disc,       &drover_fix_actions_filter,     &drover_fix_actions_network,
  &drover_fix_actions_next_start, &drover_fix_actions_pool,       &drover_fix_actions_secret,
  &drover_fix_actions_snapshot,   &drover_fix_actions_stale,      &drover_fix_actions_state,
};

G_DEFINE_FINAL_TYPE (DroverFix, drover_fix, G_TYPE_OBJECT)

static void
drover_fix_finalize (GObject *object)
{
  DroverFix *self = DROVER_FIX (object);

  g_free (self->record);
  g_free (self->remedy);
  g_free (self->title);
  g_free (self->source);
  g_free (self->target);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->notes);
  G_OBJECT_CLASS (drover_fix_parent_class)->finalize (object);
}

static void
drover_fix_class_init (DroverFixClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_fix_finalize;
}

static void
drover_fix_init (DroverFix *self)
{
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_step_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

const DroverFixAction *
drover_fix_find_action (const char *id, const char *variant)
{
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (gsize i = 0; i < tables[t]->n_actions; i++)
      if (strcmp (tables[t]->actions[i].id, id) == 0 &&
          g_strcmp0 (tables[t]->actions[i].variant, variant) == 0)
        return &tables[t]->actions[i];
  return NULL;
}

/* Takes the step. */
void
drover_fix_take_step (DroverFix *self, DroverStep *step)
{
  g_ptr_array_add (self->steps, step);
}

/* What whoever consents should know; translated. */
void
drover_fix_add_note (DroverFix *self, const char *note)
{
  g_ptr_array_add (self->notes, g_strdup (note));
}

/**
 * drover_fix_is_possible:
 * @id: a remedy's id
 * @variant: (nullable): which way of it
 *
 * Returns: whether Drover can apply it itself, through libvirt
 */
gboolean
drover_fix_is_possible (const char *id, const char *variant)
{
  return drover_fix_find_action (id, variant) != NULL;
}

/* --- the work, in a worker --- */

typedef struct {
  DroverFix *fix;
  const DroverFixAction *action;
  DroverPlan *plan;
  DroverFacts *facts;
  DroverFinding *finding;
  DroverConnection *source;
  DroverConnection *target;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->fix);
  g_clear_pointer (&work->plan, drover_plan_unref);
  g_clear_pointer (&work->facts, drover_facts_unref);
  g_clear_object (&work->finding);
  g_clear_object (&work->source);
  g_clear_object (&work->target);
  g_free (work);
}

static gpointer
prepare (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  DroverRemedyContext context = { work->plan, work->facts, work->finding, NULL };
  DroverFixInput input = { &context, work->source, work->target };

  if (!work->action->prepare (work->fix, &input, error))
    return NULL;
  return g_object_ref (work->fix);
}

static DroverConnection *
connection_of (const Work *work, const DroverStep *step)
{
  return step->side == DROVER_SIDE_SOURCE ? work->source : work->target;
}

/* From the last to the first. Goes on after a failure, as far as it can, and tells the first one. */
static gboolean
take_back (Work *work, GError **error)
{
  gboolean all = TRUE;

  for (guint i = work->fix->steps->len; i > 0; i--)
    {
      DroverStep *step = work->fix->steps->pdata[i - 1];

      if (step->kind->undo == NULL || (step->state != DROVER_STEP_BEGUN && step->state != DROVER_STEP_DONE))
        continue;
      if (step->kind->undo (step, connection_of (work, step), all ? error : NULL))
        step->state = DROVER_STEP_UNDONE;
      else
        all = FALSE;
    }
  return drover_fix_save (work->fix, all ? error : NULL) && all;
}

static gpointer
undo (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return take_back (work, error) ? g_object_ref (work->fix) : NULL;
}

static gpointer
apply (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  GPtrArray *steps = work->fix->steps;

  for (guint i = 0; i < steps->len; i++)
    {
      DroverStep *step = steps->pdata[i];
      g_autoptr (GError) local = NULL;

      /* written before it is done: what has no record is not done */
      step->state = DROVER_STEP_BEGUN;
      if (drover_fix_save (work->fix, &local) && step->kind->apply (step, connection_of (work, step), &local))
        {
          step->state = DROVER_STEP_DONE;
          drover_fix_save (work->fix, NULL);
          continue;
        }
      /* Not begun, as far as is known: what libvirt refused changed nothing. */
      step->state = DROVER_STEP_PLANNED;
      take_back (work, NULL);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_object_ref (work->fix);
}

static Work *
work_new (DroverFix *fix, DroverConnection *source, DroverConnection *target)
{
  Work *work = g_new0 (Work, 1);

  work->fix = g_object_ref (fix);
  work->source = g_object_ref (source);
  work->target = g_object_ref (target);
  return work;
}

/**
 * drover_fix_prepare_async:
 * @offer: an automatic remedy
 * @finding: what it shall mend
 *
 * Looks at both hosts and works out the steps. Changes nothing.
 */
void
drover_fix_prepare_async (const DroverRemedyOffer *offer,
                          DroverPlan *plan,
                          DroverFacts *facts,
                          DroverFinding *finding,
                          DroverConnection *source,
                          DroverConnection *target,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (DroverFix) fix = g_object_new (DROVER_TYPE_FIX, NULL);
  Work *work = work_new (fix, source, target);

  fix->remedy = g_strdup (offer->id);
  fix->title = g_strdup (offer->title);
  fix->source = g_strdup (drover_plan_get_source (plan)->text);
  fix->target = g_strdup (drover_plan_get_target (plan)->text);
  work->action = drover_fix_find_action (offer->id, offer->variant);
  work->plan = drover_plan_ref (plan);
  work->facts = drover_facts_ref (facts);
  work->finding = g_object_ref (finding);
  g_assert (work->action != NULL);
  drover_call_async (_ ("looking at what would be changed"), prepare, work, work_free, g_object_unref,
                     PREPARE_MS, cancellable, callback, user_data);
}

/**
 * drover_fix_prepare_finish:
 * @error: why it cannot be applied here
 *
 * Returns: (transfer full): the remedy, ready to be shown and applied
 */
DroverFix *
drover_fix_prepare_finish (GAsyncResult *result, GError **error)
{
  return drover_call_finish (result, error);
}

/**
 * drover_fix_apply_async:
 *
 * Applies a prepared remedy. Where a step fails, those before it are taken back. No time limit: what was
 * begun is not left without an answer.
 */
void
drover_fix_apply_async (DroverFix *self,
                        DroverConnection *source,
                        DroverConnection *target,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  drover_call_async (_ ("applying the remedy"), apply, work_new (self, source, target), work_free,
                     g_object_unref, 0, NULL, callback, user_data);
}

/**
 * drover_fix_undo_async:
 *
 * Takes back what was done, the last step first.
 */
void
drover_fix_undo_async (DroverFix *self,
                       DroverConnection *source,
                       DroverConnection *target,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  drover_call_async (_ ("taking the remedy back"), undo, work_new (self, source, target), work_free,
                     g_object_unref, 0, NULL, callback, user_data);
}

/**
 * drover_fix_call_finish:
 * @error: libvirt's words
 *
 * Returns: whether all was applied, or taken back
 */
gboolean
drover_fix_call_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (DroverFix) self = drover_call_finish (result, error);

  return self != NULL;
}

/**
 * drover_fix_get_record:
 *
 * Returns: (transfer none) (nullable): the name of the undo record; %NULL before anything was done
 */
const char *
drover_fix_get_record (DroverFix *self)
{
  return self->record;
}

/**
 * drover_fix_get_remedy:
 *
 * Returns: (transfer none): the remedy's id
 */
const char *
drover_fix_get_remedy (DroverFix *self)
{
  return self->remedy;
}

/**
 * drover_fix_get_title:
 *
 * Returns: (transfer none): what it does, as it was said to whoever consented
 */
const char *
drover_fix_get_title (DroverFix *self)
{
  return self->title;
}

/**
 * drover_fix_get_source:
 *
 * Returns: (transfer none): the source's URI
 */
const char *
drover_fix_get_source (DroverFix *self)
{
  return self->source;
}

/**
 * drover_fix_get_target:
 *
 * Returns: (transfer none): the target's URI
 */
const char *
drover_fix_get_target (DroverFix *self)
{
  return self->target;
}

/**
 * drover_fix_get_steps:
 *
 * Returns: (transfer none) (element-type DroverStep): its steps, in order
 */
GPtrArray *
drover_fix_get_steps (DroverFix *self)
{
  return self->steps;
}

/**
 * drover_fix_get_notes:
 *
 * Returns: (transfer none) (element-type utf8): what whoever consents should know
 */
GPtrArray *
drover_fix_get_notes (DroverFix *self)
{
  return self->notes;
}

/**
 * drover_fix_is_applied:
 *
 * Returns: whether there is something to take back
 */
gboolean
drover_fix_is_applied (DroverFix *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const DroverStep *step = self->steps->pdata[i];

      if (step->kind->undo != NULL && (step->state == DROVER_STEP_BEGUN || step->state == DROVER_STEP_DONE))
        return TRUE;
    }
  return FALSE;
}
