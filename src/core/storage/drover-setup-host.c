/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-setup-host.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "facts/drover-host-pools.h"
#include "facts/drover-marker-pool.h"
#include "remedies/drover-step.h"
#include "virt/drover-storage.h"

struct _DroverSetupWork {
  gatomicrefcount refs;
  DroverStorageFit fit;
  char *reason;     /* of a conflict, or of a step that failed */
  GPtrArray *steps; /* DroverStep */
  GPtrArray *remains;
};

/**
 * drover_setup_work_ref:
 *
 * Returns: (transfer full): the same
 */
DroverSetupWork *
drover_setup_work_ref (DroverSetupWork *work)
{
  g_atomic_ref_count_inc (&work->refs);
  return work;
}

/**
 * drover_setup_work_unref:
 * @work: (nullable) (transfer full): what to drop
 */
void
drover_setup_work_unref (DroverSetupWork *work)
{
  if (work == NULL || !g_atomic_ref_count_dec (&work->refs))
    return;
  g_free (work->reason);
  g_ptr_array_unref (work->steps);
  g_ptr_array_unref (work->remains);
  g_free (work);
}

static DroverStep *
add_step (DroverSetupWork *work, const char *kind, const char *pool)
{
  DroverStep *step = drover_step_new (kind, DROVER_SIDE_TARGET, "pool", pool, NULL);

  g_ptr_array_add (work->steps, step);
  return step;
}

static void
refuse (DroverSetupWork *work, char *reason)
{
  work->fit = DROVER_STORAGE_FIT_CONFLICT;
  work->reason = reason;
}

/* What lies in the directory that a mount would hide. */
static guint
count_files (DroverConnection *connection, const char *path, gboolean *missing, GError **error)
{
  g_autoptr (DroverMarkerPool) pool = drover_marker_pool_open (connection, path, missing, error);
  guint n = 0;

  if (pool != NULL)
    drover_marker_pool_count (pool, &n, error);
  return n;
}

/* A directory that is to be mounted over must be empty or missing; one that is to be used as it is must be
 * there: made by libvirt it would be each host's own. */
static void
plan_new (DroverSetupWork *work, DroverConnection *connection, const DroverStorageSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = drover_storage_spec_to_xml (spec);
  gboolean missing = FALSE;
  guint n = count_files (connection, spec->path, &missing, &error);

  if (error != NULL && !missing)
    {
      refuse (work, g_strdup_printf (_ ("%s cannot be read: %s"), spec->path, error->message));
      return;
    }
  if (spec->server == NULL && missing)
    {
      refuse (work, g_strdup_printf (_ ("it has no directory %s: mount the shared storage there first"),
                                     spec->path));
      return;
    }
  if (spec->server != NULL && n > 0)
    {
      refuse (work, g_strdup_printf (ngettext ("%s holds %u file, which a mount over it would hide",
                                               "%s holds %u files, which a mount over it would hide", n),
                                     spec->path, n));
      return;
    }
  drover_step_set_word (add_step (work, "pool-define", spec->name), "xml", xml);
  if (missing)
    drover_step_set_word (add_step (work, "pool-build", spec->name), "made", "yes");
  add_step (work, "pool-start", spec->name);
  add_step (work, "pool-autostart", spec->name);
}

/**
 * drover_setup_work_plan:
 * @error: the host could not be asked
 *
 * Looks at a host and works out what is to be done there. Changes nothing that stays; blocks.
 *
 * Returns: (transfer full): what is to be done
 */
DroverSetupWork *
drover_setup_work_plan (DroverConnection *connection, const DroverStorageSpec *spec, GError **error)
{
  DroverFactPools *pools = drover_host_pools_read (connection, error);
  const DroverFactPool *existing;
  DroverSetupWork *work;

  if (pools == NULL)
    return NULL;
  work = g_new0 (DroverSetupWork, 1);
  g_atomic_ref_count_init (&work->refs);
  work->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_step_free);
  work->remains = g_ptr_array_new_with_free_func (g_free);
  work->fit = drover_storage_spec_judge (spec, pools, &existing, &work->reason);
  if (work->fit == DROVER_STORAGE_FIT_NEW)
    plan_new (work, connection, spec);
  else if (work->fit == DROVER_STORAGE_FIT_SAME)
    {
      if (!existing->active)
        add_step (work, "pool-start", spec->name);
      if (!existing->autostart)
        add_step (work, "pool-autostart", spec->name);
    }
  drover_record_free (&drover_fact_pools_type, pools);
  return work;
}

/**
 * drover_setup_work_is_refused:
 *
 * Returns: whether something on the host is in the way
 */
gboolean
drover_setup_work_is_refused (const DroverSetupWork *work)
{
  return work->fit == DROVER_STORAGE_FIT_CONFLICT;
}

/**
 * drover_setup_work_is_done:
 *
 * Returns: whether every step was done and stands
 */
gboolean
drover_setup_work_is_done (const DroverSetupWork *work)
{
  for (guint i = 0; i < work->steps->len; i++)
    if (((const DroverStep *) work->steps->pdata[i])->state != DROVER_STEP_DONE)
      return FALSE;
  return TRUE;
}

/**
 * drover_setup_work_apply:
 * @cancellable: triggered when nobody waits any more: then what was done is taken back right here
 *
 * Does the steps in turn, up to the first that fails. Blocks.
 */
void
drover_setup_work_apply (DroverSetupWork *work, DroverConnection *connection, GCancellable *cancellable)
{
  for (guint i = 0; i < work->steps->len; i++)
    {
      DroverStep *step = work->steps->pdata[i];
      g_autoptr (GError) error = NULL;

      if (g_cancellable_is_cancelled (cancellable))
        break;
      step->state = DROVER_STEP_BEGUN;
      if (!step->kind->apply (step, connection, &error))
        {
          g_autofree char *title = drover_step_get_title (step);

          work->reason = g_strdup_printf ("%s: %s", title, error->message);
          /* libvirt does each of these wholly or not at all; only of a host that was lost one does not know
           */
          if (!drover_error_is_connection (error))
            step->state = DROVER_STEP_PLANNED;
          return;
        }
      step->state = DROVER_STEP_DONE;
    }
  if (g_cancellable_is_cancelled (cancellable))
    drover_setup_work_undo (work, connection);
}

/**
 * drover_setup_work_undo:
 *
 * Takes back what was done, the last step first. One that cannot be taken back is remembered, and ends it:
 * what came before it is what it stands on. Blocks.
 */
void
drover_setup_work_undo (DroverSetupWork *work, DroverConnection *connection)
{
  for (guint i = work->steps->len; i-- > 0;)
    {
      DroverStep *step = work->steps->pdata[i];
      g_autoptr (GError) error = NULL;

      if (step->state != DROVER_STEP_DONE && step->state != DROVER_STEP_BEGUN)
        continue;
      if (!step->kind->undo (step, connection, &error))
        {
          g_autofree char *title = drover_step_get_title (step);

          g_ptr_array_add (work->remains, g_strdup_printf ("%s: %s", title, error->message));
          return;
        }
      step->state = step->state == DROVER_STEP_DONE ? DROVER_STEP_UNDONE : DROVER_STEP_PLANNED;
    }
}

static GStrv
list_steps (const DroverSetupWork *work, int state, char *(*describe) (const DroverStep *) )
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < work->steps->len; i++)
    {
      const DroverStep *step = work->steps->pdata[i];
      g_autofree char *text = describe (step);

      if (state < 0 || (int) step->state == state)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/**
 * drover_setup_work_report:
 * @host: (inout): filled, but for its name
 *
 * Tells how far it is. Only while no worker has it.
 */
void
drover_setup_work_report (const DroverSetupWork *work, DroverSetupHost *host)
{
  static const char *const fits[] = {
    [DROVER_STORAGE_FIT_NEW] = "new",
    [DROVER_STORAGE_FIT_SAME] = "same",
    [DROVER_STORAGE_FIT_CONFLICT] = "conflict",
  };
  g_autoptr (GStrvBuilder) remains = g_strv_builder_new ();

  host->fit = g_strdup (fits[work->fit]);
  host->steps = list_steps (work, -1, drover_step_get_title);
  host->preview = list_steps (work, -1, drover_step_get_preview);
  host->done = list_steps (work, DROVER_STEP_DONE, drover_step_get_title);
  host->undone = list_steps (work, DROVER_STEP_UNDONE, drover_step_get_title);
  for (guint i = 0; i < work->remains->len; i++)
    g_strv_builder_add (remains, work->remains->pdata[i]);
  host->remains = g_strv_builder_end (remains);
  host->error = g_strdup (work->reason);
}
