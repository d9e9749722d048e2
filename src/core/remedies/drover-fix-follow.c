/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a remedy took from a guest on its source is given back on the target, once the guest is there. */
#include <string.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"

/* The host reads discs and definitions; it is not waited for without end. */
#define FOLLOW_MS 60000

/* (transfer full): the guest that a remedy is for, on its source */
DroverDomain *
drover_fix_look_up_guest (const DroverFixInput *input, GError **error)
{
  return drover_domain_lookup (input->source, drover_remedy_get_guest (input->context), error);
}

/* Takes the step, and notes which guest it is about, so that it is found again on either host. */
void
drover_fix_take_guest_step (DroverFix *fix, DroverStep *step, DroverDomain *guest)
{
  g_autofree char *uuid = drover_domain_get_uuid (guest);
  g_autofree char *name = drover_domain_get_name (guest);

  drover_step_set_word (step, "guest-uuid", uuid);
  drover_step_set_word (step, "guest", name);
  drover_fix_take_step (fix, step);
}

/* (transfer full): that guest, as this host has it */
DroverDomain *
drover_fix_find_guest (const DroverStep *step, DroverConnection *connection, GError **error)
{
  const char *uuid = drover_step_get_word (step, "guest-uuid");

  if (uuid == NULL)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_MALFORMED, _ ("This is no undo record."));
      return NULL;
    }
  return drover_domain_lookup_by_uuid (connection, uuid, error);
}

/* (transfer full): the guest on its source, which has a definition that can be changed */
DroverDomain *
drover_fix_look_up_defined_guest (const DroverFixInput *input, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autoptr (DroverDomainInfo) info = guest ? drover_domain_get_info (guest, error) : NULL;

  if (info == NULL)
    return NULL;
  if (!info->persistent)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The guest “%s” is transient: it has no definition that its next start could follow."),
                   info->name);
      return NULL;
    }
  return g_steal_pointer (&guest);
}

/* Hands the device in a word of the step over to the guest, or to its definition. */
gboolean
drover_fix_update_device (
    DroverStep *step, DroverConnection *connection, const char *word, gboolean definition, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  return guest != NULL &&
         drover_domain_update_device (guest, drover_step_get_word (step, word), definition, error);
}

/* Tells whoever consents that a guest that runs keeps what it has. */
void
drover_fix_add_next_start_note (DroverFix *fix)
{
  drover_fix_add_note (
      fix, _ ("It takes effect when the guest is shut down and started again; a reboot from within "
              "keeps what it has."));
}

typedef struct {
  DroverFix *fix; /* one alone, whichever way the guest went; NULL for all of that migration */
  char *source;
  char *target;
  char *guest;
  DroverConnection *connection;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->fix);
  g_free (work->source);
  g_free (work->target);
  g_free (work->guest);
  g_object_unref (work->connection);
  g_free (work);
}

static gboolean
is_due (const DroverStep *step)
{
  return step->kind->follow != NULL && step->state == DROVER_STEP_DONE;
}

static gboolean
is_meant (const Work *work, DroverFix *fix, const DroverStep *step)
{
  if (work->fix != NULL || !is_due (step))
    return is_due (step);
  return g_strcmp0 (drover_fix_get_source (fix), work->source) == 0 &&
         g_strcmp0 (drover_fix_get_target (fix), work->target) == 0 &&
         (g_strcmp0 (drover_step_get_word (step, "guest"), work->guest) == 0 ||
          g_strcmp0 (drover_step_get_word (step, "guest-uuid"), work->guest) == 0);
}

/* As with undo, from the last step to the first. What fails stays in the record, and is told. */
static void
follow_fix (const Work *work, DroverFix *fix, GStrvBuilder *told)
{
  GPtrArray *steps = drover_fix_get_steps (fix);
  gboolean all = TRUE;

  for (guint i = steps->len; i > 0; i--)
    {
      DroverStep *step = steps->pdata[i - 1];
      g_autofree char *title = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      if (!is_meant (work, fix, step))
        continue;
      title = drover_step_get_follow_title (step);
      if (step->kind->follow (step, work->connection, &error))
        {
          step->state = DROVER_STEP_FOLLOWED;
          drover_fix_save (fix, NULL);
          text = g_strdup_printf (_ ("Done on the target: %s."), title);
        }
      else
        {
          text = g_strdup_printf (_ ("Not done on the target: %s. %s"), title, error->message);
          all = FALSE;
        }
      g_strv_builder_add (told, text);
    }
  if (!all)
    {
      g_autofree char *again =
          g_strdup_printf (_ ("“droverctl fix --follow %s” tries again."), drover_fix_get_record (fix));

      g_strv_builder_add (told, again);
    }
}

/* Where the guest does not run yet, what it is owed would go to an old definition of it. */
static gboolean
guest_has_come (DroverFix *fix, DroverConnection *connection, GError **error)
{
  for (guint i = 0; i < fix->steps->len; i++)
    {
      const DroverStep *step = fix->steps->pdata[i];
      g_autoptr (DroverDomain) guest = is_due (step) ? drover_fix_find_guest (step, connection, NULL) : NULL;
      DroverDomainState state = DROVER_DOMAIN_SHUTOFF;

      if (!is_due (step))
        continue;
      if (guest != NULL && !drover_domain_get_state (guest, &state, NULL, error))
        return FALSE;
      if (drover_domain_state_is_active (state))
        return TRUE;
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND,
                   _ ("The guest “%s” does not run on the target: this is for when it has moved there."),
                   drover_step_get_word (step, "guest"));
      return FALSE;
    }
  g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                       _ ("Nothing of it is left to be done after a migration."));
  return FALSE;
}

static gpointer
follow_one (gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autoptr (GStrvBuilder) told = g_strv_builder_new ();

  if (!guest_has_come (work->fix, work->connection, error))
    return NULL;
  follow_fix (work, work->fix, told);
  return g_strv_builder_end (told);
}

static gpointer
follow (gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autoptr (GPtrArray) fixes = drover_fix_list ();
  g_autoptr (GStrvBuilder) told = g_strv_builder_new ();

  /* the newest first, as they would be taken back */
  for (guint i = 0; i < fixes->len; i++)
    follow_fix (work, fixes->pdata[i], told);
  return g_strv_builder_end (told);
}

/**
 * drover_fix_follow_async:
 * @plan: a migration that is done, as both hosts say
 * @target: a connection to its target
 *
 * Gives back on the target what remedies had to take from this guest on its source: discs, and what libvirt
 * knows of snapshots. Without such remedies it does nothing.
 */
void
drover_fix_follow_async (DroverPlan *plan,
                         DroverConnection *target,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->source = g_strdup (drover_plan_get_source (plan)->text);
  work->target = g_strdup (drover_plan_get_target (plan)->text);
  work->guest = g_strdup (drover_plan_get_guest_name (plan));
  work->connection = g_object_ref (target);
  drover_call_async (_ ("giving back what remedies took"), follow, work, work_free,
                     (GDestroyNotify) g_strfreev, FOLLOW_MS, NULL, callback, user_data);
}

/**
 * drover_fix_follow_record_async:
 * @fix: a remedy of before
 * @target: a connection to the host where its guest runs now
 *
 * As [func@fix_follow_async] for one remedy alone, where its guest was moved by other means than Drover's, or
 * where something was missing then. Ended by [func@fix_follow_finish], whose @error says where there is
 * nothing to do, or not yet.
 */
void
drover_fix_follow_record_async (DroverFix *fix,
                                DroverConnection *target,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->fix = g_object_ref (fix);
  work->connection = g_object_ref (target);
  drover_call_async (_ ("giving back what remedies took"), follow_one, work, work_free,
                     (GDestroyNotify) g_strfreev, FOLLOW_MS, NULL, callback, user_data);
}

/**
 * drover_fix_list_due:
 *
 * Returns: (transfer full) (array zero-terminated=1): what of it is to be done on the target once the guest
 * is there, a title each
 */
GStrv
drover_fix_list_due (DroverFix *fix)
{
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();

  for (guint i = fix->steps->len; i > 0; i--)
    if (is_due (fix->steps->pdata[i - 1]))
      {
        g_autofree char *title = drover_step_get_follow_title (fix->steps->pdata[i - 1]);

        g_strv_builder_add (titles, title);
      }
  return g_strv_builder_end (titles);
}

/**
 * drover_fix_follow_finish:
 * @error: the time limit
 *
 * Returns: (transfer full) (array zero-terminated=1): what was done and what was not, a sentence each
 */
GStrv
drover_fix_follow_finish (GAsyncResult *result, GError **error)
{
  return drover_call_finish (result, error);
}
